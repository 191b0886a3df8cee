"""Runs named by what a user types: indexes, ranges, beginnings of ids, operations and paths."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guild_jupyter import paths
from guild_jupyter.errors import NoSuchRun, nearest
from guild_jupyter.registry import load
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.runstore.store import list_runs

LATEST = "latest"
_RANGE = re.compile(r"(\d*):(\d*)\Z", re.ASCII)
_INDEX = re.compile(r"\d{1,9}\Z", re.ASCII)
#: A number of fewer digits is a place in the list, and never the beginning of an id.
_SHORTEST_PREFIX = 4
_BATCH = "+"
_FORMS = "Give an index (1 is the newest), the beginning of an id, an operation, or 'latest'."


def find(home: Home, reference: str, runs: RunList | None = None) -> Run:
    """Return the one run that a reference means.

    Parameters
    ----------
    home
        The Guild home.
    reference
        An index (1 is the newest), a prefix of an id, ``latest``, an operation's or a model's
        name for its newest run, or the path of a run directory.
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


def select(
    home: Home,
    references: Sequence[str],
    runs: RunList | None = None,
    whole: RunList | None = None,
) -> RunList:
    """Return the runs that references mean, in order, each once; ranges ``A:B`` as well.

    Parameters
    ----------
    home
        The Guild home.
    references
        What :func:`find` takes, and ranges.
    runs
        The list that is chosen from; None for all runs.
    whole
        The list that filters chose ``runs`` from, to tell what they left out.

    Raises
    ------
    NoSuchRun
        A reference means no run, or an id prefix several.
    """
    everything = list_runs(home) if runs is None else runs
    places = dict(zip((run.id for run in everything), everything.places, strict=True))
    chosen: dict[str, Run] = {}
    for reference in references:
        try:
            meant = _meant(everything, str(reference))
        except NoSuchRun:
            if whole is not None and _is_left_out(whole, str(reference)):
                hint = f"The filters choose {_count(everything)}; leave them out to mean it."
                raise NoSuchRun(f"the filters leave out the run {reference!r}", hint) from None
            raise
        for run in meant:
            chosen[run.id] = run
    return RunList(chosen.values(), str(home.path), map(places.get, chosen))


def _is_left_out(whole: RunList, reference: str) -> bool:
    try:
        return not _INDEX.match(reference) and bool(_meant(whole, reference))
    except NoSuchRun:
        return False


def _meant(runs: RunList, reference: str) -> list[Run]:
    span = _RANGE.match(reference)
    if span:
        first, last = (int(bound[:9]) if bound else None for bound in span.groups())
        if (first or 1) <= max(len(runs), 1):
            return list(runs)[max((first or 1) - 1, 0) : last]
    is_index = _INDEX.match(reference)
    if is_index and 1 <= int(reference) <= len(runs):
        return [runs[int(reference) - 1]]
    path = paths.expanded(reference)
    if "/" in reference and paths.is_file(path / ".guild" / "opref"):
        return [Run(path.absolute())]
    where = f" in {runs.home}" if runs.home else ""
    if not runs:
        hint = "Another Guild home is named with '--home DIR'."
        if runs.is_part:
            raise NoSuchRun(f"no run {reference!r}: there are no such runs{where}")
        raise NoSuchRun(f"no run {reference!r}: there are no runs{where}", hint)
    if span or (is_index and len(reference) < _SHORTEST_PREFIX):
        raise NoSuchRun(f"no run {reference}: there are {_count(runs)}", "1 is the newest.")
    if reference == LATEST:
        return [runs[0]]
    fitting = [run for run in runs if reference and run.id.startswith(reference)]
    if not fitting:
        fitting = _of_operation(runs, reference)
    if len(fitting) == 1:
        return fitting
    if fitting:
        raise _ambiguous(reference, fitting)
    near = nearest(reference, _known(runs), "Did you mean {}? ")
    among = f"among {_count(runs)}"
    raise NoSuchRun(f"no run {reference!r} {among}{where}", f"{near}{_FORMS}")


def _of_operation(runs: RunList, name: str) -> list[Run]:
    """Return the newest run of an operation; where there is none, the newest of a model."""
    of_model: list[Run] = []
    for run in runs:
        ref = run.opref
        if name in (ref.spec, ref.operation) or (_BATCH in name and name == run.operation):
            return [run]
        if not of_model and name and name == ref.model:
            of_model = [run]
    return of_model


def _known(runs: RunList) -> set[str]:
    refs = {run.opref for run in runs}
    return {name for ref in refs for name in (ref.spec, ref.operation, ref.model) if name}


def _ambiguous(reference: str, fitting: list[Run]) -> NoSuchRun:
    lines = load("guild_jupyter.runstore.candidates:lines")(fitting)
    listed = "\n".join(f"  {line}" for line in lines)
    said = f"several runs begin with {reference!r}, {len(fitting)} in all"
    return NoSuchRun(f"{said}:\n{listed}", "Give more of the id.")


def _count(runs: RunList) -> str:
    return "1 run" if len(runs) == 1 else f"{len(runs)} runs"
