"""From words to a command: commands first, then operations of the project.

``MODEL`` or a run may follow an operation that is named without ``run``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from guild_jupyter import paths
from guild_jupyter._version import __version__
from guild_jupyter.errors import (
    CommandError,
    GuildError,
    NoGuildFile,
    NoSuchOperation,
    NoSuchRun,
    nearest,
)
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.commands import COMMANDS
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.twins.page import Page

#: Commands of Guild AI's own program that work on these runs too.
_GUILDS_OWN = frozenset(
    {"api", "archive", "download", "install", "package", "packages", "pull"}
    | {"push", "remote", "search", "shell", "sync", "tensorboard", "tensorflow"}
    | {"uninstall", "view"}
)
_PLACE_OPTIONS = {"-H": "--home", "--home": "--home", "-C": "--project", "--project": "--project"}


def carry_out(words: list[str], session: Session) -> Any:  # noqa: ANN401 - a command's value
    """Carry out what the words say and return its value.

    Raises
    ------
    GuildError
        The words make no sense, or what they ask for fails.
    """
    with without_project(), _refusals_in_words():
        return _carry_out(words, session)


@contextmanager
def _refusals_in_words() -> Iterator[None]:
    """Have what the system refuses of a path said as an error of ours."""
    try:
        yield
    except OSError as error:
        if isinstance(error, GuildError) or not isinstance(error.filename, str):
            raise
        raise GuildError(
            f"{paths.shown(error.filename)} cannot be used: {error.strerror}",
            "See to its rights, to its links and to room on its disk.",
        ) from error


@contextmanager
def without_project() -> Iterator[None]:
    """Search no folder of the user's for modules: what is loaded late is Python's own and ours.

    In a kernel the current folder comes first, and a project may have a heapq.py.
    """
    before = sys.path[:]
    sys.path[:] = [path for path in before if not _is_here(path)]
    try:
        yield
    finally:
        sys.path[:] = before


def _is_here(path: str) -> bool:
    try:
        return not path or os.path.samefile(path, ".")  # noqa: PTH121 - text
    except OSError:
        return not path  # the current folder was deleted under a kernel


def _carry_out(words: list[str], session: Session) -> Any:  # noqa: ANN401 - a command's value
    place, rest = leading_options(words)
    options = [word for option in place.items() for word in option]
    name, *arguments = rest or ["help"]
    if name in ("-h", "--help"):
        name = "help"
    if name == "--version":
        return Page(f"guild_jupyter {__version__}")
    command, before = _command(name, arguments, session)
    if session.values and command.name != "run":
        raise CommandError(
            f"{command.name!r} takes no flag values",
            f"Write '%guild {command.name}' with one percent sign, in a cell of its own.",
        )
    try:
        return command.run([*options, *before], session)
    except NoSuchRun as error:
        if name != "runs" or command.name != "runs":
            raise
        subs = [known for known in COMMANDS.names() if is_run_command(known)]
        hint = nearest(arguments[0], subs, "Did you mean the command {}? ") if arguments else ""
        raise NoSuchRun(error.message, f"{hint}{error.hint}") from error


def leading_options(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Split off options such as ``-H DIR`` that stand before the command, as Guild's do.

    Raises
    ------
    CommandError
        The folder is missing.
    """
    place: dict[str, str] = {}
    rest = list(words)
    while rest and rest[0].partition("=")[0] in _PLACE_OPTIONS:
        option, sign, value = rest.pop(0).partition("=")
        if not sign:
            if not rest:
                raise CommandError(f"{option} needs a folder", f"Write '{option} DIR'.")
            value = rest.pop(0)
        place[_PLACE_OPTIONS[option]] = value
    return place, rest


def _command(name: str, words: list[str], session: Session) -> tuple[Command, list[str]]:
    """Return the command for a first word, and the words it is to get."""
    second = words[0] if words and "=" not in words[0] else ""
    # In this order: to know that a word is no command, all plug-ins have to be looked for.
    if name == "run" and not _is_operation(session, second) and is_run_command(second):
        return COMMANDS.get(second), words[1:]
    if name == "runs" and is_run_command(second):
        return COMMANDS.get(second), words[1:]
    if name == "runs" and second == "list":
        return COMMANDS.get(name), words[1:]
    if name in COMMANDS:
        return COMMANDS.get(name), words
    if _is_operation(session, name):
        return COMMANDS.get("run"), ["--alias", name, *words]
    raise _unknown(name, session)


def is_run_command(word: str) -> bool:
    """Tell whether a word names a command about runs."""
    # An option, index or range is none: to know that, plug-ins need not be looked for.
    return word[:1].isalpha() and word in COMMANDS and COMMANDS.get(word).on_runs


def _is_operation(session: Session, name: str) -> bool:
    """Tell whether the project has such an operation, or several that the name fits."""
    try:
        session.guild.definition(name)
    except NoSuchOperation:
        return any(op.name == name for op in session.guild.operations())
    except GuildError:
        return False
    return True


def _unknown(name: str, session: Session) -> GuildError:
    if name in _GUILDS_OWN:
        escape = "!" if session.in_notebook else ""
        return CommandError(
            f"{name!r} is a command of Guild AI's own program alone",
            f"With guildai installed, '{escape}guild {name}' works on these runs.",
        )
    try:
        shown = [op for op in session.guild.operations() if not op.name.startswith("_")]
    except NoGuildFile as error:
        hint = nearest(name, COMMANDS.names(), "Did you mean {}? ")
        return CommandError(
            f"no command {name!r}, and no operations: {error.message}",
            f"{hint}{error.hint}",
        )
    problem: GuildError | None = load("guild_jupyter.guildfile.lookup:of_model")(
        session.guild.project(), name
    )
    if problem:
        return problem
    specs = [op.spec for op in shown]
    names = [*COMMANDS.names(), *specs, *(op.name for op in shown)]
    hint = nearest(name, names, "Did you mean {}? ")
    listed = f" Operations: {', '.join(specs)}." if specs else ""
    return CommandError(
        f"no command and no operation {name!r}", f"{hint}See '{session.prefix} help'.{listed}"
    )
