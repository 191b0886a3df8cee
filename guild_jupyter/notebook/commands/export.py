"""``export``: copy or move runs into an archive, a folder or a zip file."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.question import agree, is_unattended
from guild_jupyter.notebook.selection import ALL, chosen, declare
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.outcome import Outcome, counted
from guild_jupyter.runstore.run import Run


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "location", nargs="?", default="", metavar="LOCATION", help="a folder, or a file *.zip"
    )
    declare(parser, ALL)
    parser.add_argument(
        "-m", "--move", action="store_true", help="remove the runs once the archive reads back"
    )
    parser.add_argument(
        "-r", "--copy-resources", action="store_true", help="copy what links lead to"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def _execute(args: Namespace, session: Session) -> Outcome | None:
    if not args.location:
        raise CommandError("no place is named", f"Write '{session.prefix} export x.zip RUN'.")
    runs = chosen(args, session)
    if not runs:
        raise CommandError("there are no runs to export")
    # A copy takes nothing away: in a notebook nobody is asked.
    if not args.yes and (args.move or not is_unattended(session)):
        verb = "move" if args.move else "copy"
        words = ["export", args.location, *(run.short_id for run in runs)]
        words += [*(["-m"] if args.move else []), *(["-r"] if args.copy_resources else []), "-y"]
        agree(
            session,
            doing=f"export ({verb}) {counted(len(runs))} to {args.location}",
            done="exported",
            listed=[described(run) for run in runs],
            command=shlex.join(words),
        )
    outcome = session.guild.export(
        runs, args.location, move=args.move, copy_resources=args.copy_resources
    )
    report(outcome, session, "exported", args.location)
    return outcome if session.in_notebook else None


def described(run: Run) -> str:
    """Return a run in a line."""
    return f"{run.short_id}  {run.operation}  {run.status}  {run.label}".rstrip()


def report(outcome: Outcome, session: Session, verb: str, place: str) -> None:
    """Say what became of an export or import."""
    for note in outcome.notes:
        session.note(note)
    moved = len(outcome.moved)
    where = f"to {place}" if verb == "exported" else f"from {place}"
    rest = f", {moved} of them moved" if moved else ""
    session.say(f"{verb} {counted(len(outcome.done))} {where}{rest}")


COMMAND = Command("export", "Copy or move runs into an archive", _declare, _execute, on_runs=True)
