"""Zip files of runs: members written so that any program can unpack them, and read again exactly.

Times to the nanosecond stand in a field of our own beside the one that other programs know;
links are stored as those programs store them. Which members do is decided elsewhere.
"""

from __future__ import annotations

import lzma
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

from guild_jupyter.exchange.member import FILE, FOLDER, LINK, LINK_MODE, Digest, Member, Trace
from guild_jupyter.supervise import durable

DAMAGE = (
    EOFError,
    ValueError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)
_KINDS = {FILE: stat.S_IFREG, FOLDER: stat.S_IFDIR, LINK: stat.S_IFLNK}
_UNIX = 3
_FOLDER_OF_DOS = 0x10
_ENCRYPTED = 0x1
_SECOND = 10**9
_UNIX_TIME, _OUR_TIME = 0x5455, 0x476A
_FIRST, _LAST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
_LONGEST_LINK = 4096
_LARGE = 1 << 31
_SAMPLES, _SAMPLE = 16, 1 << 14
_SUSPICIOUS_RATIO = 50


class BadZip(ValueError):  # noqa: N818 - what is wrong, as its siblings in errors
    """A zip file that is not read; the text says why."""


class ZipWriter:
    """Adds members to a zip file.

    Parameters
    ----------
    file
        The file, open to read and write; what it has is kept.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED)

    def put(self, member: Member, count: Callable[[int], None]) -> Trace:
        """Add a member; parameters as those of the writer of folders."""
        info = _info(member)
        digest = Digest()
        if member.kind != FILE:
            self._zip.writestr(info, member.target.encode("utf-8", "surrogateescape"))
            return digest.of(member)
        with self._zip.open(info, "w", force_zip64=member.size >= _LARGE) as out:
            for chunk in member.chunks():
                count(len(chunk))
                digest.add(chunk)
                out.write(chunk)
        return digest.of(member)

    @property
    def total(self) -> int:
        """The bytes that all members unpack to."""
        return sum(info.file_size for info in self._zip.infolist())

    def __enter__(self) -> ZipWriter:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._zip.fp = None  # given up: it must not be ended when it is collected
        self._zip.close()


def _info(member: Member) -> zipfile.ZipInfo:
    is_folder = member.kind == FOLDER
    info = zipfile.ZipInfo(f"{member.name}/" if is_folder else member.name)
    info.create_system = _UNIX
    info.external_attr = (_KINDS[member.kind] | member.mode) << 16
    info.external_attr |= _FOLDER_OF_DOS if is_folder else 0
    info.date_time = _dos_time(member.modified)
    info.extra = _times(member.modified)
    is_stored = member.kind != FILE or _is_bomb_like(member)
    info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    return info


def _is_bomb_like(member: Member) -> bool:
    """Tell whether a file packs so well that unpacking it would look like an attack."""
    if member.opened is None or member.size <= _SAMPLES * _SAMPLE:
        return False
    with member.opened() as content:
        taken = b""
        for place in range(_SAMPLES):
            content.seek(place * member.size // _SAMPLES)
            taken += content.read(_SAMPLE)
    return len(taken) > _SUSPICIOUS_RATIO * len(zlib.compress(taken, 1))


def _dos_time(modified: int) -> tuple[int, int, int, int, int, int]:
    try:
        moment = time.localtime(modified // _SECOND)[:6]
    except (OverflowError, ValueError, OSError):
        return _LAST
    return min(max(moment, _FIRST), _LAST)


def _times(modified: int) -> bytes:
    own = struct.pack("<HHq", _OUR_TIME, 8, modified)
    try:
        return struct.pack("<HHBi", _UNIX_TIME, 5, 1, modified // _SECOND) + own
    except struct.error:  # after 2038
        return own


@contextmanager
def opened(path: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip file to read it.

    Raises
    ------
    BadZip, OSError
        It is none or damaged; it cannot be read.
    """
    # Never a pipe, which would be waited for.
    with open(durable.open_regular(path), "rb") as content:  # noqa: PTH123 - a descriptor
        try:
            file = zipfile.ZipFile(content)
        except DAMAGE as error:
            raise BadZip(reason(error)) from error
        with file:
            yield file


def top_names(path: str) -> set[str]:
    """Return the first parts of the names of all members; of an empty file none.

    Raises
    ------
    BadZip, OSError
        As :func:`opened`.
    """
    with opened(path) as file:
        return {name.partition("/")[0] for name in file.namelist()}


def read(file: zipfile.ZipFile) -> Iterator[Member]:
    """Yield the members of a zip file, with the names that are stored.

    Raises
    ------
    BadZip
        It is damaged or encrypted, or a member is neither file, folder nor link.
    """
    for info in file.infolist():
        try:
            yield _member(file, info)
        except BadZip:
            raise
        except DAMAGE as error:
            raise BadZip(reason(error)) from error


def _member(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = info.orig_filename  # what comes after a NUL is cut off the other
    if info.flag_bits & _ENCRYPTED:
        raise BadZip("it is encrypted")
    mode = info.external_attr >> 16
    kind = _kind(info, mode)
    permissions = stat.S_IMODE(mode)
    if not mode:
        permissions = 0o755 if kind == FOLDER else 0o644
    if kind == LINK:
        with file.open(info) as content:
            target = content.read(_LONGEST_LINK + 1)
        if len(target) > _LONGEST_LINK:
            raise BadZip(f"it has a link {name[:200]!r} that is too long")
        text = target.decode("utf-8", "surrogateescape")
        return Member(name, LINK, LINK_MODE, _modified(info), target=text)
    if kind == FOLDER:
        file.open(info).close()  # as below
        return Member(name, FOLDER, permissions, _modified(info))
    return Member(
        name,
        FILE,
        permissions,
        _modified(info),
        info.file_size,
        # Stored because it packs too well: probably mostly zeros.
        has_holes=info.compress_type == zipfile.ZIP_STORED and info.file_size > _SAMPLE * _SAMPLES,
        opened=lambda: file.open(info),  # which compares its name with the one at its content
    )


def _kind(info: zipfile.ZipInfo, mode: int) -> str:
    is_folder = info.orig_filename.endswith("/")
    form = stat.S_IFMT(mode)
    if form == stat.S_IFLNK and not is_folder:
        return LINK
    if form not in (0, stat.S_IFDIR if is_folder else stat.S_IFREG):
        raise BadZip(
            f"it has a member {info.orig_filename[:200]!r} that is no file, folder or link"
        )
    return FOLDER if is_folder else FILE


def _modified(info: zipfile.ZipInfo) -> int:
    found = dict(_fields(info.extra))
    if len(ours := found.get(_OUR_TIME, b"")) == 8:
        return int(struct.unpack("<q", ours)[0])
    unix = found.get(_UNIX_TIME, b"")
    if len(unix) >= 5 and unix[0] & 1:
        return int(struct.unpack_from("<i", unix, 1)[0]) * _SECOND
    with suppress(ValueError, OverflowError):
        return int(time.mktime((*info.date_time, 0, 0, -1))) * _SECOND
    return 0


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, place)
        yield tag, extra[place + 4 : place + 4 + length]
        place += 4 + length


def reason(error: BaseException) -> str:
    """Return what is wrong with a zip file that could not be read, in words."""
    return f"it is damaged: {str(error) or type(error).__name__}"
