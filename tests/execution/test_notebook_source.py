import ast
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import FlagError
from guild_jupyter.execution.notebook_source import Cell, literal, with_flags


def rewritten(source, **values):
    result = with_flags([Cell(source)], values, {})
    return result.sources[0], result.unused


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("lr = 0.1  # rate", "lr = 5  # rate"),
        ("é = 'ü'; lr = 0.1; x = 1", "é = 'ü'; lr = 5; x = 1"),
        ("lr: float = 0.1", "lr: float = 5"),
        ("lr = (\n    0.1  # low\n)", "lr = (\n    5  # low\n)"),
        ("lr = [1,\n 2]\ny = 1", "lr = 5\ny = 1"),
        ("lr = 1; lr = -2", "lr = 5; lr = 5"),
        ("lr = a = 1", "lr = a = 1; lr = 5"),
        ("a, (lr, *b) = 1, (2, 3)\n", "a, (lr, *b) = 1, (2, 3); lr = 5\n"),
        ("%time x = 1\n!ls é\nlr = 0.1", "%time x = 1\n!ls é\nlr = 5"),
        ("lr = float('2')", "lr = 5"),
        ("lr = read()\nlr = 1", "lr = read()\nlr = 5"),
        ("lr = read()\nlr = again()", "lr = 5\nlr = again()"),
        ("\r\nlr = 1\r\n", "\r\nlr = 5\r\n"),
    ],
)
def test_the_value_of_an_assignment_is_replaced_and_nothing_else(source, expected):
    assert rewritten(source, lr=5) == (expected, ())


@pytest.mark.parametrize(
    "source",
    [
        "if a:\n    lr = 1",
        "print(lr)",
        "a.lr = 1",
        "lr: float",
        "%%bash\nlr=1",
        "lr = (",
        "'lr = 1'",
    ],
)
def test_a_flag_that_nothing_takes_is_told(source):
    assert rewritten(source, lr=5) == (source, ("lr",))


def test_text_cells_stay_and_flags_without_value_change_nothing():
    cells = [Cell("lr = 1", is_code=False), Cell("lr = 1\nn = 2")]
    result = with_flags(cells, {"lr": 5, "n": None}, {})
    assert result.sources == ("lr = 1", "lr = 5\nn = 2")
    assert result.unused == ()


def test_a_dash_in_a_name_is_an_underscore():
    assert rewritten("batch_size = 1", **{"batch-size": 5}) == ("batch_size = 5", ())


def test_values_go_into_a_cell_after_the_one_of_parameters():
    cells = [Cell("lr = 1"), Cell("lr = 2", tags=("parameters",)), Cell("print(lr, batch_size)")]
    result = with_flags(cells, {"lr": 5, "batch-size": "a'b"}, {})
    assert result.sources == tuple(cell.source for cell in cells)
    assert (result.place, result.replaces, result.unused) == (2, False, ())
    assert result.injected == 'lr = 5\nbatch_size = "a\'b"'


def test_values_of_before_are_replaced_in_the_injected_cell():
    cells = [Cell("lr = 2", tags=("parameters",)), Cell("lr = 3", tags=("injected-parameters",))]
    result = with_flags(cells, {"lr": 5}, {})
    assert (result.injected, result.place, result.replaces) == ("lr = 5", 1, True)


def test_parameters_that_no_cell_knows_or_that_are_no_names_are_told():
    cells = [Cell("lr = 2", tags=("parameters",)), Cell("(")]
    result = with_flags(cells, {"lrr": 5, "a.b": 1, "class": 2}, {})
    assert result.unused == ("lrr", "a.b", "class")
    assert result.injected == "lrr = 5"


def test_a_pattern_says_what_is_replaced_where_it_first_matches_in_each_cell():
    cells = [Cell("f(rate=1, rate=2)\nn = 1"), Cell("# rate=3"), Cell("rate=4", is_code=False)]
    result = with_flags(cells, {"lr": 5, "m": "x", "z": 0}, {"lr": r"rate=(\d)", "m": r"^n = \d"})
    assert result.sources == ("f(rate=5, rate=2)\n'x'", "# rate=5", "rate=4")
    assert result.unused == ("z",)


def test_every_group_of_a_pattern_that_matched_is_replaced():
    cells = [Cell("a = 1; b = 2")]
    pattern = r"a = (\d); b = (\d)|(c)"
    assert with_flags(cells, {"n": 5}, {"n": pattern}).sources == ("a = 5; b = 5",)


def test_of_places_that_overlap_the_first_counts():
    cells = [Cell("a = 10")]
    assert with_flags(cells, {"m": 1, "n": 2}, {"m": "a = 1", "n": "10"}).sources == ("10",)


def test_a_pattern_that_is_none_is_said():
    with pytest.raises(FlagError, match=r"nb-replace of the flag lr is no regular expression"):
        with_flags([Cell("")], {"lr": 1}, {"lr": "("})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_a_literal_is_the_value_again(value):
    assert eval(literal(value), {"float": float}) == value


def test_what_python_has_no_literal_for_is_written_so_that_it_comes_back():
    assert math.isnan(eval(literal(math.nan)))
    assert literal(range(2)) == "'range(0, 2)'"


@given(st.text(), VALUES.filter(lambda value: value is not None))
def test_text_around_a_value_is_untouched(text, value):
    source = f"before = {text!r}\nlr = 1  # after"
    new, unused = rewritten(source, lr=value)
    assert new == f"before = {text!r}\nlr = {literal(value)}  # after"
    assert unused == ()
    ast.parse(new)
