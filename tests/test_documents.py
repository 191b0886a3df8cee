import datetime
import math
import re
from contextlib import suppress

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e3", 1000.0),
        ("1E-5", 1e-5),
        (".5", 0.5),
        ("-.5", "-.5"),
        ("._", "._"),
        ("yes", True),
        ("012", 10),
        ("1:30", 90),
        ("2020-01-01", datetime.date(2020, 1, 1)),
        ("y", "y"),
        ("", None),
        ("# nothing", None),
    ],
)
def test_yaml_is_read_as_guild_reads_it(text, value):
    parsed = documents.parse(text)
    assert (parsed, type(parsed)) == (value, type(value))


BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 6)
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [1", "while parsing"),
        ("a: 1\n b: 2", "mapping"),
        ("\ta: 1", "token"),
        ("!!python/object:os.system x", "could not determine a constructor"),
        ("!unknown x", "could not determine a constructor"),
        ("[" * 100_000, "nested deeper than 64"),
        ("- " * 5000, "nested deeper than 64"),
        ("x: &a 1\ny: [" + "*a," * 51 + "]", "more than 50 aliases"),
        (BOMB, "more than 100000 values"),
        ("[" + "1," * 100_001 + "]", "more than 100000 values"),
        ("&a [*a]", "an alias inside of itself"),
        ("&a {b: *a}", "an alias inside of itself"),
        ("a: &a\n  <<: *a", "an alias inside of itself"),
        ("*a", "undefined alias"),
        ("[&a 1, &a 2]", "duplicate anchor"),
        ("x" * (documents.MAX_BYTES + 1), "larger than 1024 KiB"),
        ("é" * (documents.MAX_BYTES // 2 + 1), "larger than 1024 KiB"),
        ("9" * 5000, "more than 1000 digits"),
        ("0x" + "f" * 5000, "more than 1000 digits"),
        ("1" + ":1" * 5000, "more than 1000 digits"),
        ("1" + ":1" * 5000 + ".0", "more than 1000 digits"),
        ("9" * 900 + ".5e9", ""),
        ("!!bool x", "cannot be read"),
        ("!!int ''", "cannot be read"),
        ("!!timestamp x", "cannot be read"),
        ("2020-13-45", "cannot be read"),
        ("[a]: b", "unhashable"),
        ("a: \0", "not allowed"),
    ],
)
def test_a_text_that_is_no_yaml_or_costs_too_much_is_refused(text, says):
    if not says:
        assert documents.parse(text) == math.inf
        return
    with pytest.raises(DocumentError, match=says):
        documents.parse(text)


def test_fifty_aliases_are_read():
    assert documents.parse("x: &a [1]\ny: [" + "*a," * 50 + "]")["y"] == [[1]] * 50


@pytest.mark.parametrize(("text", "line"), [("a: 1\nb: \0", 2), ("a: 1\n\nb: [1", 3), ("!x y", 1)])
def test_an_error_says_its_line(text, line):
    with pytest.raises(DocumentError) as caught:
        documents.read(text)
    assert caught.value.line == line


def test_every_key_and_item_has_a_line():
    document = documents.read("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n")
    assert document.line(("a",)) == 1
    assert document.line(("a", "c")) == 3
    assert document.line(("a", "c", 1, "y")) == 5
    assert document.line(("a", "c", 7, "z")) == 3
    assert document.line(("nope",)) == 1
    assert documents.Document(None).line(("x",)) == 1


def test_of_a_key_given_twice_the_first_line_is_known():
    assert documents.read("a: 1\na: 2").line(("a",)) == 1


def test_keys_that_are_no_scalars_have_no_line_of_their_own():
    document = documents.read("!!set {? a}")
    assert document.data == {"a"}
    pairs = documents.read("!!pairs [{a: 1}, ? [k] : 2]")
    assert pairs.data == [("a", 1), (["k"], 2)]


@given(st.text())
@example("? ? ? ?")
@example("!!float ''")
@example("!!binary é")
@example("<<: 1")
@example("= ")
@example("!!timestamp 2020-01-01T00:00:00+99:99")
@example("\ud800")
def test_any_text_is_read_or_refused(text):
    with suppress(DocumentError):
        documents.read(text)


@given(st.text(alphabet="ab:-&*!{}[]|>'\"# \n\t%@`?,<=0123456789.eExX_~", max_size=60))
def test_any_text_of_yaml_signs_is_read_or_refused(text):
    with suppress(DocumentError):
        documents.read(text)


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.dates()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(["y", "n", "1e3", "._", "-.5", "1:30", "<<", "=", "~", "null", "a\nb", "x "])
)
DATA = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner)
    ),
    max_leaves=12,
)


@given(DATA)
@example({"": {}})
@example({"y": ["n", "N"]})
def test_what_is_written_reads_back_as_the_same_data(value):
    assert documents.parse(documents.dump(value)) == value


@given(DATA)
def test_a_value_on_one_line_reads_back_as_the_same_data(value):
    assert documents.parse(documents.dump_flow(value)) == value


@given(DATA)
def test_what_is_written_is_read_by_pyyaml_as_it_is_by_us_where_the_float_rules_agree(value):
    assert yaml.safe_load(documents.dump(value)) == documents.parse(documents.dump(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [1, {"c": None}]}, "a:\n- 1\n- c: null\nb: 1\n"),
        ({"n": 2}, "'n': 2\n"),
        ("1e3", "'1e3'\n"),
        ("é", '"\\xE9"\n'),
        ("x", "x\n"),
        ({"": {}}, "? ''\n: {}\n"),
        ("\udc80", '"\\uDC80"\n'),
        (1e-5, "1.0e-05\n"),
        ([], "[]\n"),
    ],
)
def test_attributes_have_the_bytes_that_guild_writes(value, text):
    assert documents.dump(value) == text


def test_ordinary_attributes_have_the_bytes_of_safe_dump():
    value = {"cmd": ["python", "-um", "train", "--x", "1 2", ""], "env": {"A": "b: c #" * 30}}
    assert documents.dump(value) == yaml.safe_dump(value, default_flow_style=False, indent=2)


def test_a_repeated_value_is_written_out():
    shared = [1]
    assert documents.dump([shared, shared]) == "- - 1\n- - 1\n"


def test_a_long_text_stays_on_its_line():
    assert "\n" not in documents.dump_flow("word " * 100 + "end")


@given(st.text(alphabet="[]{}:,-&*!|>'\"#\n ab01.", max_size=40))
def test_what_the_check_says_of_a_text_is_what_reading_it_says(text):
    try:
        documents.check(text)
    except DocumentError as error:
        with pytest.raises(DocumentError, match=re.escape(error.message)):
            documents.read(text)


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "- " * 8000, "? " * 8000, "9" * 5000, BOMB, "!!int x"]
)
def test_a_text_that_costs_too_much_is_not_sound(text):
    with pytest.raises(DocumentError):
        documents.check(text)


def test_without_libyaml_a_text_is_read_to_check_it(monkeypatch):
    monkeypatch.setattr(documents, "_FAST_LOADER", None)
    documents.check("a: 1")
    with pytest.raises(DocumentError):
        documents.check("a: [")
