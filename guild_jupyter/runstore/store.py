"""The runs of a Guild home: listing them, newest first."""

from __future__ import annotations

import os
from heapq import nlargest
from operator import itemgetter
from pathlib import Path

from guild_jupyter.errors import HomeError
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.supervise import recovery
from guild_jupyter.supervise.rundir import RunDir


def list_runs(home: Home, *, deleted: bool = False) -> RunList:
    """Return every run of a home, newest first; a home that is not there has none.

    Parameters
    ----------
    home
        The Guild home.
    deleted
        Whether those in its trash are meant.

    Raises
    ------
    HomeError
        The home cannot be read.
    """
    return runs_in(home.trash if deleted else home.runs)


def runs_in(folder: Path) -> RunList:
    """Return every run whose directory is in a folder, newest first.

    Raises
    ------
    HomeError
        The folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except (FileNotFoundError, NotADirectoryError):
        names = []
    except OSError as error:
        raise HomeError(
            f"the Guild home cannot be read: {folder}: {error.strerror}",
            "Choose another with '--home DIR' or the variable GUILD_HOME.",
        ) from error
    kinds = {name: _is_run(f"{folder}/{name}") for name in names}
    found = [Run(folder / name) for name, is_run in kinds.items() if is_run]
    runs = RunList(sorted(found, key=lambda run: run.sort_key, reverse=True), str(folder.parent))
    runs.closed = sum(is_run is None for is_run in kinds.values())
    return runs


def recent(home: Home, most: int = 50) -> list[Run]:
    """Return the runs whose directories changed last, the newest first, whatever their number."""
    try:
        with os.scandir(home.runs) as entries:
            changed = [(entry.stat(follow_symlinks=False).st_mtime_ns, entry) for entry in entries]
    except OSError:
        return []
    latest = nlargest(most, changed, key=itemgetter(0))
    return [Run(home.runs / entry.name) for _, entry in latest if _is_run(entry.path)]


def _is_run(path: str) -> bool | None:
    """Tell whether a folder is a run, None where it may not be looked into.

    One whose end was left half written is repaired.
    """
    run = RunDir(path)
    try:
        os.lstat(run.opref)
    except PermissionError:
        return None
    except OSError:
        return False
    if recovery.is_wanted(run):
        recovery.repair(run)
    return True
