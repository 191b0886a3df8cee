"""``watch``: follow a run in this cell; interrupting it leaves the run alone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.follow import detached, ending, follow
from guild_jupyter.notebook.session import Session


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("run", nargs="?", default="latest", metavar="RUN")


def _execute(args: Namespace, session: Session) -> None:
    run = session.guild.find(args.run)
    if not follow(run, session):
        session.say(detached(run, session))
        return
    session.say(ending(run))


COMMAND = Command("watch", "Follow a run until it ends", _declare, _execute, on_runs=True)
