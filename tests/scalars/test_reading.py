import random
import struct
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.compat.proto import event_pb2
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util import tensor_util

from guild_jupyter.scalars import plain, reading, vector
from guild_jupyter.scalars.crc32c import masked_crc32c
from guild_jupyter.scalars.reading import EventReader, damaged
from guild_jupyter.scalars.records import framed
from tests.scalars import event_bytes as make


def values(reader):
    """What is new, by tag."""
    found = {}
    for columns in reader.batches():
        for tag, (_, numbers, _) in columns.items():
            found.setdefault(tag, []).extend(numbers)
    return found


def file(tmp_path, *records):
    path = tmp_path / make.NAME
    path.write_bytes(b"".join(records))
    return path


RECORDS = [make.VERSION, *(make.simple("a", float(step), step) for step in range(5))]


def test_reading_goes_on_where_an_earlier_reader_came_to(tmp_path):
    path = file(tmp_path, *RECORDS[:3])
    reader = EventReader(path)
    assert values(reader) == {"a": [0.0, 1.0]}
    assert values(reader) == {}
    file(tmp_path, *RECORDS)
    assert values(EventReader(path, reader.offset)) == {"a": [2.0, 3.0, 4.0]}
    assert values(reader) == {"a": [2.0, 3.0, 4.0]}
    assert reader.offset == path.stat().st_size


def test_tags_of_other_plugins_are_remembered(tmp_path):
    claim, later = make.tensor("a", 1.0, 1, plugin="text"), make.tensor("a", 2.0, 2, plugin=None)
    reader = EventReader(file(tmp_path, claim))
    assert values(reader) == {}
    path = file(tmp_path, claim, later)
    assert values(EventReader(path, reader.offset, reader.foreign)) == {}
    assert values(EventReader(path, reader.offset)) == {"a": [2.0]}


def test_a_torn_last_record_is_read_when_it_is_complete(tmp_path):
    data = b"".join(RECORDS)
    path = tmp_path / "grows"
    reader = EventReader(path)
    seen = []
    for size in range(len(data) + 1):
        path.write_bytes(data[:size])
        seen += values(reader).get("a", [])
        assert not reader.fault
    assert seen == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert reader.offset == len(data)


@pytest.mark.parametrize("block", [1, 13, 100, 5000])
def test_a_file_longer_than_a_block_is_read_whole(tmp_path, monkeypatch, block):
    records = make.mixture(3, 200)
    path = file(tmp_path, *records)
    whole = values(EventReader(path))
    monkeypatch.setattr(reading, "_BLOCK", block)
    parts = values(EventReader(path))
    assert {tag: make.bits(one) for tag, one in parts.items()} == {
        tag: make.bits(one) for tag, one in whole.items()
    }


def test_a_length_beyond_the_end_of_the_file_only_waits(tmp_path):
    length = struct.pack("<Q", 2**60)
    path = tmp_path / "huge"
    path.write_bytes(length + struct.pack("<I", masked_crc32c(length)) + b"abc")
    reader = EventReader(path)
    assert values(reader) == {}
    assert (reader.offset, reader.fault) == (0, "")


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (bytes(range(40)), "its length does not match its checksum"),
        (make.damaged(make.simple("a", 9.0, 9), 20), "its data do not match their checksum"),
        (make.damaged(make.simple("a", 9.0, 9), -1), "its data do not match their checksum"),
        (framed(b"\x2a\x7f"), "its data are no TensorBoard event"),
        (framed(b"\x09" + b"\xff" * 30), "its data are no TensorBoard event"),
        (framed(b"\x09" + bytes(8) + b"\x10" + b"\xff" * 30), "its data are no TensorBoard event"),
    ],
)
def test_damage_ends_the_reading_and_keeps_what_was_read(tmp_path, broken, why):
    sound = b"".join(RECORDS)
    path = file(tmp_path, sound, broken, RECORDS[1])
    reader = EventReader(path)
    assert values(reader) == {"a": [0.0, 1.0, 2.0, 3.0, 4.0]}
    assert reader.offset == len(sound)
    assert damaged("events", reader.fault) == (
        f"events is damaged at byte {len(sound)}: {why}. What follows was not read."
    )
    assert values(reader) == {}


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        values(EventReader(tmp_path / "none"))


def test_few_bytes_are_parsed_without_numpy_and_many_with_it():
    assert reading._parser(100) is plain.parse
    assert reading._parser(1 << 20) is vector.parse


def test_numpy_is_imported_only_when_much_was_read(tmp_path):
    (tmp_path / "few").write_bytes(b"".join(RECORDS * 100))
    script = (
        "import sys\n"
        "from guild_jupyter.scalars.reading import EventReader\n"
        "read = lambda: sum(len(c['a'][0]) for c in EventReader(sys.argv[1]).batches())\n"
        "print(read(), 'numpy' in sys.modules)\n"
        "total = sum(read() for _ in range(20))\n"
        "print(total, 'numpy' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "few")],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["500", "False", "10000", "True"]


def test_a_file_of_tensorboards_writer_is_read(tmp_path):
    writer = EventFileWriter(str(tmp_path))
    for step in range(200):
        for tag, number in (("simple", step / 2), ("tensor", step)):
            event = event_pb2.Event(wall_time=100.0 + step, step=step)
            made = event.summary.value.add(tag=tag)
            if tag == "simple":
                made.simple_value = number
            else:
                made.tensor.CopyFrom(tensor_util.make_tensor_proto(float(number)))
                made.metadata.plugin_data.plugin_name = "scalars"
            writer.add_event(event)
        image = event_pb2.Event(wall_time=100.0 + step, step=step)
        image.summary.value.add(tag="image").image.encoded_image_string = bytes(2000)
        writer.add_event(image)
    writer.close()
    (path,) = tmp_path.iterdir()
    assert values(EventReader(path)) == {
        "simple": [step / 2 for step in range(200)],
        "tensor": [float(step) for step in range(200)],
    }


@settings(deadline=None, max_examples=25)  # files; a busy disk is no failure
@given(seed=st.integers(0, 2**32))
def test_the_values_are_those_that_tensorboard_reads(seed, tmp_path_factory):
    chance = random.Random(seed)
    forms = [make.simple, make.tensor]
    records = [
        chance.choice(forms)(
            chance.choice(["loss", "acc"]) + str(form), chance.uniform(-5, 5), step, float(step)
        )
        for step in range(1, 150)
        for form in [chance.randint(0, 1)]
    ]
    broken = chance.random() < 0.5
    if broken:
        place = chance.randrange(20, len(records))
        records[place] = make.damaged(records[place], chance.randrange(16, 30))
    folder = tmp_path_factory.mktemp("events")
    file(folder, make.VERSION, *records)
    ours = {}
    reader = EventReader(folder / make.NAME)
    for columns in reader.batches():
        for tag, lists in columns.items():
            ours.setdefault(tag, []).extend(zip(*lists, strict=True))
    assert bool(reader.fault) == broken
    theirs = {}
    for event in EventFileLoader(str(folder / make.NAME)).Load():
        for value in event.summary.value:
            number = float(tensor_util.make_ndarray(value.tensor))
            theirs.setdefault(value.tag, []).append((event.step, number, event.wall_time))
    assert ours == theirs


def test_the_accumulator_of_tensorboard_has_the_same_series(tmp_path):
    file(tmp_path, make.VERSION, *(make.tensor("t", step / 3, step, 5.0) for step in range(300)))
    accumulator = EventAccumulator(str(tmp_path), size_guidance={"tensors": 0, "scalars": 0})
    accumulator.Reload()
    theirs = [tensor_util.make_ndarray(e.tensor_proto).item() for e in accumulator.Tensors("t")]
    assert values(EventReader(tmp_path / make.NAME)) == {"t": theirs}
