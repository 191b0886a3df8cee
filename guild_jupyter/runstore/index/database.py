"""The index on disk: a file of SQLite in the home's cache, without which everything works too.

Nothing in it is believed: each row carries a checksum over all of it, and is used only while the
files that it was made of are the same. A file that is damaged is removed, one that is locked or
may not be written is done without. Each user has a file of his own, for his eyes alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from zlib import crc32

from guild_jupyter._version import __version__
from guild_jupyter.redaction.patterns import late
from guild_jupyter.supervise import durable

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

#: To be raised when the table, or the meaning of what is kept, changes.
SCHEMA = 3
#: Bytes of the largest value that is kept of one run.
LARGEST = 1 << 20

_PATIENCE = 0.25
_MODE = 0o600
_FEW = 200
# It can be made again: nothing is worth a wait for the disk, nor a second file beside it.
_SETTINGS = ("synchronous=OFF", "journal_mode=MEMORY", "cell_size_check=ON")
_TABLE = """CREATE TABLE IF NOT EXISTS entries (
    place TEXT, aspect TEXT, id TEXT, names BLOB, stamp BLOB, value BLOB, checksum INTEGER,
    PRIMARY KEY (place, aspect, id))"""
_SELECT = "SELECT id, names, stamp, value, checksum FROM entries WHERE place = ? AND aspect = ?"
_INSERT = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)"
_TELLS_NO_DAMAGE = late(
    "locked|unable to open|readonly|read-only|full|disk I/O|no such table|interrupted|memory"
)


class Row(NamedTuple):
    """What is kept of one run.

    Parameters
    ----------
    id
        The run's id.
    names
        The files that tell whether it is still true, one a line.
    stamp
        What these files were.
    value
        JSON text.
    """

    id: str
    names: bytes
    stamp: bytes
    value: bytes


class Database:
    """The index file of a home; every call opens it and closes it again.

    Parameters
    ----------
    folder
        The home's folder for what can be deleted at any moment.
    place
        Which of the home's folders of runs is meant.
    """

    def __init__(self, folder: str, place: str) -> None:
        user = os.getuid() if hasattr(os, "getuid") else 0
        self.path = f"{folder}/runs-{SCHEMA}-{user}.sqlite"
        self._place = place

    def load(self, aspect: str, ids: Collection[str]) -> list[Row]:
        """Return what is kept of runs, as far as it is whole.

        Parameters
        ----------
        aspect
            What about them.
        ids
            The runs that are wanted; others may be among those returned.
        """
        key = (self._place, aspect)

        def look(database: Connection) -> list[Any]:
            if len(ids) > _FEW:
                return database.execute(_SELECT, key).fetchall()
            each = (database.execute(f"{_SELECT} AND id = ?", (*key, id_)) for id_ in ids)
            return [row for cursor in each for row in cursor]

        rows: list[Any] = self._with(look, []) if ids and self._is_ours() else []
        return [Row(*row[:4]) for row in rows if self._is_whole(aspect, row)]

    def save(self, aspect: str, rows: Iterable[Row]) -> bool:
        """Keep what is said of runs, and tell whether it is kept.

        Parameters
        ----------
        aspect
            What about them.
        rows
            What is to be kept; what is too large is not.
        """
        new = [
            (self._place, aspect, *row, self._checksum(aspect, row))
            for row in rows
            if len(row.value) <= LARGEST
        ]

        def write(database: Connection) -> bool:
            database.execute("BEGIN IMMEDIATE")
            database.execute(_TABLE)
            database.executemany(_INSERT, new)
            database.execute("COMMIT")
            return True

        return self.is_made() and self._with(write, False)

    def retain(self, ids: Collection[str]) -> None:
        """Forget all runs but these."""

        def prune(database: Connection) -> None:
            kept = database.execute(
                "SELECT DISTINCT id FROM entries WHERE place = ?", (self._place,)
            ).fetchall()
            gone = [(self._place, row[0]) for row in kept if row[0] not in ids]
            if gone:
                database.execute("BEGIN IMMEDIATE")
                database.executemany("DELETE FROM entries WHERE place = ? AND id = ?", gone)
                database.execute("COMMIT")

        if self._is_ours():
            self._with(prune, None)

    def _checksum(self, aspect: str, row: Any) -> int:  # noqa: ANN401 - a row
        # Of another version of the package nothing is taken over: it may read runs otherwise.
        head = f"{__version__}\0{self._place}\0{aspect}\0{row[0]}\0".encode(errors="replace")
        return crc32(row[3], crc32(row[2], crc32(row[1], crc32(head))))

    def _is_whole(self, aspect: str, row: Any) -> bool:  # noqa: ANN401 - whatever is in the file
        try:
            return bool(self._checksum(aspect, row) == row[4])
        except TypeError:
            return False

    def _is_ours(self) -> bool:
        try:
            facts = os.lstat(self.path)
        except OSError:
            return False
        is_own = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
        return is_own and stat.S_ISREG(facts.st_mode)

    def is_made(self) -> bool:
        """Make the file where there is none; tell whether it can be used."""
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0)
        with suppress(OSError):
            os.close(os.open(self.path, flags, _MODE))
        return self._is_ours()

    def _with(self, work: Callable[[Connection], T], otherwise: T) -> T:
        """Return what work on the open database gives, or something else where it fails."""
        try:
            sqlite = import_module("sqlite3")
        except ImportError:
            return otherwise
        try:
            database = sqlite.connect(self.path, timeout=_PATIENCE, isolation_level=None)
            try:
                for setting in _SETTINGS:
                    database.execute(f"PRAGMA {setting}").fetchall()
                return work(database)
            finally:
                database.close()
        except sqlite.DatabaseError as error:
            if not _TELLS_NO_DAMAGE.search(str(error)):
                durable.remove(self.path)
        except (sqlite.Error, OverflowError, ValueError):
            pass
        return otherwise
