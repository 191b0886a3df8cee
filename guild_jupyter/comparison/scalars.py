"""The scalars of runs: a row for each series, or for each of its values."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter.comparison import cells
from guild_jupyter.comparison.row import moment_of
from guild_jupyter.comparison.written import as_csv
from guild_jupyter.errors import ColumnError, nearest
from guild_jupyter.registry import load
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.scalars.series import read_run
from guild_jupyter.scalars.summary import key_of
from guild_jupyter.twins import table
from guild_jupyter.twins.table import Table

if TYPE_CHECKING:
    from guild_jupyter.frames import DataFrame

_ENDS = ("first", "first_step", "last", "last_step")
_PER_SERIES = ("count", *_ENDS, "min", "min_step", "max", "max_step", "mean", "total")
SUMMARY = ("run", "key", "prefix", "tag", *_PER_SERIES)
DETAIL = ("run", "key", "prefix", "tag", "step", "value", "time", "relative")
_NUMERIC = frozenset({*_PER_SERIES, "step", "value", "relative"})

_Row = tuple[Any, ...]
_Chooses = Callable[[str], bool]


class Scalars(Sequence[dict[str, Any]]):
    """Scalars of runs; a sequence of rows.

    Parameters
    ----------
    columns
        What the rows tell.
    rows
        The cells of each row.
    notes
        What was asked for and is not there.
    """

    def __init__(
        self, columns: Sequence[str], rows: Sequence[_Row], notes: Sequence[str] = ()
    ) -> None:
        self.columns = list(columns)
        self.cells = list(rows)
        self.notes = list(notes)

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, index: int | slice) -> Any:  # noqa: ANN401 - a row, or rows
        if isinstance(index, slice):
            return [self._row(row) for row in self.cells[index]]
        return self._row(self.cells[index])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(self._row, self.cells)

    def _row(self, row: _Row) -> dict[str, Any]:
        return dict(zip(self.columns, row, strict=True))

    @property
    def df(self) -> DataFrame:
        """The rows as a plain DataFrame; times are UTC without a zone."""
        columns = [list(column) for column in zip(*self.cells, strict=True)]
        make = load("guild_jupyter.frames:comparison_frame")
        frame: DataFrame = make(self.columns, columns or [[] for _ in self.columns])
        return frame

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str:
        """Return the rows as CSV with all digits; with a path, write it there too.

        Raises
        ------
        GuildError
            The file cannot be written.
        """
        rows = ([_exact(cell) for cell in row] for row in self.cells)
        return as_csv(self.columns, rows, path)

    def to_json(self) -> str:
        """Return the rows as JSON; what is no finite number is its name as text."""
        rows = [{name: _plain(cell) for name, cell in row.items()} for row in self]
        return json.dumps(rows, indent=2)

    def __repr__(self) -> str:
        return table.to_text(self._table())

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        shown = self._table()
        return {"text/html": table.to_html(shown), "text/plain": table.to_text(shown)}

    def _table(self) -> Table:
        # a key says what prefix and tag say
        kept = [number for number, name in enumerate(self.columns) if name not in _IN_KEY]
        most = table.MAX_ROWS
        return Table(
            columns=[self.columns[number].replace("_", " ") for number in kept],
            rows=[[cells.short(row[number]) for number in kept] for row in self.cells[:most]],
            numeric=frozenset(name.replace("_", " ") for name in _NUMERIC),
            codes=frozenset({"run"}),
            empty="no scalars",
            left_out=max(0, len(self) - most),
            notes=self.notes,
            pinned=True,
        )


_IN_KEY = frozenset({"prefix", "tag"})


def summaries(runs: RunList, keys: Sequence[str] = ()) -> Scalars:
    """Return a row for each series of the runs.

    Parameters
    ----------
    runs
        The runs.
    keys
        Which scalars: keys, or regular expressions that are found in them; none for all.

    Raises
    ------
    ColumnError
        A text is neither a key nor a regular expression.
    """
    everything = runs.summaries()
    known = {one.key for found in everything for one in found}
    chooses, notes = _choice(keys, known)
    rows = [
        (run.short_id, one.key, one.prefix, one.tag, *(getattr(one, name) for name in _PER_SERIES))
        for run, found in zip(runs, everything, strict=True)
        for one in found
        if chooses(one.key)
    ]
    return Scalars(SUMMARY, rows, notes)


def detail(runs: RunList, keys: Sequence[str] = ()) -> Scalars:
    """Return a row for each value: its step, when it was logged, and how long after the first.

    Parameters and errors are those of :func:`summaries`.
    """
    known = {one.key for found in runs.summaries() for one in found} if keys else set()
    chooses, notes = _choice(keys, known)
    return Scalars(DETAIL, [row for run in runs for row in _values(run, chooses)], notes)


def _values(run: Run, chooses: _Chooses) -> Iterator[_Row]:
    found = read_run(Path(run.dir))
    # Guild records no times, which event files have as zero
    known = [wall for one in found for wall in one.wall_times if wall > 0 and math.isfinite(wall)]
    begin = min(known, default=0.0)
    for one in found:
        key = key_of(one.prefix, one.tag)
        if not chooses(key):
            continue
        for step, value, wall in zip(one.steps, one.values, one.wall_times, strict=True):
            is_known = wall > 0 and math.isfinite(wall)
            when = moment_of(round(wall * 1e6)) if is_known else None
            relative = round(wall - begin, 6) if is_known else None
            yield run.short_id, key, one.prefix, one.tag, step, value, when, relative


def _choice(keys: Sequence[str], known: set[str]) -> tuple[_Chooses, list[str]]:
    """Return what tells whether a scalar is asked for, and what is asked for in vain."""
    if not keys:
        return lambda _key: True, []
    chosen: set[str] = set()
    notes = []
    for text in keys:
        found = {text} & known or {key for key in known if _pattern(text).search(key)}
        if not found and known:
            meant = nearest(text, known, " Did you mean '{}'?")
            notes.append(f"no run has a scalar {text!r}.{meant}")
        chosen |= found
    return chosen.__contains__, notes


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        place = getattr(error, "pos", None) or 0
        raise ColumnError(
            f"{text!r} is no scalar and no regular expression: {error}",
            f"{text}\n{' ' * place}^" if text.isprintable() and len(text) < 100 else "",
        ) from None


def _exact(cell: Any) -> str:  # noqa: ANN401 - any plain value
    return cell.isoformat() if hasattr(cell, "isoformat") else cells.full(cell)


def _plain(cell: Any) -> Any:  # noqa: ANN401 - any plain value
    if hasattr(cell, "isoformat"):
        return cell.isoformat()
    return str(cell) if isinstance(cell, float) and not math.isfinite(cell) else cell
