"""``ls``: the files of a run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import RunError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import declare_one, the_run
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.listing import entries
from guild_jupyter.twins.page import Listing
from guild_jupyter.twins.text import clean


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-p", "--path", default="", metavar="PATH", help="this file or folder; * and ? fit any"
    )
    kind = parser.add_mutually_exclusive_group()
    for letter, names, constant, text in (
        ("-s", ("--sourcecode", "--source"), "source", "source code"),
        ("-d", ("--dependencies", "--dependency"), "dependency", "what it required"),
        ("-g", ("--generated",), "generated", "what it made"),
    ):
        kind.add_argument(
            letter,
            *names,
            action="store_const",
            const=constant,
            dest="kind",
            default="",
            help=text,
        )
    kind.add_argument(
        "-a", "--all", action="store_true", help="hidden, compiled and Guild's own files too"
    )
    parser.add_argument("-f", "--full-path", action="store_true", help="absolute paths")
    parser.add_argument(
        "-L", "--follow-links", action="store_true", help="what is in linked folders too"
    )
    parser.add_argument("-n", "--no-format", action="store_true", help="the names alone")
    declare_one(parser)


def _execute(args: Namespace, session: Session) -> Listing:
    run = the_run(args, session)
    names = entries(run, args.kind, args.path, everything=args.all, follow=args.follow_links)
    if args.path.strip("/.") and not names and not _is_there(args):
        raise RunError(
            f"run {run.short_id} has no file or folder {args.path!r}",
            f"See '{session.prefix} ls {run.short_id}'.",
        )
    heading = "" if args.full_path or args.no_format else f"{clean(str(run.dir))}:"
    shown = [clean(f"{run.dir}/{name}" if args.full_path else name) for name in names]
    return Listing(shown, heading)


def _is_there(args: Namespace) -> bool:
    # A kind or a pattern that fits nothing is no mistake.
    return bool(args.kind) or any(character in args.path for character in "*?[")


COMMAND = Command("ls", "List the files of a run", _declare, _execute, on_runs=True)
