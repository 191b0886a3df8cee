import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.twins import scales
from guild_jupyter.twins.scales import Scale, tick


def test_a_scale_is_logarithmic_where_positive_values_differ_much():
    assert not scales.of_values([0.1, 1.0]).is_log
    assert scales.of_values([0.001, 1.0]).is_log
    assert scales.of_values([0.1, 6.0], 50).is_log
    assert not scales.of_values([0.0, 1000.0]).is_log


def test_what_is_no_number_does_not_count():
    assert scales.of_values([math.nan, 2.0, math.inf]) == Scale(2.0, 2.0)
    assert scales.of_values([math.nan, -math.inf]) is None


def test_shares_go_from_the_low_end_to_the_high_one():
    assert [Scale(0, 10).share(value) for value in (0, 5, 10)] == [0, 0.5, 1]
    assert [Scale(0.01, 1, True).share(value) for value in (0.01, 0.1, 1)] == pytest.approx(
        [0, 0.5, 1]
    )
    assert Scale(3, 3).share(3) == 0.5
    assert Scale(-1e308, 1e308).share(0) == 0.5


def test_ticks_are_round():
    assert Scale(0.3, 9.7).ticks() == [2.5, 5.0, 7.5]
    assert Scale(1, 15).ticks(4) == [5, 10, 15]
    assert Scale(0.002, 30, True).ticks() == [0.01, 0.1, 1.0, 10.0]
    assert Scale(1e-9, 1e9, True).ticks(4) == pytest.approx([1e-9, 1e-4, 1e1, 1e6])
    assert Scale(4, 4).ticks() == [4]
    assert Scale(-1e308, 1e308).ticks() == [-1e308, 1e308]
    assert Scale(0, 5e-324).ticks() == [0]
    assert Scale(1e16, 1e16 + 2).ticks()


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_ticks_lie_on_the_scale_and_are_few(one, other):
    scale = scales.of_values([one, other])
    found = scale.ticks()
    assert 1 <= len(found) <= 9
    room = 1e-6
    assert all(-room <= scale.share(value) <= 1 + room for value in found)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.25, "0.25"),
        (20_000, "20k"),
        (1_500_000, "1.5M"),
        (3e9, "3G"),
        (-40_000, "-40k"),
        (9000, "9000"),
        (1e-4, "0.0001"),
        (1e-5, "1e-5"),
        (2e15, "2e15"),
        (0, "0"),
    ],
)
def test_ticks_are_written_short(value, text):
    assert tick(value) == text
