"""``import``: copy or move the runs of an archive into the home; nothing of them is executed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.commands.export import report
from guild_jupyter.notebook.handling import by_id, counted, listed
from guild_jupyter.notebook.question import agree, is_unattended
from guild_jupyter.notebook.selection import ALL, chosen, declare
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.outcome import Outcome


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "archive", nargs="?", default="", metavar="ARCHIVE", help="a folder of runs, or a zip file"
    )
    declare(parser, ALL)
    parser.add_argument(
        "-m", "--move", action="store_true", help="remove the runs from the folder afterwards"
    )
    parser.add_argument("--copy-resources", action="store_true", help="copy what links lead to")
    parser.add_argument(
        "--keep-links", action="store_true", help="keep links that lead out of the runs"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def _execute(args: Namespace, session: Session) -> Outcome | None:
    if not args.archive:
        raise CommandError("no archive is named", f"Write '{session.prefix} import x.zip'.")
    archived = session.guild.archived(args.archive)
    runs = chosen(args, session, among=archived)
    if not args.yes and runs and (args.move or not is_unattended(session)):
        given = [f"--{name.replace('_', '-')}" for name in _OPTIONS if getattr(args, name)]
        words = ["import", *given, args.archive]
        verb = "move" if args.move else "copy"
        agree(
            session,
            doing=f"import ({verb}) {counted(runs)} from {args.archive}",
            done="imported",
            listed=listed(runs),
            command=by_id(words, runs),
        )
    outcome = session.guild.import_runs(
        args.archive, runs, **{name: getattr(args, name) for name in _OPTIONS}
    )
    return report(outcome, session)


_OPTIONS = ("move", "copy_resources", "keep_links")
COMMAND = Command(
    "import", "Copy or move runs of an archive here", _declare, _execute, on_runs=True
)
