"""The attribute ``op`` of a run: what Guild, and this package, need to run it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guild_jupyter.flags.definitions import FlagDef
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
            "cmd-env": dict(environment),
            "cmd-flags": {name: _guild_flag(flag) for name, flag in flags},
            "flags-dest": destination,
        },
        "output-scalars": operation.output_scalars,
        "python-requires": operation.python_requires,
        "sourcecode": dict(sourcecode),
        OURS: _ours(operation),
    }


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


def flag_of(name: str, data: Mapping[str, Any]) -> FlagDef:
    """Return the flag that a recorded one stands for; the inverse of what is recorded of it."""
    return FlagDef(
        name,
        arg_name=data.get("arg-name"),
        arg_skip=bool(data.get("arg-skip", False)),
        arg_switch=data.get("arg-switch"),
        arg_split=data.get("arg-split"),
        env_name=data.get("env-name"),
        arg_encoding=data.get("arg-encoding"),
        env_encoding=data.get("env-encoding"),
    )
