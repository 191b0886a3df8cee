import pytest

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.references import default_label, render_label, resolve

VALUES = {"a": 1, "b": "x y", "c": 1.23456789, "n": None, "t": True, "p": "/x/y/z.txt", "q": "/a/"}


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("x${a}y", "x1y"),
        ("${b}", "x y"),
        ("${t}-${n}", "1-"),
        (r"\${a}", "${a}"),
        ("$a ${} $$", "$a ${} $$"),
        ("${a", "${a"),
    ],
)
def test_references_are_replaced_by_encoded_values(text, resolved):
    assert resolve(text, VALUES, "command") == resolved


def test_an_unknown_reference_is_refused_with_its_place():
    with pytest.raises(FlagError, match="env X contains invalid reference 'nope'") as caught:
        resolve("${nope}", VALUES, "env X")
    assert r"\${nope}" in caught.value.hint


@pytest.mark.parametrize(
    ("template", "label"),
    [
        ("a=${a} c=${c} z=${z} n=${n} b=${b}", "a=1 c=1.23456 z= n= b='x y'"),
        ("L: ${default_label}", "L: all"),
        ("${default_label|unquote}", "all"),
        ("${p|basename} ${q|basename} ${n|basename} ${a|basename}", "z.txt a  1"),
        ("${c|%.2f} ${a|%05d} ${n|%.2f}", "1.23 00001 "),
        ("${n|default:none} ${n|default} ${a|default:9} ${z|default:a:b}", "none  1 a:b"),
        ("${b|%5s|default:x}", "  x y"),
        ("${a|%q} ${b|%d}", "1 x y"),
        ("${a|nope} ${a|%999999999d}", "#error# #error#"),
        (r"\${a}", "\\1"),
        ("", ""),
    ],
)
def test_a_label_is_rendered_as_guild_renders_it(template, label):
    assert render_label(template, VALUES, {"default_label": "all"}) == label


def test_unquote_takes_single_quotes_away():
    assert render_label("${q|unquote} ${d|unquote}", {"q": "'a'", "d": '"a"'}, {}) == 'a "a"'


def test_the_default_label_has_every_flag_with_a_value_by_name():
    assert default_label({"b": "x y", "a": 0.1234567, "n": None}) == "a=0.12345 b='x y'"
