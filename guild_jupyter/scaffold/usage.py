"""How much of the disk a Guild home takes; of a huge one as much as a bounded time tells."""

from __future__ import annotations

import heapq
import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.sizes import bytes_below

_BIGGEST = 3


@dataclass
class Amount:
    """What a folder takes.

    Parameters
    ----------
    count
        How many runs are in it.
    bytes
        What they take on the disk.
    whole
        Whether everything was counted; if not, both are the least it can be.
    biggest
        Bytes and name of the biggest runs, those that were looked at.
    """

    count: int = 0
    bytes: int = 0
    whole: bool = True
    biggest: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Usage:
    """What a Guild home takes.

    Parameters
    ----------
    runs, trash, cache
        Its runs, those that were deleted, and what can be made again.
    free
        Bytes that are free on its disk; None where that is not known.
    """

    runs: Amount
    trash: Amount
    cache: Amount
    free: int | None


def measure(home: Home, seconds: float) -> Usage:
    """Return what a home takes, after this many seconds as far as it is known by then."""
    clock = _Clock(time.monotonic() + seconds)
    return Usage(
        _runs(home.runs, clock), _runs(home.trash, clock), _one(home.cache, clock), free(home.path)
    )


def free(path: Path) -> int | None:
    """Return how many bytes are free where a path is or would be."""
    for place in (path, *path.parents):
        if paths.is_folder(place):
            try:
                return shutil.disk_usage(place).free
            except OSError:
                return None
    return None


class _Clock:
    """Until when things are counted, and which files were counted already."""

    def __init__(self, end: float) -> None:
        self._end = end
        self.seen: set[tuple[int, int]] = set()

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._end


def _runs(folder: Path, clock: _Clock) -> Amount:
    """Count the runs in a folder, and what each takes."""
    total = Amount()
    sizes = []
    for path in _folders(folder):
        total.count += 1
        if not total.whole or clock.is_over:
            total.whole = False
            continue
        size, total.whole = bytes_below(path, clock.seen, lambda: clock.is_over)
        total.bytes += size
        sizes.append((size, os.path.basename(path)))  # noqa: PTH119 - text
    total.biggest = heapq.nlargest(_BIGGEST, sizes)
    return total


def _one(folder: Path, clock: _Clock) -> Amount:
    if clock.is_over:
        return Amount(whole=not paths.is_folder(folder))
    size, whole = bytes_below(str(folder), clock.seen, lambda: clock.is_over)
    return Amount(bytes=size, whole=whole)


def _folders(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.path for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []
