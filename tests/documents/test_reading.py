import datetime
import math
from contextlib import suppress

import pytest
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
        ("a: [1", "is not closed, or lacks a comma"),
        ("a: 1\n b: 2", "a colon where none can be"),
        ("\ta: 1", "a tab is used for indentation"),
        ("!!python/object:os.system x", "the tag '!!python/object:os.system' is not known"),
        ("!unknown x", "the tag '!unknown' is not known"),
        ("[" * 100_000, "nested deeper than 64"),
        ("- " * 5000, "nested deeper than 64"),
        (BOMB, "more than 100000 values"),
        ("[" + "1," * 100_001 + "]", "more than 100000 values"),
        ("&a [*a]", "an alias inside of itself"),
        ("&a {b: *a}", "an alias inside of itself"),
        ("a: &a\n  <<: *a", "an alias inside of itself"),
        ("*a", "undefined alias"),
        ("[&a 1, &a 2]", "is there twice"),
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
        ("[a]: b", "cannot be a key"),
        ("a: \0", "not allowed"),
    ],
)
def test_a_text_that_is_no_yaml_or_costs_too_much_is_refused(text, says):
    if not says:
        assert documents.parse(text) == math.inf
        return
    with pytest.raises(DocumentError, match=says):
        documents.parse(text)


@pytest.mark.parametrize("tag", ["", "!!seq "])
def test_many_aliases_are_read_as_long_as_they_stand_for_little(tag):
    text = f"x: &a {tag}[1]\ny: [" + "*a," * 9_000 + "]"
    assert documents.parse(text)["y"] == [[1]] * 9_000
    with pytest.raises(DocumentError, match=r"more than [12]00* values"):
        documents.parse(f"x: &a {tag}[{'1,' * 100}]\ny: [" + "*a," * 1_000 + "]")


@pytest.mark.parametrize(("text", "line"), [("a: 1\nb: \0", 2), ("a: 1\n\nb: [1", 3), ("!x y", 1)])
def test_an_error_says_its_line(text, line):
    with pytest.raises(DocumentError) as caught:
        documents.read(text)
    assert caught.value.line == line


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


def test_a_check_refuses_what_reading_refuses():
    documents.check("a: 1")
    with pytest.raises(DocumentError, match="is not closed"):
        documents.check("a: [1")
