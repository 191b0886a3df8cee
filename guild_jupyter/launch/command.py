"""The command of an operation: what is run, and the form in which Guild can run it again.

Decides by the form of the operation: a program, a module, a script, a notebook or steps. Knows
nothing of run directories.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.arguments import flag_arguments, options_in
from guild_jupyter.flags.destinations import GLOBALS, reaches_command_line
from guild_jupyter.flags.references import resolve
from guild_jupyter.guildfile.definitions import Operation

FLAG_ARGS = "${flag_args}"
#: What an operation's command may be written as.
Form = Literal["main", "exec", "notebook"]
_GUILD_FLAG_ARGS = "__flag_args__"
_PYTHON = "${python_exe}"
_EXECUTION = Path(__file__).parents[1] / "execution"
_STARTER = str(_EXECUTION / "starter.py")
_BEGIN = str(_EXECUTION / "begin.py")
_NOTEBOOK = "guild_jupyter.execution.notebook"
PIPELINE = "guild_jupyter.sweeps.pipeline"


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
    program
        The program of ours that carries it out, empty for none.
    """

    argv: tuple[str, ...]
    module: str | None
    module_folder: str
    main_arguments: tuple[str, ...]
    flag_arguments: tuple[str, ...]
    guild_template: tuple[str, ...]
    program: str = ""


def main_module(operation: Operation) -> tuple[str, str, list[str]]:
    """Split ``[FOLDER/]MODULE WORDS`` into folder, module and words."""
    words = split(operation, "main")
    folder, _, module = words[0].rpartition("/")
    return folder, module, words[1:]


def split(operation: Operation, form: Form) -> list[str]:
    """Return the words of an operation's ``main``, ``exec`` or ``notebook``.

    Raises
    ------
    GuildFileError
        A quote is open, or there are none.
    """
    try:
        words = shlex.split(getattr(operation, form) or "")
    except ValueError as error:
        problem = f"the command of {operation.spec} cannot be split: {error}"
        raise operation.error((form,), problem, "Close the quotes.") from error
    if not words:
        problem = f"the command of {operation.spec} is empty"
        raise operation.error((form,), problem, "Name a program.")
    return words


def _resolved(word: str, names: Mapping[str, Any], operation: Operation, form: Form) -> str:
    try:
        return resolve(word, names, "command")
    except FlagError as error:
        raise operation.error((form,), error.message, error.hint, "reference") from error


def build(
    operation: Operation,
    values: Mapping[str, Any],
    python: str,
    project: str,
    destination: str,
) -> Command:
    """Return the command of an operation for given flag values.

    Parameters
    ----------
    operation
        The operation; ``exec`` wins over the other forms.
    values
        The value of every flag.
    python
        Path of the interpreter.
    project
        The project's folder.
    destination
        How flags reach the program.

    Raises
    ------
    GuildFileError
        The command cannot be split, or refers to a flag that does not exist.
    """
    names = {**values, "python_exe": python, "guild_python_exe": python, "project_dir": project}
    if operation.exec is not None:
        return _exec_command(operation, values, names)
    if operation.main is not None:
        return _main_command(operation, values, names, destination)
    if operation.notebook is not None:
        return _notebook_command(operation, values, names, python)
    return _of_program(PIPELINE, (), (_PYTHON, "-um", "guild.steps_main"))


def _main_command(
    operation: Operation, values: Mapping[str, Any], names: Mapping[str, Any], destination: str
) -> Command:
    folder, module, rest = main_module(operation)
    base = [_resolved(word, names, operation, "main") for word in rest]
    flags = flag_arguments(
        values,
        operation.flags,
        options_in(base),
        destination,
        in_order=operation.in_project,
    )
    template = (_PYTHON, "-um", "guild.op_main", f"{folder}/{module}".strip("/"), *rest)
    is_passed = reaches_command_line(destination)
    python = names["python_exe"]
    # Python's own -m finds itself by this name.
    is_main = module == "__main__"
    program = "" if is_passed and not is_main else _STARTER
    what = f"{folder}/{module}".strip("/") if is_main else module
    if not program:
        argv = (python, "-um", module, *base, *flags)
    elif is_passed:
        argv = (python, "-u", program, what, *base, *flags, "--")
    else:
        # The words of flags are there for whoever reads the command; the starter drops them.
        argv = (python, "-u", program, what, *base, "--", *flags)
    return Command(
        argv=argv,
        module=module,
        module_folder=folder,
        main_arguments=tuple(base),
        flag_arguments=tuple(flags),
        guild_template=(*template, *(() if operation.script else ("--",)), _GUILD_FLAG_ARGS),
        program=program,
    )


def _exec_command(
    operation: Operation, values: Mapping[str, Any], names: Mapping[str, Any]
) -> Command:
    words = split(operation, "exec")
    # As Guild does: an option after the place of the flags is passed beside the flag of its name.
    before = words[: words.index(FLAG_ARGS)] if FLAG_ARGS in words else words
    shadowed = options_in(before)
    flags = flag_arguments(values, operation.flags, shadowed, in_order=operation.in_project)
    argv: list[str] = []
    for word in words:
        if word == FLAG_ARGS:
            argv += flags
        else:
            argv.append(_resolved(word, names, operation, "exec"))
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


def _notebook_command(
    operation: Operation, values: Mapping[str, Any], names: Mapping[str, Any], python: str
) -> Command:
    written = split(operation, "notebook")
    words = [_resolved(word, names, operation, "notebook") for word in written]
    flags = flag_arguments(values, operation.flags, options_in(words), GLOBALS)
    template = (_PYTHON, "-um", "guild.op_main", "guild.plugins.nbexec", *written, "--")
    return _of_program(
        _NOTEBOOK,
        ("--kernel-python", python, *words),
        (*template, _GUILD_FLAG_ARGS),
        flags=("--", *flags) if flags else (),
    )


def _of_program(
    module: str, words: tuple[str, ...], template: tuple[str, ...], flags: tuple[str, ...] = ()
) -> Command:
    """Return the command of a program of ours, which this interpreter runs."""
    return Command(
        argv=(sys.executable, "-u", "-I", _BEGIN, module, *words, *flags),
        module=None,
        module_folder="",
        main_arguments=words,
        flag_arguments=flags,
        guild_template=template,
        program=module,
    )
