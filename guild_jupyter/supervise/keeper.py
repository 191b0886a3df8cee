"""Keeping a run: what both supervising processes can do, and either does alone if need be.

The *supervisor* moves output and ends the run; the *reaper* starts the operation and waits for
it. Each notices the other's death at once, by the end of the pipe between them, and takes over
its part. Only the death of both loses the exit status.
"""

from __future__ import annotations

import os
import select
import signal
import time

from guild_jupyter.supervise import durable, exit_record, identity, tree
from guild_jupyter.supervise.capture import Capture
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.orders import RESOURCES_FAILED, Orders
from guild_jupyter.supervise.stages import PREPARE, Channels, Stages

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.rundir import RunDir

_STARTED, _SEALED, _DONE = b"S", b"E", b"D"
_LEFTOVER_GRACE = 2.0
_KILL_PAUSE = 0.005
_KILL_LIMIT = 10.0
_LOOK_AGAIN = 0.5


class Keeper:
    """One of the two processes that keep a run.

    Parameters
    ----------
    run
        The run directory.
    orders
        What to run, and how to end it.
    channels
        The descriptors that both processes share.
    partner
        Pid of the other process.
    inbox, outbox
        Pipe ends from and to the other process.
    is_reaper
        Whether this one starts with the reaper's part.
    """

    def __init__(
        self,
        run: RunDir,
        orders: Orders,
        channels: Channels,
        partner: int,
        inbox: int,
        outbox: int,
        *,
        is_reaper: bool,
    ) -> None:
        self.run = run
        self.orders = orders
        self.channels = channels
        self.partner = partner
        self.inbox = inbox
        self.outbox = outbox
        self.reaps = is_reaper
        self.captures = not is_reaper
        self.dismissed = False
        self.record: ExitRecord | None = None
        channels.private = [inbox, outbox]
        self.stages = Stages(run, orders, channels)
        self.capture: Capture | None = None
        self.open_pipes: dict[int, int] = {}
        self.recorder = 0
        self.recorder_due: float | None = None
        self.stop_asked = False
        self.stop_deadline: float | None = None
        self.end_deadline: float | None = None
        self.wake, wake_end = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(wake_end, False)
        signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _noted)
        signal.signal(signal.SIGTERM, self._on_stop)

    def _on_stop(self, *_: object) -> None:
        self.stop_asked = True

    # -- the loop ---------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the run until it has ended and everything of it is written."""
        self.stop_asked = durable.read_json(self.run.stop) is not None
        if self.captures:
            self._start_capturing()
        if self.reaps:
            self._start(self.stages.first())
        while True:
            self._wait()
            self._reap()
            if self.captures:
                self._advance_stop()
                self._start_recorder_when_due()
                if self._is_lost():
                    return
                if self._is_over():
                    self._finish()
                    self._tell(_DONE)
                    return
            elif self.dismissed:
                return

    def _wait(self) -> None:
        poll = select.poll()
        for descriptor in (self.wake, *self.open_pipes):
            poll.register(descriptor, select.POLLIN)
        if self.inbox >= 0:
            poll.register(self.inbox, select.POLLIN)
        for descriptor, _ in poll.poll(self._patience()):
            if descriptor == self.wake:
                _drain(self.wake)
            elif descriptor == self.inbox:
                self._hear()
            elif self.capture and not self.capture.move(descriptor, self.open_pipes[descriptor]):
                del self.open_pipes[descriptor]

    def _patience(self) -> float | None:
        due = (self.recorder_due, self.stop_deadline, self.end_deadline)
        times = [moment for moment in due if moment is not None]
        if self.stages.foreign:
            times.append(time.monotonic() + _LOOK_AGAIN)
        return max(0.0, (min(times) - time.monotonic()) * 1000) if times else None

    def _tell(self, message: bytes) -> None:
        if self.outbox >= 0:
            try:
                os.write(self.outbox, message)
            except OSError:
                self.outbox = -1

    def _hear(self) -> None:
        message = os.read(self.inbox, 64)
        if _STARTED in message or _SEALED in message:
            self._on_started()
        if _SEALED in message:
            self.stages.sealed = True
        if _DONE in message:
            self.dismissed = True
        elif not message:
            self._take_over()

    # -- the reaper's part ------------------------------------------------------------------

    def _start(self, stage: str) -> None:
        self.stages.start(stage)
        if stage != PREPARE:
            self.channels.close_write_ends()
            self._tell(_STARTED)
            self._on_started()

    def _on_started(self) -> None:
        self.channels.close_write_ends()
        if self.captures and self.recorder_due is None:
            self.recorder_due = time.monotonic() + self.orders.recorder_after

    def _reap(self) -> None:
        """Take note of children that ended; the operation's end is sealed before it is reaped."""
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            if found.si_pid == self.stages.pid and self.reaps:
                self._on_ended(_exit_status(found))
            elif not self.reaps and found.si_pid not in (self.partner, self.recorder):
                return  # an orphan: the reaper died a moment ago, the news of it is on its way
            os.waitpid(found.si_pid, 0)
            if found.si_pid == self.recorder:
                self.recorder = -1

    def _on_ended(self, status: int) -> None:
        stage, self.stages.pid = self.stages.stage, 0
        stopping = self.stop_asked or durable.read_json(self.run.stop) is not None
        if stage == PREPARE and status == 0 and not stopping:
            durable.write(
                self.run.attr("started"), b"%d\n" % (time.time_ns() // 1000), self.orders.mode
            )
            self._start(self.stages.second())
            return
        reason = ""
        if stage == PREPARE:
            status = status if status < 0 else -signal.SIGTERM if stopping else RESOURCES_FAILED
            reason = "" if stopping else "resources"
        self._seal(ExitRecord(status, time.time_ns() // 1000, reason))

    def _seal(self, record: ExitRecord) -> None:
        self.record = record
        exit_record.seal(self.run.exit_record, record)
        self.stages.sealed = True
        self.channels.close_write_ends()
        self._tell(_SEALED)

    # -- when the other process dies --------------------------------------------------------

    def _take_over(self) -> None:
        os.close(self.inbox)
        self.inbox = self.outbox = -1
        self.channels.private = []
        if self.captures:
            self.reaps = True
            self._await_partner()
            self.stages.sealed = exit_record.read(self.run.exit_record) is not None
            if not self.stages.sealed and not self.stages.adopt({self.recorder, self.partner}):
                self._start(self.stages.first())
        else:
            self.captures = True
            self._start_capturing()
            write_identity(self.run.supervisor, self.orders.mode)
            self.stop_asked = durable.read_json(self.run.stop) is not None
        self.partner = 0
        if self.stages.sealed or self.stages.stage != PREPARE:
            self._on_started()

    def _await_partner(self) -> None:
        # Its descriptors close before its children become ours: only then can they be found.
        try:
            os.waitpid(self.partner, 0)
        except ChildProcessError:
            return

    # -- the supervisor's part --------------------------------------------------------------

    def _start_capturing(self) -> None:
        self.capture = Capture(self.run.output, self.run.output_index, self.orders.mode)
        self.open_pipes = {self.channels.out: 0, self.channels.err: 1}

    def _start_recorder_when_due(self) -> None:
        if self.recorder_due is not None and time.monotonic() >= self.recorder_due:
            self._start_recorder()

    def _start_recorder(self) -> None:
        self.recorder_due = None
        known = durable.read_json(self.run.recorder)
        if self.orders.recorder and not self.recorder and known is None:
            self.recorder = os.fork()
            if not self.recorder:
                os.setsid()
                reset_signals()
                os.execv(self.orders.recorder[0], self.orders.recorder)

    def _processes(self) -> list[identity.Identity]:
        # Pid 0 is the parent of everything: it must never be among the roots.
        roots = {pid for pid in (os.getpid(), self.partner) if pid > 0}
        return tree.descendants(roots, {self.recorder})

    def _advance_stop(self) -> None:
        now = time.monotonic()
        if self.stop_asked and self.stop_deadline is None and not self.stages.sealed:
            asked = durable.read_json(self.run.stop) or {}
            self.stop_deadline = now + float(asked.get("grace", self.orders.grace))
            tree.terminate(self._processes())
        elif self.stop_deadline is not None and now >= self.stop_deadline:
            self.stop_deadline = now + _KILL_PAUSE
            tree.kill(self._processes())

    def _is_over(self) -> bool:
        if not self.stages.sealed:
            return False
        now = time.monotonic()
        if self.end_deadline is None:
            self.end_deadline = now + self.orders.drain
        return not self.open_pipes or now >= self.end_deadline

    def _is_lost(self) -> bool:
        """Tell whether an operation that is no child of this process, and lived on, is gone."""
        foreign = self.stages.foreign
        if foreign is None or identity.is_alive(foreign):
            return False
        self._drain_what_is_there()
        if self.capture:
            self.capture.close()
        durable.remove(self.run.lock)
        return True

    def _finish(self) -> None:
        """Write what remains to be written, the facts first and then what Guild reads."""
        self.stop_deadline = None
        survivors = self._end_leftovers()
        self._drain_what_is_there()
        record = self.record or exit_record.read(self.run.exit_record)
        if record is None or self.capture is None:
            return  # unreadable a moment after it was written: the disk is gone
        self.capture.close()
        record.complete = True
        record.output_bytes = self.capture.size
        record.dropped_bytes = self.capture.dropped
        record.survivors = survivors
        exit_record.seal(self.run.exit_record, record)
        self._start_recorder()
        write_ending(self.run, record, self.orders.mode)

    def _end_leftovers(self) -> int:
        left = self._processes()
        if not left:
            return 0
        tree.terminate(left)
        gentle = time.monotonic() + _LEFTOVER_GRACE
        limit = gentle + _KILL_LIMIT
        while left and time.monotonic() < limit:
            if time.monotonic() >= gentle:
                tree.kill(left)
            time.sleep(_KILL_PAUSE)
            self._reap()
            left = self._processes()
        return len(left)

    def _drain_what_is_there(self) -> None:
        while self.open_pipes:
            poll = select.poll()
            for descriptor in self.open_pipes:
                poll.register(descriptor, select.POLLIN)
            ready = poll.poll(0)
            if not ready:
                return
            for descriptor, _ in ready:
                if self.capture and not self.capture.move(descriptor, self.open_pipes[descriptor]):
                    del self.open_pipes[descriptor]


def _noted(*_: object) -> None:
    """Do nothing: the wakeup descriptor has the news."""


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 4096):
            pass
    except BlockingIOError:
        return


def _exit_status(found: os.waitid_result) -> int:
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status


def reset_signals() -> None:
    """Give every signal its default meaning and unblock all, as a shell does for a command."""
    for number in range(1, signal.NSIG):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            try:
                signal.signal(number, signal.SIG_DFL)
            except (OSError, ValueError):
                continue
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def write_identity(path: str, mode: int) -> None:
    """Write which process this is."""
    me = identity.identify(os.getpid())
    durable.write_json(path, me.to_json() if me else {}, mode, sync=True)


def write_ending(run: RunDir, record: ExitRecord, mode: int) -> None:
    """Write the end of a run as Guild reads it; what fails can be made again from the record."""
    for name, value in (("exit_status", record.exit_status), ("stopped", record.stopped)):
        try:
            durable.write(run.attr(name), b"%d\n" % value, mode)
        except OSError:
            continue
    durable.remove(run.lock)
