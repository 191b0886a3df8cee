"""``publish``: write a folder of reports of runs, to be read without Guild."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.commands.export import report
from guild_jupyter.notebook.handling import by_id, counted, listed
from guild_jupyter.notebook.question import agree, is_unattended
from guild_jupyter.notebook.selection import ALL, chosen, declare
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore.outcome import Outcome

_FOLDER = "published-runs"


def _declare(parser: ArgumentParser) -> None:
    declare(parser, ALL)
    parser.add_argument(
        "-d", "--dest", default=_FOLDER, metavar="DIR", help=f"the folder, else {_FOLDER}"
    )
    for word, name in (("-t", "--template"), ("-i", "--index-template")):
        parser.add_argument(word, name, metavar="VAL", help="Guild's templates: there are none")
    parser.add_argument("-f", "--files", action="store_true", help="copy the files of the runs")
    parser.add_argument("-a", "--all-files", action="store_true", help="the same")
    parser.add_argument(
        "-L", "--include-links", action="store_true", help="and what links lead to"
    )
    parser.add_argument("--no-md5", action="store_true", help="calculate no digests of files")
    parser.add_argument("--include-batch", action="store_true", help="reports of batches as well")
    parser.add_argument(
        "-r", "--refresh-index", action="store_true", help="only list the reports that are there"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def _execute(args: Namespace, session: Session) -> Outcome | None:
    if args.template or args.index_template:
        raise CommandError(
            "reports have one form, and no templates", "Leave '--template' out, or use 'guild'."
        )
    if args.refresh_index:
        count = session.guild.publish_index(args.dest)
        session.say(f"{args.dest}/README.md lists {'1 run' if count == 1 else f'{count} runs'}")
        return None
    runs = chosen(args, session)
    if not runs:
        raise CommandError(
            "no run fits, so there is nothing to publish",
            f"'{session.prefix} runs' lists what there is.",
        )
    if not args.yes and not is_unattended(session):
        words = ["publish", "-d", args.dest]
        agree(
            session,
            doing=f"publish {counted(runs)} to {args.dest}",
            done="published",
            listed=listed(runs),
            command=by_id(words, runs),
        )
    wishes = load("guild_jupyter.exchange.publishing:Wishes")(
        all_files=args.files or args.all_files,
        with_links=args.include_links,
        md5=not args.no_md5,
        include_batch=args.include_batch,
    )
    outcome = session.guild.publish(runs, args.dest, wishes)
    return report(outcome, session)


COMMAND = Command("publish", "Write reports of runs", _declare, _execute, on_runs=True)
