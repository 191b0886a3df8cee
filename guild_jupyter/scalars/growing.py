"""The series of runs with all their points, read on as the event files grow.

Decides what is kept of how many runs, and what becomes of series that are too long to be kept
whole: neighbours are put together, so that memory stays bounded and extremes stay.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from guild_jupyter.scalars import footprint
from guild_jupyter.scalars.buckets import Numbers, Points, bucketed, joined
from guild_jupyter.scalars.files import EventFile, event_files
from guild_jupyter.scalars.footprint import Identity
from guild_jupyter.scalars.reading import EventReader, damaged, unreadable
from guild_jupyter.scalars.records import Columns
from guild_jupyter.scalars.summary import key_of

#: Rows of 24 bytes, as buckets of 56, that are kept of one run.
MOST_OF_A_RUN = 2_000_000
#: Rows that are kept of all runs together.
MOST_OF_ALL = 6_000_000
_FEWEST = 256  # rows of a series that are always kept
_MOST_RUNS = 1000

_Place = tuple[str, str]  # prefix, tag


class _Growing:
    """Rows that are appended to without copying all of them each time."""

    def __init__(self) -> None:
        self._held = np.empty((3, 0))
        self.count = 0

    def add(self, columns: Columns) -> None:
        """Append points: steps, values, wall times."""
        steps, values, walls = (np.asarray(column, np.float64) for column in columns)
        new = Points(steps, walls, values)
        self._append((new if len(self._held) == 3 else new.as_buckets()).columns)

    def _append(self, columns: Sequence[Numbers]) -> None:
        end = self.count + len(columns[0])
        if end > self._held.shape[1]:
            wider = np.empty((len(columns), max(end, self.count + self.count // 2)))
            wider[:, : self.count] = self._held[:, : self.count]
            self._held = wider
        for row, column in zip(self._held, columns, strict=True):
            row[self.count : end] = column
        self.count = end

    @property
    def points(self) -> Points:
        """The rows, which later appending leaves as they are."""
        return Points(*self._held[:, : self.count])

    def condense(self, most: int) -> None:
        """Put neighbours together until there are no more rows than that."""
        if self.count > most:
            self._held = np.array(bucketed(self.points, most).columns)
            self.count = self._held.shape[1]


@dataclass(slots=True)
class _File:
    """What was read of one file; see `accumulation`."""

    identity: Identity
    prefix: str
    reader: EventReader | None
    settled: bool = False
    mark: int = 0
    fault: str = ""
    tags: dict[str, _Growing] = field(default_factory=dict)


class RunSeries:
    """The series of one run; may be used by several threads.

    Parameters
    ----------
    run_dir
        The run directory.
    most
        How many rows are kept.
    """

    def __init__(self, run_dir: Path | str, most: int = MOST_OF_A_RUN) -> None:
        self.run_dir = run_dir
        self.most = most
        self._lock = threading.Lock()
        self._files: dict[str, _File] = {}
        self._held = 0

    @property
    def held(self) -> int:
        """How many rows are kept."""
        return self._held

    @property
    def faults(self) -> list[str]:
        """What is wrong with the run's event files, a sentence each."""
        with self._lock:
            return [known.fault for known in self._files.values() if known.fault]

    def refresh(self) -> dict[str, Points]:
        """Read what is new; return the series by key, in order, each ordered by step.

        Of places that share a key the run's own directory counts, as in `summary.last_values`.
        """
        with self._lock:
            before, self._files = self._files, {}
            for file in event_files(self.run_dir):
                known = before.get(file.relative)
                now = footprint.identity(file.status)
                if known is None or not known.settled or known.identity != now:
                    known = self._read(file, known, now)
                if known is not None:
                    self._files[file.relative] = known
            self._count()
            return self._series()

    def _read(self, file: EventFile, known: _File | None, now: Identity) -> _File | None:
        """Read a file on where it only grew, else anew; return None where it is gone."""
        begun = time.time_ns()
        try:
            if known is None or known.reader is None or not _may_be_read_on(file, known, now):
                known = _File(now, file.prefix, EventReader(file.path))
            reader = known.reader
            assert reader is not None
            for columns in reader.batches():
                for tag, pieces in columns.items():
                    known.tags.setdefault(tag, _Growing()).add(pieces)
                    self._held += len(pieces[0])
                if self._held > self.most:
                    self._condense(known)
            known.mark = footprint.mark(file.path, reader.offset)
            known.fault = damaged(file.relative, reader.fault) if reader.fault else ""
        except FileNotFoundError:
            return None
        except OSError as error:
            # what was read may be of half a block, and is not kept
            known = _File(now, file.prefix, None, fault=unreadable(file.relative, error))
        known.identity = now
        known.settled = footprint.is_settled(now, begun)
        return known

    def _condense(self, reading: _File) -> None:
        """Put neighbours of the longest series together, so that half of the room is free."""
        files = [*self._files.values(), reading]
        tags = [tag for known in files for tag in known.tags.values()]
        share = max(_FEWEST, self.most // 2 // len(tags))
        for tag in tags:
            tag.condense(share)
        self._held = sum(tag.count for tag in tags)

    def _count(self) -> None:
        self._held = sum(
            tag.count for known in self._files.values() for tag in known.tags.values()
        )

    def _series(self) -> dict[str, Points]:
        parts: dict[_Place, list[Points]] = {}
        for known in self._files.values():  # in the order of their places and names
            for tag, growing in known.tags.items():
                parts.setdefault((known.prefix, tag), []).append(growing.points)
        found: dict[str, Points] = {}
        for (prefix, tag), pieces in sorted(parts.items()):
            found.setdefault(key_of(prefix, tag), joined(pieces).in_order())
        return dict(sorted(found.items()))


def _may_be_read_on(file: EventFile, known: _File, now: Identity) -> bool:
    assert known.reader is not None
    offset = known.reader.offset
    if known.identity == now:  # perhaps changed within a tick
        return footprint.mark(file.path, offset) == known.mark
    return footprint.only_grew(file, known.identity, offset, known.mark)


_kept: OrderedDict[str, RunSeries] = OrderedDict()
_kept_lock = threading.Lock()


def series_of(run_dir: Path | str) -> dict[str, Points]:
    """Return the series of a run by key, of which only what is new is read.

    What was read of the runs asked about last is kept.
    """
    name = str(run_dir)
    with _kept_lock:
        run = _kept.setdefault(name, RunSeries(name))
        _kept.move_to_end(name)
    found = run.refresh()
    with _kept_lock:
        total = sum(one.held for one in _kept.values())
        while len(_kept) > 1 and (total > MOST_OF_ALL or len(_kept) > _MOST_RUNS):
            total -= _kept.popitem(last=False)[1].held
    return found


def forget() -> None:
    """Keep nothing of any run."""
    with _kept_lock:
        _kept.clear()
