"""What is kept of the runs of one folder: in this process, and in the home's index file.

An answer is taken from what is kept only while every file that it was read from is the same;
otherwise it is read again. Whether and what the index file holds changes no answer.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Sequence
from typing import Any

from guild_jupyter import paths
from guild_jupyter.runstore import stamps
from guild_jupyter.runstore.index.aspect import Aspect
from guild_jupyter.runstore.index.database import Database, Row

#: Seconds that reading must have taken before it is worth keeping on disk what was read.
WORTH = 0.25

_UNREAD: Any = object()
_encode = json.JSONEncoder(separators=(",", ":")).encode
_Names = tuple[str, ...]


class _Entry:
    """What is kept of one run: read here, or as text from the file until it is asked for."""

    __slots__ = ("is_saved", "names", "stamp", "text", "value")

    def __init__(self, names: _Names, stamp: bytes, value: Any, text: bytes = b"") -> None:  # noqa: ANN401 - any value
        self.names = names
        self.stamp = stamp
        self.value = value
        self.text = text
        self.is_saved = bool(text)


class Shelf:
    """What is kept of the runs of one folder; several threads may ask.

    Parameters
    ----------
    folder
        The folder that holds the runs.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.database = _database(folder)
        self._kept: dict[str, dict[str, _Entry]] = {}
        self._aspects: dict[str, Aspect] = {}
        self._all_names: dict[_Names, _Names] = {}
        self._unsaved = 0.0

    def ask(self, aspect: Aspect, ids: Sequence[str]) -> list[Any]:
        """Return an aspect of each of the runs, in their order."""
        kept = self._kept.setdefault(aspect.name, {})
        self._aspects[aspect.name] = aspect
        self._load(aspect, kept, [id_ for id_ in ids if id_ not in kept])
        begin = time.perf_counter()
        spent = begin
        found = []
        for id_ in ids:
            root = f"{self.folder}/{id_}"
            entry = kept.get(id_)
            is_same = (
                entry is not None
                and entry.stamp
                and stamps.stamp(root, entry.names) == entry.stamp
                and self._decode(aspect, entry)
            )
            if entry is None or not is_same:
                before = time.perf_counter()
                entry = kept[id_] = self._read(aspect, root, entry)
                spent += time.perf_counter() - before
            found.append(entry.value)
        self._unsaved += spent - begin
        if self._unsaved >= WORTH:
            self._save()
        return found

    def _read(self, aspect: Aspect, root: str, entry: _Entry | None) -> _Entry:
        is_known = entry is not None and self._decode(aspect, entry)
        value, seen = aspect.read(root, entry.value if entry is not None and is_known else None)
        names = tuple(seen.names)
        # Most runs have the same files, whose names are kept once.
        return _Entry(self._all_names.setdefault(names, names), seen.stamp(), value)

    def _decode(self, aspect: Aspect, entry: _Entry) -> bool:
        if entry.value is _UNREAD:
            try:
                entry.value = aspect.from_data(json.loads(entry.text))
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
                entry.stamp = entry.text = b""  # nobody wrote that; it is read from the run
                return False
            entry.text = b""
        return True

    def _load(self, aspect: Aspect, kept: dict[str, _Entry], ids: Sequence[str]) -> None:
        for row in self.database.load(aspect.name, ids):
            names = tuple(row.names.decode(errors="surrogateescape").split("\n"))
            names = self._all_names.setdefault(names, names)
            kept.setdefault(row.id, _Entry(names, row.stamp, _UNREAD, row.value))

    def _save(self) -> None:
        self._unsaved = 0.0
        if not self.database.is_made():
            return
        is_saved = False
        for name, aspect in list(self._aspects.items()):
            known = list(self._kept[name].items())
            new = [(id_, entry) for id_, entry in known if entry.stamp and not entry.is_saved]
            rows = [row for id_, entry in new if (row := _row(aspect, id_, entry)) is not None]
            if rows and self.database.save(name, rows):
                is_saved = True
                for _, entry in new:
                    entry.is_saved = True
        if is_saved:
            self.database.retain(_names_in(self.folder))

    def forget(self, ids: Iterable[str]) -> None:
        """Drop from memory what is kept of all runs but these."""
        present = set(ids)
        for kept in self._kept.values():
            for gone in kept.keys() - present:
                kept.pop(gone, None)


def _row(aspect: Aspect, id_: str, entry: _Entry) -> Row | None:
    data = aspect.to_data(entry.value)
    names = "\n".join(entry.names)
    if data is None or names.count("\n") != len(entry.names) - 1:
        return None
    try:
        value = _encode(data).encode()
        return Row(id_, names.encode(errors="surrogateescape"), entry.stamp, value)
    except (ValueError, TypeError, RecursionError):
        return None


def _names_in(folder: str) -> set[str]:
    try:
        return set(os.listdir(folder))  # noqa: PTH208 - text
    except OSError:
        return set()


def _database(folder: str) -> Database:
    """Return the index file for a folder of runs: in the cache of the home that it is in."""
    home = folder.rpartition("/")[0]
    above, _, name = home.rpartition("/")
    if name == "trash" and not paths.is_folder(f"{home}/cache"):
        return Database(f"{above}/cache", "trash")
    return Database(f"{home}/cache", "runs")
