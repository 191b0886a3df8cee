import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guild_jupyter.scalars import molds, plain, vector
from guild_jupyter.scalars.records import framed
from tests.scalars import event_bytes as make
from tests.scalars.test_vector import assert_same

HEADER, FOOTER = 12, 4


@pytest.fixture(autouse=True)
def nothing_is_known():
    molds.forget()
    yield
    molds.forget()


def learned(data):
    """Parse a piece often enough for a mold of it; tell whether there is one."""
    vector.parse(data, set())
    vector.parse(data, set())
    return len(data) in molds._molds


def redrawn(records, seed):
    """Records of the same forms with other times and values; not all are drawn anew."""
    chance = random.Random(seed)
    for record in records:
        data = bytearray(record[HEADER:-FOOTER])
        if data[:1] == b"\x09" and chance.random() < 0.9:
            data[1:9] = chance.choice([chance.randbytes(8), struct.pack("<d", 2.5)])
        if chance.random() < 0.9:
            data[-4:] = chance.choice([chance.randbytes(4), struct.pack("<f", 2.5)])[: len(data)]
        yield framed(bytes(data))


def disturbed(records, seed):
    """Sound records of the same sizes, a few with any other byte somewhere."""
    chance = random.Random(seed)
    for record in records:
        data = bytearray(record[HEADER:-FOOTER])
        if data and chance.random() < 0.05:
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield framed(bytes(data))


def of_few_tags(count, offset=0.0):
    tags = ("loss", "acc", "val_loss")
    events = (
        make.simple(tag, offset + step / 4, step, 1e9 + offset + step)
        for step in range(count)
        for tag in tags
    )
    return b"".join([make.VERSION, *events])


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 2**32), count=st.integers(0, 60), other=st.integers(0, 2**32))
def test_pieces_of_one_size_are_read_as_if_each_were_the_first(seed, count, other):
    molds.forget()
    records = [make.VERSION, *make.mixture(seed, count)]
    data = b"".join(records)
    learned(data)
    assert_same(data)
    assert_same(b"".join(redrawn(records, other)))
    learned(data)
    assert_same(b"".join(disturbed(records, other)))
    learned(data)
    assert_same(make.damaged(data, other))


FORMS = {
    "simple": lambda value, step, time: make.simple("a", value, step, time),
    "untimed": lambda value, step, _: make.untimed("a", value, step),
    "tensor": lambda value, step, time: make.tensor("a", value, step, time),
    "whole": lambda value, step, time: make.tensor(
        "a", int(value), step, time, dtype="int64", content=True
    ),
    "double": lambda value, step, time: make.tensor("a", value, step, time, dtype="float64"),
}


@pytest.mark.parametrize("form", FORMS)
def test_pieces_that_differ_in_times_and_values_have_one_mold(form):
    one, other = (
        make.VERSION + b"".join(FORMS[form](step * by + 1, step, 1e9 * by) for step in range(1, 9))
        for by in (1.0, 1.5)
    )
    assert len(one) == len(other)
    assert learned(one)
    columns = molds.cast(other)
    wanted = plain.parse(other, set()).columns
    assert {tag: tuple(map(list, found)) for tag, found in columns.items()} == wanted


def test_a_change_of_any_byte_is_found():
    data = of_few_tags(2)
    for place in range(len(data)):
        assert learned(data) or learned(data)
        assert molds.cast(make.damaged(data, place)) is None


def test_a_piece_that_does_not_fit_makes_room_for_others_of_its_size():
    assert learned(of_few_tags(40))
    records = [make.VERSION, *(make.simple("lost", 1.0, step) for step in range(40))]
    other = b"".join(records)
    other += framed(bytes(1) * (len(of_few_tags(40)) - len(other) - HEADER - FOOTER))
    assert len(other) == len(of_few_tags(40))
    assert_same(other)
    assert len(other) not in molds._molds
    assert learned(other)


def test_what_a_caller_does_with_the_columns_changes_no_later_piece():
    data = of_few_tags(10)
    assert learned(data)
    for columns in (molds.cast(data), vector.parse(data, set()).columns):
        for steps, values, times in columns.values():
            steps.append(7)
            values.append(7.0)
            times.append(7.0)
    assert_same(data)


@pytest.mark.parametrize(
    "records",
    [
        [make.VERSION],
        [make.several([("a", 1.0), ("b", 2.0)], 1)],
        [make.simple("a", 1.0, 1), make.untimed("a", 1.0, 2)],
        [make.simple("a", 1.0, 1), make.tensor("a", 1.0, 2, dtype="float64")],
        [make.simple("a", 1.0, 1), make.tensor("b", 1.0, 2, plugin="images")],
        [make.simple("a", 1.0, 1), make.image("b", 5000, 2)],
        [make.simple("a", 1.0, step) for step in range(9000)],
        [make.simple("a", 1.0, 1), make.simple("a", 1.0, 2)[:-1]],
        [make.simple("a", 1.0, 1), make.damaged(make.simple("a", 1.0, 2), 20)],
    ],
)
def test_of_pieces_that_are_not_so_simple_there_is_no_mold(records):
    data = b"".join(records)
    assert not learned(data)
    assert_same(data)


def test_only_a_few_molds_are_kept():
    for count in range(3, 12):
        assert learned(of_few_tags(count))
    assert len(molds._molds) <= 4


def test_pieces_of_many_sizes_in_between_are_no_matter():
    for count in range(40):
        vector.parse(of_few_tags(count + 10), set())
    assert learned(of_few_tags(100))
    for count in range(100):
        vector.parse(of_few_tags(count + 110), set())
    assert molds.cast(of_few_tags(100, offset=0.25))
    assert len(molds._once) <= 64
