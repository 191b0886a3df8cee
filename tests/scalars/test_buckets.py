import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.scalars.buckets import Points, bucketed, joined

ANY = st.floats(width=64)


def points(values, steps=None):
    steps = range(len(values)) if steps is None else steps
    column = np.array(steps, np.float64)
    return Points(column, column + 100, np.array(values, np.float64))


def assert_sound(found, values):
    """Every bucket says what is so of the values it stands for, which all are in one."""
    assert found.counts.sum() == len(values)
    ends = np.cumsum(found.counts).astype(int)
    for row, end in enumerate(ends):
        own = values[end - int(found.counts[row]) : end]
        finite = [value for value in own if math.isfinite(value)]
        assert found.odds[row] == len(own) - len(finite)
        if not finite:
            assert all(np.isnan([found.lows[row], found.highs[row], found.values[row]]))
            continue
        assert (found.lows[row], found.highs[row]) == (min(finite), max(finite))
        assert found.lows[row] <= found.values[row] <= found.highs[row]
        assert found.values[row] == pytest.approx(
            math.fsum(value / len(finite) for value in finite),
            rel=1e-9,
            abs=1e-12 * max(map(abs, finite)) + 1e-320,
        )


@given(st.lists(ANY, min_size=2, max_size=80), st.integers(1, 20))
def test_buckets_hold_every_value_between_their_least_and_greatest(values, most):
    found = bucketed(points(values), most)
    if len(values) <= most:
        assert found.is_raw
        assert found.values.tolist() == pytest.approx(values, nan_ok=True)
    else:
        assert len(found) == most
        assert_sound(found, values)


@given(st.lists(ANY, min_size=4, max_size=80), st.integers(2, 20), st.integers(1, 10))
def test_buckets_of_buckets_still_hold_every_value(values, first, second):
    found = bucketed(bucketed(points(values), first).as_buckets(), second)
    assert len(found) <= max(second, 1)
    assert_sound(found, values)


def test_a_spike_of_one_point_in_a_million_stays_as_high():
    values = np.zeros(1_000_000)
    values[123_456] = 7.5
    values[654_321] = -3.5
    found = bucketed(points(values), 1500)
    assert (found.highs.max(), found.lows.min()) == (7.5, -3.5)
    assert found.count == 1_000_000


def test_what_is_no_number_is_counted():
    found = bucketed(points([1.0, math.nan, math.inf, 2.0, -math.inf, 3.0]), 2)
    assert found.odds.sum() == 3
    assert found.highs.max() == 3.0


def test_a_series_that_is_nan_throughout_is_nan_in_every_bucket():
    found = bucketed(points([math.nan] * 10), 3)
    assert np.isnan(found.values).all()
    assert found.odds.sum() == 10


def test_means_do_not_overflow():
    found = bucketed(points([1e308] * 10), 2)
    assert found.values.tolist() == [1e308, 1e308]


def test_a_curve_ends_at_its_last_value_and_begins_at_its_first_step():
    found = bucketed(points(range(100)), 10)
    assert (found.steps[0], found.walls[0]) == (0, 100)
    assert (found.steps[-1], found.values[-1], found.counts[-1]) == (99, 99, 1)


def test_points_of_one_step_stay_in_the_order_in_which_they_came():
    found = points([1.0, 2.0, 3.0, 4.0], [5, 1, 5, 0]).in_order()
    assert found.values.tolist() == [4.0, 2.0, 1.0, 3.0]


def test_a_part_has_a_neighbour_on_both_sides():
    found = points(range(10)).around(3, 5)
    assert found.steps.tolist() == [2, 3, 4, 5, 6]
    assert points(range(10)).around(20, 30).steps.tolist() == [9]


def test_points_and_buckets_are_joined_as_buckets():
    found = joined([bucketed(points(range(10)), 2), points([math.nan, 5.0])])
    assert found.counts.tolist() == [9, 1, 1, 1]
    assert found.odds.tolist() == [0, 0, 1, 0]
