"""Functions and constants of the standard library that defaults are made with."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from guild_jupyter.flags.imports.domain import UNKNOWN
from guild_jupyter.flags.imports.plain import (
    FAILURES,
    PATHS,
    as_list,
    bounded,
    is_plain,
    items_of,
    truth,
)


def _of_scalars(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:  # noqa: ANN401 - any value
        items = [item for argument in arguments for item in items_of(argument)]
        return function(*arguments) if all(map(is_plain, items)) else UNKNOWN

    return call


def _listed(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:  # noqa: ANN401 - any value
        lists = [as_list(argument) for argument in arguments]
        return UNKNOWN if any(found is UNKNOWN for found in lists) else function(*lists)

    return call


def _mapping(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - any value
    if given and type(given[0]) is dict:
        return {**given[0], **named}
    pairs = [tuple(as_list(pair)) for pair in as_list(given[0])] if given else []
    if not all(len(pair) == 2 and is_plain(pair[0]) for pair in pairs):
        return UNKNOWN
    return {**dict(pairs), **named}


def _path(*parts: Any) -> Any:  # noqa: ANN401 - any value
    return PurePath(*parts) if all(type(p) in (str, *PATHS) for p in parts) else UNKNOWN


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "builtins.abs": _of_scalars(abs),
    "builtins.bool": truth,
    "builtins.dict": _mapping,
    "builtins.enumerate": _listed(lambda items: list(enumerate(items))),
    "builtins.float": _of_scalars(float),
    "builtins.int": _of_scalars(int),
    "builtins.len": lambda value: (
        len(value) if type(value) in (str, list, tuple, dict, set, range) else UNKNOWN
    ),
    "builtins.list": _listed(lambda items=(): list(items)),
    "builtins.max": _of_scalars(max),
    "builtins.min": _of_scalars(min),
    "builtins.range": _of_scalars(range),
    "builtins.reversed": _listed(lambda items: items[::-1]),
    "builtins.round": _of_scalars(round),
    "builtins.set": _of_scalars(set),
    "builtins.sorted": _of_scalars(sorted),
    "builtins.str": _of_scalars(str),
    "builtins.sum": _of_scalars(sum),
    "builtins.tuple": _listed(lambda items=(): tuple(items)),
    "builtins.zip": _listed(lambda *lists: list(zip(*lists, strict=False))),
    "math.sqrt": _of_scalars(math.sqrt),
    "math.log": _of_scalars(math.log),
    "math.log10": _of_scalars(math.log10),
    "os.path.join": _of_scalars(os.path.join),
    "pathlib.Path": _path,
    "pathlib.PurePath": _path,
}
#: The Python that reads is taken for the one that runs the script.
VERSION = tuple(sys.version_info)
_VERSION_PARTS = {"major": VERSION[0], "minor": VERSION[1], "micro": VERSION[2]}
CONSTANTS = {
    "math.pi": math.pi,
    "math.e": math.e,
    "math.inf": math.inf,
    "math.nan": math.nan,
    "os.sep": "/",
    "sys.maxsize": (1 << 63) - 1,
    "sys.platform": sys.platform,
    "sys.version_info": VERSION,
    "os.name": os.name,
    "argparse.SUPPRESS": "==SUPPRESS==",
    "argparse.OPTIONAL": "?",
    "argparse.ZERO_OR_MORE": "*",
    "argparse.ONE_OR_MORE": "+",
    "argparse.REMAINDER": "...",
}


def part_of_version(name: str) -> Any:  # noqa: ANN401 - any value
    """Return what ``sys.version_info`` has by a name."""
    return _VERSION_PARTS.get(name, UNKNOWN)


def call(path: str, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    """Return what a known function gives; UNKNOWN for any other, and where it fails."""
    function = FUNCTIONS.get(path)
    if function is None or any(argument is UNKNOWN for argument in (*arguments, *named.values())):
        return UNKNOWN
    try:
        return bounded(function(*arguments, **named))
    except FAILURES:
        return UNKNOWN
