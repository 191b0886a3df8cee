"""How long a run took: by the time since boot where that was recorded, for clocks can be set."""

from __future__ import annotations

import time

from guild_jupyter.supervise import durable, exit_record, identity
from guild_jupyter.supervise.rundir import RunDir


def seconds(run: RunDir, started: int | None, stopped: int | None, *, live: bool) -> float | None:
    """Return how long a run took, or has been running; None where that is unknown.

    Parameters
    ----------
    run
        The run directory.
    started, stopped
        Its stamps in microseconds since the epoch: what Guild records of its own runs.
    live
        Whether it is still going.
    """
    if live:
        return _until_now(run, started)
    record = exit_record.read(run.exit_record)
    is_of_this_start = record is not None and (started is None or started <= record.stopped)
    if record is not None and record.elapsed is not None and is_of_this_start:
        return record.elapsed
    return between(started, stopped)


def _until_now(run: RunDir, started: int | None) -> float | None:
    child = identity.from_json(durable.read_json(run.child))
    age = identity.age(child) if child is not None and identity.is_alive(child) else None
    return between(started, time.time_ns() // 1000) if age is None else age


def between(started: int | None, stopped: int | None) -> float | None:
    """Return the seconds between two stamps; None where one is not known, never less than 0."""
    if started is None or stopped is None:
        return None
    return max(0.0, (stopped - started) / 1e6)
