"""``help``: the commands, the project, or one operation or command."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import GuildError, NoSuchOperation, nearest
from guild_jupyter.guildfile import lookup
from guild_jupyter.launch.imports import Imports
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.commands import COMMANDS, GROUPS, SECOND_NAMES
from guild_jupyter.notebook.operation_help import operation_help
from guild_jupyter.notebook.project_help import project_help
from guild_jupyter.notebook.session import Session
from guild_jupyter.twins.page import Page


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("topic", nargs="?", default="", help="a command or an operation")


def _execute(args: Namespace, session: Session) -> Page:
    if args.topic in COMMANDS:
        return Page(COMMANDS.get(args.topic).help(session.prefix))
    if args.topic:
        found = _imports(args.topic, session)
        model = session.guild.definition(args.topic)[0].model_of(found.operation)
        return Page(operation_help(found.operation, model, session.prefix, found.notes))
    lines = [f"Usage: {session.prefix} COMMAND …, or {session.prefix} OPERATION FLAG=VALUE …"]
    lines += [*_command_lines(), ""]
    try:
        lines.append(project_help(session.guild.project()))
    except GuildError as error:
        lines += [f"No project: {error.message}."]
    lines += [
        "",
        f"'{session.prefix} COMMAND --help' and '{session.prefix} help OPERATION' say more.",
    ]
    return Page("\n".join(lines))


def _imports(topic: str, session: Session) -> Imports:
    try:
        return session.guild.imports(topic)
    except NoSuchOperation as error:
        if lookup.of_model(session.guild.project(), topic):
            raise
        hint = nearest(topic, COMMANDS.names(), "Did you mean the command {}? ")
        raise NoSuchOperation(error.message, f"{hint}{error.hint}") from None


def _command_lines() -> list[str]:
    names = [name for name in COMMANDS.names() if name not in SECOND_NAMES]
    width = max(map(len, names))
    listed = {name for group in GROUPS.values() for name in group}
    others = tuple(name for name in names if name not in listed)
    lines = []
    for heading, group in {**GROUPS, "More": others}.items():
        lines += ["", f"{heading}:"] if group else []
        lines += [f"  {name:<{width}}  {COMMANDS.get(name).summary}" for name in group]
    return lines


COMMAND = Command("help", "Show the commands and the project, or help on one", _declare, _execute)
