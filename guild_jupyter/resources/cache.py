"""The shared store of downloads and unpacked archives: ``cache/resources`` of the Guild home.

Decides the folder of each entry, which is Guild's, and that one process at a time changes it.
Knows nothing of what is in it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from guild_jupyter.supervise import durable
from guild_jupyter.supervise.rundir import TEMPORARY

#: What the names of folders begin with that are being made in an entry, under its lock.
MAKING = ".making-"

#: What the names of files begin with that are not of what an entry keeps.
RESERVED = (".guild", MAKING, TEMPORARY)

_LOCK = ".guild-jupyter.lock"
_TRIES = 1000
_LOCK_FLAGS = os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC


def entry(home: str, words: Sequence[str]) -> Path:
    """Return the folder of an entry; it is made when it is locked.

    Parameters
    ----------
    home
        The Guild home.
    words
        What the entry is known by: the six components of a URL, or ``file`` and a path.
    """
    key = hashlib.sha224("\n".join(words).encode(errors="surrogateescape")).hexdigest()
    return _shelf(Path(home, "cache", "resources")) / key


def _shelf(folder: Path) -> Path:
    """Return the folder of all entries; in a home that several share, one's own."""
    try:
        is_anothers = folder.stat().st_uid != os.geteuid()
    except OSError:
        return folder
    return folder.with_name(f"{folder.name}-{os.geteuid()}") if is_anothers else folder


def _sweep(folder: Path) -> None:
    """Remove what was being made by a process that was killed: nobody else makes anything now."""
    for left in folder.iterdir():
        if left.name.startswith((TEMPORARY, MAKING)):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                durable.remove(str(left))


@contextmanager
def locked(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold an entry; the lock goes with the process, however it ends.

    An entry in which nothing is left is removed with its lock.

    Parameters
    ----------
    folder
        The entry's folder.
    on_wait
        Called if another process holds it now.
    """
    descriptor = _hold(folder, on_wait)
    try:
        _sweep(folder)
        yield
    finally:
        _remove_empty(folder)
        os.close(descriptor)


def _hold(folder: Path, on_wait: Callable[[], None]) -> int:
    tries = 0
    while True:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(folder / _LOCK, _LOCK_FLAGS, 0o600)
        except (FileExistsError, FileNotFoundError):
            # It was removed meanwhile; or, time and again, a link on the way leads nowhere.
            tries += 1
            if folder.is_file() or tries > _TRIES:
                raise
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if _is_of(descriptor, folder / _LOCK):
            return descriptor
        os.close(descriptor)  # it was removed while we waited, and holds nobody off


def _is_of(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _remove_empty(folder: Path) -> None:
    if [path.name for path in folder.iterdir()] == [_LOCK]:
        durable.remove(str(folder / _LOCK))
        with suppress(OSError):  # who waited has begun to use it again
            folder.rmdir()
