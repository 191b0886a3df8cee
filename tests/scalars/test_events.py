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
from tensorboard.util import tensor_util

from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.scalars.reading import EventReader


def write(directory, rows, host="box"):
    with EventWriter(directory, host) as writer:
        for row in rows:
            writer.add(*row)
    return writer.path


def read(path):
    """Read (tag, value, step, wall time), those of one tag together."""
    return [
        (tag, value, step, wall_time)
        for columns in EventReader(path).batches()
        for tag, lists in columns.items()
        for step, value, wall_time in zip(*lists, strict=True)
    ]


def float32(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


ROWS = [("loss", 0.5, 0, 10.0), ("acc", 0.25, 1, 11.5), ("loss", -2.0, -3, 12.0)]
EVENTS = [ROWS[0], ROWS[2], ROWS[1]]  # by tag


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
    assert read(writer.path) == [ROWS[0], ROWS[2]]


def test_a_short_write_is_completed(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:5]))
    path = write(tmp_path, ROWS)
    monkeypatch.undo()
    assert read(path) == EVENTS


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
    assert read(writer.path) == ROWS[:1]


def test_what_is_written_is_read(tmp_path):
    assert read(write(tmp_path, ROWS)) == EVENTS


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
    assert [step for _, _, step, _ in read(path)] == [0, 1, 2, 3, 4]


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
    found = read(path)
    theirs = [e for e in EventFileLoader(str(path)).Load() if e.HasField("summary")]
    assert len(found) == len(rows) == len(theirs)
    by_tag = sorted(rows, key=lambda row: [tag for tag, *_ in rows].index(row[0]))
    for (tag, value, step, wall_time), ours in zip(by_tag, found, strict=True):
        assert (ours[0], *ours[2:]) == (tag, step, wall_time)
        assert ours[1] == value or (math.isnan(ours[1]) and math.isnan(value))
    for (tag, _, step, wall_time), event in zip(rows, theirs, strict=True):
        assert (event.summary.value[0].tag, event.step, event.wall_time) == (tag, step, wall_time)


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
