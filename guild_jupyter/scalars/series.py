"""The scalars of a run directory, one series per tag and place.

Decides how series are named and put together of several files. Knows nothing about how events
are encoded or shown.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from guild_jupyter.scalars.files import event_files
from guild_jupyter.scalars.reading import EventReader, damaged, unreadable
from guild_jupyter.scalars.summary import Summary, key_of
from guild_jupyter.scalars.tally import Tally, tally


class Numbers(array):  # type: ignore[type-arg]  # takes none before Python 3.12
    """Many numbers in little memory; equal to a list of the same numbers."""

    __slots__ = ()
    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return self.tolist() == other if isinstance(other, list) else super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other


@dataclass(frozen=True)
class Series:
    """The values of one tag, in the order of the events.

    Parameters
    ----------
    tag
        Name of the scalar in its event file.
    prefix
        Directory of the event files, relative to the run.
    steps, values, wall_times
        Of each event; equally long and not empty.
    """

    tag: str
    prefix: str
    steps: Sequence[int] = field(repr=False)
    values: Sequence[float] = field(repr=False)
    wall_times: Sequence[float] = field(repr=False)

    @property
    def key(self) -> str:
        """Name shown: the tag, after its place unless that is the run or its `.guild`."""
        return key_of(self.prefix, self.tag)

    def summary(self) -> Summary:
        """Return what it comes down to."""
        return self._tally.summary(self.prefix, self.tag)

    @property
    def relative_times(self) -> Sequence[float]:
        """Seconds since the series' first event, of each event."""
        begin = self.wall_times[0]
        return Numbers("d", [moment - begin for moment in self.wall_times])

    @property
    def count(self) -> int:
        """Number of values."""
        return len(self.values)

    @property
    def total(self) -> float:
        """Sum of the values."""
        return self._tally.total

    @property
    def mean(self) -> float:
        """Mean of the values."""
        return self.total / self.count

    @property
    def first(self) -> float:
        """Value at the lowest step, the earliest event where there are several."""
        return self._tally.first

    @property
    def first_step(self) -> int:
        """The lowest step."""
        return self._tally.first_step

    @property
    def last(self) -> float:
        """Value at the highest step, the latest event where there are several."""
        return self._tally.last

    @property
    def last_step(self) -> int:
        """The highest step."""
        return self._tally.last_step

    @property
    def min(self) -> float:
        """Least value; nan only when every value is."""
        return self._tally.min

    @property
    def min_step(self) -> int:
        """Step of the first event with the least value."""
        return self._tally.min_step

    @property
    def max(self) -> float:
        """Greatest value; nan only when every value is."""
        return self._tally.max

    @property
    def max_step(self) -> int:
        """Step of the first event with the greatest value."""
        return self._tally.max_step

    @cached_property
    def _tally(self) -> Tally:
        return tally(self.steps, self.values)


def read_run(run_dir: Path) -> list[Series]:
    """Return the series of a run, ordered by key; empty when there are none.

    Files of one place count in the order of their names, which begin with the time. A damaged
    or unreadable file gives what it has.
    """
    return read_with_faults(run_dir)[0]


def read_with_faults(run_dir: Path) -> tuple[list[Series], list[str]]:
    """Return the series of a run, and what is wrong with its event files, a sentence each."""
    found: dict[tuple[str, str], Series] = {}
    faults: list[str] = []
    for file in event_files(run_dir):
        reader = EventReader(file.path)
        try:
            for columns in reader.batches():
                for tag, pieces in columns.items():
                    series = found.get((file.prefix, tag))
                    if series is None:
                        series = Series(tag, file.prefix, Numbers("q"), Numbers("d"), Numbers("d"))
                        found[file.prefix, tag] = series
                    whole = (series.steps, series.values, series.wall_times)
                    for numbers, more in zip(whole, pieces, strict=True):
                        cast(Numbers, numbers).extend(more)
        except FileNotFoundError:
            continue  # removed meanwhile
        except OSError as error:
            faults.append(unreadable(file.relative, error))
        if reader.fault:
            faults.append(damaged(file.relative, reader.fault))
    return sorted(found.values(), key=lambda series: (series.key, series.prefix)), faults
