"""``restore``: bring deleted runs back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "runs", nargs="*", metavar="RUN", help="as 'runs --deleted' lists them: index, A:B or id"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask (it never does)")


def _execute(args: Namespace, session: Session) -> None:
    if not args.runs:
        hint = f"'{session.prefix} runs --deleted' lists what can be had back."
        raise CommandError("no run is named", hint)
    for run in session.guild.select(args.runs, session.guild.deleted()):
        back = session.guild.restore(run)
        session.say(f"restored {back.operation} {back.short_id}")


COMMAND = Command("restore", "Bring deleted runs back", _declare, _execute, on_runs=True)
