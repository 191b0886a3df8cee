import json
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.scalars import tally as module
from guild_jupyter.scalars.tally import Tally, tally

points = st.lists(st.tuples(st.integers(-4, 4), st.floats()), min_size=1, max_size=30)


def of(points):
    return tally([step for step, _ in points], [value for _, value in points])


@given(points, st.data())
def test_pieces_come_to_the_same_as_the_whole_and_survive_storing(all_points, data):
    whole = of(all_points)
    cut = data.draw(st.integers(1, len(all_points)))
    gathered = of(all_points[:cut])
    if all_points[cut:]:
        gathered = Tally.from_data(json.loads(json.dumps(gathered.to_data(), allow_nan=False)))
        gathered.add(of(all_points[cut:]))
    assert repr(gathered.summary("", "t")) == repr(whole.summary("", "t"))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_the_total_is_the_sum_rounded_once(values):
    exact = sum(map(Fraction, values))
    try:
        wanted = float(exact)
    except OverflowError:
        wanted = math.inf if exact > 0 else -math.inf
    assert tally([0] * len(values), values).total == wanted


def test_a_sum_beyond_any_double_on_the_way_comes_back():
    assert tally([0] * 3, [1.7e308, 1.7e308, -1.7e308]).total == 1.7e308
    assert tally([0] * 2, [1.7e308, 1.7e308]).total == math.inf
    assert tally([0] * 2, [-1.7e308, -1.7e308]).total == -math.inf


@pytest.mark.parametrize(
    ("values", "wanted"),
    [([math.inf, 1.0], math.inf), ([-math.inf, 1.0], -math.inf), ([1.0, math.nan], math.nan)],
)
def test_infinities_and_nan_are_the_sum(values, wanted):
    assert repr(tally([0, 0], values).total) == repr(wanted)


def test_infinities_of_both_signs_are_no_number():
    assert math.isnan(tally([0, 0], [math.inf, -math.inf]).total)
    up, down = tally([0], [math.inf]), tally([0], [-math.inf])
    up.add(down)
    assert math.isnan(up.total)


@given(points)
def test_numpy_finds_the_same(all_points):
    import numpy  # noqa: F401 - where it is loaded it is used

    few = of(all_points)
    many = module._MANY
    try:
        module._MANY = 0
        assert repr(of(all_points)) == repr(few)
    finally:
        module._MANY = many


@pytest.mark.parametrize("data", [[], [1, 2], ["x"] * 12, None])
def test_data_that_are_none_raise(data):
    with pytest.raises((TypeError, ValueError)):
        Tally.from_data(data)
