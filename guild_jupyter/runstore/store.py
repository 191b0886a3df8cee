"""The runs of a Guild home: listing them, and finding them by what a user types."""

from __future__ import annotations

import os
import re
from heapq import nlargest
from operator import itemgetter

from guild_jupyter import paths
from guild_jupyter.errors import HomeError, NoSuchRun, RunError, nearest
from guild_jupyter.runstore import order
from guild_jupyter.runstore.index.asking import shelf
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.order import PLACES
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.supervise import trash

LATEST = "latest"
_RANGE = re.compile(r"(\d*):(\d*)\Z")
_SHOWN_CANDIDATES = 5
#: A number of fewer digits is a place in the list, and never the beginning of an id.
_SHORTEST_PREFIX = 4


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
    folder = home.trash if deleted else home.runs
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
    where = shelf(str(folder))
    places = where.ask(PLACES, names)
    where.forget(names)
    found = [(place.when, name) for place, name in zip(places, names, strict=True) if place.is_run]
    found.sort(reverse=True)
    runs = RunList([Run(f"{folder}/{name}") for _, name in found], str(folder.parent))
    runs.closed = sum(place.is_run is None for place in places)
    return runs


def recent(home: Home, most: int = 50) -> list[Run]:
    """Return the runs whose directories changed last, the newest first, whatever their number."""
    try:
        with os.scandir(home.runs) as entries:
            changed = [(entry.stat(follow_symlinks=False).st_mtime_ns, entry) for entry in entries]
    except OSError:
        return []
    latest = nlargest(most, changed, key=itemgetter(0))
    return [Run(entry.path) for _, entry in latest if order.read(entry.path).value.is_run]


def find(home: Home, reference: str, runs: RunList | None = None) -> Run:
    """Return the one run that a reference means.

    Parameters
    ----------
    home
        The Guild home.
    reference
        An index (1 is the newest), a prefix of an id, ``latest``, an operation's name for its
        newest run, or the path of a run directory.
    runs
        The list that an index counts in; None for all runs.

    Raises
    ------
    NoSuchRun
        There is none, or several fit.
    """
    found = select(home, [reference], runs)
    if len(found) != 1:
        raise NoSuchRun(f"{reference!r} means {len(found)} runs, not one", "Give one index or id.")
    return found[0]


def select(home: Home, references: list[str], runs: RunList | None = None) -> RunList:
    """Return the runs that references mean, in order, each once; ranges ``A:B`` as well.

    Raises
    ------
    NoSuchRun
        A reference means no run, or an id prefix several.
    """
    everything = list_runs(home) if runs is None else runs
    places = dict(zip((run.id for run in everything), everything.places, strict=True))
    chosen: dict[str, Run] = {}
    for reference in references:
        for run in _meant(everything, str(reference)):
            chosen[run.id] = run
    return RunList(chosen.values(), str(home.path), map(places.get, chosen))


def _meant(runs: RunList, reference: str) -> list[Run]:
    span = _RANGE.match(reference)
    if span:
        first, last = (int(bound) if bound else None for bound in span.groups())
        if (first or 1) <= max(len(runs), 1):
            return list(runs)[max((first or 1) - 1, 0) : last]
    if reference.isdecimal() and 1 <= int(reference) <= len(runs):
        return [runs[int(reference) - 1]]
    path = paths.expanded(reference)
    if "/" in reference and paths.is_file(path / ".guild" / "opref"):
        return [Run(path.absolute())]
    where = f" in {runs.home}" if runs.home else ""
    if not runs:
        hint = "Another Guild home is named with '--home DIR'."
        raise NoSuchRun(f"no run {reference!r}: there are no runs{where}", hint)
    if reference.isdecimal() and len(reference) < _SHORTEST_PREFIX:
        count = "1 run" if len(runs) == 1 else f"{len(runs)} runs"
        raise NoSuchRun(f"no run {reference}: there are {count}", "1 is the newest.")
    if reference == LATEST:
        return [runs[0]]
    fitting = [run for run in runs if reference and run.id.startswith(reference)]
    if not fitting:
        fitting = [r for r in runs if reference in (r.operation, r.opref.operation)][:1]
    if len(fitting) == 1:
        return fitting
    if fitting:
        some = ", ".join(f"{r.short_id} ({r.operation})" for r in fitting[:_SHOWN_CANDIDATES])
        more = len(fitting) - _SHOWN_CANDIDATES
        raise NoSuchRun(
            f"several runs begin with {reference!r}",
            f"Candidates: {some}{f' and {more} more' if more > 0 else ''}.",
        )
    near = nearest(reference, {run.operation for run in runs}, "Did you mean {}? ")
    hint = "Give an index (1 is the newest), the beginning of an id, an operation, or 'latest'."
    raise NoSuchRun(f"no run {reference!r} among {len(runs)} runs{where}", f"{near}{hint}")


def delete(home: Home, run: Run) -> None:
    """Move a run into the trash of its home.

    Raises
    ------
    RunError
        It is no run of the home, or cannot be moved.
    """
    if run.dir.parent != home.runs:
        raise RunError(
            f"{run.dir} is not in the Guild home {home.path}", "Remove the directory yourself."
        )
    try:
        trash.put_away(str(run.dir), str(home.trash), home.modes.folder)
    except FileNotFoundError:
        raise RunError(f"{run.short_id} is deleted already") from None
    except OSError as error:
        raise RunError(
            f"{run.short_id} cannot be deleted: {error.strerror}", "See to the home's rights."
        ) from error


def restore(home: Home, run: Run) -> Run:
    """Move a run out of the trash of its home; return it where it was.

    Raises
    ------
    RunError
        Another run has its place, or it cannot be moved.
    """
    run_id = run.id.partition("_")[0]
    place = home.runs / run_id
    if os.path.lexists(place):
        raise RunError(f"there is a run {run_id[:8]} already", "Delete that one first.")
    try:
        home.runs.mkdir(exist_ok=True)
        run.dir.rename(place)
    except OSError as error:
        raise RunError(
            f"{run.short_id} cannot be restored: {error.strerror}", "See to the home's rights."
        ) from error
    return Run(place)
