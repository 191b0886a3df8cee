"""Which folders are runs, and what runs are ordered by: as little as can be read of each."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from guild_jupyter.runstore.index.aspect import Aspect, Reading
from guild_jupyter.runstore.noted import Noted
from guild_jupyter.runstore.stamps import Seen
from guild_jupyter.supervise import recovery
from guild_jupyter.supervise.rundir import RunDir


class Place(NamedTuple):
    """Where a folder belongs among runs.

    Parameters
    ----------
    is_run
        Whether it is a run; None where it may not be looked into.
    when
        Its start, else its making, in microseconds since the epoch; 0 where not known.
    """

    is_run: bool | None
    when: int = 0


def read(path: str, _before: object = None) -> Reading:
    """Read what tells a run's place; one whose end was left half written is repaired."""
    run = RunDir(path)
    seen = Seen(path)
    seen.look("/.guild")
    try:
        os.lstat(run.opref)
    except OSError as error:
        seen.is_sure = False
        return Reading(Place(None if isinstance(error, PermissionError) else False), seen)
    if recovery.is_wanted(run):
        recovery.repair(run)
        seen.is_sure = False  # it may be wanted again, as long as the run goes on
    known = Noted(seen)
    when = known.typed("started", int, None)
    if when is None:
        when = known.typed("initialized", int, None)
    return Reading(Place(True, when or 0), seen)


def _to_data(place: Place) -> Any:  # noqa: ANN401 - JSON
    return place.when


def _from_data(when: int) -> Place:
    return Place(True, when + 0)


#: The places of runs, as an aspect that is kept; of what is no run nothing is.
PLACES = Aspect("place", read, _to_data, _from_data)
