"""Whether a filter expression holds, given what its names stand for.

As in Guild: a missing value equals ``undefined`` alone, values of different kinds are neither
less nor more than each other, ``contains`` looks into lists for an item and into everything else
for text, in capitals or not.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from typing import Any

from guild_jupyter.runstore.filters.tree import And, Constant, Name, Node, Not, Or, Truth, Value

_ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Either(tuple[str, ...]):
    """A value that goes by several names, such as a status of ours and Guild's word for it."""

    __slots__ = ()


def holds(node: Node, value_of: Callable[[Name], object]) -> bool:
    """Tell whether an expression holds.

    Parameters
    ----------
    node
        The expression.
    value_of
        Returns what a name stands for; None where that is undefined.
    """
    if isinstance(node, And):
        return all(holds(part, value_of) for part in node.parts)
    if isinstance(node, Or):
        return any(holds(part, value_of) for part in node.parts)
    if isinstance(node, Not):
        return not holds(node.part, value_of)
    if isinstance(node, Constant):
        return bool(node.value)
    found = value_of(node.name)
    if isinstance(node, Truth):
        return bool(found)
    sign = node.sign
    if sign == "!=":
        return not _fits(found, "=", node.value)
    if sign.startswith("not "):
        return not _fits(found, sign[4:], node.value)
    return _fits(found, sign, node.value)


def _fits(found: object, sign: str, value: Value) -> bool:
    """Tell whether one of the names of a value fits; ``sign`` denies nothing."""
    names = found if isinstance(found, Either) else (found,)
    wanted = _plain(value)
    return any(_test(_plain(name), sign, wanted) for name in names)


def _test(found: object, sign: str, wanted: object) -> bool:
    if sign == "=":
        return bool(found == wanted)
    if sign == "in":
        return isinstance(wanted, list) and found in wanted
    if sign == "contains":
        return _contains(found, wanted)
    try:
        return bool(_ORDERS[sign](found, wanted))
    except TypeError:
        return False


def _contains(found: object, wanted: object) -> bool:
    if isinstance(found, list):
        return wanted in found
    if found is None or found == "" or wanted is None or isinstance(wanted, list):
        return False
    try:
        return str(wanted).lower() in str(found).lower()
    except ValueError:
        return False  # a number of more digits than Python writes


def _plain(value: object) -> object:
    """Return a value as it is compared: lists as lists, dates as they are written."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, date) else value
