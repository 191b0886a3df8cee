"""The scalars of a run in lines: of each its last, least and greatest value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from guild_jupyter.scalars.summary import Summary

#: Scalars that are told of one run at most.
MOST = 2000


def scalar_rows(summaries: Iterable[Summary]) -> list[dict[str, Any]]:
    """Return a line for each scalar."""
    return [
        {
            "key": one.key,
            "count": one.count,
            "first": _finite(one.first),
            "last": _finite(one.last),
            "min": _finite(one.min),
            "max": _finite(one.max),
            "first_step": one.first_step,
            "last_step": one.last_step,
        }
        for one in list(summaries)[:MOST]
    ]


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
