"""``mark``: have operations use certain runs of those they require, or take that back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import change_each, declare_several, several
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.run import Run


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-c", "--clear", action="store_true", help="remove the mark instead")
    declare_several(parser)


def _execute(args: Namespace, session: Session) -> None:
    among = session.guild.runs()
    if not args.runs:
        # The latest that has no mark gets one; all that have one lose it.
        marked = {fact.run for fact in among.facts() if fact.marked}
        among = among.where(lambda run: (run in marked) is args.clear)
        if args.clear:
            args.otherwise = selection.ALL
        if not among:
            session.say("no run is marked" if args.clear else "no run is left to mark")
            return
    change_each(
        args,
        session,
        several(args, session, among),
        Run.unmark if args.clear else Run.mark,
        doing="remove the mark of" if args.clear else "mark",
        done="removed the mark of" if args.clear else "marked",
        words=["mark", *["--clear"] * args.clear],
    )


COMMAND = Command("mark", "Mark runs that operations are to use", _declare, _execute, on_runs=True)
