"""The staging folder: run directories that are given up, and what killed launches left there."""

from __future__ import annotations

import os
import re
import time

from guild_jupyter.registry import load
from guild_jupyter.supervise import durable, identity
from guild_jupyter.supervise.rundir import RunDir

_RUN_ID = re.compile(r"[0-9a-f]{32}")
_DISCARDED = ".discarded"
#: Seconds after which what somebody elsewhere began to build is built by nobody.
_NOBODYS = 86_400.0
#: The same for what does not say who builds it, the first thing that is written there.
_NAMELESS = 10.0


def discard(path: str | os.PathLike[str], staging: str | os.PathLike[str]) -> None:
    """Remove a run directory that is given up.

    It disappears by a rename first: that needs no free descriptor, as a removal does. What then
    cannot be removed is left to the next launch.
    """
    place = f"{os.fspath(staging)}/{os.path.basename(path)}{_DISCARDED}"  # noqa: PTH119 - text
    try:
        os.rename(path, place)  # noqa: PTH104 - text
    except OSError:
        place = os.fspath(path)
    _remove(place)


def sweep(staging: str | os.PathLike[str]) -> None:
    """Remove run directories that were given up, or whose launcher died before it was done.

    Parameters
    ----------
    staging
        The folder in which runs are built; other machines and containers may be building in it.
    """
    try:
        with os.scandir(staging) as entries:
            left = [entry.path for entry in entries if _is_left_over(entry)]
    except OSError:
        return
    for path in left:
        _remove(path)


def _remove(folder: str) -> None:
    load("shutil:rmtree")(folder, ignore_errors=True)


def _is_left_over(entry: os.DirEntry[str]) -> bool:
    if not _RUN_ID.fullmatch(entry.name):
        return entry.name.endswith(_DISCARDED)
    launcher = identity.from_json(durable.read_json(RunDir(entry.path).launch))
    if launcher is not None and identity.is_of_here(launcher):
        return not identity.is_alive(launcher)
    age = time.time() - entry.stat(follow_symlinks=False).st_mtime
    return age > (_NAMELESS if launcher is None else _NOBODYS)
