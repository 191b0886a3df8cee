"""Following runs: their output shown as it comes, until they end or the cell is interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from guild_jupyter.errors import Interrupted
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore.output import Follower
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.words import describe
from guild_jupyter.supervise import state
from guild_jupyter.twins.text import duration

_SIGNAL_EXIT = 128
#: Seconds between two lines on how far something is fetched.
_PROGRESS = 3.0


class Following:
    """Shows a run's whole output as it comes; in a notebook as much of it as a page can hold.

    What is left out, by the run's record or here, is said in a line where it is left out.

    Parameters
    ----------
    run
        The run.
    session
        Where to show it.
    """

    def __init__(self, run: Run, session: Session) -> None:
        self._run = run
        self._session = session
        self._follower = Follower(run.output_path, limited=session.in_notebook)
        self._last = "\n"
        self._next_progress = time.monotonic() + _PROGRESS

    def until_end(self, begin: Callable[[], None] = lambda: None) -> bool:
        """Go on from what was shown already; return whether the run has ended.

        Parameters
        ----------
        begin
            Called once an interruption is understood, as the end of the following and not of
            the run; may raise one that came before.
        """
        ended = False
        try:
            begin()
            self._run.wait(check=False, each=self._look)
            ended = True
            self._show(self._follower.finish())
        except KeyboardInterrupt:
            self._show(self._follower.settle())
        if self._last != "\n":
            self._session.say("")
            self._last = "\n"
        return ended

    def _look(self) -> None:
        self._show(self._follower.read())
        now = time.monotonic()
        if now < self._next_progress:
            return
        self._next_progress = now + _PROGRESS
        if self._run.status == state.PENDING and (progress := self._run.progress):
            text = load("guild_jupyter.runstore.display:progress_text")(progress)
            self._session.say(f"fetching {text}")

    def _show(self, pieces: Iterator[str]) -> None:
        for piece in pieces:
            self._session.write(piece)
            self._last = piece[-1]


def detached(run: Run, session: Session) -> Interrupted:
    """Return the end of a command that was interrupted: its run goes on unwatched.

    It is an error, as every interruption of a cell is, so that the cells after it are not run.
    """
    return Interrupted(
        f"detached; {run.operation} {run.short_id} goes on",
        f"{session.prefix} watch {run.typed_id} · {session.prefix} stop {run.typed_id}",
    )


def ending(run: Run) -> str:
    """Return a line that says how a run ended and how long it took."""
    seconds = run.seconds()
    took = "" if seconds is None else f" in {duration(seconds)}"
    return f"{run.operation} {run.short_id}: {describe(run.state)}{took}"


def exit_code(run: Run) -> int:
    """Return the code with which a shell ends for a run: 128 and the number for a signal."""
    code = run.exit_status
    if run.status == state.LOST or code is None:
        return 1
    return code if code >= 0 else _SIGNAL_EXIT - code
