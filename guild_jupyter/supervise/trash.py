"""The trash of a Guild home: runs that are out of sight and can still be had back."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time

from guild_jupyter.supervise import exit_record, state
from guild_jupyter.supervise.rundir import RunDir

_PATIENCE = 60.0
_PAUSE = 0.02
#: How often something else may come to lie in the way.
_TRIES = 100
#: What a rename says of a target that is there.
TAKEN = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR)


def put_away(path: str, trash: str, mode: int = 0o700) -> str:
    """Move a run directory into the trash and return where it is now.

    The rename decides: of several processes that move the same run, one does, and the others
    find nothing to move. What lies in the trash under the name is kept under another.

    Parameters
    ----------
    path
        The run directory.
    trash
        The folder ``trash/runs`` of its Guild home, made if need be.
    mode
        Permissions of that folder.

    Raises
    ------
    OSError
        It cannot be moved; FileNotFoundError where it is not there.
    """
    target = f"{trash}/{os.path.basename(path)}"
    for _ in range(_TRIES):
        try:
            move(path, target)
        except FileNotFoundError:
            if not os.path.lexists(path) or os.path.isdir(trash):
                raise
            os.makedirs(trash, mode, exist_ok=True)
        except OSError as error:
            if error.errno not in TAKEN or not os.path.lexists(path):
                raise
            _step_aside(target)
        else:
            break
    else:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    return target


def move(path: str, target: str) -> None:
    """Rename a folder, also one that its owner may not write as it is.

    Raises
    ------
    OSError
        It cannot be renamed; nothing has changed then.
    """
    try:
        os.rename(path, target)
    except PermissionError:
        # A folder that gets another parent has to be writable itself.
        facts = os.lstat(path)
        if not stat.S_ISDIR(facts.st_mode) or facts.st_mode & stat.S_IWUSR:
            raise
        os.chmod(path, stat.S_IMODE(facts.st_mode) | stat.S_IWUSR)
        moved = path
        try:
            os.rename(path, target)
            moved = target
        finally:
            os.chmod(moved, stat.S_IMODE(facts.st_mode))


def _step_aside(path: str) -> None:
    try:
        move(path, f"{path}_{secrets.token_hex(4)}")
    except FileNotFoundError:
        return  # another process has moved it


def put_away_on_success(run: RunDir, trash: str) -> None:
    """Move a run that completed into the trash, once those who supervise it are gone."""
    end = time.monotonic() + _PATIENCE
    while state.is_kept(run) and time.monotonic() < end:
        time.sleep(_PAUSE)
    record = exit_record.read(run.exit_record)
    if record is not None and record.exit_status == 0:
        put_away(run.path, trash)
