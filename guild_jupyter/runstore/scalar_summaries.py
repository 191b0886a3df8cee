"""The summaries of a run's scalars, with what tells when its event files change."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from guild_jupyter.runstore.index.aspect import Aspect, Reading
from guild_jupyter.runstore.stamps import Seen
from guild_jupyter.scalars.accumulation import RunScalars
from guild_jupyter.scalars.summary import Summary

#: Folders and event files of a run beyond which looking at each costs as much as reading.
_MOST = 2000


@dataclass(frozen=True)
class Known:
    """What is known of a run's scalars.

    Parameters
    ----------
    scalars
        What was read, from which reading goes on when a file grew.
    summaries
        The summaries, ordered by key.
    """

    scalars: RunScalars
    summaries: list[Summary] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "summaries", self.scalars.summaries())


def read(path: str, before: Known | None = None) -> Reading:
    """Read the summaries of the run in a directory; of files known before what they grew by."""
    seen = Seen(path)

    def visit(path: str, status: os.stat_result | None) -> None:
        name = f"/{path}" if path else ""
        if status is None:
            seen.look(name)
        else:
            seen.note(name, status)

    scalars = before.scalars.copy() if before else RunScalars()
    scalars.refresh(path, visit)
    seen.is_sure &= len(seen.names) <= _MOST
    return Reading(Known(scalars), seen)


def _to_data(known: Known) -> dict[str, Any]:
    return known.scalars.to_data()


def _from_data(data: dict[str, Any]) -> Known:
    return Known(RunScalars.from_data(data))


#: The summaries of a run's scalars, as an aspect that is kept.
SUMMARIES = Aspect("scalars", read, _to_data, _from_data)
