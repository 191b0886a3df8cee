"""The scalars of runs as curves of the static twins: which are read, and in how many points."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from guild_jupyter.registry import load
from guild_jupyter.runstore.run import Run
from guild_jupyter.twins.curves import Curve

if TYPE_CHECKING:
    from guild_jupyter.scalars.buckets import Points

#: Values of runs that are read for one twin: they take a second.
MOST_VALUES = 1_000_000


def of_run(
    run: Run, keys: Collection[str], most: int, name: str = "", colour: str = ""
) -> dict[str, Curve]:
    """Return curves of a run by key, of those that have more than one value.

    Parameters
    ----------
    run
        The run.
    keys
        Which scalars.
    most
        How many points a curve has.
    name, colour
        Of the curves.
    """
    series: dict[str, Points] = load("guild_jupyter.scalars.growing:series_of")(run.dir)
    return {
        key: _curve(series[key], most, name, colour)
        for key in keys
        if key in series and len(series[key]) > 1
    }


def _curve(points: Points, most: int, name: str, colour: str) -> Curve:
    drawn: Points = load("guild_jupyter.scalars.buckets:bucketed")(points, most)
    steps, values = drawn.steps.tolist(), drawn.values.tolist()
    if drawn.lows is None or drawn.highs is None or drawn.odds is None:
        odds = sum(value - value != 0 for value in values)  # nan and infinities
        return Curve(name, colour, steps, values, odds=odds)
    lows, highs = drawn.lows.tolist(), drawn.highs.tolist()
    return Curve(name, colour, steps, values, lows, highs, int(drawn.odds.sum()))
