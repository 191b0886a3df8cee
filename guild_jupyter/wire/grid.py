"""A table of runs as it is sent: what it consists of, and the cells that were asked for.

Decides how much is sent at once and what is left out. Knows nothing of how it is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from guild_jupyter.wire.columns import (
    DURATION,
    NUMBER,
    NUMERIC,
    SPARK,
    TIME,
    Column,
    constant_of,
    encoded,
    kind_of,
    put,
    sendable,
    unique,
)
from guild_jupyter.wire.run_columns import Item, replaced
from guild_jupyter.wire.sparks import WIDTH, Sparks

#: Rows and columns of a table at most.
MOST_ROWS, MOST_COLUMNS = 50_000, 2000
#: Rows and columns of a first picture.
FIRST_ROWS, FIRST_COLUMNS = 200, 24
#: Cells of an answer at most, but for one column of all rows.
_MOST_CELLS = 4_000_000
#: What a page needs of every row, whatever it shows.
_ALWAYS = ("id", "status")


@dataclass(frozen=True)
class About:
    """What is said of a table beside its cells; as in the schema ``Table``."""

    title: str
    line: str
    notes: Sequence[str] = ()
    empty: str = ""
    more_rows: int = 0


class Grid:
    """Rows and columns of one moment.

    Parameters
    ----------
    items
        The runs; those beyond :data:`MOST_ROWS` are left out.
    columns
        The columns; those beyond :data:`MOST_COLUMNS` are left out.
    about
        What is said of it.
    count
        Rows of the whole, of which these are the first; None where these are all.
    sparks
        Makes sparklines; shared by the grids of one view.
    """

    def __init__(
        self,
        items: Sequence[Item],
        columns: Iterable[Column],
        about: About,
        *,
        count: int | None = None,
        sparks: Sparks | None = None,
    ) -> None:
        self.about = about
        self.items = list(items[:MOST_ROWS])
        self._all = len(items) if count is None else count
        self.count = min(self._all, MOST_ROWS)
        every = unique(columns)
        kept = list(every.values())[:MOST_COLUMNS]
        self._more_columns = len(every) - len(kept)
        self._sparks = sparks or Sparks()
        self._as_of = time.time()
        is_whole = len(self.items) == self.count
        self.columns: dict[str, Column] = {}
        self.constants: dict[str, str | None] = {}
        cells: dict[str, list[Any]] = {}
        for column in kept:
            read = [] if column.kind == SPARK else list(map(column.read, self.items))
            known = column if column.kind else replaced(column, kind=kind_of(read))
            self.columns[column.key] = known
            self.constants[column.key] = constant_of(known.kind, read) if is_whole else None
            if len(cells) < FIRST_COLUMNS + len(_ALWAYS) and self._is_sent_first(known):
                cells[column.key] = read
        #: The cells of the first columns, which are sent when a page is there.
        self._cells = {key: cells[key] for key in self.first if key in cells}
        self.rows = {one.facts.run.id: row for row, one in enumerate(self.items)}

    @property
    def first(self) -> list[str]:
        """The keys of the columns of a first picture."""
        shown = [key for key, column in self.columns.items() if self._is_sent_first(column)]
        always = [key for key in _ALWAYS if key in self.columns]
        return list(dict.fromkeys([*always, *shown[:FIRST_COLUMNS]]))

    @staticmethod
    def _is_sent_first(column: Column) -> bool:
        return not column.is_hidden and column.kind != SPARK

    def table(self) -> dict[str, Any]:
        """Return it as a ``Table``, without cells."""
        about = self.about
        return {
            "title": sendable(about.title),
            "count": self.count,
            "columns": [
                column.described(self.constants[key]) for key, column in self.columns.items()
            ],
            "more_columns": self._more_columns,
            "more_rows": about.more_rows + self._all - self.count,
            "notes": list(map(sendable, about.notes)),
            "empty": sendable(about.empty),
            "line": sendable(about.line),
            "as_of": round(self._as_of * 1000),
        }

    def data(
        self, keys: Iterable[str], start: int = 0, stop: int | None = None
    ) -> tuple[list[dict[str, Any]], list[bytes]]:
        """Return the cells of some columns and rows as ``ColumnData``, and their buffers.

        A key that is no column's is passed over; so are columns at the end of very many.
        """
        start = min(max(0, start), len(self.items))
        stop = len(self.items) if stop is None else min(max(start, stop), len(self.items))
        items = self.items[start:stop]
        most = max(1, _MOST_CELLS // max(1, len(items)))
        known = [self.columns[key] for key in dict.fromkeys(keys) if key in self.columns]
        buffers: list[bytes] = []
        return [self._of(column, items, start, buffers) for column in known[:most]], buffers

    def _of(
        self, column: Column, items: Sequence[Item], start: int, buffers: list[bytes]
    ) -> dict[str, Any]:
        if column.kind != SPARK:
            kept = self._cells.get(column.key)
            cells = kept[start : start + len(items)] if kept else list(map(column.read, items))
            return encoded(column, cells, start, buffers)
        runs = [(one.facts.run, one.scalars.get(column.series)) for one in items]
        points = self._sparks.rows(runs, column.series)
        return {
            "key": column.key,
            "from": start,
            "to": start + len(points),
            "points": put(buffers, points),
            "width": WIDTH,
        }

    def with_column(self, column: Column) -> Column:
        """Put a column in the place of that with the same key; return it with its kind."""
        cells = list(map(column.read, self.items))
        self._cells.pop(column.key, None)
        known = column if column.kind else replaced(column, kind=kind_of(cells))
        self.columns[column.key] = known
        self.constants[column.key] = constant_of(known.kind, cells)
        return known

    def replace(self, row: int, item: Item) -> list[str] | None:
        """Put what is known of a run in its place.

        Returns
        -------
        list[str] or None
            The keys of the columns in which its cell is another one; None where that makes
            another table: a cell of another kind, or an end of what was the same in all rows.
        """
        before, self.items[row] = self.items[row], item
        changed = []
        is_same_table = True
        for key, column in self.columns.items():
            old, new = column.read(before), column.read(item)
            if old == new or (old != old and new != new):
                continue
            changed.append(key)
            if key in self._cells:
                self._cells[key][row] = new
            is_same_table &= self.constants[key] is None and _fits(column.kind, new)
        return changed if is_same_table else None


def _fits(kind: str, cell: Any) -> bool:  # noqa: ANN401 - any plain value
    """Tell whether a cell can stand in a column of a kind."""
    if cell is None or kind not in NUMERIC:
        return True
    return kind_of([cell]) in ((kind, NUMBER) if kind in (TIME, DURATION) else (kind,))
