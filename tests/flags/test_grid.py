import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.grid import (
    MAX_TRIALS,
    Space,
    dimensions,
    sample,
    space,
    trials,
)


def test_the_last_flag_by_name_varies_fastest():
    assert trials({"y": ["a", "b"], "x": [1, 2], "z": 0}) == [
        {"x": 1, "y": "a", "z": 0},
        {"x": 1, "y": "b", "z": 0},
        {"x": 2, "y": "a", "z": 0},
        {"x": 2, "y": "b", "z": 0},
    ]


@pytest.mark.parametrize(
    ("value", "values"),
    [
        ([1, 1], [1, 1]),
        ([[1, 2], [3]], [[1, 2], [3]]),
        ([], [[]]),
        ({"a": [1, 2]}, [{"a": [1, 2]}]),
        ("a b", ["a b"]),
        (None, [None]),
        ("train[:10%]", ["train[:10%]"]),
        ("train[0:1000]", ["train[0:1000]"]),
        ("foo[1:2]", ["foo[1:2]"]),
    ],
)
def test_only_the_items_of_a_list_are_trials_of_their_own(value, values):
    assert trials({"x": value}) == [{"x": one} for one in values]


def test_no_flags_are_one_trial():
    assert trials({}) == [{}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1:5]", Space("uniform", 1, 5)),
        ("[0:1:0.5]", Space("uniform", 0, 1, 0.5)),
        ("uniform[0:1e-3]", Space("uniform", 0, 0.001)),
        ("uniform[1:5:3]", Space("uniform", 1, 5, 3)),
        ("loguniform[1e-4:1]", Space("loguniform", 1e-4, 1)),
        ("loguniform[1:10:2]", Space("loguniform", 1, 10, 2)),
        ("uniform[a:b]", Space("uniform", "a", "b")),
        ("abc", None),
        (5, None),
        ([1, 2], None),
    ],
)
def test_a_search_function_is_a_space(text, expected):
    assert space("x", text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("uniform[5:1]", "lower bound 5 has to be less than 1"),
        ("[1:1]", "lower bound 1"),
        ("uniform[1]", "uniform needs 2 or 3 values"),
        ("uniform[]", "uniform needs 2 or 3 values"),
        ("[1:2:3:4]", "a range needs 2 or 3 values"),
        ("uniform[1:a]", "bounds have to be two numbers"),
        ("uniform[yes:no]", "bounds have to be two numbers"),
        ("[:2]", "bounds have to be two numbers"),
        ("[0:inf]", "bounds have to be two numbers"),
        ("[nan:1]", "bounds have to be two numbers"),
        ("[0:1" + "0" * 400 + "]", "bounds have to be two numbers"),
        ("loguniform[0:1]", "above zero"),
        ("loguniform[-1:1]", "above zero"),
        ("uniform[0:1:2]", "third value"),
        ("uniform[0:1:a]", "third value"),
        ("linspace[1]", "linspace cannot be written out"),
        ("unifrom[1:2]", "unknown function 'unifrom'"),
        ("loguniforn[1:2]", "unknown function 'loguniforn'"),
    ],
)
def test_a_search_function_without_sense_is_refused_with_its_flag(text, why):
    with pytest.raises(FlagError, match="x=") as caught:
        trials({"x": text})
    assert why in caught.value.message
    assert caught.value.hint


def test_a_mistaken_function_gets_the_nearest_name():
    with pytest.raises(FlagError) as caught:
        space("lr", "unifrom[1:2]")
    assert caught.value.hint == "Did you mean uniform?"


def test_the_arguments_of_a_secret_are_not_told():
    with pytest.raises(FlagError) as caught:
        space("api_key", "uniform[hunter2:1]")
    assert "hunter" not in str(caught.value)


@given(st.integers(), st.integers(1, 10**6), st.integers())
def test_of_whole_numbers_whole_numbers_are_drawn(low, width, seed):
    drawn = Space("uniform", low, low + width).draw(random.Random(seed))
    assert type(drawn) is int
    assert low <= drawn <= low + width


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(FINITE, FINITE, st.integers())
def test_draws_of_numbers_stay_within_the_bounds(one, other, seed):
    low, high = sorted((one, other))
    drawn = Space("uniform", low, high).draw(random.Random(seed))
    assert type(drawn) is float
    assert low <= drawn <= high


@given(FINITE.filter(lambda x: x > 0), FINITE.filter(lambda x: x > 0), st.integers())
def test_draws_of_logarithms_do_too(one, other, seed):
    low, high = sorted((one, other))
    drawn = Space("loguniform", low, high).draw(random.Random(seed))
    assert type(drawn) is float
    assert low <= drawn <= high


def test_draws_are_spread_as_their_distribution_says():
    chance = random.Random(1)
    even = [Space("uniform", 0.0, 1.0).draw(chance) for _ in range(4000)]
    assert sum(value < 0.25 for value in even) == pytest.approx(1000, abs=120)
    ends = [Space("uniform", 1, 4).draw(chance) for _ in range(4000)]
    assert [ends.count(number) for number in (1, 2, 3, 4)] == pytest.approx([1000] * 4, abs=120)
    powers = [math.log10(Space("loguniform", 1e-4, 1).draw(chance)) for _ in range(4000)]
    assert sum(power < -3 for power in powers) == pytest.approx(1000, abs=120)


def test_each_trial_draws_once_and_the_seed_decides():
    values = {"a": "[0:1000000]", "b": ["x", "y", "z"], "c": "uniform[p:q]"}
    first, again, other = trials(values, 1), trials(values, 1), trials(values, 2)
    assert first == again != other
    assert len({trial["a"] for trial in first}) == 3
    assert {trial["c"] for trial in trials({**values, "b": list(range(50))}, 1)} == {"p", "q"}


def test_the_first_trial_has_the_initial_value_and_the_others_are_as_without_it():
    plain = trials({"a": "[0:1000000]", "b": [1, 2]}, 3)
    initial = trials({"a": "[0:1000000:7]", "b": [1, 2]}, 3)
    assert initial == [{"a": 7, "b": 1}, plain[1]]


def test_too_many_trials_are_refused_before_they_are_made():
    assert len(trials({"x": list(range(100)), "y": list(range(100))})) == MAX_TRIALS
    with pytest.raises(FlagError, match="1000000000000 runs"):
        trials({name: list(range(1000)) for name in "abcd"})


def test_a_sample_keeps_the_order_and_repeats_nothing():
    every = trials({"x": list(range(50))})
    chosen = sample(every, 10, 1)
    assert chosen == sample(every, 10, 1) != sample(every, 10, 2)
    numbers = [trial["x"] for trial in chosen]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 10
    assert sample(every, 50) == sample(every, 99) == every


def test_an_optimizer_may_choose_from_ranges_and_lists():
    assert dimensions({"b": [1, 2], "a": "[1:2]", "n": 5, "e": []}) == {
        "a": Space("uniform", 1, 2),
        "b": [1, 2],
    }


@pytest.mark.parametrize(("values", "told"), [({"n": 1, "lr": 0.1}, "lr=0.1, n=1"), ({}, "none")])
def test_an_optimizer_needs_something_to_choose(values, told):
    with pytest.raises(FlagError, match="nothing to search for") as caught:
        dimensions(values)
    assert told in caught.value.message
