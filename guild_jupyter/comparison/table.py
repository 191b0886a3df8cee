"""The table of a comparison: which runs and columns, in which order, and every cell's value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guild_jupyter.comparison import columns
from guild_jupyter.comparison.columns import Columns
from guild_jupyter.comparison.directions import Directions
from guild_jupyter.comparison.operations import Operations
from guild_jupyter.comparison.parsing import read, read_one
from guild_jupyter.comparison.result import Comparison, ResultColumn
from guild_jupyter.comparison.row import Found, Row, reader
from guild_jupyter.comparison.specs import COUNT, SCALAR, Place, Spec
from guild_jupyter.comparison.unmatched import about, is_found, notes
from guild_jupyter.errors import ColumnError, nearest
from guild_jupyter.runstore.runlist import RunList

Texts = str | Sequence[str]

#: How many headings an error names.
_MOST_LISTED = 20


@dataclass(frozen=True)
class Request:
    """What is asked of a comparison; the words are those of the command.

    Parameters
    ----------
    columns
        Specs of columns after the usual ones.
    strict_columns
        Specs of the only columns beside the run's id.
    min, max
        Heading or spec of the column whose lowest, or highest, values come first.
    top
        How many runs are shown.
    extra_cols
        Whether the digest of the source code is a column.
    all_scalars
        Whether the scalars of the system, ``sys/…``, are columns.
    skip_op_cols, skip_core
        Whether the columns of the operations, and those of every run, are left out.
    skip_unchanged
        Whether columns are left out that say the same of all runs.
    include_batch
        Whether the runs of batches are among them.
    minimize, maximize
        Metrics of which less, or more, is better.
    """

    columns: Texts = ()
    strict_columns: Texts = ()
    min: str = ""
    max: str = ""
    top: int | None = None
    extra_cols: bool = False
    all_scalars: bool = False
    skip_op_cols: bool = False
    skip_core: bool = False
    skip_unchanged: bool = False
    include_batch: bool = False
    minimize: Texts = ()
    maximize: Texts = ()


def request_of(columns: Texts, options: Mapping[str, Any]) -> Request:
    """Return the request that words of Python stand for.

    Raises
    ------
    ColumnError
        There is no such option.
    """
    known = Request.__dataclass_fields__
    for name in options:
        if name not in known:
            hint = nearest(name, known, "Did you mean {!r}? ")
            raise ColumnError(
                f"compare has no option {name!r}", f"{hint}Options: {', '.join(known)}."
            )
    return Request(columns, **options)


def compare(runs: RunList, request: Request | None = None) -> Comparison:
    """Compare runs.

    Parameters
    ----------
    runs
        The runs.
    request
        What is asked for; None for the usual table.

    Raises
    ------
    ColumnError
        A column makes no sense, or what the runs are ordered by is not there.
    """
    asked = request or Request()
    extra, strict = read(asked.columns), read(asked.strict_columns)
    _check(asked, extra, strict)
    facts = runs.facts()
    operations = Operations()
    directions = Directions(
        _texts(asked.minimize),
        _texts(asked.maximize),
        operations.directions({known.opref for known in facts}),
    )

    def which(place: Place, spec: Spec) -> str:
        try:
            return directions.resolved(place, spec)
        except ColumnError as error:  # a Guild file asks for it: that costs no comparison
            operations.note(error.message)
            return ""

    for spec in [*extra, *strict]:
        if isinstance(spec.at, Place):
            directions.resolved(spec.at, spec)
    found: Found = {}
    rows = [
        Row(known, summaries, which, found)
        for known, summaries in zip(facts, runs.summaries(), strict=True)
    ]
    numbers = [n for n, row in enumerate(rows) if asked.include_batch or not row.facts.is_batch]
    rows = [rows[number] for number in numbers]
    wanted = {*extra, *strict}
    table = [
        (_result(heading, column, directions, asked, wanted), _cells(column, rows))
        for heading, column in _columns(asked, extra, strict, rows, operations).everything()
    ]
    order = _order(asked, table, rows)
    if asked.top is not None:
        order = order[: asked.top]
    table = [(column, [cells[number] for number in order]) for column, cells in table]
    if asked.skip_unchanged:
        table = [
            (column, cells)
            for column, cells in table
            if column.spec == columns.RUN or not _is_same(cells)
        ]
    places = runs.places
    shown = RunList(
        (rows[number].facts.run for number in order),
        runs.home,
        (places[numbers[number]] for number in order),
    )
    return Comparison(
        shown,
        [column for column, _ in table],
        [cells for _, cells in table],
        [rows[number].facts for number in order],
        [*operations.notes, *notes([*extra, *strict], rows)],
        left_out=len(rows) - len(order),
    )


def _check(asked: Request, extra: list[Spec], strict: list[Spec]) -> None:
    if extra and strict:
        raise ColumnError(
            "columns cannot be added to the only ones", "Give all of them in one of the two."
        )
    if asked.min and asked.max:
        raise ColumnError(
            "runs can be ordered by one column", "Give the lowest or the highest, not both."
        )
    if asked.top is not None and (isinstance(asked.top, bool) or asked.top < 1):
        raise ColumnError(f"{asked.top!r} is no number of runs", "Give 1 or more.")


def _texts(texts: Texts) -> list[str]:
    if isinstance(texts, str):
        texts = texts.split(",")
    return [text.strip() for text in texts if text.strip()]


def _columns(
    asked: Request, extra: list[Spec], strict: list[Spec], rows: list[Row], operations: Operations
) -> Columns:
    found = Columns()
    is_strict = bool(strict)
    found.add([columns.RUN], is_core=True)
    if not is_strict and not asked.skip_core:
        found.add(columns.CORE, is_core=True)
    if asked.extra_cols:
        found.add([columns.EXTRA], is_core=True)
    if not is_strict and not asked.skip_op_cols:
        known: dict[object, tuple[Spec, ...]] = {}
        # by identity, for comparing specs takes long: equal ones are mostly the same objects
        alike: dict[int, tuple[tuple[Spec, ...], list[int]]] = {}
        for number, row in enumerate(rows):
            own = _of_operation(row, operations, asked, known)
            alike.setdefault(id(own), (own, []))[1].append(number)
        for own, numbers in alike.values():
            found.add_for(numbers, own)
    found.add([*extra, *strict])
    return found


def _of_operation(
    row: Row, operations: Operations, asked: Request, known: dict[object, tuple[Spec, ...]]
) -> tuple[Spec, ...]:
    named = operations.columns(row.facts)
    if named is not None:
        return named
    # most runs of an operation have the same: they are found once
    key = (tuple(row.facts.flags), row.series)
    if key not in known:
        known[key] = columns.usual(row, with_system=asked.all_scalars)
    return known[key]


def _cells(column: columns.Column, rows: list[Row]) -> list[Any]:
    if column.everywhere is not None:
        cells = list(map(reader(column.everywhere), rows))
    else:
        cells = [None] * len(rows)
    for spec, numbers in column.of_rows:
        if spec != column.everywhere:
            read_value = reader(spec)
            for number in numbers:
                if cells[number] is None:
                    cells[number] = read_value(rows[number])
    return cells


def _result(
    heading: str, column: columns.Column, directions: Directions, asked: Request, wanted: set[Spec]
) -> ResultColumn:
    spec = column.spec
    is_value = spec.kind == SCALAR and not spec.is_step and spec.reducer != COUNT
    way = directions.of_metric(spec.key, spec.prefix, heading) if is_value else ""
    is_asked = spec in wanted or heading in (asked.min, asked.max)
    return ResultColumn(heading, spec, way, column.is_core, is_asked)


def _order(
    asked: Request, table: list[tuple[ResultColumn, list[Any]]], rows: list[Row]
) -> list[int]:
    """Return the numbers of the rows in their order: what has no value comes last."""
    by = asked.min or asked.max
    if not by:
        return list(range(len(rows)))
    cells = next((cells for column, cells in table if column.heading == by), None)
    if cells is None:
        spec = read_one(by)
        if not is_found(spec, rows):
            headings = [column.heading for column, _ in table]
            hint = nearest(by, headings, "Did you mean {!r}?") or about(spec, rows)
            raise ColumnError(
                f"there is no column {by!r} to order the runs by", hint or _listed(headings)
            )
        cells = [row.value(spec) for row in rows]
    groups: list[list[int]] = [[], [], []]
    for number, cell in enumerate(cells):
        groups[_group(cell)].append(number)
    for group, key in zip(groups, (cells.__getitem__, lambda n: _text(cells[n])), strict=False):
        group.sort(key=key, reverse=bool(asked.max))
    return [number for group in groups for number in group]


def _listed(headings: Sequence[str]) -> str:
    """Return which columns there are, in words; of many the first."""
    more = len(headings) - _MOST_LISTED
    rest = f" and {more} more" if more > 0 else ""
    return f"Columns: {', '.join(map(repr, headings[:_MOST_LISTED])) or 'none'}{rest}."


def _group(cell: Any) -> int:  # noqa: ANN401 - any plain value
    """Return 0 for a number, 1 for a text or another value, 2 for nothing."""
    if cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell)):
        return 2
    return 0 if isinstance(cell, (int, float)) else 1


def _text(cell: Any) -> tuple[str, Any]:  # noqa: ANN401 - any plain value
    """Return what orders values that are no numbers: those of one kind among themselves."""
    kind = type(cell).__name__
    return kind, cell if isinstance(cell, str) or kind in ("datetime", "timedelta") else str(cell)


def _is_same(cells: Sequence[Any]) -> bool:
    return all(cell == cells[0] for cell in cells)
