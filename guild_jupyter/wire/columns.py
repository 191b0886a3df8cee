"""Columns of a table and their cells, as they cross: what kind they are, and their buffers.

Cells are plain values, None for nothing. Where they come from is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np

from guild_jupyter.registry import load
from guild_jupyter.twins.text import duration, moment, shorten

ID, STATUS, TEXT, NUMBER, TIME = "id", "status", "text", "number", "time"
DURATION, BOOLEAN, TAGS, COMMENTS, SPARK = "duration", "boolean", "tags", "comments", "spark"
#: Kinds whose cells cross as numbers.
NUMERIC = frozenset({NUMBER, TIME, DURATION, BOOLEAN})
#: Characters of a cell that are sent.
LONGEST = 2000

#: Whole numbers beyond this are other ones as floating-point numbers.
_EXACT = 1 << 53
#: Milliseconds from the epoch to the ends of a browser's calendar.
_CALENDAR = 8.64e15
_NAN, _INFINITE = float("nan"), float("inf")


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Parameters
    ----------
    key
        Stands for it in questions.
    heading
        What it is called.
    read
        Returns the cell of a row: a plain value, None for nothing. Of a time it is microseconds
        since the epoch or a datetime, of a duration seconds or a timedelta.
    group
        ``run``, ``flag``, ``attribute`` or ``scalar``.
    kind
        One of the above; empty for what its cells are.
    direction
        ``min`` or ``max`` where less or more is better.
    reducer
        Which number of a scalar is meant.
    series
        The key of its series.
    is_asked, is_editable, is_hidden
        Whether the user named it, may change it, and sees it only when asked for.
    """

    key: str
    heading: str
    read: Callable[[Any], Any]
    group: str = "run"
    kind: str = ""
    direction: str = ""
    reducer: str = ""
    series: str = ""
    is_asked: bool = False
    is_editable: bool = False
    is_hidden: bool = False

    def described(self, constant: str | None) -> dict[str, Any]:
        """Return it as a ``TableColumn``."""
        return {
            "key": self.key,
            "heading": sendable(shorten(self.heading, LONGEST)),
            "group": self.group,
            "kind": self.kind,
            "direction": "" if self.reducer == "count" else self.direction,
            "reducer": self.reducer,
            "series": self.series,
            "is_asked": self.is_asked,
            "is_editable": self.is_editable,
            "constant": constant,
            "is_hidden": self.is_hidden,
        }


def kind_of(cells: Sequence[Any]) -> str:
    """Return the kind of a column with these cells."""
    kinds = set(map(type, cells)) - {type(None)}
    if not kinds:
        return TEXT
    if kinds == {bool}:
        return BOOLEAN
    if kinds <= {int, float}:
        is_exact = int not in kinds or all(
            type(cell) is not int or -_EXACT <= cell <= _EXACT for cell in cells
        )
        return NUMBER if is_exact else TEXT
    if kinds == {datetime}:
        return TIME
    return DURATION if kinds == {timedelta} else TEXT


def constant_of(kind: str, cells: Sequence[Any]) -> str | None:
    """Return the text that every cell has, where there are two or more; else None."""
    if len(cells) < 2 or kind in (ID, SPARK):
        return None
    first = cells[0]
    if all(_is_same(cell, first) for cell in cells):
        return text_of(kind, first) or ""
    return None


def _is_same(cell: Any, first: Any) -> bool:  # noqa: ANN401 - any plain value
    if type(cell) is not type(first):
        return False
    return bool(cell == first or (cell != cell and first != first))  # two of nan


def text_of(kind: str, cell: Any) -> str | None:  # noqa: ANN401 - any plain value
    """Return a cell as the static tables show it; None for nothing."""
    if cell is None:
        return None
    if kind == TIME and isinstance(cell, int):
        return moment(cell)
    if kind == DURATION and isinstance(cell, (int, float)):
        return duration(cell)
    text = cell if type(cell) is str else _short()(cell)
    return sendable(shorten(text, LONGEST))


@cache
def _short() -> Callable[[Any], str]:
    short: Callable[[Any], str] = load("guild_jupyter.comparison.cells:short")
    return short


def sendable(text: str) -> str:
    """Return a text that can be sent: halves of characters, as of odd file names, are marked."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def number_of(kind: str, cell: Any) -> float:  # noqa: ANN401 - any plain value
    """Return a cell of a numeric column as it crosses; NaN for what no page can show."""
    if kind == TIME:
        try:
            ms = cell.timestamp() * 1000 if isinstance(cell, datetime) else cell / 1000
        except OverflowError:
            return _NAN
        return ms if -_CALENDAR <= ms <= _CALENDAR else _NAN
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    try:
        return float(cell)
    except OverflowError:  # of a duration: counts of years
        return _INFINITE if cell > 0 else -_INFINITE


def plain(column: Column, cell: Any) -> float | str | None:  # noqa: ANN401 - any plain value
    """Return a cell for JSON; numbers that are not finite as JavaScript writes them."""
    if cell is None or column.kind not in NUMERIC:
        return text_of(column.kind, cell)
    number = number_of(column.kind, cell)
    if number - number == 0:
        return number
    return "NaN" if number != number else "Infinity" if number > 0 else "-Infinity"


def encoded(
    column: Column, cells: Sequence[Any], start: int, buffers: list[bytes]
) -> dict[str, Any]:
    """Return cells as ``ColumnData``; what is binary is added to the buffers.

    Parameters
    ----------
    column
        Their column, of any kind but a sparkline's.
    cells
        The cells of consecutive rows.
    start
        The first of these rows.
    buffers
        Those of the message.
    """
    data: dict[str, Any] = {"key": column.key, "from": start, "to": start + len(cells)}
    if column.kind not in NUMERIC:
        return {**data, **_coded(column.kind, cells, buffers)}
    kind = column.kind
    has_gaps = None in cells
    if kind != NUMBER:
        cells_sent = [None if cell is None else number_of(kind, cell) for cell in cells]
    else:
        cells_sent = list(cells)
    # of None numpy makes NaN
    data["numbers"] = put(buffers, np.array(cells_sent, dtype="<f8"))
    data["missing"] = None
    if has_gaps:
        missing = np.fromiter((cell is None for cell in cells), np.uint8, len(cells))
        data["missing"] = put(buffers, missing)
    return data


def _coded(kind: str, cells: Sequence[Any], buffers: list[bytes]) -> dict[str, Any]:
    words: dict[str, int] = {}
    known: dict[Any, int] = {}
    codes = np.empty(len(cells), dtype="<i4")
    for place, cell in enumerate(cells):
        is_text = type(cell) is str
        code = known.get(cell) if is_text else None
        if code is None:
            text = text_of(kind, cell)
            code = -1 if text is None else words.setdefault(text, len(words))
            if is_text:
                known[cell] = code
        codes[place] = code
    return {"codes": put(buffers, codes), "words": list(words)}


def put(buffers: list[bytes], numbers: Any) -> int:  # noqa: ANN401 - a numpy array
    """Add an array to the buffers of a message; return its number."""
    buffers.append(numbers.tobytes())
    return len(buffers) - 1


def unique(columns: Iterable[Column]) -> dict[str, Column]:
    """Return columns by key, the first of those that have the same one."""
    found: dict[str, Column] = {}
    for column in columns:
        found.setdefault(column.key, column)
    return found
