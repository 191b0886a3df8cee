"""How much of the disk a run takes: what its folders and files have, links not followed."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from typing import NamedTuple

from guild_jupyter.twins.text import size

#: How many files and folders of one run are looked at for a table: nobody waits longer for it.
MOST_ENTRIES = 20_000
_BLOCK = 512


class Room(NamedTuple):
    """What a run takes.

    Parameters
    ----------
    bytes
        Bytes on its disk, links and what they lead to left out.
    is_whole
        Whether everything was counted.
    """

    bytes: int
    is_whole: bool = True

    def __str__(self) -> str:
        return size(self.bytes) if self.is_whole else f"> {size(self.bytes)}"


def room(folder: str | os.PathLike[str], most: int = MOST_ENTRIES) -> Room:
    """Return the room that a run takes, as :func:`size_of`, of at most so many files."""
    looked = count(1)
    return Room(*bytes_below(os.fspath(folder), set(), lambda: next(looked) > most))


def size_of(folder: str | os.PathLike[str]) -> int:
    """Return how many bytes of the disk a folder takes with all that is below it.

    What links lead to is not counted, a file with several names once, and of a sparse file only
    what it really takes. What cannot be looked into counts as nothing.
    """
    return bytes_below(os.fspath(folder), set())[0]


def bytes_below(
    top: str, seen: set[tuple[int, int]], is_over: Callable[[], bool] | None = None
) -> tuple[int, bool]:
    """Return how many bytes are below a folder, and whether everything was counted.

    Parameters
    ----------
    top
        The folder.
    seen
        Device and inode of the files with several names that were counted; they are added here.
    is_over
        Asked before each file whether to leave it at that.
    """
    total = 0
    pending = [top]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if is_over is not None and is_over():
                        return total, False
                    is_folder = entry.is_dir(follow_symlinks=False)
                    total += _of_entry(entry, seen, is_folder=is_folder)
                    if is_folder:
                        pending.append(entry.path)
        except OSError:
            continue  # it was removed, or may not be looked into
    return total, True


def _of_entry(entry: os.DirEntry[str], seen: set[tuple[int, int]], *, is_folder: bool) -> int:
    facts = entry.stat(follow_symlinks=False)
    if facts.st_nlink > 1 and not is_folder:
        same = (facts.st_dev, facts.st_ino)
        if same in seen:
            return 0
        seen.add(same)
    blocks: int | None = getattr(facts, "st_blocks", None)
    return facts.st_size if blocks is None else blocks * _BLOCK
