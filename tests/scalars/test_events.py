import errno
import math
import os
import re
import stat
import struct
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.compat.proto import event_pb2
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util import tensor_util

from guild_jupyter.scalars import events
from guild_jupyter.scalars.crc32c import masked_crc32c
from guild_jupyter.scalars.events import EventReader, EventWriter, ScalarEvent, read_events


def write(directory, rows, host="box"):
    with EventWriter(directory, host) as writer:
        for row in rows:
            writer.add(*row)
    return writer.path


def record(data):
    length = struct.pack("<Q", len(data))
    return (
        length
        + struct.pack("<I", masked_crc32c(length))
        + data
        + struct.pack("<I", masked_crc32c(data))
    )


def float32(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


ROWS = [("loss", 0.5, 0, 10.0), ("acc", 0.25, 1, 11.5), ("loss", -2.0, -3, 12.0)]
EVENTS = [ScalarEvent(*row) for row in ROWS]


def test_the_file_is_made_at_the_first_value(tmp_path):
    writer = EventWriter(tmp_path, "box")
    writer.flush()
    assert writer.path is None
    assert list(tmp_path.iterdir()) == []
    writer.add("a", 1.0, 1, 1.0)
    writer.flush()
    writer.close()
    writer.close()
    assert list(tmp_path.iterdir()) == [writer.path]
    name = rf"events\.out\.tfevents\.\d{{10}}\.box\.{os.getpid()}\.0"
    assert re.fullmatch(name, writer.path.name)
    assert stat.S_IMODE(writer.path.stat().st_mode) == 0o600


def test_the_host_is_this_machine_and_never_a_directory(tmp_path):
    assert f".{os.uname().nodename}." in write(tmp_path, ROWS, host=None).name
    assert ".a_b." in write(tmp_path, ROWS, host="a/b").name


def test_a_second_writer_takes_the_next_number(tmp_path, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.9)
    paths = [write(tmp_path, ROWS) for _ in range(3)]
    assert [path.name for path in paths] == [
        f"events.out.tfevents.1700000000.box.{os.getpid()}.{number}" for number in range(3)
    ]


def test_a_closed_writer_refuses_values(tmp_path):
    writer = EventWriter(tmp_path)
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.add("a", 1.0, 1, 1.0)


def test_a_missing_directory_is_an_error_of_the_first_value(tmp_path):
    with EventWriter(tmp_path / "gone") as writer, pytest.raises(FileNotFoundError):
        writer.add("a", 1.0, 1, 1.0)


def test_each_event_is_one_system_call(tmp_path, monkeypatch):
    sizes = []
    real = os.write

    def counting(fd, data):
        sizes.append(len(data))
        return real(fd, data)

    monkeypatch.setattr(os, "write", counting)
    path = write(tmp_path, ROWS)
    monkeypatch.undo()
    assert len(sizes) == 1 + len(ROWS)
    assert sum(sizes) == path.stat().st_size


def test_a_full_disk_leaves_no_torn_record_in_the_middle(tmp_path, monkeypatch):
    real = os.write
    broken = []

    def half(fd, data):
        if broken:
            raise OSError(errno.ENOSPC, "No space left on device")
        broken.append(True)
        return real(fd, data[:7])

    with EventWriter(tmp_path) as writer:
        writer.add(*ROWS[0])
        monkeypatch.setattr(os, "write", half)
        with pytest.raises(OSError, match="No space"):
            writer.add(*ROWS[1])
        monkeypatch.undo()
        writer.add(*ROWS[2])
    assert list(read_events(writer.path)) == [EVENTS[0], EVENTS[2]]


def test_a_short_write_is_completed(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:5]))
    path = write(tmp_path, ROWS)
    monkeypatch.undo()
    assert list(read_events(path)) == EVENTS


def test_a_file_without_its_version_gets_it_at_the_next_value(tmp_path, monkeypatch):
    def full(fd, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    with EventWriter(tmp_path) as writer:
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            writer.add(*ROWS[0])
        monkeypatch.undo()
        writer.add(*ROWS[0])
    assert next(e.file_version for e in EventFileLoader(str(writer.path)).Load())
    assert list(read_events(writer.path)) == EVENTS[:1]


def test_what_is_written_is_read(tmp_path):
    assert list(read_events(write(tmp_path, ROWS))) == EVENTS


def test_reading_goes_on_from_an_offset(tmp_path):
    path = write(tmp_path, ROWS[:1])
    reader = EventReader(path)
    assert reader.read() == EVENTS[:1]
    assert reader.offset == path.stat().st_size
    more = write(tmp_path, ROWS[1:])
    head = len(record(b"\x09" + bytes(8) + b"\x1a\x0dbrain.Event:2"))
    with path.open("ab") as file:
        file.write(more.read_bytes()[head:])
    offset = reader.offset
    assert list(read_events(path, offset)) == EVENTS[1:]
    assert reader.read() == EVENTS[1:]
    assert reader.read() == []


def test_a_torn_last_record_is_read_when_it_is_complete(tmp_path):
    data = write(tmp_path, ROWS).read_bytes()
    path = tmp_path / "grows"
    reader = EventReader(path)
    seen = []
    for size in range(len(data) + 1):
        path.write_bytes(data[:size])
        seen += reader.read()
        assert reader.corrupt is None
    assert seen == EVENTS
    assert reader.offset == len(data)


def test_a_killed_writer_leaves_a_readable_file(tmp_path):
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from guild_jupyter.scalars.events import EventWriter\n"
        "writer = EventWriter(Path(sys.argv[1]))\n"
        "for step in range(5): writer.add('a', step, step, 1.0)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert done.returncode == -9
    (path,) = tmp_path.iterdir()
    assert [event.step for event in read_events(path)] == [0, 1, 2, 3, 4]


def test_a_file_longer_than_a_block_is_read_whole(tmp_path, monkeypatch):
    rows = [("tag" * (i % 40), float(i), i, float(i)) for i in range(300)]
    path = write(tmp_path, rows)
    for block in (1, 13, 100, 5000):
        monkeypatch.setattr(events, "_BLOCK", block)
        assert list(read_events(path)) == [ScalarEvent(*row) for row in rows]


def test_a_length_beyond_the_end_of_the_file_only_waits(tmp_path):
    length = struct.pack("<Q", 2**60)
    path = tmp_path / "huge"
    path.write_bytes(length + struct.pack("<I", masked_crc32c(length)) + b"abc")
    reader = EventReader(path)
    assert reader.read() == []
    assert (reader.offset, reader.corrupt) == (0, None)


def test_a_damaged_length_ends_the_reading_and_keeps_what_was_read(tmp_path):
    path = write(tmp_path, ROWS)
    sound = path.stat().st_size
    path.write_bytes(path.read_bytes() + bytes(range(40)))
    reader = EventReader(path)
    assert reader.read() == EVENTS
    assert reader.offset == sound
    assert reader.corrupt == (
        f"{path.name} is damaged at byte {sound}: its length does not match its checksum. "
        "What follows was not read."
    )
    assert reader.read() == []


def test_data_that_are_no_event_end_the_reading(tmp_path):
    path = write(tmp_path, ROWS)
    path.write_bytes(path.read_bytes() + record(b"\x2a\x7f") + record(b"\x09" + b"\xff" * 30))
    reader = EventReader(path)
    assert reader.read() == EVENTS
    assert "no TensorBoard event" in reader.corrupt


def test_a_step_that_never_ends_is_damage(tmp_path):
    path = tmp_path / "e"
    path.write_bytes(record(b"\x09" + bytes(8) + b"\x10" + b"\xff" * 30))
    reader = EventReader(path)
    assert reader.read() == []
    assert "no TensorBoard event" in reader.corrupt


@pytest.mark.parametrize("verify", [False, True])
def test_damaged_data_are_found_when_asked_for(tmp_path, verify):
    path = write(tmp_path, ROWS)
    data = bytearray(path.read_bytes())
    data[-5] ^= 1  # last byte of the last value
    path.write_bytes(data)
    reader = EventReader(path, verify=verify)
    assert len(reader.read()) == (2 if verify else 3)
    assert (reader.corrupt is not None) == verify
    if verify:
        assert "its data do not match" in reader.corrupt


def test_verified_reading_of_a_sound_file_reads_all(tmp_path):
    assert EventReader(write(tmp_path, ROWS), verify=True).read() == EVENTS


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        EventReader(tmp_path / "none").read()


rows = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(["loss", "train/acc"]), st.text(max_size=200)),
        st.floats(width=32),
        st.one_of(st.integers(-5, 300), st.integers(-(2**63), 2**63 - 1)),
        st.floats(0, 2e9),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=50)  # files; a busy disk is no failure
@given(rows=rows)
def test_events_survive_writing_and_reading(rows, tmp_path_factory):
    path = write(tmp_path_factory.mktemp("events"), rows)
    read = list(read_events(path))
    theirs = [e for e in EventFileLoader(str(path)).Load() if e.HasField("summary")]
    assert len(read) == len(rows) == len(theirs)
    for (tag, value, step, wall_time), ours, event in zip(rows, read, theirs, strict=True):
        assert (ours.tag, ours.step, ours.wall_time) == (tag, step, wall_time)
        assert (event.summary.value[0].tag, event.step, event.wall_time) == (tag, step, wall_time)
        assert ours.value == value or (math.isnan(ours.value) and math.isnan(value))


def test_tensorboard_reads_our_file(tmp_path):
    rows = [("loss", 1 / (i + 1), i, 1.7e9 + i) for i in range(50)]
    write(tmp_path, rows)
    accumulator = EventAccumulator(str(tmp_path), size_guidance={"tensors": 0, "scalars": 0})
    accumulator.Reload()
    # the accumulator may hand simple values on as tensors
    tags = accumulator.Tags()
    if "loss" in tags["scalars"]:
        found = [(e.value, e.step, e.wall_time) for e in accumulator.Scalars("loss")]
    else:
        found = [
            (float(tensor_util.make_ndarray(e.tensor_proto)), e.step, e.wall_time)
            for e in accumulator.Tensors("loss")
        ]
    assert found == [(float32(value), step, wall) for _, value, step, wall in rows]


def test_a_file_of_tensorboards_writer_is_read(tmp_path):
    writer = EventFileWriter(str(tmp_path))
    for step in range(20):
        simple = event_pb2.Event(wall_time=100.0 + step, step=step)
        simple.summary.value.add(tag="simple", simple_value=step / 2)
        writer.add_event(simple)
        tensor = event_pb2.Event(wall_time=100.0 + step, step=step)
        value = tensor.summary.value.add(
            tag="tensor", tensor=tensor_util.make_tensor_proto(float(step))
        )
        value.metadata.plugin_data.plugin_name = "scalars"
        writer.add_event(tensor)
        image = event_pb2.Event(wall_time=100.0 + step, step=step)
        image.summary.value.add(tag="image").image.encoded_image_string = bytes(2000)
        writer.add_event(image)
    writer.close()
    (path,) = tmp_path.iterdir()
    found = EventReader(path, verify=True).read()
    assert [e for e in found if e.tag == "simple"] == [
        ScalarEvent("simple", step / 2, step, 100.0 + step) for step in range(20)
    ]
    assert [e.value for e in found if e.tag == "tensor"] == [float(step) for step in range(20)]
    assert {e.tag for e in found} == {"simple", "tensor"}
