"""Following runs: their output shown as it comes, until they end or the cell is interrupted."""

from __future__ import annotations

import time

from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.output import Follower
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.words import describe
from guild_jupyter.twins.text import duration


def follow(run: Run, session: Session) -> bool:
    """Show a run's whole output as it comes.

    Returns
    -------
    bool
        Whether the run has ended; False where the user interrupted the following.
    """
    follower = Follower(run.output_path)
    last = "\n"
    ended = False

    def show() -> None:
        nonlocal last
        for piece in follower.read():
            session.write(piece)
            last = piece[-1]

    try:
        run.wait(check=False, each=show)
        ended = True
    except KeyboardInterrupt:
        pass  # it ends the following, not the run
    if rest := follower.finish():
        session.write(rest)
        last = rest[-1]
    if last != "\n":
        session.say("")
    return ended


def detached(run: Run, session: Session) -> str:
    """Return a line that says a run goes on unwatched, and what can be done about it."""
    return (
        f"detached; {run.operation} {run.short_id} goes on · "
        f"{session.prefix} watch {run.short_id} · {session.prefix} stop {run.short_id}"
    )


def ending(run: Run) -> str:
    """Return a line that says how a run ended and how long it took."""
    begin, end = run.started, run.stopped or time.time_ns() // 1000
    took = f" in {duration((end - begin) / 1e6)}" if begin is not None else ""
    return f"{run.operation} {run.short_id}: {describe(run.state)}{took}"
