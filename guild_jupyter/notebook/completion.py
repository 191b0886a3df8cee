"""Completion of commands, operations, flags, choices and run references."""

from __future__ import annotations

from guild_jupyter.errors import GuildError
from guild_jupyter.flags.values import format_value
from guild_jupyter.notebook.commands import COMMANDS
from guild_jupyter.notebook.session import Session
from guild_jupyter.guildfile.definitions import Operation

_MAX_RUNS = 30
_ABOUT_OPERATIONS = ("run", "help")


def complete(line: str, session: Session) -> tuple[int, list[str]]:
    """Return what can stand in place of the last word of a line.

    Parameters
    ----------
    line
        What stands between the magic's name and the cursor.
    session
        Whose project and home are meant.

    Returns
    -------
    tuple[int, list[str]]
        Length of the word that is replaced, and the words that fit.
    """
    words = line.split()
    last = words.pop() if line and not line[-1].isspace() else ""
    try:
        candidates = _candidates(words, last, session)
    except GuildError:
        candidates = []
    return len(last), [word for word in dict.fromkeys(candidates) if word.startswith(last)]


def _candidates(words: list[str], last: str, session: Session) -> list[str]:
    if not words:
        return [*COMMANDS.names(), *_operations(session)]
    first, *rest = words
    if first in ("run", "runs") and rest and _is_run_command(rest[0]):
        first, rest = rest[0], rest[1:]
    if last.startswith("-"):
        return _options("run" if first not in COMMANDS else first)
    if first == "run":
        if not rest:
            return [*_operations(session), *_flags_of("", last, session)]
        return _flags_of(rest[0], last, session)
    if first == "help":
        return [*COMMANDS.names(), *_operations(session)]
    if first == "runs":
        return [*filter(_is_run_command, COMMANDS.names()), *_runs(session)]
    if first in COMMANDS:
        return _runs(session) if _is_run_command(first) else []
    model = rest[0] if rest and rest[0] in session.guild.project().models else ""
    models = [] if rest else [name for name in session.guild.project().models if name]
    return [*_flags_of(f"{model}:{first}" if model else first, last, session), *models]


def _is_run_command(name: str) -> bool:
    return name in COMMANDS and COMMANDS.get(name).on_runs


def _options(command: str) -> list[str]:
    parser = COMMANDS.get(command).parser("")
    return [option for action in parser._actions for option in action.option_strings if option]


def _operations(session: Session) -> list[str]:
    try:
        operations = session.guild.operations()
    except GuildError:
        return []
    shown = [op for op in operations if not op.name.startswith("_")]
    return [*(op.name for op in shown), *(op.spec for op in shown)]


def _flags_of(spec: str, last: str, session: Session) -> list[str]:
    try:
        operation = session.guild.operation(spec)
    except GuildError:
        return []
    name, sign, _ = last.partition("=")
    if sign:
        return [f"{name}={value}" for value in _values(operation, name)]
    return [f"{flag}=" for flag in sorted(operation.flags)]


def _values(operation: Operation, name: str) -> list[str]:
    flag = operation.flags.get(name)
    if flag is None:
        return []
    if flag.choices:
        return [format_value(choice.value) for choice in flag.choices]
    if flag.type == "boolean" or isinstance(flag.default, bool):
        return ["yes", "no"]
    return [] if flag.default is None else [format_value(flag.default)]


def _runs(session: Session) -> list[str]:
    return [run.short_id for run in session.guild.runs()[:_MAX_RUNS]]
