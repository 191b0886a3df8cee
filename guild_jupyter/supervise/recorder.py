"""The recorder: a process of its own that makes scalars of the output and notes provenance.

It follows the output until the run has ended; the operation knows nothing of it and does not
wait for it. If it dies, the scalars can be made again from the output.

Of output that is longer than what is kept it sees all as long as it keeps pace, for it reads
what is not kept too. Where it does not, it goes on with what is there, at the latest with the
tail: the line that is cut by the gap counts on neither side of it, and values after the gap
belong to no step before the output names one. Where it never names any, values go on to be
counted as if there were no gap: their order is right, their steps are too small.
"""

from __future__ import annotations

import os
import signal
import time

from guild_jupyter.supervise import (
    durable,
    exit_record,
    faults,
    identity,
    orders,
    provenance,
    state,
    trash,
)
from guild_jupyter.supervise.line_index import LineTimes
from guild_jupyter.supervise.reading import Reading
from guild_jupyter.supervise.rundir import RunDir

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from typing import Any

    from guild_jupyter.scalars.record import OutputScalars

_CHUNK = 1 << 20
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.5


def main(run_dir: str) -> None:
    """Record the run of a directory; returns when it has ended and all of it is recorded."""
    for name in ("SIGHUP", "SIGINT", "SIGPIPE"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    os.nice(10)  # a flood of output must not be slowed by who reads it
    run = RunDir(run_dir)
    if _is_anothers(run):
        return
    faults.reach("recorder.begun")
    wanted = (durable.read_json(run.plan) or {}).get("recorder") or {}
    mode = int(wanted.get("mode", 0o600))
    durable.restrict(mode)
    _note(run, mode, done=False)
    try:
        if os.path.exists(run.output):
            _follow(run, wanted, mode)
    finally:
        _note(run, mode, done=True)
    faults.reach("recorder.noted")
    provenance.record(run, wanted, mode)
    if trash_folder := wanted.get("trash"):
        trash.put_away_on_success(run, str(trash_folder))


def _is_anothers(run: RunDir) -> bool:
    """Tell whether another is at work: either supervising process may have started one."""
    other = identity.from_json(durable.read_json(run.recorder))
    return other is not None and other.pid != os.getpid() and identity.is_alive(other)


def _note(run: RunDir, mode: int, *, done: bool) -> None:
    me = identity.identify(os.getpid())
    durable.write_json(run.recorder, {"done": done} | (me.to_json() if me else {}), mode)


def _follow(run: RunDir, wanted: dict[str, Any], mode: int) -> None:
    scalars: OutputScalars | None = None
    pause = _FIRST_PAUSE
    reading = Reading(run.output, _head(run))
    times = LineTimes(run.output_index)
    while True:
        over = _is_over(run)  # asked before reading: nothing may come between
        left_out, data = reading.read(_CHUNK)
        if data and scalars is None:
            scalars = _scalars(run, wanted, mode)
        if left_out and scalars is not None:
            scalars.skip()
        if data and scalars is not None:
            for when, piece in times.split(data, time.time()):
                scalars.feed(piece, when)
            pause = _FIRST_PAUSE
        elif over:
            break
        else:
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
    if scalars is not None:
        faults.reach("recorder.finishing")
        scalars.finish()


def _head(run: RunDir) -> int:
    try:
        return orders.read(run.plan).head
    except (ValueError, TypeError):
        return orders.DEFAULT_HEAD


def _is_over(run: RunDir) -> bool:
    status = state.state_of(run.path).status
    record = exit_record.read(run.exit_record)  # after the status: it decides if it is there
    if record is not None:
        return record.complete or not state.is_kept(run)
    return status not in state.LIVE


def _scalars(run: RunDir, wanted: dict[str, Any], mode: int) -> OutputScalars:
    from pathlib import Path  # noqa: PLC0415 - a silent run needs none of these

    from guild_jupyter.scalars.events import EventWriter  # noqa: PLC0415 - as Path
    from guild_jupyter.scalars.patterns import Patterns, compile_patterns  # noqa: PLC0415 - as Path
    from guild_jupyter.scalars.record import OutputScalars  # noqa: PLC0415 - as Path

    spec = wanted.get("patterns")
    patterns = compile_patterns(None) if spec is None else Patterns.from_json(spec)
    return OutputScalars(
        patterns,
        EventWriter(Path(run.guild), mode=mode),
        ignore=frozenset(wanted.get("flags", ())),
    )


def is_settled(path: str | os.PathLike[str]) -> bool:
    """Tell whether the scalars of an ended run are all recorded, or will never be."""
    run = RunDir(path)
    record = exit_record.read(run.exit_record)
    if record is None or (record.complete and not record.output_bytes):
        return True
    if not record.complete and state.is_kept(run):
        return False
    note = durable.read_json(run.recorder)
    if note is None:
        # The supervisor notes the recorder that it starts before it lets go of the lock.
        return not state.is_kept(run)
    known = identity.from_json(note)
    return bool(note.get("done")) or known is None or not identity.is_alive(known)


def is_at_work(path: str | os.PathLike[str]) -> bool:
    """Tell whether processes of ours may still write into the directory of an ended run.

    The provenance of a run is noted last, when its scalars are settled already.
    """
    run = RunDir(path)
    if state.is_kept(run):
        return True  # whose last act is to start the recorder, if there is to be one
    known = identity.from_json(durable.read_json(run.recorder))
    return known is not None and identity.is_alive(known)
