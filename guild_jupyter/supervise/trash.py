"""The trash of a Guild home: runs that are out of sight and can still be had back."""

from __future__ import annotations

import os
import secrets
import time

from guild_jupyter.supervise import exit_record, state
from guild_jupyter.supervise.rundir import RunDir

_PATIENCE = 60.0
_PAUSE = 0.02


def put_away(path: str, trash: str, mode: int = 0o700) -> str:
    """Move a run directory into the trash and return where it is now.

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
        It cannot be moved.
    """
    os.makedirs(trash, mode, exist_ok=True)
    target = f"{trash}/{os.path.basename(path)}"
    if os.path.lexists(target):
        os.rename(target, f"{target}_{secrets.token_hex(4)}")
    os.rename(path, target)
    return target


def put_away_on_success(run: RunDir, trash: str) -> None:
    """Move a run that completed into the trash, once those who supervise it are gone."""
    end = time.monotonic() + _PATIENCE
    while state.is_kept(run) and time.monotonic() < end:
        time.sleep(_PAUSE)
    record = exit_record.read(run.exit_record)
    if record is not None and record.exit_status == 0:
        put_away(run.path, trash)
