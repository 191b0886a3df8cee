import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.runstore.opref import OpRef, read, write

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.builds(OpRef, st.sampled_from(["guildfile", "script", "func"]), TEXT, TEXT, TEXT, TEXT))
def test_what_is_written_is_read_again(ref):
    assert read(write(ref)) == ref


def test_the_text_is_guilds_to_the_byte():
    ref = OpRef("guildfile", "/my proj/guild.yml", "ab", "", "train")
    assert write(ref) == "guildfile:'/my proj/guild.yml' ab '' train"


@pytest.mark.parametrize(
    "text", ["", "x", "guildfile:", "guildfile:a b c", "guildfile:a b c d e", "k:'open", "\0\1"]
)
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(ValueError, match=r"not an opref|quotation"):
        read(text)


def test_an_absurdly_long_text_is_refused_and_its_beginning_told():
    with pytest.raises(ValueError, match=r"not an opref: .*yy.* and 5,000,003 characters more"):
        read("x: '" + "y" * 5_000_079)


def test_a_final_newline_is_no_hindrance():
    assert read("func:'' '' '' f\n") == OpRef("func", "", "", "", "f")


@pytest.mark.parametrize(
    ("ref", "spec", "folder"),
    [
        (OpRef("guildfile", "/p/guild.yml", "", "m", "op"), "m:op", "/p"),
        (OpRef("guildfile", "/p/guild.yml", "", "", "op"), "op", "/p"),
        (OpRef("script", "/p", "", "", "x.py"), "x.py", "/p"),
        (OpRef("package", "pkg", "1", "m", "op"), "pkg/m:op", None),
        (OpRef("func", "", "", "", "f"), "f()", None),
        (OpRef("builtin", "guildai", "0.9.0", "", "+"), "+", None),
    ],
)
def test_an_operation_is_shown_as_guild_shows_it(ref, spec, folder):
    assert (ref.spec, ref.folder) == (spec, folder)
