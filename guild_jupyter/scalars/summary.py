"""What a series comes down to: its first, last, least and greatest value, with their steps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

GUILD_DIR = ".guild"
_RUN_ID = re.compile(r"[0-9a-f]{32}")


def key_of(prefix: str, tag: str) -> str:
    """Return the name shown: the tag, after its place unless that is the run or its ``.guild``."""
    return tag if prefix in ("", GUILD_DIR) else f"{prefix}#{tag}"


def is_another_runs(prefix: str) -> bool:
    """Return whether a place is in a run that is linked into this one, as steps and trials are.

    Told from the place alone: a `.guild` below the run's own, or a folder named as a run is.
    """
    parts = prefix.split("/")
    return GUILD_DIR in parts[1:] or any(map(_RUN_ID.fullmatch, parts))


class _Last(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def last(self) -> float: ...


def last_values(series: Iterable[_Last]) -> dict[str, float]:
    """Return the last value by key, of series or summaries in their order.

    The run's own directory and `.guild` share their keys; the first in order counts, which is
    what the script itself wrote.
    """
    last: dict[str, float] = {}
    for one in series:
        last.setdefault(one.key, one.last)
    return last


@dataclass(frozen=True, slots=True)
class Summary:
    """One series of a run in a few numbers.

    Parameters
    ----------
    prefix
        Directory of the event files, relative to the run.
    tag
        Name of the scalar in its event files.
    count
        Number of values, at least one.
    first, first_step
        Value at the lowest step, the earliest event where there are several.
    last, last_step
        Value at the highest step, the latest event where there are several.
    min, min_step, max, max_step
        Least and greatest value, and the step of the first event that has it; nan only when
        every value is.
    total
        Sum of the values.
    """

    prefix: str
    tag: str
    count: int
    first: float
    first_step: int
    last: float
    last_step: int
    min: float
    min_step: int
    max: float
    max_step: int
    total: float

    @property
    def key(self) -> str:
        """The name shown."""
        return key_of(self.prefix, self.tag)

    @property
    def mean(self) -> float:
        """Mean of the values."""
        return self.total / self.count
