"""The quick ways of reading give what PyYAML's own parser and composer give."""

import datetime

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guild_jupyter import documents
from guild_jupyter.documents import reading
from guild_jupyter.documents.composing import IS_FAST, FastLoader, PureLoader
from guild_jupyter.documents.document import Document
from guild_jupyter.errors import DocumentError

PIECES = [
    *("a", "b", "x y", "1", "0", "-1", "1e3", "1.5", ".5", "1:30", "1:30.5", "2020-01-01", "_"),
    *("yes", "n", "null", "~", "=", "<<", "é", " ", "  ", "    ", "\n", "\n", "\n  ", "\n    "),
    *("- ", "-", "? ", "?", ": ", ":", ",", ", ", "[", "]", "{", "}", "#", " #", "&a ", "*a"),
    *("&b ", "*b", "&a", "!", "!!str ", "!!int ", "!!set ", "!!omap ", "!!pairs ", "!!binary "),
    *("!x ", "!<x> ", "!!float ", "!!null ", "!!timestamp ", "!!bool ", "|", "|\n", ">", "|-\n"),
    *(">+\n", "|2\n", "'", "''", '"', "\\n", "\\", "\\x41", "\\uD800", "%", "@", "`", "\t"),
    *("%YAML 1.1\n", "%TAG ! x\n", "---", "--- ", "\n---\n", "...", "\n...\n", "\r\n", "\r"),
    *("\x85", "\u2028", "\ufeff", "\U0001f600", "\x7f", "\xa0", "<<: ", "<<: *a", "a: ", "b: "),
    *("key: value\n", "  - ", "foo:\n  bar: 1\n", "a: &a {x: 1}\n", "[a, b]", "{a: 1}", "'q'"),
    *('"q"', "http://x/y", "a:b", "a#b", "a #b", "a: {<<: [{x: 1}, {x: 2, z: 3}], b: 1}\n"),
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)

RULES = reading._Rules(unique_keys=False, as_typed=False)


def said(read, text):
    """What reading a text gives, in words; None if it is refused."""
    try:
        result = read(text)
    except (DocumentError, yaml.YAMLError, ValueError):
        return None
    return repr(result.data) if isinstance(result, Document) else repr(result)


def composed(text, loader=PureLoader):
    return loader(text).document(unique_keys=False)


def built(text, loader=PureLoader):
    return reading._read_with(loader, text, documents.MAX_NODES, RULES)


@settings(max_examples=400)
@given(TEXTS)
@example("- &a <<\n- {*a : {x: 1}}")
@example('! "12"')
@example("{&a =: 1, b: *a}")
@example("{=: 1, <<: {=: 2, y: 3}}")
@example("a: &a {x: 1}\nb: {<<: [*a, {x: 2, y: 2}], <<: {x: 3}, y: 1}")
def test_what_is_built_of_events_is_what_is_composed_of_them(text):
    assert said(built, text) == said(composed, text)


@settings(max_examples=400)
@given(TEXTS)
@example("[a?]")
@example("a: b\t")
@example("|#")
@example("a\n\ufeffb")
@example("!")
@example("[x]: ?")
@example('"\\ud800"')
@example('"\\U00110000"')
def test_a_short_text_means_what_it_means_to_pyyaml(text):
    assert said(documents.read, text) == said(composed, text)


@given(st.text(alphabet="ab:-&*!{}[]|>'\"# \n\t%@`?,<=01._~", max_size=20))
def test_signs_of_yaml_mean_what_they_mean_to_pyyaml(text):
    assert said(documents.read, text) == said(composed, text)


@pytest.mark.skipif(not IS_FAST, reason="PyYAML has no libyaml here")
def test_a_long_text_is_read_by_libyaml_alone():
    filler = "#" + "x" * reading.EXACT
    assert documents.parse(f"a: [b?]\n{filler}") == {"a": ["b?"]}
    assert documents.parse(f"a: ! '12'\nb: 'Hello!'\n{filler}") == {"a": 12, "b": "Hello!"}
    with pytest.raises(DocumentError):
        documents.parse(f"a: [b?, c\n{filler}")


@pytest.mark.parametrize("loader", [PureLoader, FastLoader])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!str 12", "12"),
        ("!!set {a, b}", {"a", "b"}),
        ("!!omap [a: 1, b: 2]", [("a", 1), ("b", 2)]),
        ("!!pairs [a: 1, a: 2]", [("a", 1), ("a", 2)]),
        ("!!binary eA==", b"x"),
        ("!!timestamp '2020-01-01'", datetime.date(2020, 1, 1)),
        ("!!float 1", 1.0),
        ("- !!str &a 1\n- *a", ["1", "1"]),
        ("a: !!map &a {x: 1}\nb: {<<: *a}", {"a": {"x": 1}, "b": {"x": 1}}),
        ("a: &a {x: 1, y: 1}\nb: {<<: *a, y: 2}", {"a": {"x": 1, "y": 1}, "b": {"x": 1, "y": 2}}),
        ("a: &a {x: 1}\nb: {<<: [*a, {x: 2, z: 3}]}", {"a": {"x": 1}, "b": {"x": 1, "z": 3}}),
        ("x: &a [1]\ny: *a\nz: [*a, *a]", {"x": [1], "y": [1], "z": [[1], [1]]}),
    ],
)
def test_tags_anchors_and_merge_keys_are_read(loader, text, value):
    assert built(text, loader).data == value
    assert composed(text, loader).data == value


def test_aliases_of_one_anchor_are_one_value():
    data = documents.parse("x: &a [1]\ny: *a")
    assert data["x"] is data["y"]


@given(TEXTS)
def test_without_libyaml_a_text_means_the_same(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "IS_FAST", False)
        slow = said(documents.read, text)
    assert slow == said(documents.read, text)


def test_without_libyaml_the_limits_are_lower(monkeypatch):
    monkeypatch.setattr(reading, "IS_FAST", False)
    assert documents.parse("a: 1") == {"a": 1}
    with pytest.raises(DocumentError, match="larger than 256 KiB"):
        documents.parse("x" * (reading.MAX_BYTES_SLOW + 1))
    with pytest.raises(DocumentError, match="more than 20000 values"):
        documents.parse("[" + "1," * (reading.MAX_NODES_SLOW + 1) + "]")
