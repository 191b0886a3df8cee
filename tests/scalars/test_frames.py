import random

from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.scalars.frames import frames
from guild_jupyter.scalars.records import framed
from tests.scalars import event_bytes as make


def slowly(data):
    """Where records are, found one by one."""
    pos, starts, lengths = 0, [], []
    while pos + 16 <= len(data):
        length = int.from_bytes(data[pos : pos + 8], "little")
        if framed(bytes(length))[:12] != data[pos : pos + 12] or pos + length + 16 > len(data):
            break
        starts.append(pos + 12)
        lengths.append(length)
        pos += length + 16
    return starts, lengths, pos


@given(
    cycle=st.lists(st.integers(0, 40), min_size=1, max_size=26),
    times=st.integers(1, 60),
    seed=st.integers(0, 2**32),
    cut=st.integers(0, 60),
)
def test_repeating_lengths_are_found_and_left_where_they_end(cycle, times, seed, cut):
    chance = random.Random(seed)
    sizes = cycle * times
    for _ in range(chance.randint(0, 2)):
        sizes.insert(chance.randrange(len(sizes)), chance.randint(0, 40))
    data = b"".join(framed(chance.randbytes(size)) for size in sizes)
    data = data[: len(data) - cut]
    starts, lengths, parsed = frames(data)
    assert (starts.tolist(), lengths.tolist(), parsed.used) == slowly(data)
    assert parsed.fault == ""


def test_a_damaged_length_in_the_middle_of_a_repetition_ends_it():
    records = [make.simple("loss", 1.0, 5)] * 1000
    records[700] = make.damaged(records[700], 3)
    starts, _, parsed = frames(b"".join(records))
    assert len(starts) == 700
    assert parsed.used == 700 * len(records[0])
    assert parsed.fault == "its length does not match its checksum"


def test_a_repetition_whose_data_look_like_nothing_is_only_framed():
    starts, lengths, parsed = frames(framed(b"") * 500)
    assert (len(starts), set(lengths.tolist()), parsed.needed) == (500, {0}, 0)
