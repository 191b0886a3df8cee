"""The runs of a Guild home: listing them, newest first."""

from __future__ import annotations

import os
from operator import itemgetter
from pathlib import Path
from typing import Any

from guild_jupyter.errors import HomeError
from guild_jupyter.runstore import order
from guild_jupyter.runstore.index.asking import shelf
from guild_jupyter.runstore.index.aspect import Aspect
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.line import LINES, Line
from guild_jupyter.runstore.order import PLACES, Place
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList

#: Runs from which on it is worth having a place for an index.
MANY = 100


def list_runs(home: Home, *, deleted: bool = False, to_show: bool = False) -> RunList:
    """Return every run of a home, newest first; a home that is not there has none.

    Parameters
    ----------
    home
        The Guild home.
    deleted
        Whether those in its trash are meant.
    to_show
        Whether all of them are shown at once: what that needs is read along.

    Raises
    ------
    HomeError
        The home cannot be read.
    """
    folder = home.trash if deleted else home.runs
    names = _names(folder)
    if len(names) >= MANY:
        home.make_cache()
    return _list(folder, names, to_show=to_show)


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise HomeError(
            f"the Guild home cannot be read: {folder}: {error.strerror}",
            "Choose another with '--home DIR' or the variable GUILD_HOME.",
        ) from error


def _list(folder: Path, names: list[str], *, to_show: bool) -> RunList:
    lines: list[Line] = _of_all(LINES, str(folder), names) if to_show else []
    places: list[Place] = (
        [line.place for line in lines] if to_show else _of_all(PLACES, str(folder), names)
    )
    found = [
        (place.when, name, number)
        for number, (place, name) in enumerate(zip(places, names, strict=True))
        if place.is_run
    ]
    found.sort(reverse=True)
    runs = RunList([Run(f"{folder}/{name}") for _, name, _ in found], str(folder.parent))
    runs.closed = sum(place.is_run is None for place in places)
    if to_show:
        runs.note_lines([lines[number] for _, _, number in found])
    return runs


def _of_all(aspect: Aspect, folder: str, names: list[str]) -> list[Any]:
    kept = shelf(folder)
    found = kept.ask(aspect, names)
    kept.forget(names)
    return found


def recent(home: Home, most: int = 50) -> list[Run]:
    """Return the runs whose directories changed last, the newest first, whatever their number."""
    try:
        with os.scandir(home.runs) as entries:
            changed = [(entry.stat(follow_symlinks=False).st_mtime_ns, entry) for entry in entries]
    except OSError:
        return []
    changed.sort(key=itemgetter(0), reverse=True)
    return [Run(entry.path) for _, entry in changed[:most] if order.read(entry.path).value.is_run]
