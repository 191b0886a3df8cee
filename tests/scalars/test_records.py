from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c as theirs

from guild_jupyter.scalars import records
from guild_jupyter.scalars.records import checked_length, framed, is_sound


def test_a_record_is_framed_as_tensorboard_frames_it():
    length = (3).to_bytes(8, "little")
    checks = theirs(length).to_bytes(4, "little"), theirs(b"abc").to_bytes(4, "little")
    assert framed(b"abc") == length + checks[0] + b"abc" + checks[1]


def test_a_length_counts_only_with_its_checksum():
    header = framed(b"abc")[:12]
    assert checked_length(header) == 3
    assert checked_length(b"\x04" + header[1:]) is None


def test_data_are_sound_with_their_checksum():
    record = framed(b"abc")
    assert is_sound(record, 12, 15)
    assert not is_sound(record.replace(b"abc", b"abd"), 12, 15)


def test_known_lengths_do_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(records, "_MOST_KNOWN", 3)
    for size in range(10):
        checked_length(framed(bytes(size))[:12])
    assert len(records.known_lengths) <= 3
