import math
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guild_jupyter.scalars import plain, vector
from guild_jupyter.scalars.records import framed
from tests.scalars import event_bytes as make

_PLACES = st.lists(
    st.integers(0, 2**32), min_size=1, max_size=3, unique_by=lambda place: place % 61
)


def plainly(parsed):
    return {
        tag: (list(steps), make.bits(values), make.bits(times))
        for tag, (steps, values, times) in parsed.columns.items()
    }


def assert_same(data, foreign=()):
    ours, wanted = set(foreign), set(foreign)
    found, plain_found = vector.parse(data, ours), plain.parse(data, wanted)
    assert plainly(found) == plainly(plain_found)
    assert (found.used, found.needed, found.fault) == (
        plain_found.used,
        plain_found.needed,
        plain_found.fault,
    )
    assert ours == wanted
    return found


@settings(deadline=None, max_examples=120)
@given(seed=st.integers(0, 2**32), count=st.integers(0, 120), cut=st.integers(0, 40))
def test_both_parsers_agree_on_sound_files_cut_anywhere(seed, count, cut):
    data = b"".join([make.VERSION, *make.mixture(seed, count)])
    assert_same(data[: len(data) - cut], {"acc"} if seed % 3 == 0 else ())


@settings(deadline=None, max_examples=120)
@given(seed=st.integers(0, 2**32), places=_PLACES)
def test_both_parsers_agree_on_damaged_files(seed, places):
    records = [make.VERSION, *make.mixture(seed, 60)]
    for place in places:
        chosen = place % len(records)
        records[chosen] = make.damaged(records[chosen], place // len(records))
    assert assert_same(b"".join(records)).fault


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32), place=st.integers(0, 59), data=st.binary(max_size=60))
@example(seed=1, place=5, data=b"\x09" + b"\xff" * 30)
@example(seed=1, place=5, data=b"\x10" + b"\xff" * 30)
@example(seed=2, place=0, data=b"\x09" + bytes(8) + b"\x10" + b"\x80" * 9 + b"\x01\x2a\x00")
def test_both_parsers_agree_on_sound_records_of_anything(seed, place, data):
    records = make.mixture(seed, 60)
    records[place] = framed(data)
    assert_same(b"".join(records))


def test_what_comes_after_a_claim_of_another_plugin_is_left_out_and_what_came_before_counts():
    before = [make.tensor("a", step, step, plugin=None) for step in range(40)]
    claim = [make.tensor("a", 1.0, 40, plugin="images")]
    after = [make.tensor("a", step, step, plugin=None) for step in range(41, 60)]
    found = assert_same(b"".join([*before, *claim, *after]))
    assert list(found.columns["a"][0]) == list(range(40))


def test_a_claim_behind_a_damage_is_none():
    records = [make.tensor("a", step, step, plugin=None) for step in range(40)]
    records.append(make.damaged(make.simple("b", 1.0, 1), 20))
    records.append(make.tensor("a", 1.0, 40, plugin="images"))
    assert len(assert_same(b"".join(records)).columns["a"][0]) == 40


def test_many_tags_of_equal_length_are_told_apart():
    chance = random.Random(1)
    tags = [f"layer_{number:03}/norm" for number in range(200)]
    records = [make.simple(tag, chance.random(), step) for step in range(5) for tag in tags]
    found = assert_same(b"".join(records))
    assert set(found.columns) == set(tags)
    assert all(list(steps) == list(range(5)) for steps, *_ in found.columns.values())


def test_a_tag_written_in_several_forms_stays_in_the_order_of_its_events():
    forms = [
        make.simple("a", 1.0, 1),
        make.tensor("a", 2.0, 300),
        make.untimed("a", 3.0, 2**40),
        make.tensor("a", 4.0, 5, dtype="float64", content=True),
        make.several([("a", 5.0), ("a", 6.0)], 6),
    ]
    found = assert_same(b"".join(forms * 20))
    assert list(found.columns["a"][1]) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0] * 20


def test_long_records_are_checked_and_passed_over():
    records = [make.simple("a", 1.0, 1), make.image("i", 100_000, 1), make.simple("a", 2.0, 2)]
    assert list(assert_same(b"".join(records)).columns["a"][1]) == [1.0, 2.0]
    records[1] = make.damaged(records[1], 50_000)
    assert list(assert_same(b"".join(records)).columns["a"][1]) == [1.0]


def test_nothing_gives_nothing():
    assert assert_same(b"").columns == {}


@pytest.mark.parametrize("values", [[math.nan, 2.0, 1.0, 1.0, 2.0], [math.nan] * 3, [1.0]])
def test_places_are_those_of_the_first_extremes(values):
    from guild_jupyter.scalars.tally import _places

    steps = [3, 1, 1, 3, 2][: len(values)]
    assert vector.places(steps, values) == _places(steps, values)
