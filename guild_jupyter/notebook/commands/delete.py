"""``delete``: move runs to the trash, from where ``restore`` brings them back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import by_id, counted, declare_several, ids, listed, named
from guild_jupyter.notebook.question import agree
from guild_jupyter.notebook.session import Session

_NAMED = 10


def _declare(parser: ArgumentParser) -> None:
    declare_several(parser, selection.NOTHING)
    parser.add_argument(
        "-p", "--permanent", action="store_true", help="for good: nothing brings them back"
    )


def _execute(args: Namespace, session: Session) -> None:
    runs = selection.chosen(args, session)
    if not runs:
        is_chosen = args.runs or selection.filters_of(args)
        raise CommandError(
            "no run fits" if is_chosen else "no run is named",
            f"Name some: '{session.prefix} rm 2', '1:3' or ':' for all; or filter, as '-Se'.",
        )
    if not args.yes:
        for_good = " for good" if args.permanent else ""
        agree(
            session,
            doing=f"delete {counted(runs)}{for_good}",
            done="deleted",
            listed=listed(runs, ends=True),
            command=by_id(["delete", *["--permanent"] * args.permanent], runs),
        )
    said = named(runs)  # while there is something to be read
    session.guild.delete(runs, permanent=args.permanent)
    if args.permanent:
        session.say(f"deleted {said} for good")
        return
    which = ids(runs) if len(runs) <= _NAMED else "RUN"
    them = "it" if len(runs) == 1 else "them"
    session.say(f"deleted {said} · {session.prefix} restore {which} brings {them} back")


COMMAND = Command(
    "delete", "Delete runs; 'restore' brings them back", _declare, _execute, on_runs=True
)
