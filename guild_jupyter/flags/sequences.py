"""Functions in the text of a flag value: ``range[1:4]``, and search functions ``uniform[0:1]``.

Sequence functions are written out as lists; search functions stay text for the samplers. What
each sequence holds is Guild 0.9's behaviour, with ``geomspace`` added, which Guild announces
but does not have.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError

MAX_ITEMS = 100_000

_NAMED = re.compile(r"([a-zA-Z0-9_\-.]+)\[(.*)\]")
_ROUND_ABOVE = 1e-8


def function_parts(text: str) -> tuple[str | None, list[str]] | None:
    """Split ``name[a:b]`` or ``[a:b]`` into its name and argument texts; None for other text.

    As in Guild, what follows the bracket of a named function does not count.
    """
    match = _NAMED.match(text)
    if match:
        name, inside = match.groups()
    elif _is_anonymous(text):
        name, inside = None, text[1:-1]
    else:
        return None
    inside = inside.strip()
    return name, [part.strip() for part in inside.split(":")] if inside else []


def _is_anonymous(text: str) -> bool:
    # [a:b] and [1:2] are functions, [a: b], [[1:2]] and [1:2, 3] are lists. Guild takes [0:1.5]
    # for a list too, for YAML reads a sexagesimal number there; nobody means that.
    if text[:1] != "[" or text[-1:] != "]" or ":" not in text:
        return False
    try:
        items = documents.parse(text)
    except DocumentError:
        return True
    return isinstance(items, list) and len(items) == 1 and isinstance(items[0], (str, int, float))


def is_sequence(name: str | None) -> bool:
    """Tell whether a function's name is that of a sequence function."""
    return name in _SEQUENCES


def expand(name: str, arguments: Sequence[Any]) -> list[Any] | None:
    """Return the values of a sequence function, or None where its arguments make no sense."""
    function, most = _SEQUENCES[name]
    given = list(arguments[:most])  # as in Guild, more are ignored
    numbers = [*given[:1], *given[2:]] if name == "range" and given[1:2] == [None] else given
    if not given or not all(isinstance(argument, (int, float)) for argument in numbers):
        return None
    try:
        return function(*given)
    except (TypeError, ValueError, ArithmeticError):
        return None


def _range(start: float, end: float | None = None, step: float = 1) -> list[Any]:
    # The end is part of the range, as far as a step of at most one reaches beyond it.
    start, limit = (0, start) if end is None else (start, end + min(step, 1))
    whole = all(isinstance(value, int) for value in (start, limit, step))
    count = _checked(max(0, math.ceil((limit - start) / step)))
    values = [start + number * step for number in range(count)]
    return values if whole else [_round(float(value)) for value in values]


def _linspace(start: float, end: float, count: int = 5) -> list[float]:
    return [_round(value) for value in _even(start, end, count)]


def _logspace(start: float, end: float, count: int = 5, base: float = 10.0) -> list[float]:
    return [_round(float(base**exponent)) for exponent in _even(start, end, count)]


def _geomspace(start: float, end: float, count: int = 5) -> list[float]:
    ratio = end / start
    return [_round(float(start * ratio**part)) for part in _even(0.0, 1.0, count)]


def _even(start: float, end: float, count: int) -> list[float]:
    if not isinstance(count, int):
        raise TypeError("the number of items is whole")
    if _checked(count) == 1:
        return [float(start)]
    return [float(start + number * (end - start) / (count - 1)) for number in range(count)]


def _checked(count: int) -> int:
    if not 0 <= count <= MAX_ITEMS:
        raise ValueError(f"not a number of items: {count}")
    return count


def _round(value: float) -> float:
    return round(value, 8) if abs(value) > _ROUND_ABOVE else value


_SEQUENCES: dict[str | None, tuple[Callable[..., list[Any]], int]] = {
    "range": (_range, 3),
    "linspace": (_linspace, 3),
    "logspace": (_logspace, 4),
    "geomspace": (_geomspace, 3),
}
