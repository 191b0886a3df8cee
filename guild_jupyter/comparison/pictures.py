"""Compared runs in pictures that do not move: learning curves and parallel coordinates.

Decides which runs, scalars and axes are drawn, and says what is left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guild_jupyter.comparison import cells
from guild_jupyter.comparison.row import Row
from guild_jupyter.comparison.specs import FLAG, LAST, SCALAR
from guild_jupyter.runstore import curves as read
from guild_jupyter.twins import colours, curves, parallel
from guild_jupyter.twins.curves import Chart, Curve
from guild_jupyter.twins.parallel import Axis
from guild_jupyter.twins.sparkline import blocks

if TYPE_CHECKING:
    from guild_jupyter.comparison.result import Comparison

MOST_RUNS = 10
MOST_CHARTS = 6
_FEWEST_LINES = 3


def charts(compared: Comparison) -> tuple[list[Chart], list[str]]:
    """Return a chart for each scalar that has curves, and what is left out, a sentence each."""
    wanted = _scalars(compared)
    if not wanted or not len(compared):
        return [], []
    runs = compared.runs[:MOST_RUNS]
    found: dict[tuple[str, str], list[Curve]] = {place: [] for place in wanted}
    left, long = read.MOST_VALUES, 0
    most = curves.points_for(len(runs))
    rows = zip(runs, compared.facts, runs.summaries(), strict=False)
    for number, (run, facts, summaries) in enumerate(rows):
        row = Row(facts, summaries, lambda _place, _spec: "")
        known = {place: row.summary(*place) for place in wanted}
        keys = {place: one.key for place, one in known.items() if one and one.count > 1}
        if not keys:
            continue
        count = sum(one.count for one in summaries)
        if count > left:
            long += 1
            continue
        left -= count
        drawn = read.of_run(run, list(keys.values()), most, run.short_id, colours.of_place(number))
        for place, key in keys.items():
            if key in drawn:
                found[place].append(drawn[key])
    shown = {place: drawn for place, drawn in found.items() if drawn}
    made = [
        Chart(f"{prefix}#{tag}" if prefix else tag, drawn)
        for (prefix, tag), drawn in list(shown.items())[:MOST_CHARTS]
    ]
    return made, _left_out(compared, made, len(shown), long)


def _scalars(compared: Comparison) -> list[tuple[str, str]]:
    """Return the places and tags of the scalars that have columns, in their order."""
    return list(
        dict.fromkeys(
            (column.spec.prefix, column.spec.key)
            for column in compared.layout
            if column.spec.kind == SCALAR
        )
    )


def _left_out(compared: Comparison, made: Sequence[Chart], count: int, long: int) -> list[str]:
    said = []
    if made and len(compared) > MOST_RUNS:
        said.append(f"curves of the first {MOST_RUNS} of {len(compared)} runs")
    if count > len(made):
        more = count - len(made)
        said.append(f"and {more} more {'scalar' if more == 1 else 'scalars'}, not drawn")
    if long:
        runs = "1 run" if long == 1 else f"{long} runs"
        said.append(f"{runs} with too many values to be drawn here")
    return said


def charts_text(made: Sequence[Chart]) -> list[str]:
    """Return charts as lines of plain text."""
    return [
        line
        for chart in made
        for line in [
            chart.title,
            *(f"  {curve.name}  {blocks(curve.values)}" for curve in chart.curves),
        ]
    ]


def parallel_html(compared: Comparison) -> str:
    """Return parallel coordinates of flags and metrics; empty where they would say little."""
    if len(compared) < _FEWEST_LINES:
        return ""
    varying = [number for number in range(len(compared.layout)) if _is_axis(compared, number)]
    kept = _kept(compared, varying)
    if len(kept) < 2:
        return ""
    shown = min(len(compared), parallel.MOST_LINES)
    axes = [
        Axis(
            compared.layout[number].heading,
            [_placed(cell) for cell in compared.values[number][:shown]],
        )
        for number in kept
    ]
    notes = []
    if len(compared) > shown:
        notes.append(f"the first {shown} of {len(compared)} runs")
    if len(varying) > len(kept):
        notes.append(f"and {len(varying) - len(kept)} more axes, not drawn")
    return parallel.to_html(axes, _objective(compared, kept), notes)


def _is_axis(compared: Comparison, number: int) -> bool:
    spec = compared.layout[number].spec
    if spec.kind not in (FLAG, SCALAR) or spec.is_step:
        return False
    placed = (repr(_placed(cell)) for cell in compared.values[number])
    first = next(placed, "")
    return any(one != first for one in placed)


def _kept(compared: Comparison, varying: Sequence[int]) -> list[int]:
    """Return the columns that are axes: flags first, and metrics at the right, all of few."""
    flags = [number for number in varying if compared.layout[number].spec.kind == FLAG]
    metrics = [number for number in varying if compared.layout[number].spec.kind == SCALAR]
    if len(varying) > parallel.MOST_AXES:
        half = parallel.MOST_AXES // 2
        count = max(half, parallel.MOST_AXES - len(metrics))
        flags = flags[:count]
        metrics = metrics[: parallel.MOST_AXES - len(flags)]
    return flags + metrics


def _objective(compared: Comparison, kept: Sequence[int]) -> int | None:
    """Return which axis colours the lines: a metric of which less or more is better, else any."""
    metrics = [
        place
        for place, number in enumerate(kept)
        if compared.layout[number].spec.kind == SCALAR
        and any(isinstance(_placed(cell), float) for cell in compared.values[number])
    ]
    known = [place for place in metrics if compared.layout[kept[place]].direction]
    last = [place for place in known if compared.layout[kept[place]].spec.reducer == LAST]
    return next(iter([*last, *known, *metrics]), None)


def _placed(cell: Any) -> float | str | None:  # noqa: ANN401 - any plain value
    """Return a cell as an axis has it: numbers as such, all else in words."""
    if cells.is_number(cell):
        try:
            return float(cell) if math.isfinite(cell) else None
        except OverflowError:
            return str(cell)
    return None if cell is None or cell == "" else cells.short(cell)
