"""Unpacking zip, tar and gzip files into a fresh folder, by a policy of our own.

Decides how members become files: made anew, never through a link, with the x bit and nothing
else of their mode. Which members are accepted is decided by ``archive_policy``.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, cast

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.archive_policy import BadArchive, Policy


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Stream(_Readable, Protocol):
    def seek(self, position: int, /) -> int: ...

    def tell(self) -> int: ...

    def close(self) -> None: ...


_CHUNK = 1 << 20
# tarfile reads long names and headers in one go, as long as the archive says they are.
_LONGEST_READ = 16 << 20
_TAR_SUFFIXES = (".tar", ".tgz", ".tbz2", ".txz")
_MAGIC: dict[bytes, Callable[[IO[bytes]], _Stream]] = {
    b"\x1f\x8b": lambda raw: gzip.GzipFile(fileobj=raw),
    b"BZ": bz2.BZ2File,
    b"\xfd7": lzma.LZMAFile,
}
_DAMAGE = (
    EOFError,
    ValueError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    MemoryError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class _Member:
    """A member's name, how to read it (None for a folder), and whether it is executable."""

    name: str
    content: _Readable | None = None
    is_executable: bool = False


def kind_of(name: str, declared: str = "") -> str:
    """Return the kind of archive by a file's name, or an empty text for none.

    Parameters
    ----------
    name
        The file's name.
    declared
        The kind where the Guild file says it.
    """
    if declared:
        return declared
    low = name.lower()
    if low.endswith(".zip"):
        return "zip"
    if low.endswith(_TAR_SUFFIXES) or ".tar." in low[-10:]:
        return "tar"
    return "gzip" if low.endswith(".gz") else ""


def unpack(archive: str, folder: str, kind: str) -> None:
    """Unpack an archive into a folder that is empty and nobody else's.

    Parameters
    ----------
    archive
        The archive.
    folder
        The folder. After an error it holds some of the members: remove it.
    kind
        One of :data:`archive_policy.KINDS`.

    Raises
    ------
    BadArchive
        It is damaged, or the policy refuses it.
    """
    members = {"zip": _zip_members, "tar": _tar_members, "gzip": _gzip_member}[kind]
    policy = Policy(Path(archive).stat().st_size)
    try:
        with _Writer(folder) as writer:
            for member in members(archive, policy):
                parts = policy.admit(member.name, is_folder=member.content is None)
                if member.content is None:
                    writer.make_folder(parts)
                else:
                    writer.write(parts, member.content, policy, executable=member.is_executable)
    except ResourceError as error:
        raise BadArchive(f"cannot unpack {archive!r}: {error.message}") from error
    except (*_DAMAGE, OSError) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise  # the disk's fault; a bad stream has no number, a bad position this one
        reason = str(error) or type(error).__name__
        raise BadArchive(f"cannot unpack {archive!r}: it is damaged: {reason}") from error


def _zip_members(archive: str, policy: Policy) -> Iterator[_Member]:  # noqa: ARG001 - all alike
    with zipfile.ZipFile(archive) as file:
        for info in file.infolist():
            # What comes after a NUL is cut off the other name.
            name = info.orig_filename
            mode = info.external_attr >> 16
            is_folder = name.endswith("/")
            if stat.S_IFMT(mode) not in (0, stat.S_IFDIR if is_folder else stat.S_IFREG):
                raise BadArchive(f"it has a member {name[:200]!r} that is no file and no folder")
            if info.flag_bits & 1:
                raise BadArchive("it is encrypted")
            if is_folder:
                yield _Member(name)
                continue
            with file.open(info) as content:
                yield _Member(name, content, bool(mode & 0o100))


def _tar_members(archive: str, policy: Policy) -> Iterator[_Member]:
    with (
        _decompressed(archive, policy) as stream,
        tarfile.open(fileobj=cast(IO[bytes], stream), mode="r:") as file,
    ):
        while (info := file.next()) is not None:
            # A list of all members would grow with a hostile archive.
            file.members.clear()  # type: ignore[attr-defined]
            if info.isdir():
                yield _Member(info.name)
                continue
            content = file.extractfile(info) if info.isreg() else None
            if content is None:
                name = info.name[:200]
                raise BadArchive(f"it has a member {name!r} that is no file and no folder")
            with content:
                yield _Member(info.name, content, bool(info.mode & 0o100))
        # tarfile takes a damaged header for the end, and reads no checksum behind the end.
        stream.seek(file.offset)
        end = stream.read(tarfile.BLOCKSIZE)
        if len(end) != tarfile.BLOCKSIZE or any(end):
            raise BadArchive("it is damaged or cut off")
        while chunk := stream.read(_CHUNK):
            policy.count(len(chunk))


def _gzip_member(archive: str, policy: Policy) -> Iterator[_Member]:  # noqa: ARG001 - all alike
    name = Path(archive).name
    with gzip.open(archive) as content:
        yield _Member(name[:-3] if name.lower().endswith(".gz") else name, content)


@contextmanager
def _decompressed(archive: str, policy: Policy) -> Iterator[_Bounded]:
    with Path(archive).open("rb") as raw:
        magic = raw.read(2)
        raw.seek(0)
        opener = _MAGIC.get(magic)
        if opener is None:
            yield _Bounded(raw, None)
            return
        with closing(opener(raw)) as stream:
            yield _Bounded(stream, policy.limit)


class _Bounded:
    """A stream that refuses to be read in huge pieces or moved beyond a limit."""

    def __init__(self, stream: _Stream, limit: int | None) -> None:
        self._stream = stream
        self._limit = limit
        self.tell = stream.tell

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LONGEST_READ:
            raise BadArchive("it has a header that is too long")
        return self._stream.read(size)

    def seek(self, position: int) -> int:
        # Headers, padding and gaps count as well: they cost as much to decompress.
        if self._limit is not None and position > 2 * self._limit:
            raise BadArchive("it unpacks to more than its size allows")
        return self._stream.seek(position)


class _Writer:
    """Makes files and folders below one folder, whose content nobody else changes."""

    def __init__(self, folder: str) -> None:
        self._root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        self._parts: tuple[str, ...] = ()
        self._folder = os.dup(self._root)

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._folder)
        os.close(self._root)

    def make_folder(self, parts: tuple[str, ...]) -> None:
        """Make a folder and those above it, and stay there."""
        if parts == self._parts:
            return
        folder = os.dup(self._root)
        for part in parts:
            below = _enter(folder, part)
            os.close(folder)
            folder = below
        os.close(self._folder)
        self._folder, self._parts = folder, parts

    def write(
        self, parts: tuple[str, ...], content: _Readable, policy: Policy, *, executable: bool
    ) -> None:
        """Make a file, anew if an earlier member was of its name."""
        self.make_folder(parts[:-1])
        with suppress(FileNotFoundError):
            os.unlink(parts[-1], dir_fd=self._folder)
        flags = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY | os.O_CLOEXEC
        descriptor = os.open(parts[-1], flags, 0o777 if executable else 0o666, dir_fd=self._folder)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
            while chunk := content.read(_CHUNK):
                policy.count(len(chunk))
                file.write(chunk)


def _enter(folder: int, name: str) -> int:
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=folder)
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
