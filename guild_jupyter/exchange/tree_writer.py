"""Writing members below a folder that nobody else writes: made anew, never through a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

from guild_jupyter.exchange.member import FOLDER, LINK, Digest, Member, Trace

_WHILE_WRITTEN = 0o700
_MAKE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
_ENTER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_HOLE = 1 << 16


class TreeWriter:
    """Makes files, folders and links below one folder.

    Parameters
    ----------
    folder
        The folder, empty.
    sync
        Whether everything is on the disk when it is finished.
    """

    def __init__(self, folder: str, *, sync: bool = False) -> None:
        self._sync = sync
        #: Descriptors of the folder and of those that lead to where it is now.
        self._open = [os.open(folder, _ENTER)]
        self._here: tuple[str, ...] = ()
        self._folders: dict[tuple[str, ...], Member | None] = {}

    def __enter__(self) -> TreeWriter:
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._open:
            os.close(descriptor)

    def put(self, member: Member, count: Callable[[int], None]) -> Trace:
        """Make a member.

        Parameters
        ----------
        member
            The member.
        count
            Is told of bytes before they are written.
        """
        parts = tuple(member.name.split("/"))
        if member.kind == FOLDER:
            self._enter(parts)
            self._folders[parts] = member
            return Digest().of(member)
        self._enter(parts[:-1])
        if member.kind == LINK:
            os.symlink(member.target, parts[-1], dir_fd=self._folder)
            times = (member.modified, member.modified)
            os.utime(parts[-1], ns=times, dir_fd=self._folder, follow_symlinks=False)
            return Digest().of(member)
        return self._write(parts[-1], member, count)

    def _write(self, name: str, member: Member, count: Callable[[int], None]) -> Trace:
        digest = Digest()
        descriptor = os.open(name, _MAKE, 0o600, dir_fd=self._folder)
        with open(descriptor, "wb", buffering=0):  # noqa: PTH123 - a descriptor
            for chunk in member.chunks():
                count(len(chunk))
                digest.add(chunk)
                if member.has_holes:
                    _write_around_holes(descriptor, chunk)
                else:
                    _write_all(descriptor, chunk)
            os.ftruncate(descriptor, digest.size)  # it may end in a hole
            os.fchmod(descriptor, member.mode)
            os.utime(descriptor, ns=(member.modified, member.modified))
            if self._sync:
                os.fsync(descriptor)
        return digest.of(member)

    def _enter(self, parts: tuple[str, ...]) -> None:
        """Make a folder and those above it, as far as they are new, and stay there."""
        shared = 0
        for there, wanted in zip(self._here, parts, strict=False):
            if there != wanted:
                break
            shared += 1
        while len(self._here) > shared:
            os.close(self._open.pop())
            self._here = self._here[:-1]
        for end in range(shared + 1, len(parts) + 1):
            if parts[:end] not in self._folders:
                os.mkdir(parts[end - 1], _WHILE_WRITTEN, dir_fd=self._open[-1])
                self._folders[parts[:end]] = None
            self._open.append(os.open(parts[end - 1], _ENTER, dir_fd=self._open[-1]))
            self._here = parts[:end]

    @property
    def _folder(self) -> int:
        return self._open[-1]

    def finish(self) -> None:
        """Give the folders their permissions and times, now that nothing is made in them."""
        for parts in sorted(self._folders, key=len, reverse=True):
            self._enter(parts)
            member = self._folders[parts]
            if member is not None:
                # A folder hands on the group of its home.
                inherited = os.fstat(self._folder).st_mode & stat.S_ISGID
                os.fchmod(self._folder, member.mode | inherited)
                os.utime(self._folder, ns=(member.modified, member.modified))
            if self._sync:
                os.fsync(self._folder)


def _write_all(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _write_around_holes(descriptor: int, chunk: bytes) -> None:
    """Write what is not zero; the rest becomes a hole as it was one."""
    for start in range(0, len(chunk), _HOLE):
        piece = chunk[start : start + _HOLE]
        if piece.count(0) == len(piece):
            os.lseek(descriptor, len(piece), os.SEEK_CUR)
        else:
            _write_all(descriptor, piece)
