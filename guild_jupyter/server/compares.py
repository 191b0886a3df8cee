"""Answers with runs beside each other: what differs between two, and a table of several."""

from __future__ import annotations

import math
from typing import Any

from guild_jupyter.comparison import cells
from guild_jupyter.errors import GuildError
from guild_jupyter.launch.comparing import project_of
from guild_jupyter.presenting.differing import line_of
from guild_jupyter.redaction import redact
from guild_jupyter.registry import load
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.server.asked import Asked
from guild_jupyter.server.one_run import finder
from guild_jupyter.wire.diff import EncodedDiff

#: Runs that are compared at once at most.
MOST = 500


def differing(asked: Asked) -> dict[str, Any]:
    """Return what differs between two runs, or a run and its project as it is now.

    Raises
    ------
    GuildError
        There is no such run, or its project is none of this server.
    """
    query, places = asked.query, asked.service.places
    find = finder(asked)
    old = find(query["old"])
    new = find(query["new"]) if query["new"] else None
    if new is None:
        places.refuse_outside(project_of(old))
    guild = places.guild(query["home"], query["at"])
    diff = load("guild_jupyter.launch.comparing:compare")(old, new, guild.home)
    return EncodedDiff(diff, line_of(diff)).encoded()


def compared(asked: Asked) -> dict[str, Any]:
    """Return a table of runs: a row for each, and a column for all that tells them apart.

    Raises
    ------
    GuildError
        No runs are named or too many, or a column makes no sense.
    """
    query = asked.query
    ids = list(dict.fromkeys(query["runs"]))
    if not ids or len(ids) > MOST:
        raise GuildError(f"{len(ids)} runs are named", f"Name 1 to {MOST} of them.")
    find = finder(asked)
    home = asked.service.places.guild(query["home"], query["at"]).home
    runs = RunList(map(find, ids), str(home.path))
    table = runs.compare(query["columns"])
    return {
        "columns": [
            {"heading": one.heading, "direction": one.direction, "is_core": one.is_core}
            for one in table.layout
        ],
        "rows": [
            {"run": run.id, "cells": [_cell(column[number]) for column in table.values]}
            for number, run in enumerate(table.runs)
        ],
        "notes": table.notes,
        "left_out": table.left_out,
    }


def _cell(cell: Any) -> Any:  # noqa: ANN401 - any plain value
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    if cell is None or isinstance(cell, (bool, int)):
        return cell
    return redact(cell if isinstance(cell, str) else cells.full(cell))
