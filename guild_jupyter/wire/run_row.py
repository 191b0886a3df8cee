"""A run as a light list shows it, one line each: what is known without reading its scalars."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from guild_jupyter.flags.labels import default_label
from guild_jupyter.flags.values import readable
from guild_jupyter.runstore import output_parts, pace
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.words import describe
from guild_jupyter.supervise import state

#: Characters of the flags and of the label that a line has room for.
LONGEST = 400
_LINES = 20
_ACTIVE = frozenset({state.RUNNING, state.STOPPING, state.ORPHANED})


def row(facts: Facts) -> dict[str, Any]:
    """Return the line of a run; of one that is live, how far it is is read of its output."""
    run, now = facts.run, facts.state
    label = facts.label
    folder = facts.opref.folder
    return {
        "id": run.id,
        "short_id": run.short_id,
        "operation": facts.operation,
        "project": PurePath(folder).name if folder else "",
        # The default one says what the flags say.
        "label": "" if label == default_label(facts.flags) else _cut(label),
        "tags": list(facts.tags),
        "status": {
            "word": now.status,
            "text": describe(now),
            "is_live": now.status in state.LIVE,
            "is_stoppable": now.status in state.LIVE - {state.STOPPING},
        },
        "started": _milliseconds(facts.started),
        "stopped": _milliseconds(facts.stopped),
        "seconds": facts.seconds,
        "marked": facts.marked,
        "progress": progress(run, now.status),
        "flags": _cut(" ".join(_flags(facts))),
    }


def progress(run: Run, status: str) -> dict[str, Any] | None:
    """Return how far a run is, as far as its last lines tell it; None where they do not."""
    if status == state.PENDING:
        fetched = run.progress
        if fetched is None:
            return None
        return {"what": _cut(fetched.what), "done": fetched.done, "total": fetched.total}
    if status not in _ACTIVE:
        return None
    found = pace.of_output(output_parts.last(run.output_path, _LINES).text)
    return (
        None if found is None else {"what": found.what, "done": found.done, "total": found.total}
    )


def _flags(facts: Facts) -> list[str]:
    return [f"{name}={readable(value)}" for name, value in sorted(facts.flags.items())]


def _milliseconds(when: int | None) -> float | None:
    return None if when is None else when / 1000


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
