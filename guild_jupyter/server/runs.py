"""Answers with runs in lines: a page of them, chosen by filters and in an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from guild_jupyter.errors import FilterError, nearest
from guild_jupyter.runstore.facts import Facts, gather
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.server.asked import Asked
from guild_jupyter.wire.run_row import row

#: Runs of one page at most.
MOST = 500


def listed(asked: Asked) -> dict[str, Any]:
    """Return a page of the runs of a home.

    Raises
    ------
    GuildError
        The home cannot be read, or a filter or the order makes no sense.
    """
    query = asked.query
    guild = asked.service.places.guild(query["home"], query["at"])
    chosen = guild.runs(
        query["filter"],
        deleted=query["deleted"],
        operation=query["operation"],
        status=query["status"],
    )
    offset = min(query["offset"], len(chosen))
    stop = offset + query["limit"]
    return {
        "total": len(chosen),
        "offset": offset,
        "notes": chosen.notes,
        "runs": [row(one) for one in _page(chosen, query["order"], offset, stop)],
    }


def _page(runs: RunList, order: str, start: int, stop: int) -> list[Facts]:
    name = order.removeprefix("-")
    read = _ORDERS.get(name)
    if read is None:
        raise FilterError(
            f"runs have no order {name[:40]!r}",
            f"{nearest(name, _ORDERS, 'Did you mean {}? ')}Orders: {', '.join(_ORDERS)}.",
        )
    if name == "started":  # as they are listed, the newest first
        if order.startswith("-"):
            return gather(runs[start:stop])
        last = len(runs)
        return gather(runs[max(0, last - stop) : last - start])[::-1]
    every = gather(runs)
    known = [one for one in every if read(one) is not None]
    known.sort(key=read, reverse=order.startswith("-"))
    # what is not known stands at the end, whatever the order
    return [*known, *(one for one in every if read(one) is None)][start:stop]


_ORDERS: Mapping[str, Callable[[Facts], Any]] = {
    "started": lambda one: one.started,
    "stopped": lambda one: one.stopped,
    "seconds": lambda one: one.seconds,
    "operation": lambda one: one.operation,
    "status": lambda one: one.state.status,
    "label": lambda one: one.label or None,
    "marked": lambda one: one.marked,
    "id": lambda one: one.run.id,
}
