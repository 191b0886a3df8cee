"""The index of lines: bounded, and never with records of other lines."""

import os

import pytest

from guild_jupyter.supervise import line_index
from guild_jupyter.supervise.line_index import LineIndex


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
