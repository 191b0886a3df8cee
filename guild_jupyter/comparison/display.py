"""How compared runs look where nothing moves: constant columns folded, the best values marked."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from guild_jupyter.comparison import cells
from guild_jupyter.comparison.columns import RUN
from guild_jupyter.comparison.specs import ATTRIBUTE, FLAG, MAX, MIN, Spec
from guild_jupyter.flags.labels import default_label
from guild_jupyter.registry import load
from guild_jupyter.supervise import state
from guild_jupyter.twins import table
from guild_jupyter.twins.table import Table
from guild_jupyter.twins.text import clean, clock, columns, pad

if TYPE_CHECKING:
    from guild_jupyter.comparison.result import Comparison, ResultColumn

_WIDEST = 40
_NOTHING = "–"
_ARROWS = {MIN: " ↓", MAX: " ↑", "": ""}
#: Of the columns that every comparison has, those that stand next to the run.
_NEAR = {"operation": 1, "status": 2}
_ASKED, _OTHERS, _LAST = 3, 4, 5
_OPERATION = Spec(ATTRIBUTE, "operation")
_LABEL = Spec(ATTRIBUTE, "label")


def bundle(compared: Comparison) -> dict[str, str]:
    """Return the mime bundle of compared runs: their table, curves and parallel coordinates."""
    pictures = import_module("guild_jupyter.comparison.pictures")
    shown = runs_table(compared)
    charts, notes = pictures.charts(compared)
    drawn = load("guild_jupyter.twins.curves:to_html")(charts, notes)
    below = f"{drawn}{pictures.parallel_html(compared)}"
    return {
        "text/html": f"<div>{table.to_html(shown)}{below}</div>"
        if below
        else table.to_html(shown),
        "text/plain": "\n".join([table.to_text(shown), *pictures.charts_text(charts)]),
    }


def table_text(compared: Comparison) -> str:
    """Return the table of compared runs as text, for which no curves are read."""
    return table.to_text(runs_table(compared))


def runs_table(compared: Comparison) -> Table:
    """Return the table of compared runs.

    A column that says the same of all runs, or nothing of any, is named once above. A label that
    only repeats flags that are columns is left out. What was asked for stands next to the run, and
    what every comparison has, such as when runs were started, at the end.
    """
    count = len(compared)
    most = min(count, table.MAX_ROWS)
    folded: list[tuple[str, str]] = []
    kept: list[int] = []
    for number, column in enumerate(compared.layout):
        values = compared.values[number]
        if column.spec == _LABEL and not any(_shown(compared, number, most)):
            continue
        if column.spec == RUN or count < 2 or not _is_constant(values):
            kept.append(number)
        else:
            folded.append((column.heading, cells.short(values[0]) or _NOTHING))
    kept.sort(key=lambda number: _nearness(compared.layout[number]))
    headings = [
        compared.layout[number].heading + _ARROWS[compared.layout[number].direction]
        for number in kept
    ]
    shown = [_shown(compared, number, most) for number in kept]
    live = any(known.state.status in state.LIVE for known in compared.facts)
    return Table(
        columns=headings,
        rows=[list(row) for row in zip(*shown, strict=True)] + [[]] * (count - most),
        statuses=[known.state.status for known in compared.facts[:most]],
        numeric=frozenset(
            heading
            for heading, number in zip(headings, kept, strict=True)
            if _is_numeric(compared.values[number])
        ),
        codes=frozenset({RUN.key}),
        caption=f"as of {clock(time.time())}" * live,
        empty="no runs to compare",
        strong=frozenset(
            (row, place)
            for place, number in enumerate(kept)
            for row in _best(compared.values[number], compared.layout[number].direction)
        ),
        folded=folded,
        folded_heading=f"same in all {count} runs",
        notes=[*_top(compared), *compared.notes],
        widest=_WIDEST,
        pinned=bool(kept) and compared.layout[kept[0]].spec == RUN,
    )


def _nearness(column: ResultColumn) -> int:
    """Return how far from the run a column stands."""
    if column.spec == RUN:
        return 0
    if column.is_core and not column.is_asked:
        return _NEAR.get(column.spec.key, _LAST)
    return _ASKED if column.is_asked else _OTHERS


def _top(compared: Comparison) -> list[str]:
    left_out = compared.left_out
    return [f"the first {len(compared)} of {len(compared) + left_out} runs"] if left_out else []


def _shown(compared: Comparison, number: int, most: int) -> list[str]:
    texts = [cells.short(cell) for cell in compared.values[number][:most]]
    if compared.layout[number].spec == _LABEL:
        flags = {column.spec.key for column in compared.layout if column.spec.kind == FLAG}
        return [
            "" if known.flags.keys() <= flags and text == default_label(known.flags) else text
            for text, known in zip(texts, compared.facts, strict=False)
        ]
    return _marked(texts, compared, number)


def _marked(texts: list[str], compared: Comparison, number: int) -> list[str]:
    """Return the texts of a column; those of the operation tell which runs are marked."""
    if compared.layout[number].spec != _OPERATION:
        return texts
    return [
        f"{text} [marked]" if known.marked else text
        for text, known in zip(texts, compared.facts, strict=False)
    ]


def _is_constant(values: Sequence[Any]) -> bool:
    first = values[0]
    return all(value == first and type(value) is type(first) for value in values)


def _is_numeric(values: Sequence[Any]) -> bool:
    kinds = set(map(type, values)) - {type(None)}
    return bool(kinds) and all(
        kind.__name__ == "timedelta" or (issubclass(kind, (int, float)) and kind is not bool)
        for kind in kinds
    )


def _best(values: Sequence[Any], direction: str) -> list[int]:
    """Return the numbers of the rows that have the best value, where one is better than others."""
    if not direction:
        return []
    known = {
        row: value
        for row, value in enumerate(values)
        if cells.is_number(value) and not math.isnan(value)
    }
    if len(set(known.values())) < 2:
        return []
    best = (min if direction == MIN else max)(known.values())
    return [row for row, value in known.items() if value == best]


def plain_table(compared: Comparison) -> str:
    """Return all runs and columns as text, in Guild's form: no more than six decimals."""
    texts = [
        _marked([clean(cells.cut(cell)) for cell in values], compared, number)
        for number, values in enumerate(compared.values)
    ]
    headings = [clean(heading) for heading in compared.columns]
    widths = [max(map(columns, [head, *row])) for head, row in zip(headings, texts, strict=True)]
    lines = [headings, *zip(*texts, strict=True)]
    return "\n".join(
        "  ".join(
            [*(pad(text, width) for text, width in zip(line[:-1], widths, strict=False)), line[-1]]
        )
        for line in lines
    )


def markdown(compared: Comparison) -> str:
    """Return all runs and columns as a table in Markdown."""
    texts = [[_safe(cells.short(cell)) for cell in values] for values in compared.values]
    rules = ["---:" if _is_numeric(values) else "---" for values in compared.values]
    lines = [[_safe(heading) for heading in compared.columns], rules, *zip(*texts, strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _safe(text: str) -> str:
    """Return text that is text in a cell of Markdown, and no markup."""
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{letter}" if letter in "\\|`*_[]" else letter for letter in escaped)
