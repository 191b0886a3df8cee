"""Flags that become variables of the program: what its starter is told, and in which variables."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping, MutableMapping
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.arguments import delivered, variable_value
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.destinations import GLOBALS, sets_variables
from guild_jupyter.redaction import is_secret

#: The variable that execution/starter.py reads and removes; more of them are numbered from 2.
VARIABLE = "GUILD_JUPYTER_FLAGS"
#: Linux takes no more than 128 KiB for one variable, its name included.
PIECE = 100_000


def starter_payload(
    values: Mapping[str, Any],
    flags: Mapping[str, FlagDef],
    destination: str,
    shadowed: Collection[str] = (),
) -> str:
    """Return what the starter is told, as ASCII JSON: the destination, and each value by name.

    What JSON has no form for is an object with one key: ``{"date": "2020-01-31"}``,
    ``{"datetime": …}``, and ``{"map": [[key, value], …]}`` for every mapping. Numbers that are
    none or not finite are ``NaN`` and ``Infinity``, as Python reads them.

    Parameters
    ----------
    values
        The value of every flag.
    flags
        Their definitions; a value without one is passed plainly.
    destination
        Where the flags go; for one that sets no variables there are no values.
    shadowed
        Options such as ``--lr`` that the command already has: they win.

    Raises
    ------
    FlagError
        A name cannot be a variable, or two values go to one place.
    """
    told: dict[str, Any] = {}
    if sets_variables(destination):
        for flag, value in delivered(values, flags, shadowed):
            told[flag.arg_name or flag.name] = _plain(variable_value(value, flag))
        _check_names(told, destination)
    return json.dumps({"dest": destination, "values": told})


def starter_variables(payload: str) -> dict[str, str]:
    """Return the environment variables that carry a payload, in pieces that a process may get."""
    pieces = [payload[start : start + PIECE] for start in range(0, len(payload), PIECE)]
    return {_numbered(number): piece for number, piece in enumerate(pieces, 1)}


def notebook_payload(
    values: Mapping[str, Any], flags: Mapping[str, FlagDef], shadowed: Collection[str] = ()
) -> str:
    """Return what the program of a notebook is told: as the starter, and more.

    ``replace`` holds what of the cells a flag replaces, ``secret`` the names of those that are
    not to be seen in the notebook.
    """
    told = json.loads(starter_payload(values, flags, GLOBALS, shadowed))
    given = {flag.arg_name or flag.name: flag for flag, _ in delivered(values, flags, shadowed)}
    patterns = {name: flag.extra.get("nb-replace") for name, flag in given.items()}
    told["replace"] = {name: str(pattern) for name, pattern in patterns.items() if pattern}
    secret = (name for name, flag in given.items() if is_secret(flag.name, values[flag.name]))
    told["secret"] = sorted(secret)
    return json.dumps(told)


def take_payload(environment: MutableMapping[str, str]) -> dict[str, Any]:
    """Take the variables of a payload out of an environment; return it, values as they were."""
    pieces = [environment.pop(VARIABLE, "")]
    while piece := environment.pop(_numbered(len(pieces) + 1), ""):
        pieces.append(piece)
    told: dict[str, Any] = json.loads("".join(pieces) or "{}")
    values = told.get("values") or {}
    return told | {"values": {name: _meant(value) for name, value in values.items()}}


def _meant(value: Any) -> Any:  # noqa: ANN401 - a flag's value
    if isinstance(value, list):
        return [_meant(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, inside),) = value.items()
    if kind == "map":
        return {_meant(key): _meant(entry) for key, entry in inside}
    made = {"date": datetime.date, "datetime": datetime.datetime}[kind]
    return made.fromisoformat(inside)


def _numbered(number: int) -> str:
    return VARIABLE if number == 1 else f"{VARIABLE}_{number}"


def _check_names(names: Iterable[str], destination: str) -> None:
    for name in names:
        if destination == GLOBALS:
            if name.startswith("__") and name.endswith("__"):
                raise FlagError(
                    f"flag {name!r} would replace a variable of Python's own",
                    "Choose another 'arg-name'.",
                )
            continue
        parts = name.split(".")
        for end in range(1, len(parts)):
            if (parent := ".".join(parts[:end])) in names:
                raise FlagError(
                    f"flags {parent!r} and {name!r} go to the same place of {destination}",
                    "A dot in a name means a part of the value before it: rename one of them.",
                )


def _plain(value: Any) -> Any:  # noqa: ANN401 - a flag's value
    if isinstance(value, datetime.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {"map": [[_plain(key), _plain(entry)] for key, entry in value.items()]}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
