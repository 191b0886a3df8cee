"""Which runs of a folder came, went or changed, found by looking at little of many.

Runs that go on and the newest ones are looked at each time, the others in turn.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from guild_jupyter import paths
from guild_jupyter.errors import HomeError
from guild_jupyter.presenting.tick import Folder, Rhythm, Touched
from guild_jupyter.runstore import store
from guild_jupyter.runstore.facts import Facts, gather
from guild_jupyter.runstore.index.asking import ask
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.order import PLACES
from guild_jupyter.runstore.record import RECORDS
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state

#: The newest runs, which are looked at each time.
_NEWEST = 30
#: Of the others, so many are looked at each time, and of so many it is read what changed.
_FAR, _EXACT = 120, 3
#: Of runs that go on, so many processes are looked for each time.
_PROCESSES = 3
#: Runs of which nothing is known so far are read so many at once, for so many seconds each time.
_UNREAD, _READING = 50, 0.03
#: Seconds for which a new folder may be about to become a run.
_BECOMING = 10.0
#: Seconds within which one look does for all who ask.
_SAME = 0.2
_LOGGED = 200
#: Nanoseconds within which a folder may change twice and have one time.
_FRESH = 50_000_000
_ACTIVE = frozenset({state.RUNNING, state.STOPPING})
_Sign = tuple[int, ...]


class Difference(NamedTuple):
    """What is other than before.

    Parameters
    ----------
    version
        The number of the last change.
    changed, gone
        Ids of runs.
    is_lost
        Whether there was too much to be told apart: all may be other.
    """

    version: int
    changed: set[str]
    gone: set[str]
    is_lost: bool = False


class FolderWatch:
    """The runs of a Guild home or its trash; several views and threads may share it.

    Parameters
    ----------
    home
        The home.
    deleted
        Whether its trash is meant.

    Raises
    ------
    HomeError
        It cannot be read.
    """

    def __init__(self, home: Home, *, deleted: bool = False) -> None:
        self.home = home
        self.path = os.fspath(home.trash if deleted else home.runs)
        self.version = 0
        self._lock = threading.RLock()
        self._folder = Folder(self.path)
        self._was_there = paths.is_folder(self.path)
        self._is_torn = False
        self._when: dict[str, int] = {}
        self._becoming: dict[str, float] = {}
        self._ids: list[str] | None = []
        self._signs: dict[str, _Sign] = {}
        self._records: dict[str, Any] = {}
        self._live: dict[str, str] = {}
        self._unread: deque[str] = deque()
        self._turns = {"far": 0, "exact": 0, "processes": 0}
        self._log: deque[tuple[int, set[str], set[str]]] = deque(maxlen=_LOGGED)
        self._touched = Touched()
        self._rhythm = Rhythm(0.1, 0.7)
        self._looked = 0.0
        self._folder.note()
        self._enlist(self._names())
        self._unread.extend(self.ids)

    @property
    def ids(self) -> list[str]:
        """The ids of the runs, newest first."""
        with self._lock:
            if self._ids is None:
                when = self._when
                self._ids = sorted(when, key=lambda id_: (when[id_], id_), reverse=True)
            return self._ids

    def run(self, id_: str) -> Run:
        """Return a run of the folder."""
        return Run(f"{self.path}/{id_}")

    def gather(self, ids: Iterable[str]) -> list[Facts]:
        """Return the facts of runs; from now on it is told when these are others."""
        with self._lock:
            runs = [self.run(id_) for id_ in ids]
            self._note_signs(run.id for run in runs)
            found = gather(runs)
            for one in found:
                self._note(one.run.id, one.state.status)
            return found

    def touch(self, ids: Iterable[str]) -> None:
        """Look at some runs each time for a while: something is done to them."""
        with self._lock:
            self._touched.add(list(ids))
            self._rhythm.at_once()
            self._looked = 0.0

    def since(self, version: int) -> Difference:
        """Return what changed since a version."""
        with self._lock:
            changed: set[str] = set()
            gone: set[str] = set()
            if self._log and self._log[0][0] > version + 1:
                return Difference(self.version, changed, gone, is_lost=True)
            for number, others, left in self._log:
                if number > version:
                    changed |= others
                    gone = (gone - others) | left
                    changed -= left
            return Difference(self.version, changed, gone)

    def look(self) -> None:
        """Look for changes, unless that was done a moment ago.

        Raises
        ------
        HomeError
            The folder was there and is gone, or cannot be read any more.
        """
        with self._lock:
            now = time.monotonic()
            if now - self._looked < _SAME or not self._rhythm.is_due():
                return
            self._looked = now
            with self._rhythm:
                changed, gone = self._others(now)
                changed |= self._changed()
            changed -= gone
            if changed or gone:
                self.version += 1
                self._log.append((self.version, changed, gone))

    def _others(self, now: float) -> tuple[set[str], set[str]]:
        """Return which runs came and went."""
        if self._was_there and not os.access(self.path, os.R_OK | os.X_OK):
            self._is_torn = True
            self._names()
        is_other = self._folder.is_other() or self._is_torn
        if not is_other and not self._becoming:
            return set(), set()
        if not is_other and all(now - since > _BECOMING for since in self._becoming.values()):
            self._becoming.clear()
            return set(), set()
        self._folder.note()
        names = set(self._names())
        self._is_torn = False
        gone = self._when.keys() - names
        for id_ in gone:
            for kept in (self._when, self._signs, self._records, self._live):
                kept.pop(id_, None)
            self._ids = None
        waited = {name: since for name, since in self._becoming.items() if name in names}
        new = names - self._when.keys()
        came = self._enlist(sorted(new))
        self._becoming = {name: waited.get(name, now) for name in new - came}
        return came, gone

    def _enlist(self, names: Sequence[str]) -> set[str]:
        found = ask(PLACES, [f"{self.path}/{name}" for name in names])
        came = {name: place.when for name, place in zip(names, found, strict=True) if place.is_run}
        if came:
            self._when |= came
            self._ids = None
        return set(came)

    def _names(self) -> list[str]:
        try:
            names = os.listdir(self.path)  # noqa: PTH208 - 10,000 runs
        except (FileNotFoundError, NotADirectoryError):
            if self._was_there:
                raise HomeError(
                    f"the Guild home is gone: {self.path}", "Put it back, or choose another."
                ) from None
            return []
        except OSError as error:
            raise HomeError(
                f"the Guild home cannot be read: {self.path}: {error.strerror}",
                "Allow it to be read, or choose another.",
            ) from error
        self._was_there = True
        if len(names) >= store.MANY:
            self.home.make_cache()
        return names

    def _changed(self) -> set[str]:
        """Return which of the runs that are looked at this time are other than before."""
        touched = self._touched.ids() & self._when.keys()
        near = {*self._live, *self.ids[:_NEWEST], *touched, *self._next("far", self.ids, _FAR)}
        suspect = {id_ for id_ in near if self._is_other(id_)} | touched
        suspect.update(self._next("exact", self.ids, _EXACT))
        suspect.update(self._next("processes", list(self._live), _PROCESSES))
        changed = self._read(suspect)
        begin = time.thread_time()
        while self._unread and time.thread_time() - begin < _READING:
            unread = [self._unread.popleft() for _ in range(min(_UNREAD, len(self._unread)))]
            self._read({id_ for id_ in unread if id_ in self._when and id_ not in self._records})
        return changed

    def _read(self, ids: set[str]) -> set[str]:
        """Read some runs; return those of which something else is known than before."""
        changed = set()
        names = sorted(ids)
        first = {id_ for id_ in names if id_ not in self._signs}
        self._note_signs(first)
        records = ask(RECORDS, [f"{self.path}/{id_}" for id_ in names])
        for id_, record in zip(names, records, strict=True):
            before = self._records.get(id_)
            self._records[id_] = record
            known = record.line.state
            was = self._live.get(id_)
            status = (self.run(id_).state if known is None else known).status
            self._note(id_, status)
            is_active = status in _ACTIVE  # its output may have grown
            if id_ in first:
                continue
            if is_active or was != self._live.get(id_) or (before and before != record):
                changed.add(id_)
            if record.line.place.is_run and record.line.place.when != self._when[id_]:
                self._when[id_] = record.line.place.when
                self._ids = None
        return changed

    def _note(self, id_: str, status: str) -> None:
        if id_ not in self._when:
            return
        if status in state.FINAL:
            self._live.pop(id_, None)
        else:
            self._live[id_] = status

    def _note_signs(self, ids: Iterable[str]) -> None:
        """Take runs as they are for known, before they are read."""
        for id_ in ids:
            if id_ not in self._signs and id_ in self._when:
                self._signs[id_] = self._sign(id_)

    def _is_other(self, id_: str) -> bool:
        sign, before = self._sign(id_), self._signs.get(id_)
        self._signs[id_] = sign
        return before is not None and sign != before

    def _sign(self, id_: str) -> _Sign:
        root = f"{self.path}/{id_}/.guild"
        times = [_time(root), _time(f"{root}/attrs")]
        if self._live.get(id_) in _ACTIVE:
            times.append(_time(f"{root}/output"))
        now = time.time_ns()
        # what changed a moment ago may change once more without a trace
        return (*times, now) if now - max(times) < _FRESH else tuple(times)

    def _next(self, turn: str, ids: Sequence[str], count: int) -> list[str]:
        """Return those of the ids whose turn it is."""
        if not ids:
            return []
        start = self._turns[turn] % len(ids)
        self._turns[turn] = start + count
        return list(ids[start : start + count])


def _time(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - hundreds, twice a second
    except OSError:
        return 0
