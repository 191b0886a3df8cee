"""The runs that a word may mean, a line each, to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from guild_jupyter.runstore.run import Run
from guild_jupyter.twins.text import clean, moment, shorten

MOST = 5
_LONGEST_LABEL = 30


def lines(runs: Sequence[Run]) -> list[str]:
    """Return a line for each of the first runs, and how many more there are."""
    shown = [_described(run) for run in runs[:MOST]]
    more = len(runs) - len(shown)
    return [*shown, f"and {more} more"] if more else shown


def _described(run: Run) -> str:
    started = moment(run.started) if run.started is not None else "not started"
    label = shorten(clean(run.label), _LONGEST_LABEL)
    return f"{run.short_id}  {clean(run.operation)}  {started}  {label}".rstrip()
