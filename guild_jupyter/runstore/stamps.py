"""Whether files are still those that were read, told by their times, sizes and inodes.

Writing into a file in place, putting another in its place and adding one to a folder all change
one of these. Nobody can set the time of the last change (ctime) back by what files offer.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterable

#: Nanoseconds within which a file system may give two changes the same time, and then some.
FRESH = 3_000_000_000


class Seen:
    """The files of one folder that were looked at, as they were before they were read.

    Parameters
    ----------
    root
        The folder; no slash at its end.
    """

    __slots__ = ("_newest", "_numbers", "is_sure", "names", "root", "unread")

    def __init__(self, root: str) -> None:
        self.root = root
        self.names: list[str] = []
        #: Whether everything that matters was seen; a file that may not be read hides changes.
        self.is_sure = True
        #: What is there and cannot be read, or makes no sense, by name.
        self.unread: list[str] = []
        self._numbers: list[int] = []
        self._newest = 0

    def note(self, name: str, facts: os.stat_result) -> None:
        """Note what a file was before it was read.

        Parameters
        ----------
        name
            Its path from the folder on, beginning with a slash; the folder itself is empty.
        facts
            What the system said of it.
        """
        changed = facts.st_ctime_ns
        written = facts.st_mtime_ns
        self.names.append(name)
        self._numbers += (written, changed, facts.st_size, facts.st_ino)
        if changed > self._newest:
            self._newest = changed
        if written > self._newest:
            self._newest = written

    def look(self, name: str) -> bool:
        """Note what a file or folder is now; tell whether it is there."""
        try:
            self.note(name, os.stat(self.root + name))  # noqa: PTH116 - 10,000 runs
        except OSError:
            self.is_sure = False
            return False
        return True

    def stamp(self) -> bytes:
        """Return what tells these files from later ones; nothing where that cannot be trusted.

        What changed a moment ago may change once more without a trace.
        """
        if not self.is_sure or time.time_ns() - self._newest < FRESH:
            return b""
        return _packed(self._numbers)


def stamp(root: str, names: Iterable[str]) -> bytes:
    """Return what the files are now, as :meth:`Seen.stamp`; nothing where one is missing."""
    numbers: list[int] = []
    stat = os.stat
    try:
        for name in names:
            facts = stat(root + name)
            numbers += (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino)
    except OSError:
        return b""
    return _packed(numbers)


def _packed(numbers: list[int]) -> bytes:
    try:
        return struct.pack(f"{len(numbers)}q", *numbers)
    except struct.error:
        return b""  # an inode of another world; such a file is always read
