"""``runs``: the runs of the Guild home, newest first."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.redaction import redacted, redacted_words
from guild_jupyter.runstore import display, opref
from guild_jupyter.runstore.facts import Facts, gather
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.twins.page import Page
from guild_jupyter.twins.table import MAX_ROWS


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-n", "--limit", type=int, metavar="N", help="the newest N only")
    parser.add_argument("-a", "--all", action="store_true", help="all of them")
    parser.add_argument(
        "-m", "--more", action="count", default=0, help=f"{MAX_ROWS} more; may be repeated"
    )
    parser.add_argument("-d", "--deleted", action="store_true", help="those in the trash")
    parser.add_argument(
        "-A", "--archive", metavar="PATH", help="those in an archive, a folder or zip file"
    )
    parser.add_argument("-c", "--comments", action="store_true", help="with their comments")
    parser.add_argument("--size", action="store_true", help="with the room on disk, of all rows")
    parser.add_argument("-v", "--verbose", action="store_true", help="with all columns")
    parser.add_argument("-s", "--simplified", action="store_true", help="with few columns")
    parser.add_argument("--json", action="store_true", help="as JSON")
    selection.declare(parser, selection.ALL)
    parser.add_argument(
        "-o", action="append", dest="filter_operation", metavar="OP", help="as --operation"
    )


def _execute(args: Namespace, session: Session) -> RunList | Page:
    session.note_once(session.guild.home.concerns())
    runs = selection.chosen(args, session, _among(args, session))
    if args.limit is not None and not args.all:
        runs = runs[: max(0, args.limit)]
    if args.json:
        return Page(json.dumps([data(one) for one in runs.facts()], indent=2, default=str))
    if args.limit is not None or args.all:
        runs.most = len(runs)
    elif args.more:
        runs.most = MAX_ROWS * (1 + args.more)
    runs.columns = _columns(args)
    if runs and selection.filters_of(args):
        runs.notes.append("numbered among these: elsewhere name a run by its id")
    return runs


def _among(args: Namespace, session: Session) -> RunList:
    """Return the runs that can be meant."""
    if args.archive is None:
        return session.guild.runs(deleted=args.deleted, to_show=_shows_all(args))
    if args.deleted:
        raise CommandError("--archive and --deleted cannot both be given", "Give one of them.")
    return session.guild.archived(args.archive)


def _shows_all(args: Namespace) -> bool:
    """Tell whether every run becomes a line of the table."""
    is_part = args.runs or selection.filters_of(args)
    return args.all and not is_part and not args.json


def _columns(args: Namespace) -> tuple[str, ...] | None:
    """Return the columns that are asked for; None for the usual ones."""
    columns: tuple[str, ...]
    if args.simplified:
        columns = display.FEW
    elif args.verbose:
        columns = display.ALL
    else:
        columns = display.USUAL
        if not args.size and not args.comments:
            return None
    wanted = {*columns, *(["size"] * args.size), *(["comments"] * args.comments)}
    return tuple(column for column in display.ALL if column in wanted)


def facts(run: Run) -> dict[str, Any]:
    """Return a run as plain data."""
    return data(gather([run])[0])


def data(known: Facts) -> dict[str, Any]:
    """Return what is known of a run as plain data: all that Guild's own listing has, and more."""
    run, now = known.run, known.state
    attributes = run.attributes
    found = {
        "id": run.id,
        "operation": known.operation,
        "opref": opref.write(known.opref),
        "status": now.status,
        "reason": now.reason,
        "exit_status": now.exit_status,
        "started": known.started,
        "stopped": known.stopped,
        "label": known.label,
        "tags": list(known.tags),
        "marked": known.marked,
        "comments": redacted(attributes.typed("comments", list, [])),
        "flags": known.flags,
        "cmd": redacted_words(attributes.typed("cmd", list, [])),
        "run_dir": str(run.dir),
    }
    if known.is_batch:
        proto = Run(Path(run.files_of_run.proto))
        found["batch_proto"] = {"flags": proto.flags, "run_dir": str(proto.dir)}
    return found


COMMAND = Command("runs", "List runs, newest first", _declare, _execute)
