import datetime
import math
import shlex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guild_jupyter.errors import InvalidFlagValue
from guild_jupyter.flags import values
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.values import (
    coerce,
    format_value,
    is_search_function,
    join,
    parse,
    parse_untyped,
    parts_of,
    readable,
)

TYPES = [None, "auto", "string", "int", "float", "number", "boolean", "path", "existing-path"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("010", 10),
        ("1e3", 1000.0),
        ("-.5", -0.5),
        ("0x10", 16),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("yes", True),
        ("off", False),
        ("y", "y"),
        ("null", None),
        ("None", "None"),
        ("", ""),
        ("'1'", "1"),
        ("2020-01-01", datetime.date(2020, 1, 1)),
        ("{a: 1}", {"a": 1}),
        ("a: b: c", "a: b: c"),
        ("a #c", "a"),
        ("[1, a, [yes]]", [1, "a", [True]]),
        ("[1,2]*2", [1, 2, 1, 2]),
        ("[a:b]", "[a:b]"),
        ("uniform[0:1]", "uniform[0:1]"),
        ("range[1:4]", [1, 2, 3, 4]),
        ("range[a:b]", "range[a:b]"),
        ("range[1:3]*2", [1, 2, 3]),
        ("foo[1] #c", "foo[1]"),
        ("!!int '1_0'", 10),
    ],
)
def test_text_stands_for_the_value_that_guild_takes_it_for(text, value):
    parsed = parse(text)
    assert (parsed, type(parsed)) == (value, type(value))


@pytest.mark.parametrize("text", ["[0:1.5]", "[0:1:0.5]", "[1:2:1.5]"])
def test_a_range_is_not_misread_as_a_sexagesimal_number(text):
    assert parse(text) == text
    assert parse(text, "boolean") == text


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("yes", "string", "yes"),
        ("007", "string", "007"),
        ("'a b'", "string", "a b"),
        ("~/x", "path", "~/x"),
        ("1", "float", 1.0),
        ("1", "number", 1),
        ("1.5", "number", 1.5),
        ("1.5", "int", 1.5),
        ("null", "int", None),
        ("1", "boolean", True),
        ("0.0", "boolean", False),
        ("1_0", "boolean", "1_0"),
        ("inf", "boolean", "inf"),
        ("abc", "boolean", "abc"),
        ("[a]*2", "boolean", ["a", "a"]),
        ("", "boolean", ""),
        ("", "int", ""),
    ],
)
def test_a_declared_type_is_tried_first(text, type_, value):
    parsed = parse(text, type_)
    assert (parsed, type(parsed)) == (value, type(value))


@given(st.text(), st.sampled_from(TYPES))
@example("range[" * 5000, None)
@example("[1]*" + "9" * 5000, None)
@example("[1]*999999", None)
@example("range[0:1e9]", None)
@example("0x" + "f" * 100_000, None)
@example("9" * 5000, "int")
@example("!!bool x", None)
@example("\0", "boolean")
@example("\ud800", None)
@example("&a [*a]", None)
def test_no_text_makes_parsing_fail(text, type_):
    parse(text, type_)


PLAIN = st.recursive(
    st.booleans() | st.none() | st.integers() | st.floats(allow_nan=False) | st.dates(),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=6,
)


@given(PLAIN)
def test_what_is_shown_of_plain_data_reads_back_as_the_same_value(value):
    assert parse_untyped(format_value(value)) == value


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FF)))
def test_what_is_shown_of_a_text_reads_back_where_it_is_no_function_or_number_word(text):
    shown = format_value(text)
    read_as_number = text.strip().lower().lstrip("+-") in ("inf", "nan", "infinity")
    if shown == text and (is_search_function(text) or read_as_number or "_" in text):
        return
    if " " in shown and shown[0] == '"' and "\\" not in shown and "'" in text:
        return  # quoted the way Python does it, as Guild does
    assert parse_untyped(shown) == text


@pytest.mark.parametrize(
    ("value", "text", "label"),
    [
        (True, "yes", "yes"),
        (None, "null", "null"),
        (1e-5, "1.0e-05", "1.0e-05"),
        (0.123456789, "0.123456789", "0.12345"),
        (1.23456789e-10, "1.23456789e-10", "1.23456e-10"),
        (math.inf, ".inf", ".inf"),
        ("a b", "'a b'", "'a b'"),
        ('say "hi"', "'say \"hi\"'", "'say \"hi\"'"),
        ("1", "'1'", "'1'"),
        ("", "''", "''"),
        (["a,b", "c d", 1], "['a,b', c d, 1]", "['a,b', c d, 1]"),
        ({"b": [1], "a": False}, "{a: no, b: [1]}", "{a: no, b: [1]}"),
        ("x" * 300 + " y", f"'{'x' * 300} y'", f"'{'x' * 300} y'"),
    ],
)
def test_values_are_shown_as_guild_shows_them(value, text, label):
    assert format_value(value) == text
    assert format_value(value, in_label=True) == label


def test_a_path_that_exists_is_shortened_in_a_label(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    deep = tmp_path / "one/two/three/four/model.txt"
    deep.parent.mkdir(parents=True)
    deep.touch()
    relative = str(deep.relative_to(tmp_path))
    assert format_value(relative, in_label=True) == "one/…/four/model.txt"
    assert format_value(relative) == relative
    assert format_value("one/two", in_label=True) == "one/two"
    assert format_value("one/no/such/folder/here/x", in_label=True) == "one/no/such/folder/here/x"
    assert "…" in format_value(str(deep), in_label=True)
    assert format_value("/" * 30, in_label=True) == "/" * 30


def test_a_shortened_path_never_gets_longer_than_the_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    path = "a/" + "b" * 40
    (tmp_path / path).touch()
    assert format_value(path, in_label=True) == path


def test_a_text_too_long_for_a_file_name_has_a_label_all_the_same():
    assert format_value("/" + "x" * 5000, in_label=True) == "/" + "x" * 5000
    assert format_value("a/\0", in_label=True)


@pytest.mark.parametrize(
    ("type_", "value", "coerced"),
    [
        ("string", 3, "3"),
        ("int", "3", 3),
        ("float", 1, 1.0),
        ("number", "3", 3),
        ("number", "3.5", 3.5),
        ("number", True, True),
        ("boolean", "abc", True),
        ("int", [1, "2"], [1, 2]),
        ("int", None, None),
        ("int", "uniform[0:1]", "uniform[0:1]"),
        ("auto", "3", "3"),
        (None, "3", "3"),
        ("path", "", ""),
        ("path", "/a/../b", "/a/../b"),
    ],
)
def test_a_value_becomes_one_of_the_declared_type(type_, value, coerced):
    result = coerce(value, FlagDef("x", type=type_))
    assert (result, type(result)) == (coerced, type(coerced))


@pytest.mark.parametrize(
    ("type_", "value"),
    [("int", 1.5), ("int", "a"), ("float", {}), ("number", "a"), ("float", 10**400)],
)
def test_a_value_that_does_not_fit_the_type_is_refused_with_an_example(type_, value):
    with pytest.raises(InvalidFlagValue, match=r"flag 'x': expected an? ") as caught:
        coerce(value, FlagDef("x", type=type_))
    assert "x=" in caught.value.hint


def test_paths_are_absolute_and_unknown_users_stay_as_they_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/anna")
    flag = FlagDef("p", type="path")
    assert coerce("data/../x", flag) == str(tmp_path / "x")
    assert coerce("~/x", flag) == "/home/anna/x"
    assert coerce("~no-such-user/x", flag) == str(tmp_path / "~no-such-user/x")


def test_a_split_value_is_typed_part_by_part():
    assert coerce("1 2", FlagDef("l", type="int", arg_split=True)) == "1 2"
    assert coerce(3, FlagDef("l", type="int", arg_split=True)) == "3"
    assert coerce("1.2", FlagDef("l", type="float", arg_split=".")) == "1.0.2.0"
    with pytest.raises(InvalidFlagValue, match="an int"):
        coerce("1 x", FlagDef("l", type="int", arg_split=True))
    with pytest.raises(InvalidFlagValue, match="cannot be split"):
        coerce("'a", FlagDef("l", type="string", arg_split=True))


def test_the_parts_of_a_split_value_are_words_or_what_stands_between_separators():
    assert parts_of("a 'b c'", FlagDef("x", arg_split="shlex")) == ["a", "b c"]
    assert parts_of("a,,b", FlagDef("x", arg_split=",")) == ["a", "b"]
    assert parts_of([1, 2], FlagDef("x", arg_split=True)) == [1, 2]
    assert parts_of(True, FlagDef("x", arg_split=True)) == ["yes"]


@given(st.lists(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1)))
def test_a_list_joined_to_shell_words_has_one_word_per_item(items):
    assert len(shlex.split(join(items))) == len(items)


def test_quoted_items_of_a_list_read_well():
    assert join(["yes", 1, "a b", "it's"]) == "\"'yes'\" 1 'a b' 'it'\"'\"'s'"
    assert join([1, 2], ",") == "1,2"


@pytest.mark.parametrize(
    ("value", "guilds", "shown"),
    [
        ("日本語", '"\\u65E5\\u672C\\u8A9E"', "日本語"),
        (["é", 1], '["\\xE9", 1]', "[é, 1]"),
        ({"é": "ü"}, '{"\\xE9": "\\xFC"}', "{é: ü}"),
        ("a b", "'a b'", "'a b'"),
        ("\x07", '"\\a"', '"\\a"'),
    ],
)
def test_people_read_the_letters_themselves_where_guild_writes_escapes(value, guilds, shown):
    assert format_value(value) == guilds
    assert readable(value) == shown


def test_text_of_several_lines_is_shown_on_one():
    assert readable("one\ntwo é") == r'"one\ntwo é"'
    assert readable(["a b", "x\ny"]) == r'[a b, "x\ny"]'
    # What is recorded has Guild's form.
    assert format_value("one\ntwo") == "'one\n\n  two'"


@given(st.booleans() | st.integers() | st.floats() | st.text(), st.booleans())
def test_numbers_have_the_text_that_values_of_every_kind_have(value, in_label):
    whole = values._formatted(value, values.show(value), in_label=in_label)
    assert values.format_value(value, in_label=in_label) == whole
