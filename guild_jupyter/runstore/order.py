"""Which folders are runs, and what runs are ordered by: as little as can be read of each."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError
from guild_jupyter.runstore import attributes
from guild_jupyter.runstore.index.aspect import Aspect, Reading
from guild_jupyter.runstore.stamps import Seen
from guild_jupyter.supervise import durable, recovery
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
    seen.look("/.guild/attrs")
    when = _integer(seen, "started")
    if when is None:
        when = _integer(seen, "initialized")
    return Reading(Place(True, when or 0), seen)


def _integer(seen: Seen, name: str) -> int | None:
    path = f"/.guild/attrs/{name}"
    try:
        content, facts = durable.read_with_facts(seen.root + path, documents.MAX_BYTES)
        seen.note(path, facts)
        value = attributes.parse(content.decode())
    except FileNotFoundError:
        seen.is_sure &= not os.path.islink(seen.root + path)  # noqa: PTH114 - what it leads to may appear
    except OSError:
        seen.is_sure = False
    except (DocumentError, UnicodeDecodeError):
        pass
    else:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    return None


def _to_data(place: Place) -> Any:  # noqa: ANN401 - JSON
    return place.when


def _from_data(when: int) -> Place:
    return Place(True, when + 0)


#: The places of runs, as an aspect that is kept; of what is no run nothing is.
PLACES = Aspect("place", read, _to_data, _from_data)
