"""``list-runs``: the paths of runs, newest first; each names its run wherever one is asked for."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.twins.page import Listing, Page
from guild_jupyter.twins.text import clean


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-n", "--limit", type=int, metavar="N", help="the newest N only")
    parser.add_argument("-d", "--deleted", action="store_true", help="those in the trash")
    selection.declare(parser, selection.ALL)


def _execute(args: Namespace, session: Session) -> Listing | Page | None:
    guild = session.guild
    session.note_once(guild.home.concerns())
    runs = selection.chosen(args, session, guild.deleted() if args.deleted else guild.runs())
    if args.limit is not None:
        runs = runs[: max(0, args.limit)]
    if runs:
        return Listing([clean(str(run.dir)) for run in runs])
    # A program that reads the paths gets none, not even an empty line.
    what = "no such runs" if runs.is_part else "no runs"
    return Page(f"{what} in {clean(str(guild.home.path))}") if session.in_notebook else None


COMMAND = Command("list-runs", "List the paths of runs, newest first", _declare, _execute)
