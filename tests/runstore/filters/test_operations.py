import pytest

from guild_jupyter.errors import FilterError
from guild_jupyter.runstore.filters.operations import matcher
from guild_jupyter.runstore.opref import OpRef

REFS = {
    "train": OpRef("guildfile", "/p/guild.yml", "0", "", "train"),
    "trainer": OpRef("guildfile", "/p/guild.yml", "0", "", "trainer"),
    "x-train": OpRef("guildfile", "/p/guild.yml", "0", "", "x-train"),
    "m:train": OpRef("guildfile", "/p/guild.yml", "0", "m", "train"),
    "pkg/m:train": OpRef("package", "pkg", "1.0", "m", "train"),
    "sub/train.py": OpRef("script", "/p", "0", "", "sub/train.py"),
    "fn()": OpRef("func", "mod", "", "", "fn"),
}
TRAINS = ["train", "m:train", "pkg/m:train"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("train", TRAINS),
        (":train", TRAINS),
        ("m:train", ["m:train", "pkg/m:train"]),
        ("m:", ["m:train", "pkg/m:train"]),
        ("*:train", ["m:train", "pkg/m:train"]),
        ("pkg/train", ["pkg/m:train"]),
        ("pkg/", ["pkg/m:train"]),
        ("p*/tr*n", ["pkg/m:train"]),
        ("pkg", []),
        ("tra", []),
        ("TRAIN", []),
        ("tra*", ["train", "trainer", "m:train", "pkg/m:train"]),
        ("t?ain", []),
        ("sub/train.py", ["sub/train.py"]),
        ("fn()", ["fn()"]),
        ("", list(REFS)),
        ("*", list(REFS)),
        ("^train", ["train", "trainer"]),
        ("^m:", ["m:train"]),
        ("in$", ["train", "x-train", "m:train", "pkg/m:train"]),
        ("^tr.*n$", ["train"]),
    ],
)
def test_an_operation_is_meant_by_its_parts_or_an_expression(text, meant):
    is_meant = matcher(text)
    assert [spec for spec, ref in REFS.items() if is_meant(ref)] == meant


def test_what_is_no_expression_is_pointed_at():
    with pytest.raises(FilterError, match="no regular expression") as caught:
        matcher("^a(b")
    assert caught.value.column == 3
