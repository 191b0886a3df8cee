"""``cd``: choose the project of the commands that follow."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from guild_jupyter.errors import CommandError
from guild_jupyter.guildfile.locate import find, plain
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", metavar="DIR", help="none: the notebook's own folder")


def _execute(args: Namespace, session: Session) -> None:
    if not session.in_notebook:
        raise CommandError("'cd' is for notebooks", "In a terminal, give '--project DIR'.")
    folder = plain(Path(args.folder or "."))
    file = find(folder)
    session.guild.folder = folder if args.folder else None
    session.say(f"project: {file.parent}")


COMMAND = Command("cd", "Choose the project for the next commands", _declare, _execute)
