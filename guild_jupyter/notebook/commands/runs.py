"""``runs``: the runs of the Guild home, newest first."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.twins.page import Page


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("runs", nargs="*", metavar="RUN", help="index, range A:B, id or operation")
    parser.add_argument("-n", "--limit", type=int, metavar="N", help="the newest N only")
    parser.add_argument("-a", "--all", action="store_true", help="all of them")
    parser.add_argument("-o", "--operation", metavar="NAME", help="runs of an operation only")
    parser.add_argument("-d", "--deleted", action="store_true", help="those in the trash")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _execute(args: Namespace, session: Session) -> RunList | Page:
    guild = session.guild
    session.note_once(guild.home.concerns())
    everything = guild.deleted() if args.deleted else guild.runs()
    runs = guild.select(args.runs, everything) if args.runs else everything
    if args.operation:
        wanted = args.operation
        runs = runs.where(lambda run: wanted in (run.operation, run.opref.operation))
    if args.limit is not None and not args.all:
        runs = runs[: max(0, args.limit)]
    if args.limit is not None or args.all:
        runs.most = len(runs)
    if args.json:
        return Page(json.dumps([facts(run) for run in runs], indent=2, default=str))
    return runs


def facts(run: Run) -> dict[str, object]:
    """Return a run as plain data."""
    now = run.state
    return {
        "id": run.id,
        "operation": run.operation,
        "status": now.status,
        "reason": now.reason,
        "exit_status": now.exit_status,
        "started": run.started,
        "stopped": run.stopped,
        "label": run.label,
        "tags": run.tags,
        "marked": run.marked,
        "flags": run.flags,
        "run_dir": str(run.dir),
    }


COMMAND = Command("runs", "List runs, newest first", _declare, _execute)
