"""Parallel coordinates: an axis a flag or metric, a line a run, coloured by one of the axes.

Decides how values stand on their axes; what is missing stands on a tick of its own below.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guild_jupyter.twins import colours, scales, style
from guild_jupyter.twins.curves import swatch
from guild_jupyter.twins.picture import FINE, INK, image, rule, words
from guild_jupyter.twins.scales import Scale, tick
from guild_jupyter.twins.text import escape, shorten

MOST_LINES = 200
MOST_AXES = 10
_APART, _BESIDE = 118, 56
_HEIGHT, _TOP, _BOTTOM, _NONE = 242, 36, 202, 230
_WIDE = 50.0  # flags are often chosen by powers of ten
_LONGEST_NAME, _LONGEST_WORD = 20, 12
_MOST_WORDS = 9
_FEW, _SOME = 30, 100
_UNKNOWN = "#8a8f98"


@dataclass(frozen=True)
class Axis:
    """One axis.

    Parameters
    ----------
    name
        What it shows.
    values
        Of each run: a number, or a word; None for nothing.
    """

    name: str
    values: Sequence[float | str | None]


def to_html(axes: Sequence[Axis], objective: int | None, notes: Sequence[str] = ()) -> str:
    """Return the picture.

    Parameters
    ----------
    axes
        At least two, equally long.
    objective
        Number of the axis that colours the lines; None for one colour.
    notes
        What is left out, a sentence each.
    """
    places = [_Places(axis) for axis in axes]
    count = len(axes[0].values)
    tints = _tints(axes, places, objective)
    broad, clear = (16, 0.85) if count < _FEW else (12, 0.6) if count < _SOME else (10, 0.4)
    parts = [
        f'<g fill="none" stroke-width="{broad}" stroke-opacity="{clear:.2g}" '
        'stroke-linejoin="round">'
    ]
    for row in range(count):
        line = "L".join(
            f"{_x(number)} {round(place.at(axis.values[row]))}"
            for number, (axis, place) in enumerate(zip(axes, places, strict=True))
        )
        parts.append(f'<path d="M{line}" stroke="{tints[row]}"/>')
    parts.append("</g>")
    for number, (axis, place) in enumerate(zip(axes, places, strict=True)):
        parts += _axis(number, axis, place)
    width = (len(axes) - 1) * _APART + 2 * _BESIDE
    names = ", ".join(axis.name for axis in axes)
    height = _HEIGHT if any(place.is_missing for place in places) else _BOTTOM + 20
    shown = image(parts, width, height, f"{count} runs over the axes {names}")
    said = "".join(f'<div style="{style.MUTED}">{escape(note)}</div>' for note in notes)
    return (
        f'<div style="{style.FONT};margin:10px 0 4px;color:var(--jp-ui-font-color1,inherit)">'
        f'<div style="overflow-x:auto">{shown}</div>{_key(axes, places, objective)}{said}</div>'
    )


def _x(number: int) -> int:
    return (_BESIDE + number * _APART) * FINE


class _Places:
    """Where the values of an axis stand."""

    def __init__(self, axis: Axis) -> None:
        known = [value for value in axis.values if _is_known(value)]
        numbers = [value for value in known if isinstance(value, (int, float))]
        self.is_missing = len(known) < len(axis.values)
        self.scale: Scale | None = None
        self.words: dict[str, float] = {}
        if len(numbers) == len(known):
            self.scale = scales.of_values(numbers, _WIDE)
        else:
            found = sorted({_word(value) for value in known})
            self.words = {word: place / max(1, len(found) - 1) for place, word in enumerate(found)}

    def share(self, value: float | str | None) -> float | None:
        """Return where a value stands between the ends; None for what is missing."""
        if not _is_known(value):
            return None
        if self.scale is not None:
            assert isinstance(value, (int, float))
            return self.scale.share(value)
        return self.words[_word(value)]

    def at(self, value: float | str | None) -> float:
        """Return the height at which a value stands."""
        share = self.share(value)
        return _NONE * FINE if share is None else (_BOTTOM - share * (_BOTTOM - _TOP)) * FINE

    def ticks(self) -> list[tuple[float, str]]:
        if self.scale is not None:
            ends = [self.scale.low, self.scale.high]
            found = [value for value in self.scale.ticks(3) if self._is_apart(value)]
            return [(self.at(value), tick(value)) for value in dict.fromkeys([*ends, *found])]
        every = max(1, math.ceil(len(self.words) / _MOST_WORDS))
        return [
            ((_BOTTOM - share * (_BOTTOM - _TOP)) * FINE, word)
            for word, share in list(self.words.items())[::every]
        ]

    def _is_apart(self, value: float) -> bool:
        """Return whether a tick has room beside those of the ends."""
        assert self.scale is not None
        return 0.1 < self.scale.share(value) < 0.9


def _is_known(value: float | str | None) -> bool:
    return value is not None and (isinstance(value, str) or math.isfinite(value))


def _word(value: float | str | None) -> str:
    return value if isinstance(value, str) else tick(value) if value is not None else ""


def _axis(number: int, axis: Axis, place: _Places) -> Iterator[str]:
    x = _x(number)
    yield rule(x, _TOP * FINE, x, _BOTTOM * FINE)
    bold = f' font-weight="600" font-size="{11 * FINE}"'
    log = " (log)" if place.scale is not None and place.scale.is_log else ""
    yield words(x, 12 * FINE, shorten(axis.name, _LONGEST_NAME) + log, "middle", bold)
    for y, text in place.ticks():
        yield _dot(x, y)
        said = shorten(text, _LONGEST_WORD)
        # at the ends above and below the axis, where no lines run through the words
        if y == _TOP * FINE:
            yield words(x, y - 6 * FINE, said, "middle")
        elif y == _BOTTOM * FINE:
            yield words(x, y + 13 * FINE, said, "middle")
        else:
            yield words(x + 5 * FINE, y + 3.4 * FINE, said)
    if place.is_missing:
        yield _dot(x, _NONE * FINE)
        yield words(x + 5 * FINE, _NONE * FINE + 3.4 * FINE, "none")


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{round(x)}" cy="{round(y)}" r="14" fill="{INK}"/>'


def _tints(axes: Sequence[Axis], places: Sequence[_Places], objective: int | None) -> list[str]:
    if objective is None:
        return [colours.of_place(0)] * len(axes[0].values)
    shares = [places[objective].share(value) for value in axes[objective].values]
    return [_UNKNOWN if share is None else colours.between(share) for share in shares]


def _key(axes: Sequence[Axis], places: Sequence[_Places], objective: int | None) -> str:
    """Return what the colours say."""
    if objective is None or (scale := places[objective].scale) is None:
        return ""
    return (
        f'<div style="{style.MUTED}">coloured by {escape(axes[objective].name)}: '
        f"{swatch(colours.between(0))} {tick(scale.low)} to "
        f"{swatch(colours.between(1))} {tick(scale.high)}</div>"
    )
