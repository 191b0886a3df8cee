import os
import sqlite3

import pytest

from guild_jupyter.runstore.index import database
from guild_jupyter.runstore.index.database import Database, Row

ROWS = [Row(f"{number:032x}", b"/a\n/b", bytes([number]), b"[1]") for number in range(3)]
IDS = [row.id for row in ROWS]


@pytest.fixture
def index(tmp_path):
    return Database(str(tmp_path), "runs")


def test_what_was_saved_is_loaded(index):
    assert index.save("x", ROWS)
    assert index.load("x", IDS[:2]) == ROWS[:2]
    assert index.load("x", [*IDS, *map(str, range(300))]) == ROWS
    assert index.load("y", IDS) == []


def test_each_folder_of_runs_has_its_own(index, tmp_path):
    index.save("x", ROWS)
    assert Database(str(tmp_path), "trash").load("x", IDS) == []


def test_nothing_is_loaded_where_nothing_is(index):
    assert index.load("x", IDS) == []
    index.retain(IDS)
    assert not os.path.lexists(index.path)


def test_runs_that_are_gone_are_forgotten(index):
    index.save("x", ROWS)
    index.retain(IDS[1:])
    assert index.load("x", IDS) == ROWS[1:]
    index.retain(IDS[1:])
    assert index.load("x", IDS) == ROWS[1:]


def test_what_is_too_large_is_not_saved(index, monkeypatch):
    monkeypatch.setattr(database, "LARGEST", 2)
    index.save("x", ROWS)
    assert index.load("x", IDS) == []


@pytest.mark.parametrize("column", ["names", "stamp", "value", "checksum", "id"])
@pytest.mark.parametrize("value", [b"", "text", None, 1])
def test_a_row_that_was_changed_is_not_believed(index, column, value):
    index.save("x", ROWS)
    with sqlite3.connect(index.path) as changed:
        changed.execute(f"UPDATE OR REPLACE entries SET {column} = ?", (value,))
    changed.close()
    assert index.load("x", [*IDS, *map(str, range(300))]) == []


def test_what_another_version_kept_is_not_believed(index, monkeypatch):
    index.save("x", ROWS)
    monkeypatch.setattr(database, "__version__", "another")
    assert index.load("x", IDS) == []


def test_a_damaged_file_is_removed_and_made_again(index):
    index.save("x", ROWS)
    with open(index.path, "r+b") as file:  # noqa: PTH123
        file.write(b"damage")
    assert index.load("x", IDS) == []
    assert not os.path.lexists(index.path)
    assert index.save("x", ROWS)
    assert index.load("x", IDS) == ROWS


def test_a_link_is_not_followed(index, tmp_path):
    (tmp_path / "other").touch()
    os.symlink(tmp_path / "other", index.path)  # noqa: PTH211
    assert not index.save("x", ROWS)
    assert (tmp_path / "other").read_bytes() == b""


def test_the_file_of_another_user_is_not_used(index, monkeypatch):
    index.save("x", ROWS)
    monkeypatch.setattr(database.os, "getuid", lambda: -1)
    assert index.load("x", IDS) == []


def test_a_value_that_the_file_cannot_hold_is_not_saved(index):
    assert not index.save("x", [Row("\ud800", b"", b"", b"")])
