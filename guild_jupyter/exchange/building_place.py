"""Places in which something is built before it appears: held while that goes on, swept if left.

Who builds holds a lock on its place, so that what a killed process left is told from what
another is at.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":  # runs are read there, not built
    import fcntl

_MAKE = os.O_CREAT | os.O_EXCL | os.O_WRONLY
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def folder(parent: Path, prefix: str) -> Iterator[str]:
    """Make a folder for the time of the block; it is removed with what is still in it.

    Parameters
    ----------
    parent
        Where it is made.
    prefix
        What its name begins with; others of that name that nobody holds are removed first.
    """
    with _made(parent, prefix, lambda path: os.mkdir(path, 0o700)) as path:  # noqa: PTH102 - with its mode
        yield path


@contextmanager
def file(parent: Path, prefix: str) -> Iterator[str]:
    """Make an empty file for the time of the block; parameters as those of :func:`folder`."""
    with _made(parent, prefix, lambda path: os.close(os.open(path, _MAKE, 0o600))) as path:
        yield path


@contextmanager
def _made(parent: Path, prefix: str, make: Callable[[str], None]) -> Iterator[str]:
    sweep(parent, prefix)
    descriptor = None
    while descriptor is None:
        path = f"{parent}/{prefix}{os.urandom(8).hex()}"
        make(path)
        # Between making and locking it, somebody who sweeps may take it for left over.
        with suppress(FileNotFoundError):
            descriptor = _locked(path)
    try:
        yield path
    finally:
        remove(path)
        os.close(descriptor)


@contextmanager
def held(path: str) -> Iterator[bool]:
    """Hold a file that is to be replaced, if there is one; false where somebody else does."""
    try:
        descriptor = _locked(path)
    except FileNotFoundError:
        yield True
        return
    if descriptor is None:
        yield False
        return
    try:
        yield True
    finally:
        os.close(descriptor)


def sweep(parent: Path, prefix: str) -> None:
    """Remove what processes that were killed left behind."""
    try:
        names = [name for name in os.listdir(parent) if name.startswith(prefix)]  # noqa: PTH208 - text
    except OSError:
        return
    for name in names:
        path = f"{parent}/{name}"
        with suppress(OSError):
            descriptor = _locked(path)
            if descriptor is not None:
                remove(path)
                os.close(descriptor)


def remove(path: str) -> None:
    """Remove a file or folder, whatever the permissions of what is in it."""
    if os.path.islink(path) or not os.path.isdir(path):  # noqa: PTH112, PTH114 - text
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - text
        return
    shutil.rmtree(path, ignore_errors=True)
    if os.path.isdir(path):  # noqa: PTH112 - text
        for here, folders, _ in os.walk(path):
            for name in ["", *folders]:
                inner = f"{here}/{name}"
                with suppress(OSError):
                    if stat.S_ISDIR(os.lstat(inner).st_mode):
                        os.chmod(inner, 0o700)  # noqa: PTH101 - text
        shutil.rmtree(path, ignore_errors=True)


def _locked(path: str) -> int | None:
    """Return an open descriptor that holds the lock, None where another process does."""
    descriptor = os.open(path, _OPEN)
    try:
        if sys.platform != "win32":
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), os.lstat(path)):
            return descriptor
    except BlockingIOError:
        pass
    except FileNotFoundError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None
