"""Sparklines of runs: a few points of a series, its least and greatest value among them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.series import read_run
from guild_jupyter.scalars.summary import Summary

#: Points of a sparkline.
WIDTH = 32
#: Rows of an answer at most; and seconds after which it ends, for event files may be long.
MOST_ROWS = 200
_LONGEST = 0.4

_Known = tuple[int, int]


def points_of(values: Sequence[float]) -> Any:  # noqa: ANN401 - a numpy array
    """Return a sparkline of values: means of neighbours, and where they are the extremes."""
    known = np.asarray(values, dtype=np.float64)
    points = np.full(WIDTH, np.nan, dtype="<f4")
    count = len(known)
    if count == 0:
        return points
    if count == 1:
        points[-1] = known[0]
        return points
    with np.errstate(all="ignore"):
        if count <= WIDTH:
            return known[np.linspace(0, count - 1, WIDTH).round().astype(int)].astype("<f4")
        ends = np.linspace(0, count, WIDTH + 1).astype(int)
        finite = np.isfinite(known)
        sums = np.add.reduceat(np.where(finite, known, 0.0), ends[:-1])
        counts = np.add.reduceat(finite.astype(np.float64), ends[:-1])
        points[:] = sums / counts  # 0 / 0 is nan
        if finite.any():
            for place in (np.nanargmin, np.nanargmax):
                at = int(place(np.where(finite, known, np.nan)))
                points[int(np.searchsorted(ends, at, "right")) - 1] = known[at]
    return points


class Sparks:
    """Sparklines of runs; what was made is kept until the series grow."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[_Known, Any]] = {}

    def rows(self, runs: Sequence[tuple[Run, Summary | None]], key: str) -> Any:  # noqa: ANN401 - a numpy array
        """Return a row of points for each run; fewer rows where reading them takes long.

        Parameters
        ----------
        runs
            The runs, each with the summary of the series; None where it has none.
        key
            The key of the series.
        """
        begin = time.monotonic()
        found = []
        for run, summary in runs[:MOST_ROWS]:
            found.append(self._row(run, summary, key))
            if time.monotonic() - begin > _LONGEST:
                break
        return np.array(found, dtype="<f4").reshape(len(found), WIDTH)

    def _row(self, run: Run, summary: Summary | None, key: str) -> Any:  # noqa: ANN401 - a numpy array
        if summary is None:
            return points_of(())
        now = summary.count, summary.last_step
        known = self._kept.get((run.id, key))
        if known is None or known[0] != now:
            # all series stand in the same files; of two of one key the first counts
            for one in reversed(read_run(run.dir)):
                made = (one.count, one.last_step), points_of(one.values)
                self._kept[run.id, one.key] = made
            known = self._kept.get((run.id, key))
        return points_of(()) if known is None else known[1]
