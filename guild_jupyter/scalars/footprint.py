"""Whether a file only grew since it was read.

Decides what has to be as it was: the file itself, its length, its beginning and what is before
the place where the reading came to.
"""

from __future__ import annotations

import os
from zlib import crc32

from guild_jupyter.scalars.files import EventFile

_MARK = 64  # bytes at the beginning and before the offset that have to be as they were
# A change within the file system's tick after a reading leaves the times as they were.
_TICK_NS = 100_000_000

#: Inode, size, times of the last changes.
Identity = tuple[int, int, int, int]


def identity(status: os.stat_result) -> Identity:
    """Return what a file is at this time."""
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def is_settled(known: Identity, begun: int) -> bool:
    """Return whether a change after a reading that began then would show in the identity."""
    return max(known[2:]) < begun - _TICK_NS


def mark(path: str, offset: int) -> int:
    """Return a checksum of some of what is before an offset, which a file that grows keeps."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - of many small files
        begin = file.read(min(_MARK, offset))
        file.seek(max(0, offset - _MARK))
        return crc32(file.read(min(_MARK, offset)), crc32(begin))


def only_grew(file: EventFile, known: Identity, offset: int, known_mark: int) -> bool:
    """Return whether a file is what it was when it was read up to an offset, only longer."""
    inode, size, *_ = known
    now = file.status
    is_longer = now.st_ino == inode and now.st_size > size and now.st_size >= offset
    return is_longer and mark(file.path, offset) == known_mark
