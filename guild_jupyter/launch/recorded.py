"""The attribute ``op`` of a run: what Guild, and this package, need to run it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guild_jupyter.flags.definitions import TYPES, Choice, FlagDef
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.launch.command import Command

#: Beside Guild's own keys: what Guild has no word for.
OURS = "guild-jupyter"


def guild_op(
    operation: Operation,
    command: Command,
    destination: str,
    environment: Mapping[str, str],
    label: str | None,
    sourcecode: Mapping[str, str],
    deps: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return the attribute ``op``.

    Parameters
    ----------
    operation, command
        What was run.
    destination
        How flags reach the program.
    environment
        What Guild adds to the environment.
    label
        The template of the run's label, None for the default one.
    sourcecode
        Where the source code is from (``root``) and is (``dest``).
    deps
        What it requires, in Guild's form.
    """
    flags = operation.flags.items()
    return {
        "delete-on-success": operation.delete_on_success,
        "deps": [dict(resource) for resource in deps],
        "flag-null-labels": {n: flag.null_label for n, flag in flags if flag.null_label},
        "flags-extra": {name: dict(flag.extra) for name, flag in flags if flag.extra},
        "label-template": label,
        "op-cmd": {
            "cmd-args": list(command.guild_template),
            "cmd-env": {**_own_environment(operation), **environment},
            "cmd-flags": {name: _guild_flag(flag) for name, flag in flags},
            "flags-dest": destination,
        },
        "output-scalars": _as_list(operation.output_scalars),
        "python-requires": operation.python_requires,
        "sourcecode": dict(sourcecode),
        OURS: _ours(operation),
    }


def _own_environment(operation: Operation) -> dict[str, Any]:
    return {str(name): value for name, value in operation.env.items()}


def _as_list(spec: Any) -> Any:  # noqa: ANN401 - any YAML value
    # Guild fails on a single pattern here, which it takes in the Guild file.
    return [spec] if isinstance(spec, (str, Mapping)) and spec != "no" else spec


def _ours(operation: Operation) -> dict[str, Any]:
    return {
        "main": operation.main,
        "exec": operation.exec,
        "notebook": operation.notebook,
        "steps": operation.steps is not None,
        "script": operation.script,
        "in-project": operation.in_project,
        "env-secrets": list(operation.env_secrets),
        "env": {str(name): value for name, value in operation.env.items()},
        "pip-freeze": operation.pip_freeze,
        "flags": [_our_flag(flag) for flag in operation.flags.values()],
    }


def _guild_flag(flag: FlagDef) -> dict[str, Any]:
    written = {
        "arg-name": flag.arg_name,
        "arg-skip": flag.arg_skip or None,
        "arg-switch": flag.arg_switch,
        "arg-split": flag.arg_split,
        "env-name": flag.env_name,
        "arg-encoding": dict(flag.arg_encoding) if flag.arg_encoding else None,
        "env-encoding": dict(flag.env_encoding) if flag.env_encoding else None,
    }
    return {name: value for name, value in written.items() if value is not None}


def _our_flag(flag: FlagDef) -> dict[str, Any]:
    """Return a flag with what Guild does not record of it, its default left out."""
    more = {
        "type": flag.type,
        "required": flag.required or None,
        "alias": flag.alias,
        "allow-other": flag.allow_other or None,
        "min": flag.min,
        "max": flag.max,
        "null-label": flag.null_label,
        "extra": dict(flag.extra) or None,
        "choices": [
            {"value": choice.value, "alias": choice.alias, "flags": dict(choice.flags)}
            for choice in flag.choices
        ]
        or None,
    }
    known = {name: value for name, value in more.items() if value is not None}
    return {"name": flag.name, **_guild_flag(flag), **known}


def flag_of(data: Mapping[str, Any], value: object) -> FlagDef:
    """Return the flag that a recorded one stands for.

    Parameters
    ----------
    data
        What is recorded of it, its name included.
    value
        The value that it had, now its default.
    """
    choices = tuple(
        Choice(one.get("value"), alias=one.get("alias"), flags=dict(one.get("flags") or {}))
        for one in data.get("choices") or ()
    )
    names = {key: _text(data.get(key)) for key in ("arg-name", "env-name", "type", "alias")}
    return FlagDef(
        str(data["name"]),
        default=value,
        type=names["type"] if names["type"] in TYPES else None,
        required=data.get("required") is True,
        alias=names["alias"],
        arg_name=names["arg-name"],
        arg_skip=data.get("arg-skip") is True,
        arg_switch=data.get("arg-switch"),
        arg_split=data.get("arg-split"),
        arg_encoding=_encoding(data.get("arg-encoding")),
        env_name=names["env-name"],
        env_encoding=_encoding(data.get("env-encoding")),
        choices=choices,
        allow_other=data.get("allow-other") is True,
        min=_number(data.get("min")),
        max=_number(data.get("max")),
        null_label=_text(data.get("null-label")),
        extra=dict(data.get("extra") or {}),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _encoding(value: object) -> dict[Any, Any] | None:
    return dict(value) if isinstance(value, Mapping) else None


def _number(value: object) -> float | None:
    return value if isinstance(value, (int, float)) else None
