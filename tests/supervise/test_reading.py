"""Reading output in order: its head, what came after it, and what is left of both."""

import os
from pathlib import Path

import pytest

from guild_jupyter.supervise import overflow
from guild_jupyter.supervise.capture import Capture
from guild_jupyter.supervise.reading import Reading

HEAD, TAIL = 100, 40
DATA = b"".join(b"%05d\n" % number for number in range(200))


class Recorded:
    """An output that is recorded bit by bit."""

    def __init__(self, folder):
        self.output = str(folder / "output")
        self.pipe = os.pipe()
        self.capture = Capture(
            self.output, str(folder / "output.index"), 0o600, head=HEAD, tail=TAIL
        )
        self.come = 0

    def put(self, count):
        data = DATA[self.come : self.come + count]
        self.come += len(data)
        os.write(self.pipe[1], data)
        left = len(data)
        while left > 0:
            before = self.capture.size, self.capture._overflow.end
            assert self.capture.move(self.pipe[0], 0)
            left -= self.capture.size + self.capture._overflow.end - sum(before)

    def close(self):
        self.capture.close()


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    monkeypatch.setattr(overflow, "_LEAST_SEGMENT", 1)
    made = Recorded(tmp_path)
    yield made
    made.close()
    for end in made.pipe:
        os.close(end)


def everything(reading, most=17):
    """Read until there is nothing; return what was left out in all, and the bytes."""
    left_out, data = 0, b""
    while True:
        gone, piece = reading.read(most)
        left_out += gone
        data += piece
        if not piece and not gone:
            return left_out, data


@pytest.mark.parametrize("head", [None, HEAD])
@pytest.mark.parametrize("step", [1, 30, 40, 41])
def test_who_keeps_pace_reads_everything(recorded, head, step):
    reading = Reading(recorded.output, head)
    seen = b""
    while recorded.come < len(DATA):
        recorded.put(step)
        seen += everything(reading)[1]
    recorded.close()
    assert seen + everything(reading)[1] == DATA
    assert reading.end() == reading.at == len(DATA)


@pytest.mark.parametrize("head", [None, HEAD])
def test_who_does_not_learns_how_much_is_left_out(recorded, head):
    reading = Reading(recorded.output, head)
    recorded.put(130)
    assert everything(reading) == (0, DATA[:130])
    recorded.put(1070)
    left_out, seen = everything(reading)
    assert left_out > 0
    assert DATA[: 130 + left_out] + seen == DATA
    recorded.close()
    assert everything(reading) == (0, b"")


@pytest.mark.parametrize("begun", [0, 60, 100, 110, 150])
def test_the_end_of_the_run_between_two_looks_is_no_loss_of_what_is_kept(recorded, begun):
    reading = Reading(recorded.output, HEAD)
    recorded.put(begun)
    assert everything(reading) == (0, DATA[:begun])
    recorded.put(len(DATA))
    recorded.close()
    left_out, seen = everything(reading)
    assert left_out == len(DATA) - TAIL - max(begun, HEAD)
    assert seen == DATA[begun:HEAD] + DATA[-TAIL:]
    assert reading.end() == len(DATA)


def test_without_knowing_the_head_the_line_between_is_read_as_output(recorded):
    recorded.put(len(DATA))
    recorded.close()
    reading = Reading(recorded.output)
    said = overflow.notice(len(DATA) - HEAD - TAIL)
    assert everything(reading) == (0, DATA[:HEAD] + said + DATA[-TAIL:])
    assert reading.end() == Path(recorded.output).stat().st_size


@pytest.mark.parametrize("is_over", [False, True])
@pytest.mark.parametrize("last", [0, 5, 39, 5000])
def test_what_stands_before_the_last_bytes_can_be_skipped(recorded, last, is_over):
    recorded.put(len(DATA))
    if is_over:
        recorded.close()
    reading = Reading(recorded.output, HEAD)
    left_out = reading.skip_to(last)
    assert left_out == max(0, len(DATA) - last)
    gone, seen = everything(reading)
    if last < TAIL:
        assert (gone, seen) == (0, DATA[len(DATA) - last :])
    else:
        assert seen.startswith(DATA[:HEAD])
        assert seen.endswith(DATA[-TAIL:])
        assert gone + len(seen) == len(DATA)


def test_an_output_that_is_not_there_or_begins_anew(tmp_path):
    path = tmp_path / "output"
    reading = Reading(str(path))
    assert (reading.read(10), reading.end(), reading.skip_to(1)) == ((0, b""), 0, 0)
    path.write_bytes(b"first one")
    assert everything(reading)[1] == b"first one"
    path.write_bytes(b"new")
    assert everything(reading)[1] == b"new"
    assert Reading(str(tmp_path)).read(10) == (0, b"")


def test_an_output_that_vanishes_while_it_is_read_has_nothing_more(recorded, monkeypatch):
    recorded.put(len(DATA))
    recorded.close()
    reading = Reading(recorded.output, HEAD)
    everything(reading)
    real = os.open

    def gone(path, *rest):
        if path == recorded.output:
            raise FileNotFoundError(2, "No such file or directory")
        return real(path, *rest)

    monkeypatch.setattr(os, "open", gone)
    assert reading._joints() == (HEAD, 0, 0)
