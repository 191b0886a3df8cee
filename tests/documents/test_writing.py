import sys

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guild_jupyter import documents
from guild_jupyter.documents import writing

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


@given(
    st.one_of(
        st.integers(),
        st.floats(),
        st.from_regex(r"[A-Za-z_][A-Za-z0-9_./-]{0,6}", fullmatch=True),
        st.sampled_from(["yes", "No", "y", "null", "NULL", "true", "e5", "_1", "a.b/c-d", "a--b"]),
    )
)
@settings(max_examples=500, deadline=None)
def test_a_simple_value_is_shown_as_pyyaml_shows_it(value):
    asked = writing.yaml.dump(
        value, Dumper=writing._Dumper, default_flow_style=True, width=sys.maxsize
    )
    assert documents.dump_flow(value) == asked.removesuffix("\n").removesuffix("\n...")
