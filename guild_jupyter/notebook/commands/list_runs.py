"""``list-runs``: the paths of runs, newest first; each names its run wherever one is asked for."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.twins.page import Listing, Page
from guild_jupyter.twins.text import clean


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("runs", nargs="*", metavar="RUN", help="index, range A:B, id or operation")
    parser.add_argument("-n", "--limit", type=int, metavar="N", help="the newest N only")


def _execute(args: Namespace, session: Session) -> Listing | Page | None:
    guild = session.guild
    session.note_once(guild.home.concerns())
    runs = guild.select(args.runs) if args.runs else guild.runs()
    if args.limit is not None:
        runs = runs[: max(0, args.limit)]
    if runs:
        return Listing([clean(str(run.dir)) for run in runs])
    # A program that reads the paths gets none, not even an empty line.
    return Page(f"no runs in {clean(str(guild.home.path))}") if session.in_notebook else None


COMMAND = Command("list-runs", "List the paths of runs, newest first", _declare, _execute)
