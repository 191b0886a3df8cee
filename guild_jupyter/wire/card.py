"""A run as its card shows it, kept up to date by looking at little and reading what changed."""

from __future__ import annotations

import math
import os
import shlex
import time
from collections.abc import Mapping
from typing import Any

from guild_jupyter.flags.labels import default_label
from guild_jupyter.flags.values import readable, show
from guild_jupyter.redaction import WITHHELD
from guild_jupyter.registry import load
from guild_jupyter.runstore import output_parts, pace
from guild_jupyter.runstore.display import progress_text, shortcomings
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.words import describe
from guild_jupyter.scalars.sparklines import Sparklines
from guild_jupyter.scalars.summary import Summary, is_another_runs
from guild_jupyter.supervise import state
from guild_jupyter.supervise.reading import Reading
from guild_jupyter.supervise.state import State

#: Lines of the output, and scalars, that a card has room for.
LINES, SCALARS = 60, 24
#: Seconds between two searches for new event files of a run that goes on.
_SEARCH = 3.0
_REMARKS = ("label", "tags", "comments", "marked")
_STOPPABLE = state.LIVE - {state.STOPPING}
_SYSTEM = "sys/"

Members = dict[str, Any]


def of_run(run: Run) -> Members:
    """Return the card of a run as it is now."""
    return CardKeeper(run).whole()


class CardKeeper:
    """The card of one run, which knows what of it was told.

    Parameters
    ----------
    run
        The run.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self._told: Members = {}
        self._signs: dict[str, object] = {}
        self._scalars = Sparklines(run.dir)
        self._searched = -math.inf
        self._shown: list[Members] = []
        self._more = 0
        self._steps: tuple[int, int] | None = None
        self._output: Members = {"text": "", "size": 0, "is_whole": True}
        self._pace: pace.Pace | None = None
        #: Whether the run may still change by itself.
        self.is_live = not run.is_over()

    def whole(self) -> Members:
        """Return all of the card; what is called next tells what changed since."""
        self._signs.clear()
        self._searched = -math.inf
        self._look()
        return {**self._told, "as_of": _now()}

    def changes(self) -> Members:
        """Return the members that changed since the last call; empty for none."""
        before = dict(self._told)
        self._look()
        changed = {name: value for name, value in self._told.items() if before.get(name) != value}
        return {**changed, "as_of": _now()} if changed else {}

    def _look(self) -> None:
        """Bring what is told up to date, where a sign of a change is seen."""
        run, told = self.run, self._told
        is_written = self._sees("attrs", _attributes_sign(run))
        if not is_written and not self.is_live:
            return  # what ended changes by people's hands only
        # What ended between two looks is looked at once more, when all of it is recorded.
        is_over = run.is_over()
        now = run.state
        is_new = self._sees("state", (now.status, now.exit_status, now.reason))
        if now.status == state.DELETED:
            self._tell_deleted(now)
            return
        if is_written or is_new:
            told.update(_remarks(run))
            told.update(_settings(run), status=_status(now), times=_times(run, now))
        is_last = is_over and self.is_live
        is_printed = self._look_at_output()
        is_logged = self._look_at_scalars(search=is_last)
        if is_written or is_new or is_logged or is_last:
            told["problems"] = _problems(run, self._scalars.faults)
            told["facts"] = _facts(run)
        if is_new or is_printed or is_logged or now.status == state.PENDING or not told:
            told["progress"] = self._progress(now)
        told.update(scalars=self._shown, more_scalars=self._more, output=self._output)
        self.is_live = not is_over

    def _sees(self, what: str, sign: object) -> bool:
        is_new = self._signs.get(what) != sign
        self._signs[what] = sign
        return is_new

    def _tell_deleted(self, now: State) -> None:
        """Say that the run is gone, and leave the rest as it was."""
        self._told.update(status=_status(now), progress=None)
        if "run" not in self._told:
            self._told.update(_remarks(self.run), **_settings(self.run))
            self._told.update(times=_times(self.run, now), problems=[], facts=[])
            self._told.update(scalars=[], more_scalars=0, output=self._output)
        self.is_live = False

    def _look_at_output(self) -> bool:
        path = self.run.output_path
        size = Reading(str(path)).end()
        if not self._sees("output", size):
            return False
        part = output_parts.last(path, LINES)
        self._output = {"text": part.text, "size": part.size, "is_whole": part.offset == 0}
        return True

    def _look_at_scalars(self, *, search: bool) -> bool:
        moment = time.monotonic()
        search = search or moment - self._searched >= _SEARCH
        if search:
            self._searched = moment
        if not self._scalars.refresh(search=search):
            return False
        found = [
            (summary, points)
            for summary, points in self._scalars.series()
            if not summary.tag.startswith(_SYSTEM)
        ]
        found.sort(key=lambda one: is_another_runs(one[0].prefix))  # its own come first
        self._shown = [_scalar(summary, points) for summary, points in found[:SCALARS]]
        self._more = max(0, len(found) - SCALARS)
        own = [summary for summary, _ in found if not is_another_runs(summary.prefix)]
        self._steps = (
            (min(one.first_step for one in own), max(one.last_step for one in own))
            if own
            else None
        )
        return True

    def _progress(self, now: State) -> Members | None:
        """Return how far it is; None for what is over or tells nothing."""
        if now.status not in state.LIVE:
            return None
        run = self.run
        if now.status == state.PENDING:
            fetched = run.progress
            if fetched is None:
                return None
            seconds = max(0.0, time.time() - fetched.since / 1e6)
            known = pace.Pace(progress_text(fetched), fetched.done, fetched.total)
        else:
            found = pace.of_output(self._output["text"])
            if found is None and self._steps:
                found = pace.of_scalars(*self._steps, run.flags)
            if found is None:
                return None
            known = found
            seconds = run.seconds(live=True) or 0.0
        left = known.seconds_left(seconds)
        return {
            "what": known.what,
            "done": known.done,
            "total": known.total,
            "seconds_left": None if left is None else round(left, 1),
        }


def _settings(run: Run) -> Members:
    flags = run.flags
    return {
        "run": {
            "id": run.id,
            "short_id": run.short_id,
            "operation": run.operation,
            "directory": str(run.dir),
        },
        "flags": [
            {"name": name, "text": readable(value)} for name, value in sorted(flags.items())
        ],
        "again": again(run, flags),
        "watch": f"%guild watch {run.typed_id}",
    }


def again(run: Run, flags: Mapping[str, Any]) -> str:
    """Return the line that starts a run like this one; what is withheld has to be given anew."""
    spec = run.operation
    if not spec or spec.endswith("+") or "?" in spec:
        return f"%guild run --proto {run.typed_id}"
    given = [
        shlex.quote(f"{name}={show(value)}")
        for name, value in sorted(flags.items())
        if value is not None and value != WITHHELD
    ]
    return " ".join(["%guild run", shlex.quote(spec), *given])


def _remarks(run: Run) -> Members:
    label = run.label
    return {
        # The default one says what the flags say.
        "label": "" if label == default_label(run.flags) else label,
        "tags": run.tags,
        "comments": [one.body for one in run.comments],
        "marked": run.marked,
    }


def _status(now: State) -> Members:
    return {
        "word": now.status,
        "text": describe(now),
        "is_live": now.status in state.LIVE,
        "is_stoppable": now.status in _STOPPABLE,
    }


def _times(run: Run, now: State) -> Members:
    started, stopped = run.started, run.stopped
    return {
        "started": None if started is None else started / 1000,
        "stopped": None if stopped is None else stopped / 1000,
        "seconds": run.seconds(live=now.status in state.LIVE),
    }


def _facts(run: Run) -> list[Members]:
    return [{"name": name, "text": text} for name, text in shortcomings(run)]


def _problems(run: Run, faults: list[str]) -> list[str]:
    unread = (f"{name}: {why}" for name, why in sorted(run.problems.items()))
    return [*unread, *(f"scalars: {sentence}" for sentence in faults)]


def _scalar(summary: Summary, points: list[tuple[int, float]]) -> Members:
    direction: str = load("guild_jupyter.comparison.directions:by_name")(summary.key)
    return {
        "key": summary.key,
        "last": _finite(summary.last),
        "step": summary.last_step,
        "min": _finite(summary.min),
        "max": _finite(summary.max),
        "direction": direction,
        "count": summary.count,
        "steps": [step for step, _ in points],
        "values": [_finite(value) for _, value in points],
    }


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _attributes_sign(run: Run) -> tuple[object, ...]:
    files = run.files_of_run
    return (
        _stamp(files.attrs),
        *(_stamp(files.attr(name)) for name in (*_REMARKS, "flags", "exit_status")),
    )


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        facts = os.stat(path)  # noqa: PTH116 - often
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size


def _now() -> float:
    return round(time.time() * 1000)
