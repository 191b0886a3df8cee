"""The steps of a pipeline as the Guild file defines them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.errors import FlagError
from guild_jupyter.flags import assignment, values
from guild_jupyter.guildfile.attributes import CHECK, STEP, STEP_KEYS
from guild_jupyter.guildfile.dialects import describe_kind
from guild_jupyter.guildfile.fields import READ, Fields
from guild_jupyter.guildfile.origins import Origins
from guild_jupyter.guildfile.step_definitions import CheckDef, StepDef

#: Brings in what the flags at a key path include.
Expand = Callable[[Mapping[Any, Any], Key], Mapping[Any, Any]]

_RUN = "Write 'run: OPERATION NAME=VALUE'."


def steps(data: object, path: Key, origins: Origins, expand: Expand) -> tuple[StepDef, ...]:
    """Return the steps of an operation.

    Raises
    ------
    GuildFileError
        A step makes no sense.
    """
    entries = origins.expect(path, data, list, "Write 'steps: [OPERATION, OPERATION]'.")
    return tuple(
        _step(entry, (*path, number), origins, expand) for number, entry in enumerate(entries)
    )


def _step(data: object, path: Key, origins: Origins, expand: Expand) -> StepDef:
    if isinstance(data, str):
        data = {"run": data}
    if not isinstance(data, Mapping):
        raise origins.error(path, f"expected a step, found {describe_kind(data)}", _RUN)
    if "run" not in data:
        raise origins.error(path, "a step without 'run'", _RUN)
    fields = Fields(STEP, data, path, origins)
    run = fields.get("run") or ""
    isolate = fields.get("isolate-runs")
    return StepDef(
        run=run,
        name=fields.get("name") or _operation(run, (*path, "run"), origins),
        flags=_flags(data.get("flags"), (*path, "flags"), origins, expand),
        checks=_checks(data.get("expect"), (*path, "expect"), origins),
        isolate=isolate is not False,
        options={
            key: _option(fields, key, origins, expand)
            for key in data
            if key in STEP and key not in STEP_KEYS
        },
    )


def _option(fields: Fields, key: str, origins: Origins, expand: Expand) -> Any:  # noqa: ANN401 - its kind
    kind = STEP[key].kind
    at = (*fields.path, key)
    return fields.get(key) if kind in READ else _flags(fields.data[key], at, origins, expand)


def _operation(run: str, path: Key, origins: Origins) -> str:
    try:
        words = shlex.split(run)
    except ValueError as error:
        raise origins.error(path, f"cannot be split into words: {error}", "Close it.") from error
    if not words or "=" in words[0]:
        raise origins.error(path, "names no operation", _RUN)
    return words[0]


def _flags(data: object, path: Key, origins: Origins, expand: Expand) -> dict[str, Any]:
    if data is None:
        return {}
    if isinstance(data, list):
        return _assigned(data, path, origins)
    hint = "Write 'flags: {NAME: VALUE}' or 'flags: [NAME=VALUE]'."
    given = expand(origins.expect(path, data, dict, hint), path)
    return {str(name): _value(entry) for name, entry in given.items()}


def _value(data: Any) -> Any:  # noqa: ANN401 - a flag's value
    """Return a step's value of a flag; a definition that was included stands for its default."""
    return data.get("default") if isinstance(data, Mapping) else data


def _assigned(data: list[Any], path: Key, origins: Origins) -> dict[str, Any]:
    found = {}
    for number, word in enumerate(data):
        try:
            ((name, text),) = assignment.split([str(word)])
        except FlagError as error:
            raise origins.error((*path, number), error.message, error.hint) from error
        found[name] = values.parse(text)
    return found


def _checks(data: object, path: Key, origins: Origins) -> tuple[CheckDef, ...]:
    if data is None:
        return ()
    if not isinstance(data, list):
        return (_check(data, path, origins),)
    return tuple(_check(entry, (*path, number), origins) for number, entry in enumerate(data))


def _check(data: object, path: Key, origins: Origins) -> CheckDef:
    hint = "Write '{output: PATTERN}' or '{file: PATTERN, contains: PATTERN}'."
    fields = Fields(CHECK, origins.expect(path, data, dict, hint), path, origins)
    found = {key: fields.get(key) or "" for key in CHECK}
    if bool(found["output"]) == bool(found["file"]):
        raise origins.error(path, "a check of either 'output' or 'file' is expected", hint)
    for key in ("output", "contains"):
        try:
            re.compile(found[key])
        except re.error as error:
            raise origins.error(
                (*path, key), f"not a regular expression: {error}", "Escape it with \\."
            ) from error
    return CheckDef(found["output"], found["file"], found["contains"], found["compare-to"])
