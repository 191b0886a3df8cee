"""``delete``: move runs to the trash, from where ``restore`` brings them back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError, RunError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.question import ask, is_unattended
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.supervise import state

_PATIENCE = 60.0


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("runs", nargs="*", metavar="RUN", help="index, range A:B, id or operation")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def _execute(args: Namespace, session: Session) -> None:
    runs = session.guild.select(args.runs)
    if not runs:
        raise CommandError("no run is named", f"Write '{session.prefix} rm RUN', or 1:3, or :.")
    if not args.yes:
        _confirm(runs, session)
    for run in runs:
        if run.status in state.LIVE:
            run.stop()
            run.wait(_PATIENCE, check=False)
        session.guild.delete(run)
    one = len(runs) == 1
    session.say(
        f"deleted {'1 run' if one else f'{len(runs)} runs'} · "
        f"{session.prefix} restore {' '.join(run.short_id for run in runs)} "
        f"brings {'it' if one else 'them'} back"
    )


def _confirm(runs: RunList, session: Session) -> None:
    listed = [f"  {_described(run)}" for run in runs]
    if is_unattended(session):
        session.say("\n".join(["These runs would be deleted:", *listed]))
        # By their ids: what is first in the list may be another run by then.
        named = " ".join(run.short_id for run in runs)
        raise CommandError(
            "nothing is deleted yet", f"To do it: {session.prefix} delete {named} -y"
        )
    if not ask(session, "\n".join(["You are about to delete:", *listed])):
        raise RunError("nothing was deleted")


def _described(run: Run) -> str:
    stopping = ", and would be stopped" if run.status in state.LIVE else ""
    return f"{run.short_id}  {run.operation}  {run.status}{stopping}  {run.label}".rstrip()


COMMAND = Command(
    "delete", "Delete runs; 'restore' brings them back", _declare, _execute, on_runs=True
)
