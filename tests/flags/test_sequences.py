import pytest

from guild_jupyter.flags.sequences import expand, function_parts, is_sequence
from guild_jupyter.flags.values import is_search_function


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("range[1:5]", ("range", ["1", "5"])),
        ("range[ 1 : 3 ]", ("range", ["1", "3"])),
        ("foo-bar.2[1]", ("foo-bar.2", ["1"])),
        ("foo[]", ("foo", [])),
        ("foo[1:2] x", ("foo", ["1", "2"])),
        ("range[1:3],range[1:2]", ("range", ["1", "3],range[1", "2"])),
        ("[1:2]", (None, ["1", "2"])),
        ("[:2]", (None, ["", "2"])),
        ("[a:b]", (None, ["a", "b"])),
        ("[a: b: c]", (None, ["a", "b", "c"])),
        ("[1:]", None),
        ("[a: b]", None),
        ("[1:2, 3]", None),
        ("[1,2]", None),
        ("[]", None),
        ("x foo[1:2]", None),
        ("abc", None),
    ],
)
def test_a_function_has_a_name_and_arguments_and_a_list_has_none(text, parts):
    assert function_parts(text) == parts
    assert is_search_function(text) == (parts is not None)


@pytest.mark.parametrize(
    ("name", "arguments", "values"),
    [
        ("range", [4], [0, 1, 2, 3]),
        ("range", [2.5], [0.0, 1.0, 2.0]),
        ("range", [1, 4], [1, 2, 3, 4]),
        ("range", [1, 10, 3], [1, 4, 7, 10]),
        ("range", [0, 1, 0.5], [0.0, 0.5, 1.0]),
        ("range", [5, 1, -2], [5, 3, 1]),
        ("range", [5, 1], []),
        ("range", [3, None, 2], [0, 2]),
        ("range", [1, 3, 1, "ignored"], [1, 2, 3]),
        ("linspace", [0, 1], [0.0, 0.25, 0.5, 0.75, 1.0]),
        ("linspace", [0, 1, 1], [0.0]),
        ("linspace", [0, 1, 0], []),
        ("logspace", [0, 2, 3], [1.0, 10.0, 100.0]),
        ("logspace", [1, 3, 3, 2], [2.0, 4.0, 8.0]),
        ("geomspace", [1, 100, 3], [1.0, 10.0, 100.0]),
    ],
)
def test_a_sequence_is_written_out(name, arguments, values):
    assert is_sequence(name)
    expanded = expand(name, arguments)
    assert expanded == pytest.approx(values)
    assert [type(value) for value in expanded] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("range", []),
        ("range", [None]),
        ("range", ["a", 1]),
        ("range", [0, 1, 0]),
        ("range", [0, 10**9]),
        ("range", [0, float("inf")]),
        ("range", [0, float("nan")]),
        ("linspace", [1]),
        ("linspace", [0, 1, 2.5]),
        ("linspace", [0, 1, -1]),
        ("linspace", [0, 1, 10**9]),
        ("logspace", [0, 5000, 2]),
        ("logspace", [0, 1, 3, -2]),
        ("geomspace", [0, 1]),
    ],
)
def test_arguments_without_sense_or_end_give_no_sequence(name, arguments):
    assert expand(name, arguments) is None
