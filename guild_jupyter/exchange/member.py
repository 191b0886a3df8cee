"""One member of a run as archives know it: a file, a folder or a link, and what is kept of it.

Plain values; where a member comes from and where it goes is known to readers and writers.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

FILE, FOLDER, LINK = "file", "folder", "link"
#: Permissions that every link has.
LINK_MODE = 0o777
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file, folder or link.

    Parameters
    ----------
    name
        Its path, of which the first part is the run's id; parts are separated by ``/``.
    kind
        :data:`FILE`, :data:`FOLDER` or :data:`LINK`.
    mode
        Its permissions.
    modified
        When it was last changed, in nanoseconds since the epoch.
    size
        Bytes of a file.
    target
        What a link says.
    has_holes
        Whether a file takes less room than it has bytes.
    opened
        Opens a file's content; only until the next member is asked for.
    """

    name: str
    kind: str
    mode: int
    modified: int
    size: int = 0
    target: str = ""
    has_holes: bool = False
    opened: Callable[[], IO[bytes]] | None = None

    def chunks(self) -> Iterator[bytes]:
        """Yield the content of a file."""
        if self.opened is None:
            return
        with self.opened() as content:
            while chunk := content.read(_CHUNK):
                yield chunk


@dataclass(frozen=True, slots=True)
class Trace:
    """What has to be the same of a member wherever it is kept.

    Parameters
    ----------
    kind, mode, modified
        As of the member.
    size
        Bytes of a file that were read.
    content
        The digest of a file's content; what a link says.
    """

    kind: str
    mode: int
    modified: int
    size: int = 0
    content: str = ""

    def looks_like(self, other: Trace) -> bool:
        """Tell whether all but the content is the same, which tells of a change meanwhile."""
        return (self.kind, self.mode, self.modified, self.size) == (
            other.kind,
            other.mode,
            other.modified,
            other.size,
        )


class Digest:
    """The digest of a content, taken while it passes."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b(digest_size=16)
        self.size = 0

    def add(self, chunk: bytes) -> None:
        """Take in more of the content."""
        self._hash.update(chunk)
        self.size += len(chunk)

    def of(self, member: Member) -> Trace:
        """Return the trace of a member whose content this is."""
        content = self._hash.hexdigest() if member.kind == FILE else member.target
        return Trace(member.kind, _mode(member), member.modified, self.size, content)


def trace(member: Member) -> Trace:
    """Return the trace of a member, reading its content."""
    digest = Digest()
    for chunk in member.chunks():
        digest.add(chunk)
    return digest.of(member)


def outline(member: Member) -> Trace:
    """Return the trace of a member without reading its content."""
    size = member.size if member.kind == FILE else 0
    return Trace(member.kind, _mode(member), member.modified, size)


def _mode(member: Member) -> int:
    """Return permissions without the bit that folders hand on to those below them."""
    return member.mode & ~stat.S_ISGID if member.kind == FOLDER else member.mode
