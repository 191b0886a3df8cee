"""``stop``: end runs, with everything they started."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError, Interrupted, RunError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.runstore.words import describe
from guild_jupyter.supervise import state

_PATIENCE = 10.0
#: Seconds of waiting without a word.
_SILENCE = 3.0
#: An orphan, or what a deleted run left running, is over when it was stopped.
_OVER = (state.LOST, state.DELETED)


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "runs", nargs="*", metavar="RUN", help="the runs; the only live one if none"
    )
    parser.add_argument("-n", "--no-wait", action="store_true", help="do not wait for the end")
    parser.add_argument("--grace", type=float, metavar="SECONDS", help="time before force is used")
    parser.add_argument("-y", "--yes", action="store_true", help="all live runs, without asking")


def _execute(args: Namespace, session: Session) -> None:
    runs = session.guild.select(args.runs) if args.runs else _live(args, session)
    waited_for = []
    failures = []
    for run in runs:
        outcome = run.stop(args.grace)
        said = f"{run.operation} {run.short_id} {outcome.sentence}"
        if outcome.failed:
            failures.append(said)
        elif outcome.asked and not args.no_wait and run.status not in _OVER:
            waited_for.append(run)
        else:
            session.say(said)
    for number, run in enumerate(waited_for):
        try:
            failures += _await(run, args.grace, session)
        except KeyboardInterrupt:
            left = ", ".join(f"{run.operation} {run.short_id}" for run in waited_for[number:])
            raise Interrupted(
                f"not waited for, but being stopped: {left}", "\n".join(failures)
            ) from None
    if failures:
        raise RunError("; ".join(failures), f"'{session.prefix} doctor RUN' says more.")


def _live(args: Namespace, session: Session) -> RunList:
    runs = session.guild.runs()
    live = runs.where(lambda run: run.status in state.LIVE)
    if not live:
        session.say("no run is running")
    if len(live) > 1 and not args.yes:
        listed = ", ".join(f"{run.short_id} ({run.operation})" for run in live)
        raise CommandError(
            f"{len(live)} runs are running: {listed}",
            f"Name one, or '{session.prefix} stop -y' to stop them all.",
        )
    return live


def _await(run: Run, grace: float | None, session: Session) -> list[str]:
    """Wait for the end of a run that was asked to stop; return what went wrong."""
    grace = session.guild.settings.grace if grace is None else grace
    begun = time.monotonic()
    told = False

    def tell_once() -> None:
        nonlocal told
        if not told and time.monotonic() - begun > _SILENCE:
            told = True
            session.say(f"stopping {run.operation} {run.short_id}: by force after {grace:g} s")

    try:
        run.wait(grace + _PATIENCE, check=False, each=tell_once)
    except TimeoutError:
        return [f"{run.operation} {run.short_id} does not end: {describe(run.state)}"]
    session.say(f"stopped {run.operation} {run.short_id}: {describe(run.state)}")
    return []


COMMAND = Command("stop", "Stop runs, with all they started", _declare, _execute, on_runs=True)
