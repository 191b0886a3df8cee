"""What the values of one series come down to, gathered piece by piece without keeping them.

Decides what first, last, least and greatest are, and adds up without rounding, so that pieces
come to the same sum in whatever way they are gathered.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf, isfinite, isnan, nan
from operator import neg
from typing import Any

from guild_jupyter.registry import load
from guild_jupyter.scalars.summary import Summary

_UNIT = 1074  # every double is a whole number of 2**-1074
_MANY = 500  # values from which on numpy pays, if it is there


@dataclass(slots=True)
class Tally:
    """A series, or a piece of one, in a few numbers.

    Parameters
    ----------
    count
        Number of values, at least one.
    first, first_step, last, last_step, min, min_step, max, max_step
        As in `summary.Summary`.
    units
        The sum of the finite values, in 2**-1074.
    odd
        The sum of the infinities and nan; 0 where there are none.
    """

    count: int
    first: float
    first_step: int
    last: float
    last_step: int
    min: float
    min_step: int
    max: float
    max_step: int
    units: int
    odd: float

    def add(self, later: Tally) -> None:
        """Add the values that come after these."""
        self.count += later.count
        if later.first_step < self.first_step:
            self.first, self.first_step = later.first, later.first_step
        if later.last_step >= self.last_step:
            self.last, self.last_step = later.last, later.last_step
        if later.min < self.min or (isnan(self.min) and not isnan(later.min)):
            self.min, self.min_step = later.min, later.min_step
        if later.max > self.max or (isnan(self.max) and not isnan(later.max)):
            self.max, self.max_step = later.max, later.max_step
        self.units += later.units
        self.odd += later.odd

    @property
    def total(self) -> float:
        """The sum of the values, rounded once."""
        if self.odd:
            return self.odd
        try:
            return self.units / (1 << _UNIT)
        except OverflowError:
            return inf if self.units > 0 else -inf

    def summary(self, prefix: str, tag: str) -> Summary:
        """Return the summary of the series."""
        return Summary(
            prefix,
            tag,
            self.count,
            self.first,
            self.first_step,
            self.last,
            self.last_step,
            self.min,
            self.min_step,
            self.max,
            self.max_step,
            self.total,
        )

    def to_data(self) -> list[Any]:
        """Return plain data, all of which any JSON can hold."""
        shift = max(0, (self.units & -self.units).bit_length() - 1)
        return [
            self.count,
            *(_plain(value) for value in (self.first, self.last, self.min, self.max)),
            *(self.first_step, self.last_step, self.min_step, self.max_step),
            f"{self.units >> shift:x}",
            shift,
            _plain(self.odd),
        ]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> Tally:
        """Return what `to_data` gave.

        Raises
        ------
        ValueError, TypeError
            It is no such data.
        """
        count, first, last, least, most, *steps, units, shift, odd = data
        first_step, last_step, min_step, max_step = (int(step) for step in steps)
        return cls(
            int(count),
            float(first),
            first_step,
            float(last),
            last_step,
            float(least),
            min_step,
            float(most),
            max_step,
            int(units, 16) << int(shift),
            float(odd),
        )


def tally(steps: Sequence[int], values: Sequence[float]) -> Tally:
    """Return what the values of a series come down to.

    Parameters
    ----------
    steps, values
        Of each event, in their order; equally long and not empty.
    """
    numbers = list(values)  # it is gone through several times, which takes longer in an array
    units, odd = _exact_sum(numbers)
    if len(values) >= _MANY and "numpy" in sys.modules:
        places = load("guild_jupyter.scalars.vector:places")(steps, values)
    else:
        places = _places(list(steps), numbers, may_be_nan=bool(odd))
    first, last, least, most = places
    return Tally(
        len(values),
        values[first],
        steps[first],
        values[last],
        steps[last],
        values[least],
        steps[least],
        values[most],
        steps[most],
        units,
        odd,
    )


def _places(
    steps: Sequence[int], values: Sequence[float], *, may_be_nan: bool = True
) -> tuple[int, int, int, int]:
    """Return where the first, last, least and greatest value are."""
    first = steps.index(min(steps))
    last = len(steps) - 1 - steps[::-1].index(max(steps))
    numbers = [value for value in values if value == value] if may_be_nan else values
    least = values.index(min(numbers)) if numbers else 0
    most = values.index(max(numbers)) if numbers else 0
    return first, last, least, most


def _exact_sum(values: Sequence[float]) -> tuple[int, float]:
    """Return the sum of the finite values in units, and that of the others."""
    try:
        # what rounding takes from a sum is a sum again, and soon nothing
        parts = [fsum(values)]
        while isfinite(parts[-1]) and (rest := fsum([*values, *map(neg, parts)])):
            parts.append(rest)
        if isfinite(parts[-1]):
            return sum(_units(part) for part in parts), 0.0
    except (OverflowError, ValueError):
        pass  # beyond any double on the way, or infinities of both signs
    odd = [value for value in values if not isfinite(value)]
    both = nan if inf in odd and -inf in odd else 0.0
    finite = (value for value in values if isfinite(value))
    return sum(map(_units, finite)), sum(odd, both)


def _units(value: float) -> int:
    number, below = value.as_integer_ratio()
    return number << (_UNIT - below.bit_length() + 1)


def _plain(value: float) -> float | str:
    return value if isfinite(value) else str(value)
