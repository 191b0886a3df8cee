"""``watch``: follow a run in this cell; interrupting it leaves the run alone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.follow import Following, detached, ending, exit_code
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise.state import LIVE


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "run", nargs="?", metavar="RUN", help="default: the newest that is going, else the newest"
    )


def _execute(args: Namespace, session: Session) -> int | None:
    run = session.guild.find(args.run) if args.run else _newest(session)
    if not Following(run, session).until_end():
        raise detached(run, session)
    session.say(ending(run))
    for sentence in run.cuts:
        session.note(sentence)
    return None if session.in_notebook else exit_code(run)


def _newest(session: Session) -> Run:
    going = (run for run in session.guild.runs() if run.status in LIVE)
    return next(going, None) or session.guild.find("latest")


COMMAND = Command("watch", "Follow a run until it ends", _declare, _execute, on_runs=True)
