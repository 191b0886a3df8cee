import os
import stat
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.supervise import durable, exit_record
from guild_jupyter.supervise.exit_record import ExitRecord

WHOLE = ExitRecord(-9, 5, "why", complete=True, output_bytes=1, dropped_bytes=2, survivors=3)


def test_what_was_sealed_is_read(tmp_path):
    path = str(tmp_path / "exit.rec")
    exit_record.reserve(path)
    assert exit_record.read(path) is None
    exit_record.seal(path, WHOLE)
    assert vars(exit_record.read(path)) == vars(WHOLE)
    assert Path(path).stat().st_size == 4096


def test_a_reserved_record_is_left_as_it_is_by_a_second_reservation(tmp_path):
    path = str(tmp_path / "exit.rec")
    exit_record.reserve(path, 0o640)
    exit_record.seal(path, WHOLE)
    exit_record.reserve(path, 0o640)
    assert exit_record.read(path).exit_status == -9
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o640


@pytest.mark.parametrize("reason", ["long " * 200, "\N{SNOWMAN}" * 300, "\0" * 600])
def test_a_reason_that_is_too_long_is_cut_and_the_record_stays_whole(tmp_path, reason):
    path = str(tmp_path / "exit.rec")
    exit_record.seal(path, ExitRecord(1, 2, reason))
    assert Path(path).stat().st_size == 512
    found = exit_record.read(path)
    assert found.exit_status == 1
    assert found.reason
    assert reason.startswith(found.reason)


@given(
    status=st.integers(-64, 255),
    stopped=st.integers(0, 2**62),
    reason=st.text(max_size=700),
    complete=st.booleans(),
    numbers=st.tuples(*[st.integers(0, 2**62)] * 3),
)
def test_any_record_is_read_as_it_was_sealed_but_for_the_length_of_its_reason(
    tmp_path_factory, status, stopped, reason, complete, numbers
):
    path = str(tmp_path_factory.getbasetemp() / "any.rec")
    output_bytes, dropped, survivors = numbers
    record = ExitRecord(
        status,
        stopped,
        reason,
        complete=complete,
        output_bytes=output_bytes,
        dropped_bytes=dropped,
        survivors=survivors,
    )
    exit_record.seal(path, record)
    found = exit_record.read(path)
    assert reason.startswith(found.reason)
    assert vars(found) | {"reason": ""} == vars(record) | {"reason": ""}


@given(st.integers(0, 8 * (8 + len(exit_record._text(WHOLE))) - 1))
def test_a_record_with_one_wrong_bit_is_no_record(tmp_path_factory, bit):
    path = tmp_path_factory.getbasetemp() / "flipped.rec"
    exit_record.seal(str(path), WHOLE)
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)
    assert exit_record.read(str(path)) is None


@given(st.integers(0, 8 + len(exit_record._text(WHOLE)) - 1))
def test_a_record_that_was_cut_off_is_no_record(tmp_path_factory, length):
    path = tmp_path_factory.getbasetemp() / "torn.rec"
    exit_record.seal(str(path), WHOLE)
    path.write_bytes(path.read_bytes()[:length])
    assert exit_record.read(str(path)) is None


@given(st.binary(max_size=600))
def test_garbage_is_no_record(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "garbage.rec"
    path.write_bytes(data)
    assert exit_record.read(str(path)) is None


@pytest.mark.parametrize(
    "text", [b"[]", b'{"a": 1}', b"{", b'{"exit_status": null, "stopped": 1}']
)
def test_a_sound_checksum_over_something_else_is_no_record(tmp_path, text):
    path = tmp_path / "exit.rec"
    path.write_bytes(struct.pack("<II", len(text), exit_record.zlib.crc32(text)) + text)
    assert exit_record.read(str(path)) is None


def test_a_record_that_looks_torn_while_it_is_written_anew_is_looked_at_again(monkeypatch):
    looks = iter([(None, True), (WHOLE, False)])
    monkeypatch.setattr(exit_record, "_look", lambda _: next(looks))
    assert exit_record.read("path") is WHOLE


def test_where_there_is_no_file_there_is_no_record(tmp_path):
    assert exit_record.read(str(tmp_path / "none")) is None


def test_a_reserved_record_can_be_sealed_on_a_full_disk(small_disk):
    path = str(small_disk / "exit.rec")
    exit_record.reserve(path)
    fill(small_disk)
    exit_record.seal(path, WHOLE)
    assert exit_record.read(path).exit_status == -9


def test_no_record_can_be_reserved_on_a_full_disk(small_disk):
    fill(small_disk)
    with pytest.raises(OSError, match="No space left"):
        exit_record.reserve(str(small_disk / "exit.rec"))


def fill(folder):
    with (folder / "filler").open("wb", 0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def test_the_count_of_dropped_output_is_kept_beside_the_record_and_needs_no_room(small_disk):
    path = str(small_disk / "exit.rec")
    exit_record.reserve(path)
    assert exit_record.dropped_so_far(path) == 0
    fill(small_disk)
    exit_record.note_dropped(path, 1 << 40)
    assert exit_record.read(path) is None
    exit_record.seal(path, WHOLE)
    assert exit_record.dropped_so_far(path) == 1 << 40
    assert exit_record.read(path).exit_status == -9


def test_a_count_that_cannot_be_noted_is_nothing_to_end_a_run_for(tmp_path, monkeypatch):
    path = str(tmp_path / "exit.rec")
    exit_record.note_dropped(path, 5)
    assert exit_record.dropped_so_far(path) == 0

    def fails(*_):
        raise OSError(5, "Input/output error")

    exit_record.reserve(path)
    monkeypatch.setattr(exit_record.os, "pwrite", fails)
    exit_record.note_dropped(path, 5)
    assert exit_record.dropped_so_far(path) == 0


def test_the_end_is_published_as_guild_reads_it_as_far_as_it_can_be(run):
    Path(run.lock).touch()
    Path(run.attr("exit_status")).mkdir()
    exit_record.publish(run, ExitRecord(3, 77), 0o600)
    assert durable.read_int(run.attr("stopped")) == 77
    assert not Path(run.lock).exists()


def test_no_end_comes_before_the_recorded_start(run):
    assert exit_record.moment(run) > 1_600_000_000_000_000
    durable.write(run.attr("started"), b"9999999999999999\n")
    assert exit_record.moment(run) == 9999999999999999


def test_a_record_is_sealed_through_the_open_file_where_it_cannot_be_opened_again(run):
    descriptor = exit_record.open_reserved(run.exit_record)
    try:
        Path(run.exit_record).rename(run.guild + "/moved")
        exit_record.seal(run.exit_record, ExitRecord(3, 77), descriptor)
    finally:
        os.close(descriptor)
    assert exit_record.read(run.guild + "/moved").exit_status == 3


def test_where_the_sector_cannot_be_written_a_new_file_takes_the_place(run, monkeypatch):
    def fails(*_):
        raise OSError(5, "Input/output error")

    descriptor = exit_record.open_reserved(run.exit_record, 0o640)
    try:
        with monkeypatch.context() as patched:
            patched.setattr(exit_record.os, "pwrite", fails)
            exit_record.seal(run.exit_record, ExitRecord(3, 77), descriptor)
        assert exit_record.read(run.exit_record).exit_status == 3
        assert Path(run.exit_record).stat().st_mode & 0o777 == 0o640
        assert Path(run.exit_record).stat().st_size == 4096
        # The open file is no longer the record: a later seal goes to the new one.
        exit_record.seal(run.exit_record, ExitRecord(3, 77, complete=True), descriptor)
        assert exit_record.read(run.exit_record).complete
    finally:
        os.close(descriptor)


def test_a_reservation_that_fails_leaves_no_descriptor_open(run, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device")

    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(exit_record.durable, "write_all", fails)
    with pytest.raises(OSError, match="No space"):
        exit_record.reserve(run.exit_record)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_count_that_nothing_can_have_reached_counts_as_none(tmp_path):
    path = tmp_path / "exit.rec"
    path.write_bytes(b"y" * 4096)
    assert exit_record.dropped_so_far(str(path)) == 0
