"""What a series comes down to: its first, last, least and greatest value, with their steps."""

from __future__ import annotations

from dataclasses import dataclass

GUILD_DIR = ".guild"


def key_of(prefix: str, tag: str) -> str:
    """Return the name shown: the tag, after its place unless that is the run or its ``.guild``."""
    return tag if prefix in ("", GUILD_DIR) else f"{prefix}#{tag}"


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
