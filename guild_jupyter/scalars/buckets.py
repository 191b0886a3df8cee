"""A series in fewer points: buckets of neighbours with their least, greatest and mean value.

Decides how points are grouped, and that no value is lost from sight: extremes stay, and values
that are no finite numbers are counted. Knows nothing about files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a series, or buckets of them; all columns are equally long.

    Parameters
    ----------
    steps, walls
        Step and wall time of each point; of a bucket those of its first point.
    values
        Of a bucket the mean of the finite values; nan where there is none.
    lows, highs
        Least and greatest finite value of each bucket; nan where there is none. None of points.
    counts, odds
        How many values a bucket has, and how many of them are nan or infinite. None of points.
    """

    steps: Numbers
    walls: Numbers
    values: Numbers
    lows: Numbers | None = None
    highs: Numbers | None = None
    counts: Numbers | None = None
    odds: Numbers | None = None

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def is_raw(self) -> bool:
        """Whether each is one point."""
        return self.counts is None

    @property
    def count(self) -> int:
        """How many values there are in all."""
        return len(self) if self.counts is None else int(self.counts.sum())

    @property
    def columns(self) -> tuple[Numbers, ...]:
        """The columns that are there: three of points, seven of buckets."""
        if self.lows is None or self.highs is None or self.counts is None or self.odds is None:
            return self.steps, self.walls, self.values
        return (
            self.steps,
            self.walls,
            self.values,
            self.lows,
            self.highs,
            self.counts,
            self.odds,
        )

    def as_buckets(self) -> Points:
        """Return the points as buckets of one point each."""
        if not self.is_raw:
            return self
        is_finite = np.isfinite(self.values)
        seen = np.where(is_finite, self.values, np.nan)
        return Points(
            self.steps, self.walls, seen, seen, seen, np.ones(len(self)), 1.0 - is_finite
        )

    def around(self, low: float, high: float) -> Points:
        """Return those from one step to another, and a neighbour on both sides."""
        begin = max(0, int(np.searchsorted(self.steps, low, "left")) - 1)
        end = int(np.searchsorted(self.steps, high, "right")) + 1
        return Points(*(column[begin:end] for column in self.columns))

    def in_order(self) -> Points:
        """Return them ordered by step, those of one step as they came."""
        if bool((self.steps[1:] >= self.steps[:-1]).all()):
            return self
        order = np.argsort(self.steps, kind="stable")
        return Points(*(column[order] for column in self.columns))


def joined(parts: Sequence[Points]) -> Points:
    """Return points one after the other; all are buckets where some are."""
    if len(parts) == 1:
        return parts[0]
    if not all(part.is_raw for part in parts):
        parts = [part.as_buckets() for part in parts]
    return Points(*map(np.concatenate, zip(*(part.columns for part in parts), strict=True)))


def bucketed(points: Points, most: int) -> Points:
    """Return points that are at most so many, as they are where they are no more.

    Buckets have nearly the same number of values each; the last value has one of its own, so
    that a curve ends where the series does.

    Parameters
    ----------
    points
        In the order in which neighbours are put together.
    most
        At least one.
    """
    if len(points) <= most:
        return points
    starts = _starts(points, most)
    if points.counts is None or points.odds is None:
        counts = np.diff(starts, append=len(points)).astype(np.float64)
        is_finite = np.isfinite(points.values)
        if bool(is_finite.all()):
            lows = highs = points.values
            odds = np.zeros(len(starts))
        else:
            lows = highs = np.where(is_finite, points.values, np.nan)
            odds = np.add.reduceat(~is_finite, starts, dtype=np.float64)
        weights = None
    else:
        counts = np.add.reduceat(points.counts, starts)
        odds = np.add.reduceat(points.odds, starts)
        _, _, _, lows, highs, *_ = points.columns
        weights = points.counts - points.odds
    least = np.fmin.reduceat(lows, starts)
    greatest = np.fmax.reduceat(highs, starts)
    means = _means(points.values, weights, starts, counts - odds)
    # rounding may lead out of what the values are between
    means = np.minimum(np.maximum(means, least), greatest)
    return Points(points.steps[starts], points.walls[starts], means, least, greatest, counts, odds)


def _starts(points: Points, most: int) -> npt.NDArray[np.intp]:
    """Return where buckets begin, the first at 0."""
    if most == 1:
        return np.zeros(1, np.intp)
    if points.counts is None:
        return np.linspace(0, len(points) - 1, most).astype(np.intp)
    before = np.cumsum(points.counts) - points.counts
    wanted = np.linspace(0, before[-1], most)
    return np.unique(np.searchsorted(before, wanted))


def _means(
    values: Numbers, weights: Numbers | None, starts: npt.NDArray[np.intp], finite: Numbers
) -> Numbers:
    """Return the mean of the finite values of each bucket; nan where there is none."""
    with np.errstate(all="ignore"):  # told by the result
        means: Numbers = np.add.reduceat(_weighted(values, weights, 1.0), starts) / finite
        if bool(np.isinf(means).any()) or bool((np.isnan(means) & (finite > 0)).any()):
            # beyond any double on the way, or not finite: divided before they are added
            sizes = np.diff(starts, append=len(values))
            shares = np.repeat(np.maximum(finite, 1.0), sizes)
            means = np.add.reduceat(_weighted(values, weights, shares), starts)
        return np.where(finite > 0, means, np.nan)


def _weighted(values: Numbers, weights: Numbers | None, shares: Numbers | float) -> Numbers:
    if weights is None and isinstance(shares, float):
        return values
    finite = np.where(np.isfinite(values), values, 0.0) / shares
    return finite if weights is None else finite * weights
