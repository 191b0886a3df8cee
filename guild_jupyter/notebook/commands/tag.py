"""``tag``: add tags to runs, remove them, or list those in use."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import change_each, declare_several, several
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore import remarks
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.twins.page import Listing
from guild_jupyter.twins.text import clean


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-a", "--add", metavar="TAG", action="append", default=[], help="add it")
    parser.add_argument(
        "-d", "--delete", metavar="TAG", action="append", default=[], help="remove it"
    )
    parser.add_argument("-c", "--clear", action="store_true", help="remove all tags")
    parser.add_argument(
        "-s", "--sync-labels", action="store_true", help="the same to the words of the label"
    )
    parser.add_argument("--list-all", action="store_true", help="list the tags of the runs")
    declare_several(parser)


def _execute(args: Namespace, session: Session) -> Listing | None:
    if args.list_all:
        # Of all runs where none is named: they are listed to choose one of them.
        runs = several(args, session) if args.runs else _all(args, session)
        return Listing(sorted({clean(tag) for facts in runs.facts() for tag in facts.tags}))
    if not (args.add or args.delete or args.clear):
        raise CommandError(
            "'tag' needs one of --add, --delete, --clear, --list-all",
            f"Write '{session.prefix} tag RUN --add TAG'.",
        )

    def change(run: Run) -> None:
        remarks.change_tags(
            run.files_of_run,
            args.add,
            None if args.clear else args.delete,
            in_label=args.sync_labels,
        )

    runs = several(args, session)
    change_each(
        args,
        session,
        runs,
        change,
        doing="change the tags of",
        done="changed the tags of" if args.clear or args.delete else "tagged",
        words=["tag", *_words(args)],
        ask=args.clear and any(run.tags for run in runs),
    )
    return None


def _all(args: Namespace, session: Session) -> RunList:
    args.otherwise = selection.ALL
    return selection.chosen(args, session)


def _words(args: Namespace) -> list[str]:
    words = [word for tag in args.add for word in ("--add", tag)]
    words += [word for tag in args.delete for word in ("--delete", tag)]
    return [*words, *["--clear"] * args.clear, *["--sync-labels"] * args.sync_labels]


COMMAND = Command("tag", "Tag runs", _declare, _execute, on_runs=True)
