"""Writing small files so that a reader sees the old content or the new, never half of one."""

from __future__ import annotations

import json
import os

from guild_jupyter.supervise.rundir import TEMPORARY

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from typing import Any


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
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, mode)
    try:
        try:
            os.fchmod(descriptor, mode)
            write_all(descriptor, content)
            if sync:
                os.fdatasync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except BaseException:
        remove(temporary)
        raise
    if sync:
        sync_folder(folder)


def restrict(mode: int) -> None:
    """Have this process make nothing that gives others more than a file of this mode does."""
    os.umask(0o777 & ~(mode | (mode & 0o444) >> 2))


def write_all(descriptor: int, content: bytes | memoryview) -> None:
    """Write the whole content, however many calls it takes."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


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


def read_json(path: str) -> dict[str, Any] | None:
    """Return the JSON object in a file, or None where there is none that can be read."""
    try:
        with open(path, "rb") as file:
            value = json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def read_text(path: str) -> str | None:
    """Return a file's text, or None where it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
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
        os.unlink(path)
    except OSError:
        return
