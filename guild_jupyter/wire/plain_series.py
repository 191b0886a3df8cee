"""Series of scalars as plain lists, for whoever takes no binary buffers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

_COLUMNS = ("steps", "walls", "values", "lows", "highs", "counts", "odds")


def plain_series(content: Mapping[str, Any], buffers: Sequence[memoryview]) -> dict[str, Any]:
    """Return a ``SeriesSet`` with lists in the place of the numbers of its buffers.

    Parameters
    ----------
    content, buffers
        As :func:`guild_jupyter.wire.series.series_set` returns them.
    """
    found = [
        {
            **one,
            **{
                name: None if one[name] is None else _listed(buffers[one[name]])
                for name in _COLUMNS
            },
        }
        for one in content["series"]
    ]
    return {**content, "series": found}


def _listed(buffer: memoryview) -> list[float | None]:
    numbers: list[float] = np.frombuffer(buffer, "<f8").tolist()
    return [number if math.isfinite(number) else None for number in numbers]
