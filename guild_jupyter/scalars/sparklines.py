"""The scalars of a run that goes on, each in a few points: read as they are appended.

Decides which points stand for many. What they are drawn with is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan, nan
from pathlib import Path

from guild_jupyter.scalars.files import EventFile, event_files
from guild_jupyter.scalars.reading import EventReader, damaged, unreadable
from guild_jupyter.scalars.summary import Summary
from guild_jupyter.scalars.tally import Tally, tally

#: Stretches of a series, each of which has two points at most.
_STRETCHES = 32
#: Series of which points are kept; of more there are the numbers alone.
_MOST_DRAWN = 256


class Stretch:
    """Neighbouring values: how many, and the least and the greatest with their steps."""

    __slots__ = ("count", "high", "high_step", "low", "low_step")

    def __init__(self, steps: Sequence[int], values: Sequence[float]) -> None:
        self.count = len(values)
        known = [
            (value, step) for value, step in zip(values, steps, strict=True) if value == value
        ]
        first = (nan, steps[0])
        self.low, self.low_step = min(known, default=first)
        self.high, self.high_step = max(known, default=first)

    def add(self, later: Stretch) -> None:
        """Take in the values that come after these."""
        self.count += later.count
        if isnan(self.low) or later.low < self.low:
            self.low, self.low_step = later.low, later.low_step
        if isnan(self.high) or later.high > self.high:
            self.high, self.high_step = later.high, later.high_step

    def points(self) -> list[tuple[int, float]]:
        """Return its extremes in the order of their steps; one where they are the same."""
        ends = [(self.low_step, self.low), (self.high_step, self.high)]
        return ends[:1] if ends[0] == ends[1] or isnan(self.low) else sorted(ends)


class Spark:
    """A series in some sixty points at most, in which no spike is lost."""

    def __init__(self) -> None:
        self._stretches: list[Stretch] = []
        self._length = 1
        self._last: tuple[int, float] | None = None

    def add(self, steps: Sequence[int], values: Sequence[float]) -> None:
        """Add values that come after those that are there."""
        count = len(values)
        if not count:
            return
        while len(self._stretches) + count / self._length > 2 * _STRETCHES:
            self._length *= 2
            self._halve()
        at = 0
        while at < count:
            room = self._length - self._stretches[-1].count if self._stretches else 0
            end = min(count, at + (room if room > 0 else self._length))
            piece = Stretch(steps[at:end], values[at:end])
            if room > 0:
                self._stretches[-1].add(piece)
            else:
                self._stretches.append(piece)
            at = end
        if len(self._stretches) > _STRETCHES and self._length > 1:
            self._length *= 2
            self._halve()
        self._last = steps[count - 1], values[count - 1]

    def points(self) -> list[tuple[int, float]]:
        """Return steps and values; the last value is the last point."""
        found = [point for one in self._stretches for point in one.points()]
        if self._last is None:
            return found
        # What is no number is not equal to itself.
        is_there = any(point == self._last for point in found[-1:])
        is_gap = isnan(self._last[1]) and isnan(found[-1][1])
        return found if is_there or is_gap else [*found, self._last]

    def _halve(self) -> None:
        pairs = self._stretches[::2], self._stretches[1::2]
        for kept, later in zip(*pairs, strict=False):
            kept.add(later)
        self._stretches = pairs[0]


class _File:
    """What was read of one event file."""

    def __init__(self, file: EventFile) -> None:
        self.file = file
        self.reader = EventReader(file.path)
        self.size = -1
        self.fault = ""
        self.tallies: dict[str, Tally] = {}
        self.sparks: dict[str, Spark] = {}

    def look(self) -> bool:
        """Read what was appended; return whether there was something."""
        try:
            size = Path(self.file.path).stat().st_size
            if size == self.size:
                return False
            if size < self.reader.offset:
                self.__init__(self.file)  # type: ignore[misc]  # it was written anew
            self.size = size
            for columns in self.reader.batches():
                for tag, (steps, values, _) in columns.items():
                    self._take(tag, steps, values)
        except FileNotFoundError:
            return False
        except OSError as error:
            self.fault = unreadable(self.file.relative, error)
        if self.reader.fault:
            self.fault = damaged(self.file.relative, self.reader.fault)
        return True

    def _take(self, tag: str, steps: Sequence[int], values: Sequence[float]) -> None:
        piece = tally(steps, values)
        if tag in self.tallies:
            self.tallies[tag].add(piece)
        else:
            self.tallies[tag] = piece
        if tag in self.sparks or len(self.sparks) < _MOST_DRAWN:
            self.sparks.setdefault(tag, Spark()).add(steps, values)


class Sparklines:
    """The scalars of one run.

    Parameters
    ----------
    run_dir
        The run directory.
    """

    def __init__(self, run_dir: Path) -> None:
        self._run_dir = run_dir
        self._files: dict[str, _File] = {}

    def refresh(self, *, search: bool = True) -> bool:
        """Read what is new since the last call; return whether anything is.

        Parameters
        ----------
        search
            Whether new files are looked for, too, which takes a look into every folder.
        """
        is_changed = False
        if search:
            there = {file.relative: file for file in event_files(self._run_dir)}
            is_changed = bool(self._files.keys() - there.keys())
            # A file that was put in the place of another is another one.
            self._files = {
                name: known
                if (known := self._files.get(name)) and _is_same(known.file, file)
                else _File(file)
                for name, file in there.items()
            }
        looked = [one.look() for one in self._files.values()]
        return is_changed or any(looked)

    def series(self) -> Iterator[tuple[Summary, list[tuple[int, float]]]]:
        """Yield what each series comes down to, with its points, ordered by key."""
        found: dict[tuple[str, str], tuple[Tally, list[tuple[int, float]]]] = {}
        for one in self._files.values():
            for tag, its in one.tallies.items():
                place = one.file.prefix, tag
                spark = one.sparks.get(tag)
                points = spark.points() if spark else []
                if place in found:
                    whole, before = found[place]
                    whole.add(its)
                    before += points
                else:
                    found[place] = Tally.from_data(its.to_data()), points
        summaries = [(its.summary(*place), points) for place, (its, points) in found.items()]
        yield from sorted(summaries, key=lambda one: (one[0].key, one[0].prefix))

    @property
    def faults(self) -> list[str]:
        """What is wrong with the run's event files, a sentence each."""
        return [one.fault for one in self._files.values() if one.fault]


def _is_same(before: EventFile, now: EventFile) -> bool:
    return before.status.st_ino == now.status.st_ino
