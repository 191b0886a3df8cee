"""The command of an operation: what is run, and the form in which Guild can run it again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guild_jupyter.errors import FlagError, GuildFileError
from guild_jupyter.flags.arguments import flag_arguments, options_in
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.references import resolve
from guild_jupyter.guildfile.definitions import Operation

FLAG_ARGS = "${flag_args}"
_GUILD_FLAG_ARGS = "__flag_args__"
_PYTHON = "${python_exe}"


@dataclass(frozen=True)
class Command:
    """What an operation runs.

    Parameters
    ----------
    argv
        The words of the command.
    module
        The Python module, None for another program.
    module_folder
        Folder of the module below the source code, empty for its root.
    main_arguments
        Words between the module and the flags.
    flag_arguments
        Words that carry the flags.
    guild_template
        The command as Guild records it, flags left open.
    """

    argv: tuple[str, ...]
    module: str | None
    module_folder: str
    main_arguments: tuple[str, ...]
    flag_arguments: tuple[str, ...]
    guild_template: tuple[str, ...]


def main_module(operation: Operation) -> tuple[str, str, list[str]]:
    """Split ``[FOLDER/]MODULE WORDS`` into folder, module and words."""
    words = _split(operation, operation.main or "")
    folder, _, module = words[0].rpartition("/")
    return folder, module, words[1:]


def _split(operation: Operation, command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise GuildFileError(
            f"the command of {operation.spec} cannot be split: {error}",
            "Close the quotes.",
            line=operation.line,
        ) from error
    if not words:
        raise GuildFileError(
            f"the command of {operation.spec} is empty", "Name a program.", line=operation.line
        )
    return words


def _resolved(word: str, names: Mapping[str, Any], operation: Operation) -> str:
    try:
        return resolve(word, names, "command")
    except FlagError as error:
        raise GuildFileError(error.message, error.hint, line=operation.line) from error


def build(
    operation: Operation,
    values: Mapping[str, Any],
    python: str,
    project: str,
    *,
    pass_flags: bool,
) -> Command:
    """Return the command of an operation for given flag values.

    Parameters
    ----------
    operation
        The operation; ``exec`` wins over ``main``.
    values
        The value of every flag.
    python
        Path of the interpreter.
    project
        The project's folder.
    pass_flags
        Whether flags are passed as words of the command.

    Raises
    ------
    FlagError
        The command refers to a flag that does not exist.
    """
    names = {**values, "python_exe": python, "guild_python_exe": python, "project_dir": project}
    if operation.exec is not None:
        return _exec_command(operation, values, names)
    folder, module, rest = main_module(operation)
    base = [_resolved(word, names, operation) for word in rest]
    flags = flag_arguments(values, operation.flags, options_in(base)) if pass_flags else []
    template = [_PYTHON, "-um", "guild.op_main", f"{folder}/{module}".strip("/"), *rest]
    return Command(
        argv=(python, "-um", module, *base, *flags),
        module=module,
        module_folder=folder,
        main_arguments=tuple(base),
        flag_arguments=tuple(flags),
        guild_template=(*template, "--", _GUILD_FLAG_ARGS),
    )


def _exec_command(
    operation: Operation, values: Mapping[str, Any], names: Mapping[str, Any]
) -> Command:
    words = _split(operation, operation.exec or "")
    # As Guild does: an option after the place of the flags is passed beside the flag of its name.
    before = words[: words.index(FLAG_ARGS)] if FLAG_ARGS in words else words
    shadowed = options_in(before)
    flags = flag_arguments(values, operation.flags, shadowed)
    argv: list[str] = []
    for word in words:
        if word == FLAG_ARGS:
            argv += flags
        else:
            argv.append(_resolved(word, names, operation))
    if not argv or not argv[0]:
        raise FlagError(f"the command of {operation.spec} is empty", "Give its flags values.")
    return Command(
        argv=tuple(argv),
        module=None,
        module_folder="",
        main_arguments=(),
        flag_arguments=tuple(flags) if FLAG_ARGS in words else (),
        guild_template=tuple(_GUILD_FLAG_ARGS if word == FLAG_ARGS else word for word in words),
    )


def guild_op(
    operation: Operation,
    command: Command,
    destination: str,
    environment: Mapping[str, str],
    label: str | None,
    sourcecode: Mapping[str, str],
) -> dict[str, Any]:
    """Return the attribute ``op``: what Guild needs to run this run again.

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
    """
    flags = operation.flags.items()
    return {
        "delete-on-success": False,
        "deps": [],
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
        "python-requires": operation.attributes.get("python-requires"),
        "sourcecode": dict(sourcecode),
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
