import pytest

from guild_jupyter import documents
from guild_jupyter.documents import Document
from guild_jupyter.errors import DocumentError


def test_every_key_and_item_has_a_line():
    document = documents.read("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n")
    assert document.line(("a",)) == 1
    assert document.line(("a", "c")) == 3
    assert document.line(("a", "c", 1, "y")) == 5
    assert document.lines == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", 0): 4,
        ("a", "c", 1): 5,
        ("a", "c", 1, "y"): 5,
    }


def test_of_what_is_not_there_the_line_is_that_of_what_it_would_be_in():
    document = documents.read("# first\n\na:\n  c:\n    - x\n")
    assert document.line(("a", "c", 7, "z")) == 4
    assert document.line(("a", "c", 0, "z")) == 5
    assert document.line(("nope",)) == 3
    assert Document(None).line(("x",)) == 1
    assert documents.read("- 1").line((-1, "x")) == 1


@pytest.mark.parametrize("text", ["a: 1\nyes: 2\n7: 3\n~: 4", "a: !!str 1\nyes: 2\n7: 3\n~: 4"])
def test_a_key_is_known_by_its_value_or_its_text(text):
    document = documents.read(text)
    assert document.line(("7",)) == 3
    assert document.line((7,)) == 3
    if "!!" not in text:
        assert document.line((True,)) == 2
        assert document.line((None,)) == 4


@pytest.mark.parametrize("tag", ["", "!!map "])
def test_of_a_key_given_twice_the_first_line_is_known_and_what_is_below_the_last(tag):
    document = documents.read(f"a: {tag}{{x: 1}}\nb: 1\na: {{\n  y: 1}}\nb: [1]\nc: [1]\nc: 1")
    assert document.data == {"a": {"y": 1}, "b": [1], "c": 1}
    assert document.line(("a",)) == 1
    assert document.line(("c", 0)) == 6


def test_what_a_merge_key_takes_in_has_the_line_where_it_is_written():
    text = "a: &a\n  x: 1\n  y: {z: 1}\n  w: [1]\nb:\n  <<: *a\n  x: 2\n  w: 3\n"
    document = documents.read(text)
    assert document.line(("b", "x")) == 7
    assert document.line(("b", "y", "z")) == 3
    assert document.line(("b", "w", 0)) == 8


def test_what_an_alias_stands_for_has_the_lines_of_its_anchor():
    document = documents.read("a: &a\n  x: 1\nb: *a\n")
    assert document.line(("b",)) == 3
    assert document.line(("b", "x")) == 2


def test_a_text_with_tags_has_lines_too():
    document = documents.read("a: !!str 1\nb:\n- x\n- {c: 1,\n   d: &a [1]}\n- *a\n")
    assert document.line(("b", 1, "d")) == 5
    assert document.line(("b", 1, "d", 0)) == 5
    assert document.line(("b", 2, 0)) == 5


def test_keys_that_are_no_scalars_have_no_line_of_their_own():
    document = documents.read("!!pairs [{a: 1}, ? [k] : 2]")
    assert document.data == [("a", 1), (["k"], 2)]
    assert document.line((1, "k")) == 1


DUPLICATES = [
    ("a: 1\nb: 2\na: 3", 3, "the key 'a' is given twice, first on line 1"),
    ("x:\n  a: 1\n  'a': 2", 3, "the key 'a' is given twice, first on line 2"),
    ("- {a: 1, b: 2,\n   a: 3}", 2, "the key 'a'"),
    ("1: a\n0x1: b", 2, "the key '0x1'"),
    ("a: !!str 1\nb: 2\na: 3", 3, "the key 'a' is given twice, first on line 1"),
    ("on: 1\nyes: 2", 2, "the key 'yes' is the same as the one on line 1"),
    ("1: 1\nb: 3\n!!bool on: 2", 3, "the key 'on' is the same as the one on line 1"),
    ("x: !!str 1\ny: [{a: 1}, {a: 1,\n b: 1, a: 2}]", 3, "the key 'a'"),
]


@pytest.mark.parametrize(("text", "line", "says"), DUPLICATES)
def test_a_key_given_twice_is_refused_where_keys_have_to_be_unique(text, line, says):
    with pytest.raises(DocumentError, match=says) as caught:
        documents.read(text, unique_keys=True)
    assert caught.value.line == line
    assert caught.value.hint
    assert documents.read(text).data


@pytest.mark.parametrize(
    "text",
    [
        "a: &a {x: 1}\nb:\n  <<: *a\n  <<: {x: 2}\n  x: 3",
        "a: &a {x: !!int 1}\nb:\n  <<: *a\n  <<: {x: 2}\n  x: 3",
    ],
)
def test_keys_that_are_taken_in_are_not_given_twice(text):
    assert documents.read(text, unique_keys=True).data == {"a": {"x": 1}, "b": {"x": 3}}


def test_keys_that_are_lists_are_left_to_what_they_are_in():
    data = documents.read("!!pairs [? [k] : 1, {? !!map {=: 1} : 2}]", unique_keys=True).data
    assert data == [(["k"], 1), ({"=": 1}, 2)]
