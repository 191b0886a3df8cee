"""The scale of an axis: where values stand on it, its ticks and what they say."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass

#: Positive values that differ by more than this many times are told apart on a log scale.
WIDE = 200.0
_NICE = (1, 2, 2.5, 5, 10)
_THOUSAND, _MANY = 1e3, 1e4


@dataclass(frozen=True)
class Scale:
    """A scale from its least to its greatest value.

    Parameters
    ----------
    low, high
        Finite; the same where there is but one value.
    is_log
        Whether it is logarithmic.
    """

    low: float
    high: float
    is_log: bool = False

    def share(self, value: float) -> float:
        """Return where a value stands, from 0 at the low end to 1 at the high one."""
        if self.is_log:
            low, high, value = math.log(self.low), math.log(self.high), math.log(value)
        else:
            low, high = self.low, self.high
        if high == low:
            return 0.5
        # halved, for the difference of the greatest numbers is none
        return (value / 2 - low / 2) / (high / 2 - low / 2)

    def ticks(self, most: int = 4) -> list[float]:
        """Return some round values, at least one."""
        found = self._powers(most) if self.is_log else self._rounds(most)
        return found or [self.low]

    def _powers(self, most: int) -> list[float]:
        begin, end = math.log10(self.low), math.log10(self.high)
        first, last = math.ceil(begin - 1e-9), math.floor(end + 1e-9)
        every = max(1, math.ceil((last - first + 1) / most))
        return [10.0**power for power in range(first, last + 1, every)]

    def _rounds(self, most: int) -> list[float]:
        width = self.high - self.low
        if not 0 < width < math.inf:
            return [] if width == 0 else [self.low, self.high]
        rough = width / most
        if rough < sys.float_info.min:
            return []
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next((unit * nice for nice in _NICE if unit * nice >= rough), unit * 10)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        if last - first > 2 * most:
            return []  # numbers too close to each other to be told apart
        return [place * step for place in range(first, last + 1)]


def of_values(values: Iterable[float], wide: float = WIDE) -> Scale | None:
    """Return the scale of some values; None where none of them is finite.

    Parameters
    ----------
    values
        The values.
    wide
        How many times positive values differ at most on a linear scale.
    """
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return None
    low, high = min(known), max(known)
    is_log = low > 0 and low < high / wide
    return Scale(low, high, is_log)


def tick(value: float) -> str:
    """Return a value as the word of a tick: ``0.25``, ``20k``, ``1.5M``, ``1e-4``."""
    size = abs(value)
    if size >= _MANY:
        for unit, sign in ((1e9, "G"), (1e6, "M"), (_THOUSAND, "k")):
            if unit <= size < unit * _THOUSAND:
                return f"{value / unit:.4g}{sign}"
    text = f"{value:.4g}"
    mantissa, letter, power = text.partition("e")
    return f"{mantissa}e{int(power)}" if letter else text
