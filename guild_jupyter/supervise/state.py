"""The status of a run: one function from evidence to state, and the gathering of the evidence.

No file holds a status. What there is are facts: the exit record, the lock that the supervising
pair holds while it lives, and the identities of the processes. The exit record is the strongest
and is looked at twice, for it may be sealed between two looks.
"""

from __future__ import annotations

import os
import sys
import time

from guild_jupyter.supervise import durable, exit_record, identity
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.supervise.stages import PREPARE

if sys.platform != "win32":  # runs are read there, not kept
    import fcntl

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.exit_record import ExitRecord

PENDING, STAGED, RUNNING, STOPPING = "pending", "staged", "running", "stopping"
COMPLETED, ERROR, TERMINATED = "completed", "error", "terminated"
ORPHANED, LOST, UNKNOWN = "orphaned", "lost", "unknown"
DELETED = "deleted"

FINAL = frozenset({COMPLETED, ERROR, TERMINATED, LOST, DELETED})
LIVE = frozenset({PENDING, RUNNING, STOPPING, ORPHANED})


class State:
    """The state of a run.

    Parameters
    ----------
    status
        One of the words above.
    reason
        What is known beyond the word, for people; may be empty.
    exit_status
        The exit code or negative signal number, where known.
    """

    __slots__ = ("exit_status", "reason", "status")

    def __init__(self, status: str, reason: str = "", exit_status: int | None = None) -> None:
        self.status = status
        self.reason = reason
        self.exit_status = exit_status

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and (self.status, self.reason, self.exit_status) == (
            other.status,
            other.reason,
            other.exit_status,
        )

    def __hash__(self) -> int:
        return hash((self.status, self.reason, self.exit_status))

    def __repr__(self) -> str:
        return f"State({self.status!r}, {self.reason!r}, {self.exit_status!r})"

    @property
    def guild_status(self) -> str:
        """The word that Guild has for it."""
        if self.status in (STOPPING, ORPHANED):
            return RUNNING
        return ERROR if self.status in (LOST, UNKNOWN, DELETED) else self.status


class Evidence:
    """The facts about a run that we supervise.

    Parameters
    ----------
    ended
        The exit record, if it is whole.
    here
        Whether the run was launched on this host, in this pid namespace.
    same_boot
        Whether this machine has not been started anew since.
    kept
        Whether one of the supervising pair lives.
    recorded
        The exit status among the attributes; it counts where the exit record is gone.
    staged
        Whether the run is marked as staged and nothing of it was ever started.
    child
        Whether the operation (or what prepares it) lives; None where none was started.
    reused
        Whether its pid belongs to another process by now.
    preparing
        Whether that process prepares the operation.
    stuck
        Whether that process waits inside the kernel, where no signal reaches it.
    stop_asked
        Whether somebody asked the run to stop.
    copy_of
        The run of whose directory this is a copy; empty for none.
    host
        Where the run was launched.
    silence
        Seconds since the last sign of life that its files show; None where unknown.
    """

    def __init__(
        self,
        *,
        ended: ExitRecord | None = None,
        here: bool = True,
        same_boot: bool = True,
        kept: bool = False,
        recorded: int | None = None,
        staged: bool = False,
        child: bool | None = None,
        reused: bool = False,
        preparing: bool = False,
        stuck: bool = False,
        stop_asked: bool = False,
        copy_of: str = "",
        host: str = "",
        silence: float | None = None,
    ) -> None:
        self.ended = ended
        self.recorded = recorded
        self.staged = staged
        self.here = here
        self.same_boot = same_boot
        self.kept = kept
        self.child = child
        self.reused = reused
        self.preparing = preparing
        self.stuck = stuck
        self.stop_asked = stop_asked
        self.copy_of = copy_of
        self.host = host
        self.silence = silence


def of_exit_status(code: int, reason: str = "") -> State:
    """Return the final state that an exit status means."""
    status = COMPLETED if code == 0 else TERMINATED if code < 0 else ERROR
    return State(status, reason, code)


def derive(facts: Evidence) -> State:
    """Return the state that the facts add up to; a pure function."""
    return judge(facts)[0]


def judge(facts: Evidence) -> tuple[State, str]:
    """Return the state that the facts add up to, and in words the fact that decides it.

    The strongest fact is looked at first, and the first that says anything decides.
    """
    if facts.ended is not None:
        return of_exit_status(facts.ended.exit_status, facts.ended.reason), "the exit record"
    if facts.recorded is not None:
        told_by = "the attribute exit_status; there is no exit record"
        return of_exit_status(facts.recorded), told_by
    if facts.staged and not facts.kept:
        return State(STAGED), "the mark STAGED; nothing was started"
    if facts.copy_of:
        reason = f"a copy of run {facts.copy_of[:8]}, made before that ended"
        return State(UNKNOWN, reason), "the attribute id: it is that of another run"
    if not facts.here:
        other = "another pid namespace" if facts.same_boot else "another host"
        return State(UNKNOWN, _far_away(facts)), f"launch.json: {other}"
    if not facts.same_boot:
        told_by = "launch.json: another boot of this machine"
        return State(LOST, "the machine was restarted"), told_by
    if facts.kept:
        return _judge_kept(facts)
    if facts.child:
        told_by = "no supervising process lives, the operation does"
        return State(ORPHANED, "its supervising processes are gone; stop works"), told_by
    if facts.child is None:
        told_by = "no process lives, and none of the operation was recorded"
        return State(LOST, "its supervising processes ended before it started"), told_by
    told_by = "no process lives, and there is no exit record"
    if facts.reused:
        return State(LOST, "it is gone, and its pid belongs to another process"), told_by
    return State(LOST, "its supervising processes were killed"), told_by


def _judge_kept(facts: Evidence) -> tuple[State, str]:
    told_by = "a supervising process lives"
    if facts.stop_asked:
        reason = "it waits in the kernel" if facts.stuck else ""
        return State(STOPPING, reason), f"{told_by}, and stop.json is there"
    has_begun = facts.child is not None and not facts.preparing
    return State(RUNNING if has_begun else PENDING), told_by


def _far_away(facts: Evidence) -> str:
    where = facts.host or "another host"
    if facts.same_boot:
        where = f"{where}, in another container (pid namespace)"
    if facts.silence is None:
        return f"launched on {where}"
    return f"launched on {where}; last sign of life {_rough(facts.silence)} ago"


def _rough(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} s"


def gather(run: RunDir) -> Evidence | None:
    """Return the facts about a run of ours; None for a run that Guild itself made or restarted."""
    launcher = identity.from_json(durable.read_json(run.launch))
    if launcher is None or _restarted_by_guild(run):
        return None
    ended = exit_record.read(run.exit_record)
    if ended is not None:
        return Evidence(ended=ended)
    recorded = durable.read_int(run.attr("exit_status"))
    child = durable.read_json(run.child)
    staged = child is None and os.path.exists(run.staged)
    # The processes are those of the run that was copied: nobody must stop that by this one.
    if copied := copy_of(run):
        return Evidence(recorded=recorded, staged=staged, copy_of=copied)
    same_boot = launcher.boot == identity.boot_id()
    # A boot has one machine, whatever name that machine has by now.
    same_machine = launcher.host == identity.host() or bool(launcher.boot and same_boot)
    here = same_machine and launcher.namespace == identity.pid_namespace()
    if not here or not same_boot:
        return Evidence(
            recorded=recorded,
            staged=staged,
            here=here,
            same_boot=same_boot,
            host=launcher.host,
            silence=silence(run),
        )
    kept = is_kept(run)
    # Read again: between the first look and the test of the lock, all this may have changed.
    child = durable.read_json(run.child)
    who = identity.from_json(child)
    lives = bool(who and identity.is_alive(who))
    return Evidence(
        ended=exit_record.read(run.exit_record),
        recorded=durable.read_int(run.attr("exit_status")),
        staged=staged,
        kept=kept,
        child=None if child is None else lives,
        reused=bool(who and not lives and identity.is_another(who)),
        preparing=bool(child and child.get("stage") == PREPARE),
        stuck=bool(who and identity.is_uninterruptible(who)),
        stop_asked=durable.read_json(run.stop) is not None,
        host=launcher.host,
    )


def copy_of(run: RunDir) -> str:
    """Return the id of the run whose directory was copied here; empty where none was."""
    own = (durable.read_text(run.attr("id")) or "").strip().strip("'\"")
    return "" if own == run.path.rpartition("/")[2] else own


def silence(run: RunDir) -> float | None:
    """Return the seconds since the last sign of life that a run's files show.

    It needs no process that writes one: the output, its index and the records of processes are
    looked at. An operation that prints nothing gives no sign. None where there are no files.
    """
    signs = []
    for path in (run.output, run.output_index, run.child, run.recorder, run.launch):
        try:
            signs.append(os.stat(path).st_mtime)
        except OSError:
            continue
    return max(0.0, time.time() - max(signs)) if signs else None


def is_kept(run: RunDir) -> bool:
    """Tell whether one of the supervising pair lives."""
    if is_locked(run.supervisor_lock):
        return True
    pair = (identity.from_json(durable.read_json(path)) for path in (run.supervisor, run.reaper))
    return any(keeper and identity.is_alive(keeper) for keeper in pair)


def is_locked(path: str) -> bool:
    """Tell whether a process holds the lock of a run; false where locks cannot be had."""
    if sys.platform == "win32":
        return False
    try:
        descriptor = durable.open_regular(path)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def _restarted_by_guild(run: RunDir) -> bool:
    # Guild restarts a run in its directory and leaves our files as they are.
    started = durable.read_int(run.attr("started")) or 0
    ended = exit_record.read(run.exit_record)
    if ended is not None:
        return started > ended.stopped
    child = durable.read_json(run.child) or {}
    ours = (run.launch, run.supervisor)
    if not child and guild_pid(run) is not None:
        # staged here and started there: we write the lock after these, never before
        return [os.path.exists(path) for path in ours] == [True, False]
    noted = child.get("time")
    # Of one that was lost only the marks of its process are left; a clock that was stepped back
    # does not make it Guild's.
    is_later = isinstance(noted, int) and started > noted
    return is_later and guild_pid(run) not in (None, child.get("pid"))


def of_guild_run(run: RunDir) -> State:
    """Return the state of a run that Guild itself made, in Guild's own order of tests."""
    remote = durable.read_text(run.remote_lock)
    if remote is not None:
        return State(RUNNING, f"on {remote.strip()}" if remote.strip() else "")
    for path, status in ((run.pending, PENDING), (run.staged, STAGED)):
        if os.path.exists(path):
            return State(status)
    code = durable.read_int(run.attr("exit_status"))
    if code is not None and not _restarted_by_guild(run):
        return of_exit_status(code)
    pid = guild_pid(run)
    if pid and identity.identify(pid) is not None:
        return State(RUNNING)
    return of_exit_status(code) if code is not None else State(ERROR)


def guild_pid(run: RunDir) -> int | None:
    """Return the pid in Guild's LOCK file, or None where it holds none."""
    text = durable.read_text(run.lock)
    try:
        return int(text[:10]) if text else None
    except ValueError:
        return None


def state_of(path: str | os.PathLike[str]) -> State:
    """Return the state of the run in a directory."""
    run = RunDir(path)
    facts = gather(run)
    if facts is not None:
        return derive(facts)
    if not os.path.isdir(run.path):
        return _of_deleted(run)
    return of_guild_run(run)


def _of_deleted(run: RunDir) -> State:
    home = os.path.dirname(os.path.dirname(run.path))
    left = RunDir(f"{home}/trash/runs/{os.path.basename(run.path)}")
    if not os.path.isdir(left.path):
        return State(DELETED, "its directory is gone")
    ended = exit_record.read(left.exit_record)
    code = ended.exit_status if ended else durable.read_int(left.attr("exit_status"))
    return State(DELETED, "it is in the trash", code)
