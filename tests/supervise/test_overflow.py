"""Output beyond its head, in process: against a plain model, with takeovers and failures."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from supervised_runs import kept, lines_of, names

from guild_jupyter.supervise import capture as capture_module
from guild_jupyter.supervise import durable, exit_record, moving, overflow
from guild_jupyter.supervise.capture import Capture
from guild_jupyter.supervise.facilities import detect

HEAD, TAIL = 1024, 512
nasty = st.binary(max_size=700) | st.text("ab\n\r\0é", max_size=400).map(str.encode)


class Stream:
    """A pipe that is captured with a small cap."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(exist_ok=True)
        for name in names(self.folder):
            (self.folder / name).unlink()
        self.output, self.index = self.folder / "output", self.folder / "output.index"
        self.ledger = self.folder / "exit.rec"
        exit_record.reserve(str(self.ledger))
        self.pipe = os.pipe()
        self.data = b""
        self.captures = []
        self.take_over()

    def take_over(self):
        """Capture anew, as after the death of who did it: nothing is closed or told."""
        self.capture = Capture(
            str(self.output),
            str(self.index),
            0o600,
            head=HEAD,
            tail=TAIL,
            ledger=str(self.ledger),
        )
        self.captures.append(self.capture)

    def put(self, data):
        self.data += data
        left = len(data)
        os.write(self.pipe[1], data)
        while left > 0:
            before = self.come
            assert self.capture.move(self.pipe[0], 0)
            left -= self.come - before

    @property
    def come(self):
        beyond = self.capture._overflow.end - HEAD
        late = self.capture._left_out_joined
        return self.capture.size + beyond + self.capture._dropped + late

    def segments(self):
        return overflow.segments(str(self.output))

    def close(self):
        for end in self.pipe:
            os.close(end)
        for capture in self.captures:
            capture.close()


@pytest.fixture(params=["", "splice"], ids=["splice", "copy"])
def stream(tmp_path, monkeypatch, request):
    monkeypatch.setattr(moving, "FACILITIES", detect(request.param))
    monkeypatch.setattr(overflow, "_LEAST_SEGMENT", 1)
    made = Stream(tmp_path / "stream")
    yield made
    made.close()


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(st.tuples(nasty, st.booleans()), max_size=12))
@pytest.mark.parametrize("without", ["", "splice"])
def test_head_and_tail_of_any_bytes_are_kept_whoever_captures_them(
    tmp_path_factory, without, pieces
):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(moving, "FACILITIES", detect(without))
        patched.setattr(overflow, "_LEAST_SEGMENT", 1)
        stream = Stream(tmp_path_factory.getbasetemp() / "any")
        for data, is_taken_over in pieces:
            if data:
                stream.put(data)
            if is_taken_over:
                stream.take_over()
            assert stream.output.read_bytes() == stream.data[:HEAD]
            found = stream.segments()
            assert len(found) <= 2
            live = b"".join(Path(one.path).read_bytes() for one in found)
            assert len(live) >= min(TAIL, len(stream.data) - HEAD)
            assert stream.data.endswith(live)
        stream.capture.close()
        data = stream.data
        assert stream.output.read_bytes() == kept(data, HEAD, TAIL)
        assert stream.capture.left_out == max(0, len(data) - HEAD - TAIL)
        assert stream.capture.size == stream.output.stat().st_size
        assert stream.capture.dropped == 0
        assert stream.index.stat().st_size == 9 * lines_of(data[:HEAD])
        assert stream.segments() == []
        stream.close()


@pytest.mark.parametrize("size", [HEAD - 1, HEAD, HEAD + 1, HEAD + TAIL, HEAD + TAIL + 1, 5000])
def test_a_takeover_after_the_end_finds_all_done_and_counts_the_same(stream, size):
    stream.put(b"0123456789\n" * (size // 11) + b"x" * (size % 11))
    stream.capture.close()
    before = stream.output.read_bytes()
    index = stream.index.read_bytes()
    stream.take_over()
    stream.capture.close()
    assert stream.output.read_bytes() == before == kept(stream.data, HEAD, TAIL)
    assert len(stream.index.read_bytes()) == len(index)
    assert stream.capture.left_out == max(0, size - HEAD - TAIL)
    assert stream.capture.size == len(before)


@pytest.mark.parametrize("appended", [1, 30, 60, 300])
def test_a_takeover_from_one_that_died_while_it_appended_the_tail_does_it_again(stream, appended):
    stream.put(b"a line\n" * 700)
    whole = kept(stream.data, HEAD, TAIL)
    with stream.output.open("ab") as file:
        file.write(whole[HEAD : HEAD + appended])
    stream.take_over()
    assert stream.output.stat().st_size == HEAD
    stream.capture.close()
    assert stream.output.read_bytes() == whole


def test_a_takeover_from_one_that_died_while_it_removed_the_segments_leaves_the_output(stream):
    stream.put(b"a line\n" * 700)
    older, newest = stream.segments()
    with stream.output.open("ab") as file:
        file.write(kept(stream.data, HEAD, TAIL)[HEAD:])
    Path(older.path).unlink()
    stream.take_over()
    assert not Path(newest.path).exists()
    stream.capture.close()
    assert stream.output.read_bytes() == kept(stream.data, HEAD, TAIL)
    assert stream.capture.left_out == len(stream.data) - HEAD - TAIL


def test_what_comes_after_the_tail_was_appended_is_counted_as_left_out(stream):
    stream.put(b"a line\n" * 700)
    stream.capture.close()
    stream.take_over()
    os.write(stream.pipe[1], b"late\n")
    assert stream.capture.move(stream.pipe[0], 0)
    stream.capture.close()
    assert stream.capture.left_out == len(stream.data) - HEAD - TAIL + 5
    assert stream.capture.dropped == 0


class Disk:
    """A disk with little room in the files beyond the head, for what this process writes."""

    def __init__(self, monkeypatch, folder, room):
        self.folder, self.room = folder, room
        self.pwrite = os.pwrite
        monkeypatch.setattr(moving.os, "splice", self.full, raising=False)
        monkeypatch.setattr(moving.os, "pwrite", self.write)

    def full(self, *_, **__):
        raise OSError(28, "No space left on device")

    def write(self, descriptor, data, at):
        used = sum(path.stat().st_size for path in self.folder.glob("output*"))
        fits = max(0, self.room - used)
        if not fits and len(data):
            self.full()
        return self.pwrite(descriptor, bytes(data)[:fits], at)


def test_on_a_full_disk_the_older_of_the_last_bytes_make_room_for_the_newer(stream, monkeypatch):
    Disk(monkeypatch, stream.folder, HEAD + 700 + 9 * 200)
    for number in range(300):
        stream.put(b"line %3d\n" % number)
    live = b"".join(Path(one.path).read_bytes() for one in stream.segments())
    assert live.endswith(b"line 299\n")
    assert stream.data.endswith(live)
    beyond = len(stream.data) - HEAD
    assert stream.capture.left_out == beyond - TAIL
    assert stream.capture.dropped == max(0, TAIL - len(live))


def test_a_tail_that_there_is_no_room_to_append_stays_in_its_segments(stream, monkeypatch):
    stream.put(b"a line\n" * 700)
    with monkeypatch.context() as patched:
        Disk(patched, stream.folder, 0)
        stream.capture.close()
    assert stream.output.read_bytes() == stream.data[:HEAD]
    assert stream.capture.size == HEAD
    assert stream.capture.left_out == len(stream.data) - HEAD - TAIL
    live = b"".join(Path(one.path).read_bytes() for one in stream.segments())
    assert stream.data.endswith(live)
    assert len(live) >= TAIL


def test_a_file_that_cannot_be_shortened_is_left(stream, monkeypatch):
    def fails(*_):
        raise OSError(5, "Input/output error")

    stream.put(b"a line\n" * 700)
    monkeypatch.setattr(durable.os, "ftruncate", fails)
    monkeypatch.setattr(durable, "write_all", fails)
    stream.capture.close()
    assert stream.capture.size == HEAD


def test_where_no_segment_can_be_made_what_comes_is_dropped_and_counted_by_whoever_ends_the_run(
    stream, monkeypatch
):
    stream.put(b"a line\n" * 147)  # past the head
    Path(stream.segments()[0].path).unlink()
    stream.take_over()
    reopen = durable.reopen

    def unmade(path, mode):
        return -1 if ".tail-" in path else reopen(path, mode)

    with monkeypatch.context() as patched:
        patched.setattr(durable, "reopen", unmade)
        os.write(stream.pipe[1], b"lost\n")
        assert stream.capture.move(stream.pipe[0], 0)
        os.write(stream.pipe[1], b"lost\n")
        assert stream.capture.move(stream.pipe[0], 0)
    assert stream.capture.dropped == 10
    os.write(stream.pipe[1], b"more\n")
    assert stream.capture.move(stream.pipe[0], 0)
    stream.take_over()
    os.write(stream.pipe[1], b"kept\n")
    assert stream.capture.move(stream.pipe[0], 0)
    stream.capture.close()
    assert stream.capture.dropped == 10
    assert stream.output.read_bytes().endswith(b"kept\n")


def test_without_a_tail_the_head_is_kept_and_the_rest_counted(tmp_path):
    output = tmp_path / "output"
    pipe = os.pipe()
    capture = Capture(str(output), str(tmp_path / "index"), 0o640, head=3, tail=0)
    os.write(pipe[1], b"abcdefg")
    for _ in range(2):
        assert capture.move(pipe[0], 0)
    assert overflow.segments(str(output))[0].path.endswith("/output.tail-3-3")
    capture.close()
    assert output.read_bytes() == b"abc" + overflow.notice(4)
    assert capture.left_out == 4
    for end in pipe:
        os.close(end)


def test_only_files_named_as_segments_are_some(tmp_path):
    for name in (
        "output",
        "output.index",
        "output.tail-",
        "output.tail-1",
        "output.tail-1-x",
        "output.tail-10-9",
        "output.tail-10-100",
        "other.tail-1-1",
    ):
        (tmp_path / name).touch()
    assert overflow.segments(str(tmp_path / "output")) == []
    (tmp_path / "output").write_bytes(b"0123456789")
    found = overflow.segments(str(tmp_path / "output"))
    assert [(one.head, one.start, one.size) for one in found] == [(10, 9, 0), (10, 100, 0)]
    Path(found[0].path).unlink()
    assert found[0].size == 0
    assert overflow.segments(str(tmp_path / "none" / "output")) == []


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        (overflow.notice(12), 12),
        (overflow.notice(12)[:-1], 0),
        (b"\n[guild_jupyter: x bytes of output are left out here]\n", 0),
        (b"x" + overflow.notice(12), 0),
        (b"", 0),
    ],
)
def test_the_line_after_the_head_says_how_much_is_left_out(tmp_path, text, left_out):
    (tmp_path / "output").write_bytes(b"head" + text)
    with (tmp_path / "output").open("rb") as file:
        assert overflow.noticed(file.fileno(), 4) == left_out
    assert overflow.notice(0) == b""


def test_a_takeover_of_a_large_head_needs_little_memory(stream, monkeypatch):
    monkeypatch.setattr(capture_module, "_CHUNK", 100)
    stream.put(b"line\n" * 500)
    stream.take_over()
    stream.capture.close()
    assert stream.index.stat().st_size == 9 * lines_of(stream.data[:HEAD])
