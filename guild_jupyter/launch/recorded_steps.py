"""Steps of a pipeline as plain data, as a run records them; Guild reads the same form."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from guild_jupyter.guildfile.step_definitions import CheckDef, StepDef

_CHECKS = {"output": "output", "file": "file", "contains": "contains", "compare-to": "compare_to"}
_OWN = frozenset({"run", "name", "flags", "expect", "isolate-runs"})


def to_data(step: StepDef) -> dict[str, Any]:
    """Return a step as plain data."""
    data: dict[str, Any] = {"run": step.run, "name": step.name, **step.options}
    if step.flags:
        data["flags"] = dict(step.flags)
    if step.checks:
        data["expect"] = [_check_data(check) for check in step.checks]
    if not step.isolate:
        data["isolate-runs"] = False
    return data


def _check_data(check: CheckDef) -> dict[str, str]:
    written = {key: getattr(check, name) for key, name in _CHECKS.items()}
    return {key: value for key, value in written.items() if value}


def from_data(data: object) -> StepDef:
    """Return the step that a record holds, one of Guild's too.

    Raises
    ------
    ValueError
        It is none.
    """
    if isinstance(data, str):
        data = {"run": data}
    if not isinstance(data, Mapping) or not isinstance(data.get("run"), str):
        raise ValueError(f"no step: {data!r}")
    checks = data.get("expect") or []
    return StepDef(
        run=data["run"],
        name=str(data.get("name") or operation_of(data["run"])),
        flags=_flags(data.get("flags")),
        checks=tuple(_check(one) for one in (checks if isinstance(checks, list) else [checks])),
        isolate=data.get("isolate-runs", True) is not False,
        options={str(key): value for key, value in data.items() if key not in _OWN},
    )


def operation_of(run: str) -> str:
    """Return the operation that the words of a step begin with."""
    try:
        words = shlex.split(run)
    except ValueError:
        words = run.split()
    return words[0] if words else ""


def _flags(data: object) -> dict[str, Any]:
    if isinstance(data, Mapping):
        return {str(name): value for name, value in data.items()}
    words = data if isinstance(data, list) else []
    return {name: value for name, _, value in (str(word).partition("=") for word in words)}


def _check(data: object) -> CheckDef:
    if not isinstance(data, Mapping):
        raise ValueError(f"no check: {data!r}")
    return CheckDef(**{name: str(data[key]) for key, name in _CHECKS.items() if data.get(key)})
