"""The index of lines: bounded, and never with records of other lines; and the times in it."""

import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.supervise import line_index
from guild_jupyter.supervise.line_index import LineIndex, LineTimes


@pytest.fixture
def path(tmp_path):
    return tmp_path / "output.index"


def records(path):
    return path.stat().st_size / 9


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(line_index, "_MOST_LINES", 10)
    monkeypatch.setattr(line_index, "_AT_ONCE", 4)


@pytest.mark.parametrize("added", [[10], [11], [3, 3, 3, 3], [9, 0, 500]])
def test_the_index_ends_where_it_is_full(path, small, added):
    index = LineIndex(str(path), 0o600)
    for lines in added:
        index.add(lines, 1)
    assert records(path) == 10
    index.close()
    index.close()
    assert index.has_ended


def test_a_full_index_is_not_gone_on_with(path, small):
    first = LineIndex(str(path), 0o600)
    first.add(12, 0)
    second = LineIndex(str(path), 0o600)
    assert second.has_ended
    second.resume(5)
    second.add(1, 0)
    assert records(path) == 10
    first.close()


def test_a_resumed_index_has_a_record_for_each_line(path, small):
    path.write_bytes(b"\0" * 9 * 3 + b"half")
    index = LineIndex(str(path), 0o600)
    index.resume(7)
    assert records(path) == 7
    index.add(2, 0)
    index.close()
    assert records(path) == 9


def test_what_cannot_be_written_ends_the_index_with_a_whole_record(path, monkeypatch):
    index = LineIndex(str(path), 0o600)
    index.add(2, 0)

    def fails(descriptor, content):
        os.write(descriptor, content[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(line_index.durable, "write_all", fails)
    index.add(1, 0)
    assert index.has_ended
    assert records(path) == 2


def test_an_index_that_cannot_be_made_has_ended(tmp_path):
    index = LineIndex(str(tmp_path), 0o600)
    index.resume(4)
    index.add(4, 0)
    assert index.has_ended


def written(path, seconds):
    path.write_bytes(b"".join(struct.pack("!QB", second * 1000, 0) for second in seconds))


def test_lines_have_the_times_of_their_records(path):
    written(path, [5, 5, 6, 7])
    times = LineTimes(str(path))
    assert list(times.split(b"a\nb\nc\nhalf", 9.0)) == [(5, b"a\nb\n"), (6, b"c\n"), (9, b"half")]
    # The rest of the line came with its end; of what comes next there is no record yet.
    assert list(times.split(b" a line\nnew\n", 9.5)) == [(7, b" a line\n"), (9.5, b"new\n")]
    written(path, [5, 5, 6, 7, 8, 8])
    assert list(times.split(b"more\n", 9.9)) == [(8, b"more\n")]
    assert list(times.split(b"", 9.9)) == []


def test_without_an_index_everything_came_just_now(path):
    assert list(LineTimes(str(path)).split(b"a\nb\nc", 3.0)) == [(3.0, b"a\nb\nc")]
    path.write_bytes(b"short")
    assert list(LineTimes(str(path)).split(b"a\n", 3.0)) == [(3.0, b"a\n")]


@given(
    lines=st.lists(st.sampled_from([b"\n", b"x\n", b"\r\n"]), max_size=30),
    rest=st.sampled_from([b"", b"y"]),
    sizes=st.lists(st.integers(1, 9), min_size=1),
    known=st.integers(0, 30),
)
def test_however_output_is_read_each_line_ends_in_a_piece_of_its_time(
    tmp_path_factory, lines, rest, sizes, known
):
    path = tmp_path_factory.getbasetemp() / "any.index"
    written(path, [number // 2 + 1 for number in range(min(known, len(lines)))])
    data, times, found = b"".join(lines) + rest, LineTimes(str(path)), []
    for turn in range(len(data)):
        size = sizes[turn % len(sizes)]
        found += times.split(data[:size], 99.0)
        data = data[size:]
    assert b"".join(piece for _, piece in found) == b"".join(lines) + rest
    ends = [when for when, piece in found for _ in range(piece.count(b"\n"))]
    assert ends == [n // 2 + 1 if n < known else 99.0 for n in range(len(lines))]
