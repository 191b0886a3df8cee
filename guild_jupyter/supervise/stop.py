"""Asking a run to stop, from any process of its owner; safe to ask twice, or too late.

The request is a file; the supervising process is only woken. If both supervising processes are
gone, the caller ends the tree itself. No signal goes to a process whose identity does not match.
"""

from __future__ import annotations

import os
import signal
import time

from guild_jupyter.supervise import durable, identity, state, tree
from guild_jupyter.supervise.orders import DEFAULT_GRACE
from guild_jupyter.supervise.rundir import RunDir

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.identity import Identity
    from guild_jupyter.supervise.state import State

#: How far the clock and the tick of a process start may be apart, in seconds.
_SLACK = 5.0


class Outcome:
    """What came of a request to stop.

    Parameters
    ----------
    asked
        Whether something was asked to end.
    sentence
        What happened, for people.
    failed
        Whether the run goes on for all that is known.
    """

    def __init__(self, *, asked: bool, sentence: str, failed: bool = False) -> None:
        self.asked = asked
        self.sentence = sentence
        self.failed = failed

    def __repr__(self) -> str:
        return f"<{self.sentence}>"


def request(path: str | os.PathLike[str], grace: float | None = None) -> Outcome:
    """Ask the run in a directory to stop; returns without waiting, unless it is orphaned.

    Parameters
    ----------
    path
        The run directory.
    grace
        Seconds before force; None for the run's own setting.
    """
    run = RunDir(path)
    before = state.state_of(path)
    if before.status == state.DELETED:
        return _end_what_is_left(run, DEFAULT_GRACE if grace is None else grace)
    facts = state.gather(run)
    if facts is None:
        return _stop_guild_run(run, before)
    if before.status == state.UNKNOWN:
        sentence = f"cannot be stopped from here: {before.reason}"
        return Outcome(asked=False, sentence=sentence, failed=True)
    if before.status not in state.LIVE:
        return Outcome(asked=False, sentence=f"is not running ({before.status})")
    wanted = {} if grace is None else {"grace": grace}
    _write_down(run, wanted | {"time": time.time_ns() // 1000})
    if before.status == state.ORPHANED:
        return _end_orphan(run, DEFAULT_GRACE if grace is None else grace)
    files = (run.supervisor, run.reaper)
    keepers = list(filter(None, (identity.from_json(durable.read_json(file)) for file in files)))
    for keeper in keepers:
        if identity.send(keeper, signal.SIGTERM):
            break
    for keeper in keepers:
        identity.send(keeper, signal.SIGCONT)  # one that somebody halted cannot answer
    return Outcome(asked=True, sentence="is being stopped")


def _write_down(run: RunDir, wanted: dict[str, float]) -> None:
    try:
        durable.write_json(run.stop, wanted)
    except OSError:
        return  # the disk is full: the signal alone stops the run, with its own setting


def _end_what_is_left(run: RunDir, grace: float) -> Outcome:
    """End the processes of a run whose directory is gone, known by its id in their environment."""
    run_id = run.path.rpartition("/")[2]
    if not tree.marked("RUN_ID", run_id):
        return Outcome(asked=False, sentence="is deleted")
    if left := tree.end(lambda: tree.marked("RUN_ID", run_id), grace):
        return _unstoppable(left)
    return Outcome(asked=True, sentence="was stopped; its directory is gone")


def _unstoppable(left: list[Identity]) -> Outcome:
    pids = ", ".join(str(one.pid) for one in left)
    sentence = f"has processes that no signal can end: {pids}"
    return Outcome(asked=True, sentence=sentence, failed=True)


def _end_orphan(run: RunDir, grace: float) -> Outcome:
    child = identity.from_json(durable.read_json(run.child))
    if child is None or not identity.is_alive(child):
        return Outcome(asked=False, sentence="has ended meanwhile")
    spared = identity.from_json(durable.read_json(run.recorder))
    known = {child, *tree.in_session(child.pid)}
    if left := tree.end(lambda: _family(run, known, spared), grace):
        return _unstoppable(left)
    durable.remove(run.lock)
    return Outcome(asked=True, sentence="was stopped; its exit status is lost")


def _family(run: RunDir, known: set[Identity], spared: Identity | None) -> list[Identity]:
    """Return the live processes of an orphaned operation, and note those that are new.

    Only what descends from a process that is known and alive counts: a pid may be another's by
    now. Daemons that left the tree still have the run's id in their environment.
    """
    known.update(tree.descendants({one.pid for one in known if identity.is_alive(one)}, set()))
    known.update(tree.marked("RUN_ID", run.path.rpartition("/")[2]))
    return [one for one in known if one != spared and identity.is_alive(one)]


def _stop_guild_run(run: RunDir, before: State) -> Outcome:
    pid = state.guild_pid(run)
    process = identity.identify(pid) if pid else None
    if before.status != state.RUNNING or process is None:
        return Outcome(asked=False, sentence=f"is not running ({before.status})")
    if not _plausible(run, process):
        return Outcome(asked=False, sentence=f"is gone: pid {pid} belongs to another process")
    tree.terminate([*tree.descendants({process.pid}, set()), process])
    return Outcome(asked=True, sentence="is being stopped")


def _plausible(run: RunDir, process: Identity) -> bool:
    """Tell whether a process started when Guild wrote its pid down."""
    try:
        written = os.stat(run.lock).st_mtime
        began = _boot_time() + int(process.start) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError):  # no boot clock: not a Linux
        return False
    return abs(began - written) <= _SLACK


def _boot_time() -> float:
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
