"""Cells as text: with all digits, as Guild's table has them, and short."""

from datetime import datetime, timedelta, timezone

import pytest

from guild_jupyter.comparison import cells


@pytest.mark.parametrize(
    ("cell", "full", "cut", "short"),
    [
        (None, "", "", ""),
        (True, "True", "yes", "yes"),
        (False, "False", "no", "no"),
        (3, "3", "3", "3"),
        (0.6000000238418579, "0.6000000238418579", "0.600000", "0.6"),
        (2.0, "2.0", "2.0", "2"),
        (0.75, "0.75", "0.75", "0.75"),
        (1e-10, "1e-10", "1.0e-10", "1e-10"),
        (-1e20, "-1e+20", "-1.0e+20", "-1e+20"),
        (1.5e-10, "1.5e-10", "1.5e-10", "1.5e-10"),
        (123456789.12345679, "123456789.12345679", "123456789.123456", "1.23457e+08"),
        (float("nan"), "nan", "nan", "nan"),
        (float("-inf"), "-inf", "-inf", "-inf"),
        ("a b", "a b", "a b", "a b"),
        ([1, "two"], "[1, 'two']", "[1, 'two']", "[1, two]"),
        (timedelta(seconds=3.6), "0:00:03", "0:00:03", "3.6 s"),
        (timedelta(hours=30), "1 day, 6:00:00", "1 day, 6:00:00", "1 d 6 h"),
    ],
)
def test_a_cell_has_three_texts(cell, full, cut, short):
    assert (cells.full(cell), cells.cut(cell), cells.short(cell)) == (full, cut, short)


def test_moments_are_local_times():
    when = datetime(2026, 1, 2, 3, 4, 5, 999999, tzinfo=timezone.utc)
    assert cells.short(when) == when.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    assert cells.full(datetime.max.replace(tzinfo=timezone.utc)) in ("?", "9999-12-31 23:59:59")


def test_yes_and_no_are_no_numbers():
    assert cells.is_number(1.5)
    assert not cells.is_number(True)
    assert not cells.is_number("1")
