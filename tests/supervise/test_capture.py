"""Output and its index, in process: any bytes, any pieces, any takeover, any failure to write."""

import os
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from supervised_runs import lines_of

from guild_jupyter.supervise import capture as module
from guild_jupyter.supervise import durable, line_index, moving
from guild_jupyter.supervise.capture import Capture
from guild_jupyter.supervise.facilities import detect

nasty = st.binary(max_size=200) | st.text("a\n\r\0é", max_size=80).map(str.encode)


class Bench:
    def __init__(self, folder):
        self.output, self.index = str(folder / "output"), str(folder / "output.index")
        for path in (self.output, self.index):
            Path(path).unlink(missing_ok=True)
        self.pipes = [os.pipe(), os.pipe()]
        self.captures = []

    def capture(self):
        self.captures.append(Capture(self.output, self.index, 0o600))
        return self.captures[-1]

    def put(self, capture, data, stream=0):
        os.write(self.pipes[stream][1], data)
        assert capture.move(self.pipes[stream][0], stream)

    def records(self):
        data = Path(self.index).read_bytes()
        return [struct.unpack("!QB", data[at : at + 9]) for at in range(0, len(data), 9)]

    def streams(self):
        return [stream for _, stream in self.records()]

    def bytes(self):
        return Path(self.output).read_bytes()

    def close(self):
        for capture in self.captures:
            capture.close()
        for pipe in self.pipes:
            for end in pipe:
                os.close(end)


@pytest.fixture(params=["", "splice"], ids=["splice", "copy"])
def bench(tmp_path, monkeypatch, request):
    monkeypatch.setattr(moving, "FACILITIES", detect(request.param))
    found = Bench(tmp_path)
    yield found
    found.close()


def test_each_line_has_a_record_of_its_time_and_stream(bench):
    capture = bench.capture()
    before = time.time_ns() // 1_000_000
    bench.put(capture, b"one\ntwo\n", 0)
    bench.put(capture, b"err\n", 1)
    capture.close()
    capture.close()
    assert bench.bytes() == b"one\ntwo\nerr\n"
    assert bench.streams() == [0, 0, 1]
    assert all(before <= when <= time.time_ns() // 1_000_000 for when, _ in bench.records())


def test_an_unterminated_last_line_has_a_record_of_its_stream(bench):
    capture = bench.capture()
    bench.put(capture, b"one\n")
    bench.put(capture, b"tail", 1)
    capture.close()
    assert bench.streams() == [0, 1]


def test_the_end_of_a_pipe_is_told_from_a_pause(bench):
    capture = bench.capture()
    read, write = os.pipe()
    os.write(write, b"x")
    os.close(write)
    assert capture.move(read, 0)
    assert not capture.move(read, 0)
    os.close(read)
    capture.close()
    assert bench.streams() == [0]


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.tuples(nasty, st.integers(0, 1), st.booleans()), max_size=12))
@pytest.mark.parametrize("without", ["", "splice"])
def test_any_bytes_in_any_pieces_with_any_takeovers_are_kept(tmp_path_factory, without, pieces):
    bench = Bench(tmp_path_factory.getbasetemp())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(moving, "FACILITIES", detect(without))
        capture = bench.capture()
        for data, stream, is_taken_over in pieces:
            if data:
                bench.put(capture, data, stream)
            if is_taken_over:
                capture = bench.capture()  # the other was killed: it closed nothing
        capture.close()
        expected = b"".join(data for data, *_ in pieces)
        assert bench.bytes() == expected
        assert capture.size == len(expected)
        assert len(bench.records()) == lines_of(expected)
    bench.close()


@pytest.mark.parametrize("records", range(6))
def test_a_takeover_completes_an_index_that_lags_or_was_cut_in_a_record(bench, records):
    Path(bench.output).write_bytes(b"a\nb\nc\ntail")
    Path(bench.index).write_bytes(struct.pack("!QB", 7, 1) * records + b"half")
    capture = bench.capture()
    kept = min(records, 3)
    assert bench.streams() == [1] * kept + [0] * (3 - kept)
    bench.put(capture, b" goes on\n")
    capture.close()
    assert len(bench.records()) == 4


def test_a_takeover_from_a_keeper_that_died_at_its_last_step_counts_the_last_line_once(bench):
    capture = bench.capture()
    bench.put(capture, b"a\ntail")
    capture.close()
    bench.capture().close()
    assert len(bench.records()) == 2


def test_a_takeover_of_a_large_output_needs_little_memory(bench, monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", 1 << 10)
    monkeypatch.setattr(line_index, "_AT_ONCE", 100)
    Path(bench.output).write_bytes(b"line\n" * 10_007)
    largest = 0
    write = durable.write_all

    def measured(descriptor, content):
        nonlocal largest
        largest = max(largest, len(content))
        write(descriptor, content)

    monkeypatch.setattr(durable, "write_all", measured)
    bench.capture().close()
    assert len(bench.records()) == 10_007
    assert largest == 900


def test_an_output_that_cannot_be_made_is_dropped_and_counted(bench, tmp_path):
    Path(bench.output).mkdir()
    capture = bench.capture()
    bench.put(capture, b"lost\n")
    os.close(bench.pipes[0][1])
    assert not capture.move(bench.pipes[0][0], 0)
    capture.close()
    assert (capture.dropped, capture.size) == (5, 0)
    bench.pipes[0] = (bench.pipes[0][0], os.dup(0))


def test_an_index_that_cannot_be_made_costs_no_output(bench):
    Path(bench.index).mkdir()
    capture = bench.capture()
    bench.put(capture, b"kept\n")
    bench.capture().close()
    capture.close()
    assert bench.bytes() == b"kept\n"


def test_an_index_that_fails_has_no_records_of_other_lines_later(bench, monkeypatch):
    capture = bench.capture()
    bench.put(capture, b"one\n")

    def fails(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(durable, "write_all", fails)
        bench.put(capture, b"two\n")
    bench.put(capture, b"three\n", 1)
    capture.close()
    assert bench.bytes() == b"one\ntwo\nthree\n"
    assert bench.streams() == [0]


def test_files_of_another_user_that_can_be_written_are_good_enough(bench, monkeypatch):
    def forbidden(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(durable.os, "fchmod", forbidden)
    capture = bench.capture()
    bench.put(capture, b"kept\n")
    capture.close()
    assert bench.bytes() == b"kept\n"


def test_what_the_disk_has_no_room_for_is_dropped_and_the_pipe_is_emptied(bench, monkeypatch):
    capture = bench.capture()
    room = 6
    pwrite = os.pwrite

    def short(descriptor, data, at):
        left = max(0, room - at)
        if not left:
            raise OSError(28, "No space left on device")
        return pwrite(descriptor, data[:left], at)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(moving.os, "splice", full, raising=False)
    monkeypatch.setattr(moving.os, "pwrite", short)
    bench.put(capture, b"abcd\n")
    bench.put(capture, b"efgh\n")
    bench.put(capture, b"ijkl\n")
    capture.close()
    assert bench.bytes() == b"abcd\ne"
    assert capture.dropped == 9
    assert len(bench.records()) == 2


def test_an_output_that_the_operation_shortens_harms_nothing(bench):
    capture = bench.capture()
    bench.put(capture, b"abcd\n")
    os.truncate(bench.output, 0)
    bench.put(capture, b"ef\n")
    capture.close()
    assert capture.size == 8
