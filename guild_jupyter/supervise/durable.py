"""Writing small files so that a reader sees the old content or the new, never half of one."""

from __future__ import annotations

import errno
import json
import os
import stat

from guild_jupyter.supervise import faults
from guild_jupyter.supervise.rundir import TEMPORARY

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from typing import Any


#: Bytes of the largest file that is read at once.
MOST = 64 << 20
_CHUNK = 1 << 16
# A pipe without a writer is not waited for. Not every system has each of them.
_TO_READ = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _TO_READ |= getattr(os, _name, 0)


def write(path: str, content: bytes, mode: int = 0o600, *, sync: bool = False) -> None:
    """Replace a file's content by a rename.

    Parameters
    ----------
    path
        The file, in ``.guild`` or in a folder below it.
    content
        Its whole new content.
    mode
        Its permissions, whatever the umask.
    sync
        Whether content and name are on the disk when this returns.
    """
    folder = os.path.dirname(path)
    # Attributes are listed by folder, so their temporaries stay out of it.
    place = folder.removesuffix("/attrs")
    # Never a name that a process of the same pid, here or in another container, left behind.
    temporary = f"{place}/{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}"
    faults.reach("write.making", path)
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, mode)
    try:
        try:
            os.fchmod(descriptor, mode)
            faults.reach("write.writing", path)
            write_all(descriptor, content)
            if sync:
                os.fdatasync(descriptor)
        finally:
            os.close(descriptor)
        faults.reach("write.renaming", path)
        os.replace(temporary, path)
    except BaseException:
        remove(temporary)
        raise
    faults.reach("write.renamed", path)
    if sync:
        sync_folder(folder)


def restrict(mode: int) -> None:
    """Have this process make nothing that gives others more than a file of this mode does."""
    os.umask(0o777 & ~(mode | (mode & 0o444) >> 2))


def write_all(descriptor: int, content: bytes | memoryview, at: int | None = None) -> None:
    """Write the whole content, however many calls it takes.

    Parameters
    ----------
    descriptor
        An open file.
    content
        What to write.
    at
        Where in the file; None for its present position, which then moves along.
    """
    rest = memoryview(content)
    while rest:
        written = os.write(descriptor, rest) if at is None else os.pwrite(descriptor, rest, at)
        rest = rest[written:]
        at = None if at is None else at + written


def reopen(path: str, mode: int) -> int:
    """Open a file to read and write what it holds, made if need be; negative if it cannot be."""
    try:
        faults.reach("capture.opening", path)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, mode)
    except OSError:
        return -1
    try:
        os.fchmod(descriptor, mode)
    except OSError:
        return descriptor  # it is another user's; that it can be written is enough
    return descriptor


def shorten(descriptor: int, size: int) -> None:
    """Cut what stands in an open file beyond a size, as far as that can be done."""
    try:
        os.ftruncate(descriptor, size)
    except OSError:
        return


def sync_folder(folder: str) -> None:
    """Have the names in a folder reach the disk, where its file system can do that."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError:
        return  # some network file systems know no fsync of folders; the name is there
    finally:
        os.close(descriptor)


def write_json(path: str, value: object, mode: int = 0o600, *, sync: bool = False) -> None:
    """Replace a file's content by a JSON text; parameters as :func:`write`."""
    write(path, json.dumps(value, sort_keys=True).encode() + b"\n", mode, sync=sync)


def open_regular(path: str) -> int:
    """Open a file to read it, whoever put it there; return the descriptor.

    Raises
    ------
    OSError
        It is none: to read from a pipe or device may never end.
    """
    descriptor = os.open(path, _TO_READ)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise _irregular(mode)
    return descriptor


def open_beneath(root: str, parts: list[str]) -> int:
    """Open a regular file below a folder, by names none of which is a link.

    Who puts a link in the place of one of them while this walks makes it fail.

    Parameters
    ----------
    root
        The folder.
    parts
        The names on the way; none is empty or ``..``.

    Raises
    ------
    OSError
        There is no such file, or a name on the way is a link.
    """
    if os.open not in os.supports_dir_fd:
        return open_regular("/".join((root, *parts)))
    place = os.open(root, _TO_READ | os.O_DIRECTORY)
    try:
        for part in parts:
            below = os.open(part, _TO_READ | os.O_NOFOLLOW, dir_fd=place)
            os.close(place)
            place = below
        mode = os.fstat(place).st_mode
        if not stat.S_ISREG(mode):
            raise _irregular(mode)
    except BaseException:
        os.close(place)
        raise
    return place


def _irregular(mode: int) -> OSError:
    if stat.S_ISDIR(mode):
        return IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return OSError(errno.EINVAL, "it is no regular file")


def read_bytes(path: str, most: int = MOST) -> bytes:
    """Return what is in a small file.

    Raises
    ------
    OSError
        It cannot be read, is no regular file, or has more bytes than ``most``.
    """
    return read_with_facts(path, most)[0]


def read_with_facts(path: str, most: int = MOST) -> tuple[bytes, os.stat_result]:
    """Return what is in a small file, and what the system said of it before it was read.

    Raises
    ------
    OSError
        As :func:`read_bytes`.
    """
    descriptor = os.open(path, _TO_READ)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise _irregular(facts.st_mode)
        size = facts.st_size
        # One byte more is asked for than there should be: its absence is the end of the file. A
        # file of /proc, or one that grows meanwhile, has more.
        data = os.read(descriptor, min(size, most) + 1)
        if len(data) != size or not size:
            while len(data) <= most and (more := os.read(descriptor, _CHUNK)):
                data += more
    finally:
        os.close(descriptor)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most} bytes")
    return data, facts


def read_json(path: str) -> dict[str, Any] | None:
    """Return the JSON object in a file, or None where there is none that can be read."""
    try:
        value = json.loads(read_bytes(path))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def read_text(path: str) -> str | None:
    """Return a file's text, or None where it cannot be read."""
    try:
        return read_bytes(path).decode("utf-8", errors="replace")
    except OSError:
        return None


def read_int(path: str) -> int | None:
    """Return the integer in a file, or None where there is none."""
    try:
        return int((read_text(path) or "").strip())
    except ValueError:
        return None


def remove(path: str) -> None:
    """Remove a file if it is there."""
    try:
        faults.reach("remove.removing", path)
        os.unlink(path)
    except OSError:
        return
