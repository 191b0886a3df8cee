"""Sequence functions such as ``range[1:4]``, written out as lists, and the search functions'
form ``name[a:b]``, which is left as text for the samplers.

What each function returns is Guild 0.9's behaviour, with ``geomspace`` added, which Guild
announces but does not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

_FUNCTION = re.compile(r"^\s*([A-Za-z_][\w-]*)?\[([^\[\],]*:[^\[\],]*|[^\[\],:]*)\]\s*$")
_ROUND_ABOVE = 1e-8


def function_parts(text: str) -> tuple[str | None, list[str]] | None:
    """Split ``name[a:b]`` or ``[a:b]`` into its name and argument texts; None for other text.

    Without a name at least one colon is needed, else it is a list of one item.
    """
    match = _FUNCTION.match(text)
    if not match:
        return None
    name, inside = match.groups()
    if name is None and (":" not in inside or ": " in inside or inside.endswith(":")):
        return None
    return name, [part.strip() for part in inside.split(":")] if inside.strip() else []


def expand(name: str, arguments: Sequence[Any]) -> list[Any] | None:
    """Return the values of a sequence function, or None where it is none or does not apply."""
    function = _SEQUENCES.get(name)
    if function is None or not arguments or not all(map(_is_number, arguments)):
        return None
    try:
        return function(*arguments)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _range(start: float, end: float | None = None, step: float = 1, *_more: float) -> list[Any]:
    # The end is part of the range, as far as a step of at most one reaches beyond it.
    if end is None:
        start, end = 0, start - 1
    limit = end + min(step, 1)
    whole = all(isinstance(value, int) for value in (start, end, step))
    count = max(0, -int(-(limit - start) // step)) if step else 0
    values = [start + number * step for number in range(count)]
    return values if whole else [_round(float(value)) for value in values]


def _linspace(start: float, end: float, count: int = 5, *_more: float) -> list[float]:
    return [_round(value) for value in _even(start, end, count)]


def _logspace(
    start: float, end: float, count: int = 5, base: float = 10.0, *_more: float
) -> list[float]:
    return [_round(float(base**exponent)) for exponent in _even(start, end, count)]


def _geomspace(start: float, end: float, count: int = 5, *_more: float) -> list[float]:
    ratio = end / start
    return [_round(float(start * ratio**part)) for part in _even(0.0, 1.0, count)]


def _even(start: float, end: float, count: int) -> list[float]:
    if count <= 1:
        return [float(start)] * int(count)
    step = (end - start) / (count - 1)
    return [float(start + number * step) for number in range(int(count))]


def _round(value: float) -> float:
    return round(value, 8) if abs(value) > _ROUND_ABOVE else value


_SEQUENCES: dict[str, Callable[..., list[Any]]] = {
    "range": _range,
    "linspace": _linspace,
    "logspace": _logspace,
    "geomspace": _geomspace,
}
