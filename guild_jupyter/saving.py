"""Text into a file that a user named: what was there is replaced whole, or stays as it is."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress

_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0)
_MODE = 0o666
_EFFECTIVE = os.access in os.supports_effective_ids


def save(path: str | os.PathLike[str], text: str) -> None:
    """Write a text; it appears by a rename, but for pipes and devices, which are written to.

    Parameters
    ----------
    path
        The file; where it is a link, what that leads to is replaced.
    text
        What it holds then, in UTF-8.

    Raises
    ------
    OSError
        It cannot be written, and is as it was.
    ValueError
        No file can have such a path.
    """
    content = text.encode(errors="replace")
    target = os.path.realpath(path)
    try:
        mode = os.stat(target).st_mode  # noqa: PTH116 - text
    except FileNotFoundError:
        mode = 0
    if mode and not stat.S_ISREG(mode):
        with open(target, "wb", buffering=0) as file:  # noqa: PTH123 - text
            _write_all(file.fileno(), content)
        return
    if mode and not os.access(target, os.W_OK, effective_ids=_EFFECTIVE):
        raise PermissionError(
            errno.EACCES, os.strerror(errno.EACCES), target
        )  # a rename would not mind
    temporary = f"{os.path.dirname(target)}/.{secrets.token_hex(8)}.saving"  # noqa: PTH120 - text
    descriptor = os.open(temporary, _NEW, _MODE)
    try:
        try:
            if mode:
                os.chmod(temporary, stat.S_IMODE(mode))  # noqa: PTH101 - text
            _write_all(descriptor, content)
        finally:
            os.close(descriptor)
        os.replace(temporary, target)  # noqa: PTH105 - text
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108 - text
        raise


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
