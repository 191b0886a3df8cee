"""The shared store of downloads and unpacked archives: ``cache/resources`` of the Guild home.

Decides the folder of each entry, which is Guild's, and that one process at a time changes it.
Knows nothing of what is in it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

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
        yield
    finally:
        os.close(descriptor)
