"""Plain data and its operators, bounded in what they may cost.

Only exact built-in types take part, so that nothing of a script can be called.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any

from guild_jupyter.flags.imports.domain import UNKNOWN
from guild_jupyter.flags.imports.literals import MAX_ITEMS, MAX_TEXT

_MAX_BITS = 1024
FAILURES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
SCALARS = (str, int, float, bool, type(None))
SIZED = (str, list, tuple, dict, set, range)
PATHS = tuple({PurePath, type(PurePath())})
_PERCENT = re.compile(r"%[-+0 ]?\d{0,2}(?:\.\d{1,2})?[sdrfgeix%]")


def is_plain(value: object) -> bool:
    """Tell whether a value is a scalar of an exact built-in type, or a path."""
    return type(value) in SCALARS or type(value) in PATHS


def bounded(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return a value if it is small, else UNKNOWN."""
    if isinstance(value, str):
        return value if len(value) <= MAX_TEXT else UNKNOWN
    if type(value) is int:
        return value if value.bit_length() <= _MAX_BITS else UNKNOWN
    if isinstance(value, (list, tuple, dict, set, range)):
        return value if len(value) <= MAX_ITEMS else UNKNOWN
    return value


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
    ast.Not: operator.not_,
}


def binary(kind: type[ast.operator], left: Any, right: Any) -> Any:  # noqa: ANN401 - any value
    """Return the result of an operator, UNKNOWN where it fails or would be large."""
    if not _is_small(kind, left, right):
        return UNKNOWN
    try:
        return bounded(_ARITHMETIC[kind](left, right))
    except (*FAILURES, KeyError):
        return UNKNOWN


def _is_small(kind: type[ast.operator], left: Any, right: Any) -> bool:  # noqa: ANN401 - any value
    both = (type(left), type(right))
    if kind is ast.Add and both in ((list, list), (tuple, tuple)):
        return True
    if kind is ast.Mult and str in both and both != (str, int):
        return False
    if kind is ast.Mult and type(right) is int and type(left) in (str, list, tuple):
        return len(left) * right <= MAX_ITEMS
    if kind is ast.Mod and type(left) is str:
        items = right if type(right) is tuple else (right,)
        rest = _PERCENT.sub("", left)
        return "%" not in rest and all(type(item) in SCALARS for item in items)
    if kind is ast.Pow and type(left) is int and type(right) is int:
        return right < 0 or left.bit_length() * right <= _MAX_BITS
    if kind is ast.LShift:
        return both == (int, int) and 0 <= right <= _MAX_BITS
    return is_plain(left) and is_plain(right)


def unary(kind: type[ast.unaryop], value: Any) -> Any:  # noqa: ANN401 - any value
    """Return the result of an operator before a value."""
    if value is UNKNOWN or (kind is not ast.Not and not is_plain(value)):
        return UNKNOWN
    try:
        return truth(value, inverted=True) if kind is ast.Not else bounded(_UNARY[kind](value))
    except FAILURES:
        return UNKNOWN


def truth(value: Any, *, inverted: bool = False) -> Any:  # noqa: ANN401 - any value
    """Return whether a value counts as true; UNKNOWN for what is no plain data."""
    if not is_plain(value) and type(value) not in SIZED:
        return UNKNOWN
    return bool(value) is not inverted


def compare(kind: type[ast.cmpop], left: Any, right: Any) -> Any:  # noqa: ANN401 - any value
    """Return the result of a comparison of scalars, or of a look into a container of them."""
    if kind in (ast.In, ast.NotIn):
        inside = contains(right, left)
        return inside if inside is UNKNOWN else inside is (kind is ast.In)
    is_identity = kind in (ast.Is, ast.IsNot)
    if not all(is_plain(side) or (_is_row(side) and not is_identity) for side in (left, right)):
        return UNKNOWN
    try:
        return _COMPARISONS[kind](left, right)
    except FAILURES:
        return UNKNOWN


def _is_row(value: Any) -> bool:  # noqa: ANN401 - any value
    return type(value) in (list, tuple) and all(map(is_plain, value))


def contains(container: Any, item: Any) -> Any:  # noqa: ANN401 - any value
    """Return whether a container of scalars, or a text, has an item."""
    if not is_plain(item):
        return UNKNOWN
    if type(container) is str:
        return item in container if type(item) is str else UNKNOWN
    if type(container) not in (list, tuple, dict, set) or not all(map(is_plain, container)):
        return UNKNOWN
    return item in container


def item_of(container: Any, key: Any) -> Any:  # noqa: ANN401 - any value
    """Return ``container[key]``."""
    if not is_plain(key) and not isinstance(key, slice):
        return UNKNOWN
    try:
        if type(container) in (list, tuple, str, dict, range):
            return container[key]
    except FAILURES:
        pass
    return UNKNOWN


def items_of(value: Any) -> Iterable[Any]:  # noqa: ANN401 - any value
    """Return the items of a container, else the value alone."""
    return value if type(value) in (list, tuple, dict, set) else (value,)


def as_list(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return the items of plain data that can be gone through, UNKNOWN for anything else."""
    if type(value) in (list, tuple, dict, range, str) and len(value) <= MAX_ITEMS:
        return list(value)
    if type(value) is set and all(map(is_plain, value)) and len(value) <= MAX_ITEMS:
        return sorted(value, key=lambda item: (str(type(item)), str(item)))
    return UNKNOWN
