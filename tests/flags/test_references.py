import pytest

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.references import names_in, render_label, resolve

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


def test_an_unknown_reference_is_told_with_the_nearest_flag():
    with pytest.raises(FlagError) as caught:
        resolve("--lr ${lrr}", {"lr": 1, "epochs": 2}, "command")
    assert caught.value.hint.startswith("Did you mean ${lr}? ${lrr} must name a flag")


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("${a}", "3"),
        ("${twice} ${a}", "x3 3 3"),
        ("${escaped}", "${b}"),
        ("${unknown}", "cost ${price}"),
        ("${listed}", "'${b}' 2"),
    ],
)
def test_values_that_refer_to_flags_are_filled_in_as_guild_does(text, resolved):
    values = {
        "a": "${b}",
        "b": 3,
        "twice": "x${a} ${b}",
        "escaped": r"\${b}",
        "unknown": "cost ${price}",
        "listed": ["${b}", 2],
    }
    assert resolve(text, values, "command") == resolved


def test_values_that_lead_back_to_themselves_are_refused_with_the_whole_way():
    values = {"x": "${a}", "a": "${b}", "b": "${c}", "c": "${a}"}
    with pytest.raises(FlagError, match=r"command refers to .*: a -> b -> c -> a\n") as caught:
        resolve("${x}", values, "command")
    assert caught.value.hint
    with pytest.raises(FlagError, match=r"a -> a\n"):
        resolve("${a}", {"a": "${a}"}, "command")


def test_values_that_grow_without_bounds_are_refused():
    doubling = {f"x{n}": f"${{x{n + 1}}}${{x{n + 1}}}" for n in range(60)} | {"x60": "long" * 9}
    chained = {f"x{n}": f"${{x{n + 1}}}" for n in range(2000)} | {"x2000": 1}
    for values in (doubling, chained):
        with pytest.raises(FlagError, match="too large a text"):
            resolve("${x0}", values, "command")


def test_the_names_in_a_text_are_those_that_are_not_escaped():
    assert names_in(r"${a} \${b} ${c|%.2f|basename} ${d}") == ["a", "c", "d"]


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
