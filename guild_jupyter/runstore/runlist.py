"""A list of runs: a sequence that can be shown, filtered by position and made a DataFrame."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from guild_jupyter.errors import RunError
from guild_jupyter.registry import load
from guild_jupyter.runstore.chosen import Chosen, meant
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.remarked import AllRemarked
from guild_jupyter.runstore.run import Run

if TYPE_CHECKING:
    from guild_jupyter.frames import DataFrame
    from guild_jupyter.runstore.facts import Facts
    from guild_jupyter.runstore.line import Line
    from guild_jupyter.runstore.outcome import Outcome
    from guild_jupyter.scalars.summary import Summary

#: Seconds for which what was read to list runs is shown without another look at them.
_A_MOMENT = 0.25


class RunList(AllRemarked, Sequence[Run]):
    """Runs in a fixed order, newest first unless made otherwise.

    Parameters
    ----------
    runs
        The runs.
    home
        Where they were looked for; shown when there are none.
    places
        Place of each run in the list of all runs, as a user names it; None where this is that
        list. A run that is not in it has none.
    """

    def __init__(
        self, runs: Iterable[Run], home: str = "", places: Iterable[int | None] | None = None
    ) -> None:
        self._runs = list(runs)
        self.home = home
        #: How many rows are shown; None for as many as a table usually has.
        self.most: int | None = None
        #: The columns of the table that shows them; None for the usual ones.
        self.columns: tuple[str, ...] | None = None
        #: How many folders of runs could not be looked into.
        self.closed = 0
        #: What the filters that chose these runs named in vain, a sentence each.
        self.notes: list[str] = []
        self._lines: tuple[float, Sequence[Line]] = (-inf, ())
        self.is_part = places is not None
        self.places = list(range(1, len(self._runs) + 1) if places is None else places)

    @overload
    def __getitem__(self, index: int) -> Run: ...

    @overload
    def __getitem__(self, index: slice) -> RunList: ...

    def __getitem__(self, index: int | slice) -> Run | RunList:
        if isinstance(index, slice):
            part = RunList(self._runs[index], self.home, self.places[index])
            part._lines = (self._lines[0], self._lines[1][index])
            return part
        return self._runs[index]

    def __len__(self) -> int:
        return len(self._runs)

    def __iter__(self) -> Iterator[Run]:
        return iter(self._runs)

    def note_lines(self, lines: Sequence[Line]) -> None:
        """Note what was read of the runs at this moment, in their order."""
        self._lines = (time.monotonic(), lines)

    def just_read(self) -> Sequence[Line] | None:
        """Return what was read of the runs a moment ago; None where that was longer ago."""
        when, lines = self._lines
        if time.monotonic() - when < _A_MOMENT:
            return lines
        self._lines = (-inf, ())
        return None

    def where(self, holds: Callable[[Run], bool]) -> RunList:
        """Return those of the runs for which a function says yes; they keep their places."""
        kept = [pair for pair in zip(self._runs, self.places, strict=True) if holds(pair[0])]
        return RunList((run for run, _ in kept), self.home, (place for _, place in kept))

    def at(self, indexes: Iterable[int]) -> RunList:
        """Return the runs at some indexes, counted from 0; they keep their places."""
        wanted = list(indexes)
        places = [self.places[index] for index in wanted]
        return RunList([self._runs[index] for index in wanted], self.home, places)

    @cached_property
    def chosen(self) -> Chosen:
        """What everything that shows the list shares of what is chosen in it."""
        return Chosen()

    @property
    def selected(self) -> RunList:
        """Those of the runs that are chosen in a view, or were chosen here; it can be set.

        Runs, ids and short ids choose; None or an empty list chooses nothing.
        """
        ids = set(self.chosen.ids)
        known = zip(self._runs, self.places, strict=True)
        kept = {run.id: (run, place) for run, place in known if run.id in ids}
        # a view shows runs that were started after the list was made
        found = [*kept.values(), *((run, None) for run in self.chosen.runs if run.id not in kept)]
        return RunList((run for run, _ in found), self.home, (place for _, place in found))

    @selected.setter
    def selected(self, runs: Run | str | Iterable[Run | str] | None) -> None:
        self.chosen.choose(meant(self._runs, runs))

    def filter(self, expression: str = "", **criteria: Any) -> RunList:  # noqa: ANN401 - checked there
        """Return those of the runs that filters choose; they keep their places.

        Parameters
        ----------
        expression
            Such as ``loss < 0.1 and lr = 0.01``.
        criteria
            More of what :class:`guild_jupyter.runstore.filters.criteria.Filters` has:
            ``operation="train"``, ``status="error"``, ``started="last 2 hours"`` …

        Raises
        ------
        FilterError
            A filter makes no sense.
        """
        chosen: RunList = load("guild_jupyter.runstore.filters.criteria:choose")(
            self, **{"filter": expression, **criteria}
        )
        return chosen

    def renumbered(self) -> RunList:
        """Return the same runs, their places counted in this list alone."""
        runs = RunList(self._runs, self.home, range(1, len(self) + 1))
        runs.notes = self.notes
        return runs

    def facts(self) -> list[Facts]:
        """Return what is known of each run, gathered at this moment."""
        found: list[Facts] = load("guild_jupyter.runstore.facts:gather")(self._runs)
        return found

    def summaries(self) -> list[list[Summary]]:
        """Return the summaries of each run's scalars, ordered by key."""
        found: list[list[Summary]] = load("guild_jupyter.runstore.facts:summaries")(self._runs)
        return found

    def diff(self, *parts: str) -> Any:  # noqa: ANN401 - as Run.diff
        """Return what differs from the older to the newer of the first two runs.

        Parameters
        ----------
        parts
            Parts such as ``flags`` and ``source``; none for all.

        Raises
        ------
        RunError
            There are fewer than two.
        """
        if len(self._runs) < 2:
            hint = "Compare one with another: 'run.diff(other)'; with its project: 'run.diff()'."
            raise RunError("diff needs two runs", hint)
        return self._runs[1].diff(self._runs[0], *parts)

    def _whole_summaries(self) -> list[list[Summary]]:
        """Return the summaries once those of runs that ended a moment ago are whole."""
        for run in self._runs:
            run.settle()
        return self.summaries()

    def __repr__(self) -> str:
        text: str = load("guild_jupyter.runstore.display:list_text")(self)
        return text

    @property
    def df(self) -> DataFrame:
        """The runs as a plain DataFrame: one row a run, typed columns, flags and last scalars."""
        frame: DataFrame = load("guild_jupyter.frames:runs_frame")(
            self.facts(), self._whole_summaries()
        )
        return frame

    def flags(self) -> DataFrame:
        """Return the runs' flags: one row a run, one column a flag."""
        frame: DataFrame = load("guild_jupyter.frames:flags_frame")(self.facts())
        return frame

    def scalars(self) -> DataFrame:
        """Return a row for every run and scalar: first, last, least, greatest and mean value."""
        frame: DataFrame = load("guild_jupyter.frames:summary_frame")(
            self._runs, self._whole_summaries()
        )
        return frame

    def scalars_detail(self) -> DataFrame:
        """Return a row for every recorded value of every run."""
        frame: DataFrame = load("guild_jupyter.frames:detail_frame")(self._runs)
        return frame

    def export(self, path: str, *, copy_resources: bool = False) -> Outcome:
        """Copy the runs into an archive: a folder, or a file ``*.zip``."""
        done: Outcome = load("guild_jupyter.exchange.exporting:export_runs")(
            self._runs, path, Home(Path(self.home)), copy_resources=copy_resources
        )
        return done

    def publish(self, folder: str) -> Outcome:
        """Write a report of each run into a folder, and a page that lists them."""
        done: Outcome = load("guild_jupyter.exchange.publishing:publish")(self, folder)
        return done

    def compare(self, columns: str | Sequence[str] = (), **options: Any) -> Any:  # noqa: ANN401 - any option of Request
        """Compare the runs side by side: a :class:`guild_jupyter.comparison.result.Comparison`.

        Parameters
        ----------
        columns
            Specs of columns after the usual ones, such as ``"min loss, =lr"``.
        options
            What else is asked for: ``strict_columns``, ``min``, ``max``, ``top`` and all others
            of :class:`guild_jupyter.comparison.table.Request`.

        Raises
        ------
        ColumnError
            A column makes no sense, or what the runs are ordered by is not there.
        """
        request = load("guild_jupyter.comparison.table:request_of")(columns, options)
        return load("guild_jupyter.comparison.table:compare")(self, request)

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        bundle: dict[str, str] = load("guild_jupyter.runstore.display:list_bundle")(self)
        return bundle
