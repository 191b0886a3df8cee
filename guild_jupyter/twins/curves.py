"""Learning curves in small pictures, one a scalar, and the legend that they share.

Decides how many points are drawn and where an axis is logarithmic. Knows nothing about runs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guild_jupyter.twins import scales, style
from guild_jupyter.twins.picture import FINE, image, rule, way, words
from guild_jupyter.twins.scales import Scale, tick
from guild_jupyter.twins.text import escape, number

MOST_POINTS = 150
#: Curves of one picture whose least and greatest values are drawn, too.
MOST_BANDS = 4
_FEWEST_POINTS = 40
_PLACES = 760  # of all curves of a picture: some six bytes each
_PLAIN_LINES = 3  # curves that are drawn broad


@dataclass(frozen=True)
class Curve:
    """One scalar of one run, in points that are ordered by step.

    Parameters
    ----------
    name
        What it is called.
    colour
        As in style sheets.
    steps, values
        Of each point; of a bucket of points the mean.
    lows, highs
        The least and greatest value of each bucket; empty of points.
    odds
        How many values are nan or infinite.
    """

    name: str
    colour: str
    steps: Sequence[float]
    values: Sequence[float]
    lows: Sequence[float] = ()
    highs: Sequence[float] = ()
    odds: int = 0


@dataclass(frozen=True)
class Chart:
    """One picture.

    Parameters
    ----------
    title
        The scalar.
    curves
        Its curves.
    """

    title: str
    curves: Sequence[Curve]


@dataclass(frozen=True)
class Size:
    """Of a picture in pixels, and of what stands around its curves."""

    width: int = 272
    height: int = 150
    left: int = 40
    below: int = 16
    ticks: int = 4


SMALL = Size(width=196, height=72, left=36, below=14, ticks=2)


def points_for(count: int) -> int:
    """Return how many points each of so many curves of one picture has at most."""
    return max(_FEWEST_POINTS, min(MOST_POINTS, _PLACES // max(1, count)))


def to_html(charts: Sequence[Chart], notes: Iterable[str] = ()) -> str:
    """Return pictures side by side, with one legend for all; empty where there are none.

    Parameters
    ----------
    charts
        The pictures.
    notes
        What is left out, a sentence each.
    """
    said = "".join(f'<div style="{_NOTE}">{escape(note)}</div>' for note in notes)
    if not charts:
        return said
    shown = "".join(
        f'<div style="display:inline-block;vertical-align:top;margin:8px 20px 2px 0">'
        f"<div><strong>{escape(chart.title)}</strong>{_odds(chart)}</div>"
        f"{picture(chart)}</div>"
        for chart in charts
    )
    return f'<div style="{_ROOT}"><div>{shown}</div>{_legend(charts)}</div>{said}'


_ROOT = f"{style.FONT};margin:6px 0 2px;color:var(--jp-ui-font-color1,inherit)"
_NOTE = f"{style.FONT};{style.MUTED};margin:4px 0"


def _odds(chart: Chart) -> str:
    odds = sum(curve.odds for curve in chart.curves)
    if not odds:
        return ""
    said = "1 value is no number" if odds == 1 else f"{odds} values are no numbers"
    return f' <span style="{style.MUTED}">{said}</span>'


def _legend(charts: Sequence[Chart]) -> str:
    colours = {curve.name: curve.colour for chart in charts for curve in chart.curves}
    return "".join(
        f'<span style="display:inline-block;margin:0 16px 0 0">{swatch(colour)} '
        f'<span style="{style.CODE}">{escape(name)}</span></span>'
        for name, colour in colours.items()
        if name
    )


def swatch(colour: str) -> str:
    """Return a mark in a colour; decoration only, a name stands beside it."""
    return f'<span aria-hidden="true" style="color:{colour}">●</span>'


def picture(chart: Chart, size: Size | None = None) -> str:
    """Return one picture as an image."""
    size = size or Size()
    x_scale = scales.of_values(
        (curve.steps[place] for curve in chart.curves for place in (0, -1)), math.inf
    )
    bands = _with_bands(chart)
    y_scale = scales.of_values(
        value
        for curve in chart.curves
        for row in ((curve.lows, curve.highs) if curve in bands else (curve.values,))
        for value in row
    )
    if x_scale is None or y_scale is None:
        middle = (size.width * FINE / 2, size.height * FINE / 2)
        return image(
            [words(*middle, "no finite value", "middle")],
            size.width,
            size.height,
            f"{chart.title}: no finite value",
        )
    frame = _Frame(size, x_scale, y_scale)
    parts = [*frame.axes()]
    for curve in bands:
        parts.append(frame.band(curve))
    is_broad = len(chart.curves) <= _PLAIN_LINES
    parts += [frame.line(curve, 15 if is_broad else 12) for curve in chart.curves]
    return image(parts, size.width, size.height, _said(chart, x_scale, y_scale))


def _with_bands(chart: Chart) -> list[Curve]:
    found = [curve for curve in chart.curves if curve.lows]
    return found if len(found) <= MOST_BANDS else []


def _said(chart: Chart, x_scale: Scale, y_scale: Scale) -> str:
    count = len(chart.curves)
    of = f" of {count} runs" if count > 1 else ""
    scale = ", on a log scale" if y_scale.is_log else ""
    last = next((value for value in reversed(chart.curves[0].values) if value == value), None)
    end = f", at the end {number(last)}" if count == 1 and last is not None else ""
    return (
        f"{chart.title}{of} over steps {tick(x_scale.low)} to {tick(x_scale.high)}: "
        f"between {number(y_scale.low)} and {number(y_scale.high)}{end}{scale}"
    )


class _Frame:
    """Where things stand in a picture."""

    def __init__(self, size: Size, x_scale: Scale, y_scale: Scale) -> None:
        self.size = size
        self.x_scale, self.y_scale = x_scale, y_scale
        self.left, self.right = size.left * FINE, (size.width - 6) * FINE
        self.top, self.bottom = 5 * FINE, (size.height - size.below) * FINE

    def x(self, step: float) -> float:
        return self.left + self.x_scale.share(step) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - self.y_scale.share(value) * (self.bottom - self.top)

    def axes(self) -> Iterator[str]:
        for value in self.y_scale.ticks(self.size.ticks):
            y = self.y(value)
            yield rule(self.left, y, self.right, y)
            yield words(self.left - 4 * FINE, y + 3.4 * FINE, tick(value), "end")
        ticks = self.x_scale.ticks(4)
        for step in ticks:
            x = self.x(step)
            is_end = x > self.right - 10 * FINE and len(ticks) > 1
            at = self.right if is_end else x
            yield words(at, self.bottom + 12 * FINE, tick(step), "end" if is_end else "middle")

    def line(self, curve: Curve, width: int) -> str:
        places = [
            (self.x(step), self.y(value)) if math.isfinite(value) else None
            for step, value in zip(curve.steps, curve.values, strict=True)
        ]
        ends = ' stroke-linecap="round" stroke-linejoin="round"'
        broad = width if len(places) > 1 else 4 * width
        return (
            f'<path d="{way(places)}" fill="none" stroke="{curve.colour}" '
            f'stroke-width="{broad}"{ends}/>'
        )

    def band(self, curve: Curve) -> str:
        rows = [
            row
            for row in zip(curve.steps, curve.lows, curve.highs, strict=True)
            if math.isfinite(row[1])
        ]
        around = [(self.x(step), self.y(high)) for step, _, high in rows]
        around += [(self.x(step), self.y(low)) for step, low, _ in reversed(rows)]
        path = way(around, is_closed=True)
        return f'<path d="{path}" fill="{curve.colour}" fill-opacity=".25"/>'
