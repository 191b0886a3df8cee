"""Removing run directories for good: moved out of sight by a rename, then removed.

A removal that is cut short is finished by the next one. Nothing is ever removed through a link,
nor outside of the folder, whatever is moved there meanwhile.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from guild_jupyter.errors import RunError
from guild_jupyter.runstore.layout import Home, make_folder
from guild_jupyter.supervise import trash

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
#: How deep folders are gone into before one is moved up: each level keeps a file open.
_DEEPEST = 50
_SHOWN = 3


def take(home: Home, path: Path) -> Path:
    """Move a run directory out of sight, from where :func:`empty` removes it; return its place.

    Raises
    ------
    OSError
        It cannot be moved; FileNotFoundError where it is not there.
    """
    with suppress(FileExistsError):
        make_folder(home.purging, home.modes.folder)
    target = home.purging / f"{path.name}.{secrets.token_hex(4)}"
    trash.move(str(path), str(target))
    return target


def empty(home: Home) -> None:
    """Remove all that was taken, by this process or by one that could not finish.

    Where another process is at it, it is left to that one.

    Raises
    ------
    RunError
        Something cannot be removed.
    """
    try:
        folder = os.open(home.purging, _FOLDER)
    except FileNotFoundError:
        return
    except OSError as error:
        raise RunError(f"{home.purging} is no folder of yours", "Move it away.") from error
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        except OSError:
            pass  # a file system without locks: two may be at it, neither minds
        left = [name for name in os.listdir(folder) if not _remove(folder, name, folder, 0)]  # noqa: PTH208 - by descriptor
        # What lay too deep was moved here meanwhile.
        while not left and (found := os.listdir(folder)):  # noqa: PTH208 - text
            left = [name for name in found if not _remove(folder, name, folder, 0)]
    finally:
        os.close(folder)
    if left:
        more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
        raise RunError(
            f"not all can be removed: {', '.join(sorted(left)[:_SHOWN])}{more} in {home.purging}",
            "They are no runs any more; remove them with the rights of their owner.",
        )
    with suppress(OSError):
        home.purging.rmdir()


def _remove(folder: int, name: str, top: int, depth: int) -> bool:
    """Remove what has a name in an open folder; tell whether it is gone."""
    try:
        facts = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if not stat.S_ISDIR(facts.st_mode):
            os.unlink(name, dir_fd=folder)
            return True
        if depth >= _DEEPEST:
            os.rename(name, f"deep.{secrets.token_hex(8)}", src_dir_fd=folder, dst_dir_fd=top)
            return True
        inner = _opened(name, folder, facts.st_mode)
    except FileNotFoundError:
        return True  # another process was faster
    except OSError:
        return False
    try:
        gone = [_remove(inner, below, top, depth + 1) for below in os.listdir(inner)]  # noqa: PTH208 - text
        if not all(gone):
            return False
        os.rmdir(name, dir_fd=folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    finally:
        os.close(inner)
    return True


def _opened(name: str, folder: int, mode: int) -> int:
    """Open a folder to empty it, whatever its permissions are."""
    if stat.S_IMODE(mode) & stat.S_IRWXU == stat.S_IRWXU:
        return os.open(name, _FOLDER, dir_fd=folder)
    try:
        inner = os.open(name, _FOLDER, dir_fd=folder)
    except PermissionError:
        _permit(name, folder)
        return os.open(name, _FOLDER, dir_fd=folder)
    with suppress(OSError):
        os.fchmod(inner, stat.S_IRWXU)
    return inner


def _permit(name: str, folder: int) -> None:
    """Give its owner all rights to a folder that cannot even be opened; no link is followed."""
    if os.chmod in os.supports_follow_symlinks:
        os.chmod(name, stat.S_IRWXU, dir_fd=folder, follow_symlinks=False)
        return
    place = os.open(name, _FOLDER | os.O_PATH, dir_fd=folder)
    try:
        Path(f"/proc/self/fd/{place}").chmod(stat.S_IRWXU)
    finally:
        os.close(place)
