"""The scalars of runs as the browser draws them, by the schema `series`.

Decides how many series and points are sent. Knows nothing about how they are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.buckets import Points, bucketed
from guild_jupyter.scalars.growing import series_of

#: Series that are sent at most.
MOST_SERIES = 500
#: Points that are sent at most of all series together, as long as each has some.
MOST_POINTS = 200_000
_MOST_OF_ONE = 1500
_FEWEST_OF_ONE = 100
_SYSTEM = "sys/"
_OWN, _OF_BUCKETS = ("steps", "walls", "values"), ("lows", "highs", "counts", "odds")


def series_set(
    runs: Iterable[Run],
    keys: Collection[str],
    points: int = _MOST_OF_ONE,
    between: tuple[float, float] | None = None,
) -> tuple[dict[str, Any], list[memoryview]]:
    """Return a ``SeriesSet`` and its buffers.

    Series are sent key by key, so that where not all are, the charts that are there are whole.

    Parameters
    ----------
    runs
        The runs; one that is gone has no series.
    keys
        Which series; none for all but those of the system.
    points
        How many points, or buckets of them, a series has at most.
    between
        The lowest and highest step of the part that is looked at; None for all of it. It is
        sent with a neighbour on both sides, so that curves leave the picture.
    """
    by_run = {run.id: series_of(run.dir) for run in runs}
    known = sorted({key for series in by_run.values() for key in series})
    wanted = list(keys) or [key for key in known if not key.startswith(_SYSTEM)]
    chosen = [
        (run, key, series[key])
        for key in dict.fromkeys(wanted)
        for run, series in by_run.items()
        if key in series
    ]
    shown = chosen[:MOST_SERIES]
    share = max(_FEWEST_OF_ONE, MOST_POINTS // max(1, len(shown)))
    most = max(1, min(points, share, _MOST_OF_ONE))
    buffers: list[memoryview] = []
    content = {
        "series": [_encoded(*one, most, between, buffers) for one in shown],
        "left_out": len(chosen) - len(shown),
        "keys": known,
    }
    return content, buffers


def _encoded(
    run: str,
    key: str,
    whole: Points,
    most: int,
    between: tuple[float, float] | None,
    buffers: list[memoryview],
) -> dict[str, Any]:
    part = whole if between is None else whole.around(*between)
    sent = bucketed(part, most)
    names = _OWN if sent.is_raw else _OWN + _OF_BUCKETS
    numbers = {}
    for name, column in zip(names, sent.columns, strict=True):
        numbers[name] = len(buffers)
        buffers.append(memoryview(column.astype("<f8").tobytes()))
    return {
        **dict.fromkeys(_OF_BUCKETS),
        **numbers,
        "run": run,
        "key": key,
        "count": part.count,
        "level": "raw" if sent.is_raw else "buckets",
        "first_wall": float(whole.walls[0]),
    }
