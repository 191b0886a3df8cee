"""Methods of plain data, bounded in what they may cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from guild_jupyter.flags.imports.domain import MORE, UNKNOWN
from guild_jupyter.flags.imports.literals import MAX_ITEMS, MAX_TEXT
from guild_jupyter.flags.imports.plain import FAILURES, as_list, bounded, is_plain, items_of

_SHORT_FORMAT = re.compile(r"[<>^=]?[+-]?0?\d{0,2}(?:\.\d{1,2})?[a-zA-Z%]?")
_FIELDS = re.compile(r"\{\w*(?::([^{}]*))?\}")


def formatted(value: Any, spec: str) -> Any:  # noqa: ANN401 - any value
    """Return a scalar as text by a format that cannot ask for much."""
    if not is_plain(value) or not _SHORT_FORMAT.fullmatch(spec):
        return UNKNOWN
    try:
        return bounded(format(value, spec))
    except FAILURES:
        return UNKNOWN


_METHODS: dict[type, frozenset[str]] = {
    str: frozenset(
        [
            "capitalize",
            "casefold",
            "count",
            "endswith",
            "find",
            "isdigit",
            "isupper",
            "islower",
            "lower",
            "lstrip",
            "partition",
            "removeprefix",
            "removesuffix",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "upper",
        ]
    ),
    dict: frozenset(["copy", "get", "items", "keys", "pop", "setdefault", "values"]),
    list: frozenset(
        ["append", "copy", "count", "extend", "index", "insert", "remove", "reverse", "pop"]
    ),
    tuple: frozenset({"count", "index"}),
    set: frozenset(["add", "copy", "difference", "intersection", "union", "update"]),
}


def update(table: dict[Any, Any], *others: object) -> None:
    """Put the entries of others into a mapping; one that is not known may replace any entry."""
    for other in others:
        if type(other) is dict and MORE not in other:
            table |= other
        else:
            table |= dict.fromkeys([*table, MORE], UNKNOWN)
            table |= other if type(other) is dict else {}
    if len(table) > MAX_ITEMS:
        table.clear()


def method(receiver: Any, name: str, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    """Return the result of a method of plain data; what changes a list changes it."""
    if type(receiver) is str and name in _TEXT_METHODS:
        return _TEXT_METHODS[name](receiver, arguments, named)
    if type(receiver) is dict and name == "update":
        return update(receiver, *arguments, named)
    if name not in _METHODS.get(type(receiver), ()) or named:
        return UNKNOWN
    if type(receiver) is set or name in ("count", "index", "remove"):
        # These compare items: only scalars are cheap to compare.
        groups = [receiver, *arguments]
        if not all(is_plain(item) for group in groups for item in items_of(group)):
            return UNKNOWN
    if type(receiver) is dict and arguments and not is_plain(arguments[0]) and name != "update":
        return UNKNOWN
    try:
        result = getattr(receiver, name)(*arguments)
    except FAILURES:
        return UNKNOWN
    if type(receiver) is dict and name in ("items", "keys", "values"):
        result = list(result)
    if type(receiver) in (list, dict, set) and len(receiver) > MAX_ITEMS:
        receiver.clear()
    return bounded(result)


def _join(text: str, arguments: list[Any], _named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    items: Any = as_list(arguments[0]) if len(arguments) == 1 else UNKNOWN
    if items is UNKNOWN or not all(type(item) is str for item in items):
        return UNKNOWN
    size = sum(map(len, items)) + len(text) * len(items)
    return text.join(items) if size <= MAX_TEXT else UNKNOWN


def _replace(text: str, arguments: list[Any], _named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    if len(arguments) != 2 or not all(type(word) is str for word in arguments):
        return UNKNOWN
    old, new = arguments
    return text.replace(old, new) if (len(text) + 1) * (len(new) + 1) <= 1 << 16 else UNKNOWN


def _format(text: str, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    fields = list(_FIELDS.finditer(text))
    rest = _FIELDS.sub("", text)
    is_safe = "{" not in rest and "}" not in rest
    specs = all(_SHORT_FORMAT.fullmatch(field[1] or "") for field in fields)
    if not (is_safe and specs and all(map(is_plain, [*arguments, *named.values()]))):
        return UNKNOWN
    size = len(text) + len(fields) * max(
        (len(str(v)) for v in [*arguments, *named.values()]), default=0
    )
    try:
        return text.format(*arguments, **named) if size <= MAX_TEXT else UNKNOWN
    except FAILURES:
        return UNKNOWN


_TEXT_METHODS: dict[str, Callable[[str, list[Any], dict[str, Any]], Any]] = {
    "join": _join,
    "replace": _replace,
    "format": _format,
}
