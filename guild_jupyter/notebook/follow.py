"""Following runs: their output shown as it comes, until they end or the cell is interrupted."""

from __future__ import annotations

from collections.abc import Iterator

from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.output import Follower
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.words import describe
from guild_jupyter.twins.text import duration


def follow(run: Run, session: Session) -> bool:
    """Show a run's whole output as it comes; in a notebook as much of it as a page can hold.

    What is left out, by the run's record or here, is said in a line where it is left out.

    Returns
    -------
    bool
        Whether the run has ended; False where the user interrupted the following.
    """
    follower = Follower(run.output_path, limited=session.in_notebook)
    last = "\n"
    ended = False

    def show(pieces: Iterator[str]) -> None:
        nonlocal last
        for piece in pieces:
            session.write(piece)
            last = piece[-1]

    try:
        run.wait(check=False, each=lambda: show(follower.read()))
        ended = True
        show(follower.finish())
    except KeyboardInterrupt:
        show(follower.settle())  # it ends the following, not the run
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
    seconds = run.seconds()
    took = "" if seconds is None else f" in {duration(seconds)}"
    return f"{run.operation} {run.short_id}: {describe(run.state)}{took}"
