"""How much room runs take on their disk."""

from __future__ import annotations

import os
from dataclasses import dataclass

from guild_jupyter.twins.text import size

#: How many files and folders of one run are looked at: nobody waits longer for a table.
MOST_ENTRIES = 20_000
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Room:
    """What a run takes.

    Parameters
    ----------
    count
        Bytes on its disk, links and what they lead to left out.
    is_whole
        Whether everything was counted.
    """

    count: int
    is_whole: bool = True

    def __str__(self) -> str:
        return size(self.count) if self.is_whole else f"> {size(self.count)}"


def room(folder: str | os.PathLike[str], most: int = MOST_ENTRIES) -> Room:
    """Return the room that a run directory takes; what cannot be read counts nothing."""
    total = 0
    seen: set[tuple[int, int]] = set()
    pending = [os.fspath(folder)]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if most <= 0:
                        return Room(total, is_whole=False)
                    most -= 1
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    found = entry.stat(follow_symlinks=False)
                    if found.st_nlink > 1 and not entry.is_dir(follow_symlinks=False):
                        if (found.st_dev, found.st_ino) in seen:
                            continue
                        seen.add((found.st_dev, found.st_ino))
                    total += found.st_blocks * _BLOCK
        except OSError:
            continue  # it went away meanwhile, or is not shared
    return Room(total)
