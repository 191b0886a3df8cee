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
from contextlib import contextmanager
from pathlib import Path

from guild_jupyter.supervise import durable
from guild_jupyter.supervise.rundir import TEMPORARY

#: What the names of folders begin with that are being made in an entry, under its lock.
MAKING = ".making-"

_LOCK = ".guild-jupyter.lock"


def entry(home: str, words: Sequence[str]) -> Path:
    """Return the folder of an entry, made if need be.

    Parameters
    ----------
    home
        The Guild home.
    words
        What the entry is known by: the six components of a URL, or ``file`` and a path.
    """
    key = hashlib.sha224("\n".join(words).encode(errors="surrogateescape")).hexdigest()
    folder = _shelf(Path(home, "cache", "resources")) / key
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


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

    Parameters
    ----------
    folder
        The entry's folder.
    on_wait
        Called if another process holds it now.
    """
    flags = os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(folder / _LOCK, flags, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        _sweep(folder)
        yield
    finally:
        os.close(descriptor)
