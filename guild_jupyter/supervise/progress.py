"""How far the preparation of a run has come: a small file in the run directory, for views.

Decides how often it is written, and that what a killed preparer left is no progress. Knows
nothing of what is fetched.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from guild_jupyter.supervise import durable, identity
from guild_jupyter.supervise.rundir import RunDir

_INTERVAL = 0.3

#: Told how many bytes are there, and of how many, if that is known.
Report = Callable[[int, "int | None"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being fetched.

    Parameters
    ----------
    what
        The source, as a user calls it.
    done
        Bytes that are here.
    total
        Bytes of the whole; None where nobody knows.
    since
        When it began, in microseconds since 1970.
    """

    what: str
    done: int
    total: int | None
    since: int


class Reporter:
    """Writes the progress of one preparer.

    Parameters
    ----------
    run
        The run directory.
    mode
        Permissions of the file.
    clean
        Makes a text fit to be written down.
    """

    def __init__(self, run: RunDir, mode: int = 0o600, clean: Callable[[str], str] = str) -> None:
        self._path = run.progress
        self._mode = mode
        self._clean = clean
        self._what = ""
        self._since = 0
        self._next = 0.0
        me = identity.identify(os.getpid())
        self._writer = me.to_json() if me else {}

    def begin(self, what: str) -> Report:
        """Begin with something; return what is told how far it is."""
        self._what = self._clean(what)
        self._since = time.time_ns() // 1000
        self._next = 0.0
        return self.report

    def report(self, done: int, total: int | None) -> None:
        """Tell how far it is; written down a few times a second at most."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _INTERVAL
        facts = {"what": self._what, "done": done, "total": total, "since": self._since}
        try:
            durable.write_json(self._path, facts | {"writer": self._writer}, self._mode)
        except OSError:
            return  # the fetching matters, not that somebody sees it

    def end(self) -> None:
        """Remove what was written."""
        durable.remove(self._path)


def unwatched(what: str) -> Report:  # noqa: ARG001 - as Reporter.begin
    """Begin with something while nobody looks on."""
    return _untold


def _untold(done: int, total: int | None) -> None:
    """Take note of nothing."""


def read(run_dir: str | os.PathLike[str]) -> Progress | None:
    """Return how far the preparation of a run is; None where nothing is being fetched."""
    facts = durable.read_json(RunDir(run_dir).progress)
    if facts is None:
        return None
    what, done, total, since = (facts.get(name) for name in ("what", "done", "total", "since"))
    numbers = (done, since, 0 if total is None else total)
    if not isinstance(what, str) or not all(type(n) is int and n >= 0 for n in numbers):
        return None
    writer = facts.get("writer")
    who = identity.from_json(writer if isinstance(writer, dict) else None)
    # Of another machine or container nobody can tell here whether it lives.
    if who is not None and identity.is_of_here(who) and not identity.is_alive(who):
        return None
    return Progress(what, int(done or 0), total, int(since or 0))
