import math
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.wire import columns
from guild_jupyter.wire.columns import Column
from tests.wire.reading import check, read


def sent(cells, kind=""):
    """Return the kind of a column with these cells, and the cells as a page reads them."""
    column = Column("=x", "x", read=None, group="flag", kind=kind or columns.kind_of(cells))
    buffers = []
    data = check(columns.encoded(column, cells, 0, buffers), "ColumnData")
    check(column.described(columns.constant_of(column.kind, cells)), "TableColumn")
    return column.kind, read(data, buffers)


def alike(found, expected):
    return len(found) == len(expected) and all(
        one == other
        or (isinstance(one, float) and isinstance(other, float) and one != one and other != other)
        for one, other in zip(found, expected, strict=True)
    )


@given(st.lists(st.none() | st.floats()))
def test_numbers_arrive_as_they_are_and_nan_is_not_nothing(cells):
    assert alike(sent(cells, "number")[1], cells)


@given(st.lists(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), max_size=20))
def test_any_flag_values_arrive_as_one_kind(cells):
    kind, found = sent(cells)
    assert [cell is None for cell in found] == [cell is None for cell in cells]
    if kind == "text":
        assert found == [columns.text_of("text", cell) for cell in cells]
    else:
        assert alike(found, [None if cell is None else float(cell) for cell in cells])


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        ([True, None, False], "boolean", [1.0, None, 0.0]),
        ([1, 2.5], "number", [1.0, 2.5]),
        ([1 << 53], "number", [float(1 << 53)]),
        ([(1 << 53) + 1, 1], "text", ["9007199254740993", "1"]),
        ([10**400], "text", [str(10**400)]),
        ([True, 1], "text", ["yes", "1"]),
        ([[1, "a b"], {"a": 1}], "text", None),
        (["", "a"], "text", ["", "a"]),
        ([None, None], "text", [None, None]),
        ([], "text", []),
        ([0.1, "auto"], "text", ["0.1", "auto"]),
        ([timedelta(seconds=90)], "duration", [90.0]),
        ([datetime(2024, 1, 1, tzinfo=timezone.utc)], "time", [1704067200000.0]),
    ],
)
def test_the_kind_of_a_column_is_that_of_its_cells(cells, kind, expected):
    found = sent(cells)
    assert found[0] == kind
    assert expected is None or found[1] == expected


@given(st.lists(st.none() | st.integers() | st.integers(-(10**16), 10**16)))
def test_moments_that_no_calendar_has_are_no_numbers(cells):
    for cell, found in zip(cells, sent(cells, "time")[1], strict=True):
        if cell is None:
            assert found is None
        elif abs(cell) <= 8.64e18:
            assert found == cell / 1000
        else:
            assert math.isnan(found)


def test_a_length_of_time_beyond_all_numbers_is_infinite():
    assert sent([10**400, -(10**400), 1.5], "duration")[1] == [math.inf, -math.inf, 1.5]


@given(st.text(st.characters(codec=None), max_size=5))
def test_any_text_can_be_sent(text):
    assert sent([text], "text")[1] == [columns.sendable(text)]
    columns.sendable(text).encode()


def test_half_a_character_is_marked_and_a_whole_one_stays():
    assert columns.sendable("a\ud800b😀") == "a\ufffdb😀"


def test_a_cell_is_cut():
    (found,) = sent(["x" * 5000])[1]
    assert len(found) == 2000
    assert found.endswith("…")
    assert columns.text_of("text", None) is None


def test_texts_that_come_again_are_sent_once():
    buffers = []
    column = Column("=x", "x", None, kind="text")
    data = columns.encoded(column, ["a", "b", "a", None, ["c"], ["c"]], 7, buffers)
    assert data["words"] == ["a", "b", "[c]"]
    assert (data["from"], data["to"]) == (7, 13)
    assert read(data, buffers) == ["a", "b", "a", None, "[c]", "[c]"]


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        ("text", ["a", "a"], "a"),
        ("text", ["a"], None),
        ("text", ["a", "b"], None),
        ("text", [None, None], ""),
        ("number", [0.1, 0.1], "0.1"),
        ("number", [1, 1.0], None),
        ("number", [math.nan, math.nan], "nan"),
        ("number", [math.nan, 1.0], None),
        ("boolean", [False, False], "no"),
        ("duration", [90.0, 90.0], "1 min 30 s"),
        ("duration", [timedelta(seconds=90)] * 2, "1 min 30 s"),
        ("id", ["a", "a"], None),
        ("spark", [], None),
    ],
)
def test_what_all_rows_say_is_told_once(kind, cells, expected):
    assert columns.constant_of(kind, cells) == expected


def test_a_moment_of_all_rows_is_told_as_the_static_tables_do():
    assert columns.constant_of("time", [0, 0])[:2] in ("19",)
    assert columns.constant_of("time", [10**30, 10**30]) == "?"


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        ("number", 1.5, 1.5),
        ("number", math.nan, "NaN"),
        ("number", math.inf, "Infinity"),
        ("number", -math.inf, "-Infinity"),
        ("number", None, None),
        ("boolean", True, 1.0),
        ("text", "a", "a"),
        ("text", None, None),
        ("time", 2_000_000, 2000.0),
    ],
)
def test_a_changed_cell_is_plain_json(kind, cell, expected):
    assert columns.plain(Column("k", "k", None, kind=kind), cell) == expected


def test_a_count_has_no_direction():
    column = Column("k", "k", None, "scalar", "number", "min", "count", "loss")
    assert column.described(None)["direction"] == ""


def test_of_columns_with_one_key_the_first_counts():
    first, second = Column("k", "a", None), Column("k", "b", None)
    assert columns.unique([first, second]) == {"k": first}
