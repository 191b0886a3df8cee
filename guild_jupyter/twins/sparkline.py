"""A series as a line of block characters, for plain text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from guild_jupyter.twins import scales

_BLOCKS = "▁▂▃▄▅▆▇█"
_NO_NUMBER = "·"
WIDTH = 16


def blocks(values: Sequence[float], width: int = WIDTH) -> str:
    """Return a series in so many characters: of each part the value farthest from the mean.

    Empty where there are less than two values; a point stands for what is no number.
    """
    scale = scales.of_values(values)
    if len(values) < 2:
        return ""
    if scale is None:
        return _NO_NUMBER * min(len(values), width)
    known = [value for value in values if math.isfinite(value)]
    middle = math.fsum(value / len(known) for value in known)
    count = min(len(values), width)
    edges = [place * len(values) // count for place in range(count + 1)]
    return "".join(_block(values[begin:end], middle, scale) for begin, end in pairwise(edges))


def _block(part: Sequence[float], middle: float, scale: scales.Scale) -> str:
    known = [value for value in part if math.isfinite(value)]
    if not known:
        return _NO_NUMBER
    value = max(known, key=lambda one: abs(one / 2 - middle / 2))
    return _BLOCKS[min(len(_BLOCKS) - 1, int(scale.share(value) * len(_BLOCKS)))]
