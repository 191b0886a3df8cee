"""``scalars``: what runs logged, in a few numbers or value by value."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.commands.compare import wrote
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.twins.page import Page
from guild_jupyter.twins.text import clean

if TYPE_CHECKING:
    from guild_jupyter.comparison.scalars import Scalars


def _declare(parser: ArgumentParser) -> None:
    selection.declare(parser, selection.ALL)
    parser.add_argument(
        "-k",
        "--key",
        action="append",
        default=[],
        metavar="KEY",
        help="this scalar only, or those in whose name the regular expression is found",
    )
    parser.add_argument("-n", "--limit", type=int, metavar="N", help="the newest N runs only")
    parser.add_argument("--detail", action="store_true", help="every value, with step and time")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", metavar="PATH", help="as CSV into a file; - shows it")
    form.add_argument("--json", action="store_true", help="as JSON")


def _execute(args: Namespace, session: Session) -> Scalars | Page | None:
    runs = selection.chosen(args, session)
    if args.limit is not None:
        runs = runs[: max(0, args.limit)]
    name = "detail" if args.detail else "summaries"
    found: Scalars = load(f"guild_jupyter.comparison.scalars:{name}")(runs, args.key)
    if not args.csv and not args.json:
        return found
    for note in found.notes:
        session.note(clean(note))
    if args.json:
        return Page(found.to_json())
    if args.csv == "-":
        return Page(found.to_csv().removesuffix("\n"))
    found.to_csv(args.csv)
    session.say(wrote(len(found), args.csv))
    return None


COMMAND = Command("scalars", "Show the scalars of runs", _declare, _execute, on_runs=True)
