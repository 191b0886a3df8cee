"""The scalars of a run directory, one series per tag and place.

Decides which event files belong to a run, how series are named and what first, last, least
and greatest mean. Knows nothing about how events are encoded or shown.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from guild_jupyter.scalars.events import EventReader
from guild_jupyter.scalars.summary import GUILD_DIR, Summary, key_of


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
    steps: list[int] = field(repr=False)
    values: list[float] = field(repr=False)
    wall_times: list[float] = field(repr=False)

    @property
    def key(self) -> str:
        """Name shown: the tag, after its place unless that is the run or its `.guild`."""
        return key_of(self.prefix, self.tag)

    def summary(self) -> Summary:
        """Return what it comes down to."""
        return Summary(
            self.prefix,
            self.tag,
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

    @property
    def count(self) -> int:
        """Number of values."""
        return len(self.values)

    @property
    def total(self) -> float:
        """Sum of the values."""
        return sum(self.values)

    @property
    def mean(self) -> float:
        """Mean of the values."""
        return self.total / self.count

    @property
    def first(self) -> float:
        """Value at the lowest step, the earliest event where there are several."""
        return self.values[self._first]

    @property
    def first_step(self) -> int:
        """The lowest step."""
        return self.steps[self._first]

    @property
    def last(self) -> float:
        """Value at the highest step, the latest event where there are several."""
        return self.values[self._last]

    @property
    def last_step(self) -> int:
        """The highest step."""
        return self.steps[self._last]

    @property
    def min(self) -> float:
        """Least value; nan only when every value is."""
        return self.values[self._min]

    @property
    def min_step(self) -> int:
        """Step of the first event with the least value."""
        return self.steps[self._min]

    @property
    def max(self) -> float:
        """Greatest value; nan only when every value is."""
        return self.values[self._max]

    @property
    def max_step(self) -> int:
        """Step of the first event with the greatest value."""
        return self.steps[self._max]

    @cached_property
    def _first(self) -> int:
        return self.steps.index(min(self.steps))

    @cached_property
    def _last(self) -> int:
        return self.count - 1 - self.steps[::-1].index(max(self.steps))

    @cached_property
    def _min(self) -> int:
        numbers = [value for value in self.values if value == value]  # without nan
        return self.values.index(min(numbers)) if numbers else 0

    @cached_property
    def _max(self) -> int:
        numbers = [value for value in self.values if value == value]  # without nan
        return self.values.index(max(numbers)) if numbers else 0


def read_run(run_dir: Path) -> list[Series]:
    """Return the series of a run, ordered by key; empty when there are none.

    Reads every ``*.tfevents.*`` file under the directory, without following links to
    directories and without the proto of a batch. Files of one place count in the order of
    their names, which begin with the time. A damaged or unreadable file gives what it has.
    """
    found: dict[tuple[str, str], Series] = {}
    for prefix, path in _event_files(run_dir):
        reader = EventReader(path)
        try:
            for batch in reader.batches():
                for event in batch:
                    name = (prefix, event.tag)
                    series = found.get(name)
                    if series is None:
                        series = found[name] = Series(event.tag, prefix, [], [], [])
                    series.steps.append(event.step)
                    series.values.append(event.value)
                    series.wall_times.append(event.wall_time)
        except OSError:
            continue  # removed meanwhile, or not ours to read
    return sorted(found.values(), key=lambda series: (series.key, series.prefix))


def summaries(series: Iterable[Series]) -> dict[str, float]:
    """Return the last value by key.

    The run's own directory and `.guild` share their keys; the first in order counts, which
    after `read_run` is what the script itself wrote.
    """
    last: dict[str, float] = {}
    for one in series:
        last.setdefault(one.key, one.last)
    return last


def _event_files(run_dir: Path) -> list[tuple[str, Path]]:
    """Return (prefix, path) of the run's event files."""
    files: list[tuple[str, Path]] = []
    for place, directories, names in os.walk(run_dir):
        directory = Path(place)
        relative = directory.relative_to(run_dir)
        prefix = "" if relative == Path() else relative.as_posix()
        if prefix == GUILD_DIR and "proto" in directories:
            directories.remove("proto")
        for name in sorted(names):
            path = directory / name
            # is_file: opening a pipe of that name would wait for ever
            if ".tfevents." in name and path.is_file():
                files.append((prefix, path))
    return files
