"""What views of runs in rows share: their questions about cells, and what changes by itself.

Which columns there are is known to the two kinds of these views alone.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from guild_jupyter.errors import ColumnError, GuildError
from guild_jupyter.presenting.about_runs import AboutRuns
from guild_jupyter.presenting.presenter import Message
from guild_jupyter.presenting.tick import Rhythm, Touched
from guild_jupyter.registry import load
from guild_jupyter.runstore import facts as store
from guild_jupyter.runstore.chosen import Chosen
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.summary import Summary
from guild_jupyter.supervise import state
from guild_jupyter.wire.columns import Column, plain
from guild_jupyter.wire.grid import FIRST_ROWS, About, Grid
from guild_jupyter.wire.run_columns import Item, reduced
from guild_jupyter.wire.sparks import Sparks

#: Runs up to which a first picture is made of all of them.
FEW = 500
#: First pictures sent in vain after which all is read though no page asks: a cell is busy.
_IN_VAIN = 3
_FILTERS = "guild_jupyter.runstore.filters"
_LIVE = state.LIVE | {state.STAGED}


class TabularView(ABC):
    """A view of runs in rows.

    Parameters
    ----------
    runs
        The runs.
    home
        Their Guild home, or its trash.
    chosen
        Which runs are chosen.
    """

    kind: str
    line: str

    def __init__(self, runs: Sequence[Run], home: str, chosen: Chosen) -> None:
        self._runs = runs
        self._chosen = chosen
        self._told = 0
        self._text: str | None = None
        self._lock = threading.RLock()
        self._whole: Grid | None = None
        #: The first rows of many, until all are read.
        self._part: Grid | None = None
        self._parts = 0
        #: Whether a page was answered with the first rows, and has to be told the rest.
        self._is_owed = False
        self._live: set[int] = set()
        self._reducers: dict[str, str] = {}
        self._sparks = Sparks()
        self._rhythm = Rhythm()
        #: Making a table of many runs anew costs more than looking at a few; both have their pace.
        self._remaking = Rhythm(0.05, 5.0)
        self._is_stale = False
        self._touched = Touched()
        self._about_runs = AboutRuns(home, self._grid, self._touch)
        self._answers: Mapping[str, Callable[[Mapping[str, Any]], Message]] = {
            "hello": self._hello,
            "columns": self._cells,
            "reducer": self._reducer,
            "filter": self._filter,
            "select": self._select,
        }

    @abstractmethod
    def gathered(self, most: int | None = None) -> list[Item]:
        """Return what is known of the first runs, or of all."""

    @abstractmethod
    def twin(self) -> Mapping[str, str]:
        """Return the static twin as HTML and as text, by their types."""

    @abstractmethod
    def known(self) -> Sequence[Facts]:
        """Return the facts of all runs as they were when they were chosen."""

    @abstractmethod
    def renewed(self, before: Item, facts: Facts, summaries: Sequence[Summary]) -> Item:
        """Return the item of a run of which more is known now."""

    @abstractmethod
    def columns(self, items: Sequence[Item]) -> list[Column]:
        """Return the columns of these runs."""

    @abstractmethod
    def about(self, items: Sequence[Item], count: int) -> About:
        """Return what is said of these runs beside their cells."""

    def others(self, _items: Sequence[Item]) -> list[Item] | None:
        """Return the items of all runs that belong here where those are others; else None."""
        return None

    @property
    def is_live(self) -> bool:
        """Whether something of it may still change by itself."""
        with self._lock:
            if self._whole is None:  # told before the view is shown, which is not to wait for it
                return any(one.state.status in _LIVE for one in self.known())
            return bool(self._live)

    def first(self) -> Message:
        """Return the table, with the first rows of its first columns.

        Of many runs it is made of the first ones where not all were read so far.
        """
        with self._lock:
            return _pushed(self._first_rows() or self._grid())

    def changes(self) -> Iterable[Message]:
        """Return what changed: which runs are chosen, cells, or the whole table."""
        found: list[Message] = []
        chosen = self._chosen
        if self._told != chosen.version:
            self._told = chosen.version
            found.append(Message({"push": "select", "ids": chosen.ids}))
        with self._lock:
            if self._whole is None and self._is_to_wait():
                return found
            if self._whole is None or self._is_owed:
                whole = self._grid()  # read in this thread, which holds up no cell
                if self._is_owed:
                    self._is_owed = False
                    found.append(_pushed(whole, is_whole=True))
            else:
                found += self._remade(self._whole) or self._looked(self._whole)
        return found

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        """Answer a question of the page.

        Raises
        ------
        GuildError
            It is refused.
        """
        own = self._answers.get(question)
        if own is not None:
            return own(wanted)
        found = self._about_runs.answer(question, wanted)
        if found is None:
            raise GuildError(f"the view has no answer to {question!r}")
        return found

    def frame(self, wanted: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a DataFrame
        """Return the runs ``ids`` and the columns ``keys`` as a DataFrame."""
        return self._about_runs.frame(wanted)

    def html(self, _name: str) -> str:
        """Return the static twin."""
        made = self.twin()
        self._text = made["text/plain"]
        return made["text/html"]

    def text(self) -> str:
        """Return the static twin as text; that of the same moment where it was just made."""
        made, self._text = self._text, None
        return self.twin()["text/plain"] if made is None else made

    def _first_rows(self) -> Grid | None:
        """Return the first rows of many runs; None of few, or where all were read."""
        if self._whole is not None or len(self._runs) <= FEW:
            return None
        self._parts += 1
        self._part = self._made(self.gathered(FIRST_ROWS), len(self._runs))
        return self._part

    def _is_to_wait(self) -> bool:
        """Tell whether a page is to have its first picture before all runs are read."""
        return len(self._runs) > FEW and not self._is_owed and self._parts < _IN_VAIN

    def _grid(self) -> Grid:
        with self._lock:
            if self._whole is None:
                self._renew(self.gathered())
            assert self._whole is not None  # renewed
            return self._whole

    def _made(self, items: Sequence[Item], count: int) -> Grid:
        columns = (
            reduced(column, self._reducers[column.key]) if column.key in self._reducers else column
            for column in self.columns(items)
        )
        return Grid(items, columns, self.about(items, count), count=count, sparks=self._sparks)

    def _renew(self, items: Sequence[Item]) -> Grid:
        grid = self._made(items, len(items))
        self._whole, self._part = grid, None
        self._live = {row for row, one in enumerate(grid.items) if _is_live(one)}
        return grid

    def _touch(self, ids: list[str]) -> None:
        self._touched.add(ids)
        self._rhythm.at_once()

    def _remade(self, grid: Grid) -> list[Message]:
        """Return the table anew where other runs or columns belong to it, and it is time to."""
        if not self._remaking.is_due():
            return []
        items = self.others(grid.items)
        if items is None and not self._is_stale:
            return []
        with self._remaking:
            self._is_stale = False
            return [_pushed(self._renew(grid.items if items is None else items))]

    def _looked(self, grid: Grid) -> list[Message]:
        """Return what changed in the cells of runs that are live, or were acted on."""
        if not self._rhythm.is_due():
            return []
        with self._rhythm:
            changed = self._changed(grid)
        if self._is_stale and (remade := self._remade(grid)):
            return remade
        return [_cells_of(grid, changed)] if changed else []

    def _changed(self, grid: Grid) -> dict[int, list[str]]:
        """Take what is known now of these runs; return the columns that changed, by row."""
        touched = {grid.rows[id_] for id_ in self._touched.ids() if id_ in grid.rows}
        rows = sorted(self._live | touched)
        changed: dict[int, list[str]] = {}
        runs = [grid.items[row].facts.run for row in rows]
        every = zip(rows, store.gather(runs), store.summaries(runs), strict=True)
        for row, known, found in every:
            before = grid.items[row]
            now = self.renewed(before, known, found)
            keys = grid.replace(row, now)
            if keys is None or not now.scalars.keys() <= before.scalars.keys():
                self._is_stale = True
            elif keys:
                changed[row] = keys
        self._live = {row for row in rows if _is_live(grid.items[row])}
        return changed

    def _hello(self, _wanted: Mapping[str, Any]) -> Message:
        with self._lock:
            part = self._first_rows()
            self._is_owed |= part is not None
            grid = part or self._grid()
            data, buffers = grid.data(grid.first)
            if self._chosen.version:
                self._told = -1  # what was chosen before the page was there
            return Message({"table": grid.table(), "data": data}, buffers)

    def _cells(self, wanted: Mapping[str, Any]) -> Message:
        with self._lock:
            # those of all runs follow with the table of all
            grid = self._part if self._is_owed and self._part else self._grid()
            last = wanted.get("to")
            data, buffers = grid.data(
                wanted["keys"],
                int(wanted.get("from") or 0),
                None if last is None else int(last),
            )
        return Message({"data": data}, buffers)

    def _reducer(self, wanted: Mapping[str, Any]) -> Message:
        key, reducer = wanted["key"], wanted["reducer"]
        with self._lock:
            grid = self._grid()
            if key not in grid.columns:
                raise ColumnError(f"there is no column {key!r}", "Show the runs again.")
            column = grid.with_column(reduced(grid.columns[key], reducer))
            self._reducers[key] = reducer
            data, buffers = grid.data([key])
            described = column.described(grid.constants[key])
        return Message({"column": described, "data": data}, buffers)

    def _filter(self, wanted: Mapping[str, Any]) -> Message:
        """Tell which runs an expression of Guild's language chooses, by what is shown of them."""
        expression = str(wanted["expression"])
        items = self._grid().items
        matches, note = np.ones(len(items), np.uint8), ""
        if expression.strip():
            tree = load(f"{_FILTERS}.parsing:parse")(expression)
            names = load(f"{_FILTERS}.tree:names")(tree)
            values = load(f"{_FILTERS}.values:Values")(names, [one.facts for one in items])
            holds = load(f"{_FILTERS}.evaluation:holds")
            matches[:] = [holds(tree, values.of(row)) for row in range(len(items))]
            note = "; ".join(values.unknown())
        return Message({"matches": 0, "note": note}, [matches.tobytes()])

    def _select(self, wanted: Mapping[str, Any]) -> Message:
        grid = self._grid()
        known = [grid.items[grid.rows[id_]] for id_ in wanted["ids"] if id_ in grid.rows]
        is_told = self._told == self._chosen.version
        self._chosen.choose(one.facts.run for one in known)
        if is_told:  # the page that says it need not hear it
            self._told = self._chosen.version
        return Message({})


def _is_live(one: Item) -> bool:
    return one.facts.state.status in _LIVE


def _pushed(grid: Grid, *, is_whole: bool = False) -> Message:
    data, buffers = grid.data(grid.first, 0, None if is_whole else FIRST_ROWS)
    return Message({"push": "table", "table": grid.table(), "data": data}, buffers)


def _cells_of(grid: Grid, changed: Mapping[int, Iterable[str]]) -> Message:
    """Return changed cells; a column in which one row changed has those of all these rows."""
    keys = dict.fromkeys(key for each in changed.values() for key in each)
    cells = {
        key: [plain(column, column.read(grid.items[row])) for row in changed]
        for key, column in ((key, grid.columns[key]) for key in keys)
    }
    return Message({"push": "rows", "rows": list(changed), "cells": cells})
