"""``export``: copy or move runs into an archive, a folder or a zip file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import by_id, counted, listed
from guild_jupyter.notebook.question import agree, is_unattended
from guild_jupyter.notebook.selection import ALL, chosen, declare
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.outcome import Outcome


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
        raise CommandError(
            "no run fits, so there is nothing to export",
            f"'{session.prefix} runs' lists what there is.",
        )
    # A copy takes nothing away: in a notebook nobody is asked.
    if not args.yes and (args.move or not is_unattended(session)):
        verb = "move" if args.move else "copy"
        words = ["export", *(["-m"] if args.move else [])]
        words += [*(["-r"] if args.copy_resources else []), args.location]
        agree(
            session,
            doing=f"export ({verb}) {counted(runs)} to {args.location}",
            done="exported",
            listed=listed(runs),
            command=by_id(words, runs),
        )
    outcome = session.guild.export(
        runs, args.location, move=args.move, copy_resources=args.copy_resources
    )
    return report(outcome, session)


def report(outcome: Outcome, session: Session) -> Outcome | None:
    """Return what became of an export, import or report to a cell, or say it in a terminal."""
    if session.in_notebook:
        return outcome
    for note in outcome.notes:
        session.note(note)
    session.say(outcome.summary)
    return None


COMMAND = Command("export", "Copy or move runs into an archive", _declare, _execute, on_runs=True)
