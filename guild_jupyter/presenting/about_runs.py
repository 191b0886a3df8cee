"""What tables and comparisons are asked about single runs: series, differences, frames, actions.

Decides which runs are meant. How each is answered is known to the modules that do it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from guild_jupyter.errors import NoSuchRun
from guild_jupyter.paths import is_folder
from guild_jupyter.presenting.presenter import Message
from guild_jupyter.registry import load
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.wire.columns import COMMENTS, DURATION, SPARK, TAGS, TIME
from guild_jupyter.wire.grid import Grid
from guild_jupyter.wire.run_columns import Item

_ACTING = "guild_jupyter.presenting.acting"
_MOST_POINTS = 1500
#: Differences that are kept to be looked into.
_MOST_DIFFS = 8


class AboutRuns:
    """Answers what is asked about the runs of a view.

    Parameters
    ----------
    home
        Their Guild home, or its trash.
    grid
        Returns the rows and columns of this moment.
    touch
        Is told the ids of runs before they are changed.
    """

    def __init__(
        self, home: str, grid: Callable[[], Grid], touch: Callable[[list[str]], None]
    ) -> None:
        self._home = Path(home)
        self._grid = grid
        self._touch = touch
        #: Runs that something was done to: what was deleted is not shown, and can be undone.
        self._acted: dict[str, Run] = {}
        self._diffs: dict[tuple[str, str | None], Any] = {}
        self._own: Mapping[str, Callable[[Mapping[str, Any]], Message]] = {
            "series": self._series,
            "diff": self._diff,
            "lines": self._lines,
        }

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message | None:
        """Return the answer to a question; None where it is not about runs."""
        if question in self._own:
            return self._own[question](wanted)
        if question == "act":
            ids = [one for one in wanted.get("runs", ()) if isinstance(one, str)]
            self._touch(ids)
            grid = self._grid()
            known = (grid.items[grid.rows[one]].facts.run for one in ids if one in grid.rows)
            self._acted.update((run.id, run) for run in known)
        answered: Message | None = load(f"{_ACTING}:answer")(question, wanted, self.find)
        return answered

    def find(self, id_: str) -> Run:
        """Return a run that is in the view, or was when something was done to it.

        Raises
        ------
        NoSuchRun
            It is none of them, or it is purged.
        """
        grid = self._grid()
        row = grid.rows.get(id_)
        run = self._acted.get(id_) if row is None else grid.items[row].facts.run
        if run is None:
            raise NoSuchRun(f"run {id_[:8]} is not shown here", "Show the runs again.")
        if is_folder(run.dir):
            return run
        home = self._home.parent if self._home.name == "trash" else self._home
        for folder in (home / "runs", home / "trash" / "runs"):
            if is_folder(folder / run.id):
                return Run(folder / run.id)
        raise NoSuchRun(f"run {run.short_id} is not there any more", "It was purged.")

    def _series(self, wanted: Mapping[str, Any]) -> Message:
        between = wanted.get("x")
        content, buffers = load("guild_jupyter.wire.series:series_set")(
            [self.find(id_) for id_ in dict.fromkeys(wanted["runs"])],
            wanted.get("keys") or [],
            int(wanted.get("points") or _MOST_POINTS),
            (float(between[0]), float(between[1])) if between else None,
        )
        return Message(content, buffers)

    def _diff(self, wanted: Mapping[str, Any]) -> Message:
        old, new = wanted["old"], wanted.get("new")
        self._diffs.pop((old, new), None)  # files may have changed since
        return self._answered(old, new, "hello", {})

    def _lines(self, wanted: Mapping[str, Any]) -> Message:
        old, new = wanted["old"], wanted.get("new")
        others = {name: value for name, value in wanted.items() if name not in ("old", "new")}
        return self._answered(old, new, "lines", others)

    def _answered(
        self, old: str, new: str | None, question: str, wanted: Mapping[str, Any]
    ) -> Message:
        view = self._diffs.pop((old, new), None)
        if view is None:
            first = self.find(old)
            second = None if new is None else self.find(new)
            found = load("guild_jupyter.launch.comparing:compare")(first, second, Home(self._home))
            view = load("guild_jupyter.presenting.differing:DiffView")(found)
        self._diffs[old, new] = view
        while len(self._diffs) > _MOST_DIFFS:
            self._diffs.pop(next(iter(self._diffs)))
        answer: Message = view.answer(question, wanted)
        content = {name: value for name, value in answer.content.items() if name != "push"}
        return Message(content, answer.buffers)

    def frame(self, wanted: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a DataFrame
        """Return runs and columns as a DataFrame."""
        grid = self._grid()
        rows = [grid.rows[id_] for id_ in wanted["ids"] if id_ in grid.rows]
        asked = wanted.get("keys")
        keys = [key for key, column in grid.columns.items() if not column.is_hidden]
        shown = [grid.columns[key] for key in asked or keys if key in grid.columns]
        shown = [column for column in shown if column.kind != SPARK]
        headings: list[str] = []
        for column in shown:
            taken = column.heading in headings
            headings.append(column.key if taken else column.heading)
        items = [grid.items[row] for row in rows]
        values = [_values(column.kind, column.key, column.read, items) for column in shown]
        return load("guild_jupyter.frames:comparison_frame")(headings, values)


def _values(kind: str, key: str, read: Callable[[Item], Any], items: Sequence[Item]) -> list[Any]:
    """Return the cells of a column as Python has them."""
    if kind == TAGS:
        return [", ".join(one.facts.tags) for one in items]
    if kind == COMMENTS:
        return ["\n".join(one.facts.comments) for one in items]
    if key == "label":
        return [one.facts.label for one in items]
    if key == "id":
        return [one.facts.run.short_id for one in items]
    if kind == TIME:
        moment = load("guild_jupyter.comparison.row:moment_of")
        return [moment(cell) if isinstance(cell, int) else cell for cell in map(read, items)]
    if kind == DURATION:
        return list(map(_length, map(read, items)))
    return list(map(read, items))


def _length(cell: Any) -> timedelta | None:  # noqa: ANN401 - seconds, or a length of time
    if cell is None or isinstance(cell, timedelta):
        return cell
    try:
        return timedelta(seconds=cell)
    except (OverflowError, ValueError):
        return None
