"""The run with the least or the greatest value of a column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from guild_jupyter.errors import FilterError, nearest
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.filters.values import attribute, scalar
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.scalars.summary import Summary

_REDUCERS: dict[str, Callable[[Summary], float]] = {
    "first": lambda one: one.first,
    "last": lambda one: one.last,
    "min": lambda one: one.min,
    "max": lambda one: one.max,
    "mean": lambda one: one.mean,
    "avg": lambda one: one.mean,
    "total": lambda one: one.total,
    "count": lambda one: one.count,
}
_STEPS: dict[str, Callable[[Summary], float]] = {
    "first": lambda one: one.first_step,
    "last": lambda one: one.last_step,
    "min": lambda one: one.min_step,
    "max": lambda one: one.max_step,
}
_COLUMN = re.compile(
    rf"(?:(?P<reducer>{'|'.join(_REDUCERS)})\s+)?(?P<key>\S.*?)(?P<step>\s+step)?(?:\s+as\s+.*)?\Z"
)


def best(runs: RunList, column: str, *, greatest: bool) -> RunList:
    """Return the run with the least or greatest value of a column, the newest of equal ones.

    Parameters
    ----------
    runs
        The runs.
    column
        ``[min|max|first|last|mean|total|count] SCALAR [step]``, ``=FLAG`` or ``.ATTRIBUTE``.
    greatest
        Whether the greatest is meant.

    Raises
    ------
    FilterError
        It is no column, or no run has a number there.
    """
    values = _values(runs, column.strip())
    numbered = [(value, place) for place, value in enumerate(values) if _is_number(value)]
    if not numbered:
        raise FilterError(
            f"no run has a number for {column!r}",
            f"{_near(runs, column)}Write LOSS for a scalar, =FLAG or .ATTRIBUTE.",
        )
    sign = -1 if greatest else 1
    return runs.at([min(numbered, key=lambda pair: (sign * pair[0], pair[1]))[1]])


def _is_number(value: Any) -> bool:  # noqa: ANN401 - any YAML value
    return isinstance(value, (int, float)) and not math.isnan(value)


def _values(runs: RunList, column: str) -> Sequence[Any]:
    for sign, word, value in (
        ("=", "flag:", lambda one, name: one.flags.get(name)),
        (".", "attr:", _sortable),
    ):
        if column.startswith((sign, word)):
            name = column.removeprefix(word) if column.startswith(word) else column[1:]
            return [value(one, name) for one in runs.facts()]
    match = _COLUMN.match(column)
    if match is None:
        return [None] * len(runs)
    key = match["key"].removeprefix("scalar:").strip("'\"")
    reducer = match["reducer"] or "last"
    read = _STEPS.get(reducer) if match["step"] else _REDUCERS[reducer]
    if read is None:
        raise FilterError(f"{reducer!r} has no step", f"Of these it has one: {', '.join(_STEPS)}.")
    found = [scalar(one, key) for one in runs.summaries()]
    return [None if one is None else read(one) for one in found]


def _sortable(facts: Facts, name: str) -> Any:  # noqa: ANN401 - any YAML value
    times = {"started": facts.started, "stopped": facts.stopped, "time": facts.seconds}
    return times[name] if name in times else attribute(facts, name)


def _near(runs: RunList, column: str) -> str:
    match = _COLUMN.match(column)
    names = {one.key for row in runs.summaries() for one in row}
    names |= {f"={flag}" for one in runs.facts() for flag in one.flags}
    return nearest(match["key"] if match else column, names, "Did you mean {}? ")
