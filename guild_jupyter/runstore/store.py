"""The runs of a Guild home: listing them, newest first."""

from __future__ import annotations

import os
from heapq import nlargest
from operator import itemgetter
from pathlib import Path

from guild_jupyter.errors import HomeError
from guild_jupyter.runstore import order
from guild_jupyter.runstore.index.asking import is_shelf, shelf
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.order import PLACES, Place
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList


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
    places = _places(str(folder), names)
    found = [(place.when, name) for place, name in zip(places, names, strict=True) if place.is_run]
    found.sort(reverse=True)
    runs = RunList([Run(f"{folder}/{name}") for _, name in found], str(folder.parent))
    runs.closed = sum(place.is_run is None for place in places)
    return runs


def _places(folder: str, names: list[str]) -> list[Place]:
    if not is_shelf(folder):
        return [order.read(f"{folder}/{name}").value for name in names]
    kept = shelf(folder)
    places: list[Place] = kept.ask(PLACES, names)
    kept.forget(names)
    return places


def recent(home: Home, most: int = 50) -> list[Run]:
    """Return the runs whose directories changed last, the newest first, whatever their number."""
    try:
        with os.scandir(home.runs) as entries:
            changed = [(entry.stat(follow_symlinks=False).st_mtime_ns, entry) for entry in entries]
    except OSError:
        return []
    latest = nlargest(most, changed, key=itemgetter(0))
    return [Run(entry.path) for _, entry in latest if order.read(entry.path).value.is_run]
