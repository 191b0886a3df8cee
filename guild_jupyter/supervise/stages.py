"""Starting the processes of a run: first what fetches its resources, then the operation.

No process of a run goes ahead unrecorded: each waits at a gate until its identity is on disk.
If nobody is left to open the gate, or another takes its place, it ends with 125 and has done
nothing.
"""

from __future__ import annotations

import os
import signal
import time

from guild_jupyter.supervise import durable, faults, identity, withheld
from guild_jupyter.supervise.memory import KillCounter

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from typing import NoReturn

    from guild_jupyter.supervise.orders import Orders
    from guild_jupyter.supervise.rundir import RunDir

PREPARE, OPERATION = "prepare", "operation"
_NEVER_STARTED = 125
_CANNOT_RUN = 126
_NOT_FOUND = 127


class Channels:
    """The pipes between the operation and those who keep it; both supervisors hold them.

    Parameters
    ----------
    record
        The open exit record; negative to open it when it is needed.
    """

    def __init__(self, record: int = -1) -> None:
        self.record = record
        self.out, self.out_end = os.pipe()
        self.err, self.err_end = os.pipe()
        self.gate, self.gate_end = os.pipe()
        #: Descriptors of the keeper that the run's processes must not hold while they wait.
        self.private: list[int] = []

    def close_write_ends(self) -> None:
        """Let go of the write ends, so that the operation's end ends the pipes."""
        for name in ("out_end", "err_end"):
            descriptor = getattr(self, name)
            if descriptor >= 0:
                os.close(descriptor)
                setattr(self, name, -1)

    def renew_gate(self) -> None:
        """Make a new gate: whoever waits unrecorded at the old one ends."""
        os.close(self.gate)
        os.close(self.gate_end)
        self.gate, self.gate_end = os.pipe()


class Stages:
    """The stages of a run, and the process of the present one.

    Parameters
    ----------
    run
        The run directory.
    orders
        Which commands to run.
    channels
        Where their output goes.
    """

    def __init__(self, run: RunDir, orders: Orders, channels: Channels) -> None:
        self.run = run
        self.orders = orders
        self.channels = channels
        self.stage = self.first()
        self.pid = 0
        self.child: identity.Identity | None = None
        self.foreign: identity.Identity | None = None
        self.sealed = False
        self.kills = KillCounter()

    def first(self) -> str:
        """Return the stage a run begins with."""
        return PREPARE if self.orders.prepare else OPERATION

    def second(self) -> str:
        """Return the stage after a successful preparation."""
        return OPERATION

    def start(self, stage: str) -> None:
        """Start the process of a stage and record who it is; it waits at the gate.

        Raises
        ------
        OSError
            It cannot be started, or not be recorded; then there is none.
        """
        self.stage = stage
        faults.reach("stage.forking")
        # What asks it to end before it can listen waits, and is not lost.
        former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        try:
            self.pid = os.fork()
            if not self.pid:
                if stage == PREPARE:
                    os.environ.update(withheld.variables(self.orders.withheld))
                self._become(self.orders.prepare if stage == PREPARE else self.orders.operation)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, former)
        try:
            faults.reach("stage.forked")
            self._record()
        except OSError:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0
            raise

    def _record(self) -> None:
        self.child = child = identity.identify(self.pid)
        facts = {"stage": self.stage, "time": time.time_ns() // 1000}
        durable.write_json(
            self.run.child,
            facts | (child.to_json() if child else {"pid": self.pid}),
            self.orders.mode,
        )
        durable.write(self.run.lock, b"%d" % self.pid, self.orders.mode)

    def ask_to_end(self) -> None:
        """Ask the process that waits at the gate to end."""
        os.kill(self.pid, signal.SIGTERM)

    def open_gate(self) -> None:
        """Let the process go ahead."""
        faults.reach("stage.recorded")
        os.write(self.channels.gate_end, b"g")
        faults.reach("stage.released")

    def adopt(self) -> bool:
        """Take the process that a dead reaper left behind; return whether there is one.

        One that was started and not recorded has done nothing, and ends at its gate.
        """
        known = durable.read_json(self.run.child)
        child = identity.from_json(known)
        if known is not None and child is not None:
            self.child = child
            self.stage = str(known.get("stage", OPERATION))
            if identity.is_alive(child):
                self.open_gate()  # perhaps the reaper died before it could
            if identity.parents().get(child.pid) == os.getpid():
                self.pid = child.pid
            else:
                # Without a subreaper it is not ours: all that can be known is that it lives.
                self.foreign = child
        self.channels.renew_gate()
        return child is not None

    def _become(self, words: list[str] | None) -> NoReturn:
        """Turn this forked process into the stage's command; never returns."""
        try:
            faults.play(self.stage)
            faults.reach("child.begun")
            os.setsid()
            reset_signals()
            # Where it complains comes first.
            for source, target in ((self.channels.out_end, 1), (self.channels.err_end, 2)):
                os.dup2(source, target)
            faults.reach("child.opening")
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            is_elsewhere = self.orders.folder is not None and self.stage != PREPARE
            os.chdir(str(self.orders.folder) if is_elsewhere else self.run.path)
            # Only the gate's other end in the two supervisors may keep this waiting, and each
            # of them must see the other's death even while it waits.
            for descriptor in (self.channels.gate_end, *self.channels.private):
                os.close(descriptor)
            if not os.read(self.channels.gate, 1):
                os._exit(_NEVER_STARTED)
            if not words:
                raise ValueError("no command")
            if self.stage == PREPARE:
                os.environ.update(faults.handed_on())
            elif self.orders.processes is not None:
                _limit_processes(self.orders.processes)
            faults.reach("child.executing")
            os.execvp(words[0], words)
        except FileNotFoundError as error:
            _complain(words, error)
            os._exit(_NOT_FOUND)
        except BaseException as error:  # noqa: BLE001 - nothing may go on in this fork
            _complain(words, error)
            os._exit(_CANNOT_RUN)


def _complain(words: list[str] | None, error: BaseException) -> None:
    reason = getattr(error, "strerror", None) or str(error)
    os.write(2, f"guild: cannot run {words[0] if words else 'nothing'}: {reason}\n".encode())


def reset_signals() -> None:
    """Give every signal its default meaning and unblock all, as a shell does for a command."""
    for number in range(1, signal.NSIG):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            try:
                signal.signal(number, signal.SIG_DFL)
            except (OSError, ValueError):
                continue
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _limit_processes(number: int) -> None:
    """Let this process start another only while its user has fewer than a number of them.

    The system counts every process and thread of the user, and does not hold a privileged one
    to it.
    """
    import resource  # noqa: PLC0415 - few have set a limit

    most = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    if most != resource.RLIM_INFINITY:
        number = min(number, most)
    resource.setrlimit(resource.RLIMIT_NPROC, (number, number))


def start_recorder(run: RunDir, orders: Orders) -> int:
    """Start the recorder; return its pid, or zero where there is none to start."""
    if not orders.recorder or durable.read_json(run.recorder) is not None:
        return 0
    try:
        pid = os.fork()
    except OSError:
        return 0  # the run goes on without
    if not pid:
        _become_recorder(orders.recorder)
    # Noted here: readers wait for a recorder that they know of.
    who = identity.identify(pid)
    try:
        note = {"done": False} | (who.to_json() if who else {})
        durable.write_json(run.recorder, note, orders.mode)
    except OSError:
        return pid  # it notes itself, if it can
    return pid


def _become_recorder(words: list[str]) -> NoReturn:
    try:
        os.environ.update(faults.handed_on())
        os.setsid()
        reset_signals()
        os.execv(words[0], words)
    finally:
        os._exit(_NOT_FOUND)
