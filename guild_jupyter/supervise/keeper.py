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

from guild_jupyter.supervise import durable, ends, exit_record, faults, identity, temporaries, tree
from guild_jupyter.supervise.capture import Capture, capture_of
from guild_jupyter.supervise.exit_record import OUT_OF_MEMORY, ExitRecord
from guild_jupyter.supervise.orders import RESOURCES_FAILED, Orders
from guild_jupyter.supervise.stages import PREPARE, Channels, Stages, start_recorder

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.rundir import RunDir

_STARTED, _SEALED, _DONE, _STOP = b"S", b"E", b"D", b"T"
_LEFTOVER_GRACE = 2.0
_KILL_PAUSE = 0.005
_LONGEST_KILL_PAUSE = 1.0
_LOOK_AGAIN = 0.5
_LONGEST = 86_400.0  # more seconds than that cannot be polled for


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
        self.stop_is_new = False
        self.stop_deadline: float | None = None
        self.kill_pause = _KILL_PAUSE
        self.limit_due: float | None = None
        self.end_deadline: float | None = None
        self.wake, wake_end = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(wake_end, False)
        signal.set_wakeup_fd(wake_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _noted)
        signal.signal(signal.SIGTERM, self._on_stop)

    def _on_stop(self, *_: object) -> None:
        self.stop_asked = self.stop_is_new = True

    def _is_stop_asked(self) -> bool:
        return self.stop_asked or durable.read_json(self.run.stop) is not None

    # -- the loop ---------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the run until it has ended and everything of it is written."""
        faults.reach("keep.begun")
        if self.captures:
            self._start_capturing()
        if self.reaps:
            self._start(self.stages.first())
        while True:
            self._wait()
            self._reap()
            if self.captures:
                self._keep_limit()
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
            elif self.stop_is_new:
                self.stop_is_new = False
                self._tell(_STOP)

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
        due = (self.recorder_due, self.limit_due, self.stop_deadline, self.end_deadline)
        times = [moment for moment in due if moment is not None]
        if self.stages.foreign:
            times.append(time.monotonic() + _LOOK_AGAIN)
        if not times:
            return None
        return min(max(0.0, min(times) - time.monotonic()), _LONGEST) * 1000

    def _tell(self, message: bytes) -> None:
        if self.outbox >= 0:
            try:
                os.write(self.outbox, message)
            except OSError:
                return  # it is dead; the end of its pipe is on its way

    def _hear(self) -> None:
        message = os.read(self.inbox, 64)
        if _STARTED in message or _SEALED in message:
            self._on_started()
        if _SEALED in message:
            self.stages.sealed = True
        if _STOP in message:
            self.stop_asked = True
            self.stop_is_new = self.captures
        if _DONE in message:
            self.dismissed = True
        elif not message:
            self._take_over()

    # -- the reaper's part ------------------------------------------------------------------

    def _start(self, stage: str) -> None:
        try:
            self.stages.start(stage)
        except OSError as error:
            reason = f"cannot be started: {error.strerror or error}"
            self._seal(ExitRecord(1, exit_record.moment(self.run), reason))
            return
        # Whoever asks later than this finds the process, and asks it.
        if self._is_stop_asked():
            self.stages.ask_to_end()
        self.stages.open_gate()
        if stage != PREPARE:
            self.channels.close_write_ends()
            self._tell(_STARTED)
            self._on_started()

    def _on_started(self) -> None:
        self.channels.close_write_ends()
        if self.captures and self.recorder_due is None:
            self.recorder_due = time.monotonic() + self.orders.recorder_after
            self.limit_due = ends.moment_of(self.orders.limit, durable.read_json(self.run.child))

    def _reap(self) -> None:
        """Take note of children that ended; the operation's end is sealed before it is reaped."""
        if self.recorder > 0 and ends.has_ended(self.recorder):
            self.recorder = -1
        while self.reaps:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            faults.reach("reap.found")
            if found.si_pid == self.stages.pid:
                self._on_ended(ends.exit_status(found))
            os.waitpid(found.si_pid, 0)
            faults.reach("reap.reaped")

    def _on_ended(self, status: int) -> None:
        stage, self.stages.pid = self.stages.stage, 0
        stopping = self._is_stop_asked()
        if stage == PREPARE and status == 0 and not stopping:
            self._note_start()
            self._start(self.stages.second())
            return
        reason = ""
        if stage == PREPARE:
            status = status if status < 0 else -signal.SIGTERM if stopping else RESOURCES_FAILED
            reason = "" if stopping else "resources"
        if status == -signal.SIGKILL and not stopping and self.stages.kills.rose():
            reason = OUT_OF_MEMORY
        if stopping and status < 0:
            reason = ends.reason_of(durable.read_json(self.run.stop))
        self._seal(ExitRecord(status, exit_record.moment(self.run), reason))

    def _note_start(self) -> None:
        now = b"%d\n" % (time.time_ns() // 1000)
        try:
            durable.write(self.run.attr("started"), now, self.orders.mode)
        except OSError:
            return  # the launcher's is there

    def _seal(self, record: ExitRecord) -> None:
        self.record = record
        record.elapsed = identity.age(self.stages.child) if self.stages.child else None
        exit_record.seal(self.run.exit_record, record, self.channels.record)
        self.stages.sealed = True
        self.channels.close_write_ends()
        self._tell(_SEALED)

    # -- when the other process dies --------------------------------------------------------

    def _take_over(self) -> None:
        faults.reach("partner.dead")
        os.close(self.inbox)
        os.close(self.outbox)
        self.inbox = self.outbox = -1
        self.channels.private = []
        if self.captures:
            self.reaps = True
            self._await_partner()
            self.stages.sealed = exit_record.read(self.run.exit_record) is not None
            if not self.stages.sealed and not self.stages.adopt():
                self._start(self.stages.first())
        else:
            self.captures = True
            self._start_capturing()
        self.partner = 0
        faults.reach("partner.replaced")
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
        self.capture = capture_of(self.run, self.orders)
        self.open_pipes = {self.channels.out: 0, self.channels.err: 1}
        if self._is_stop_asked():
            self._on_stop()

    def _start_recorder_when_due(self) -> None:
        if self.recorder_due is not None and time.monotonic() >= self.recorder_due:
            self._start_recorder()

    def _start_recorder(self) -> None:
        self.recorder_due = None
        if not self.recorder:
            self.recorder = start_recorder(self.run, self.orders)

    def _processes(self) -> list[identity.Identity]:
        # Pid 0 is the parent of everything: it must never be among the roots.
        roots = {pid for pid in (os.getpid(), self.partner) if pid > 0}
        found = tree.descendants(roots, {self.recorder})
        foreign = self.stages.foreign
        if foreign is not None and identity.is_alive(foreign):
            found += [foreign, *tree.descendants({foreign.pid}, set())]
        return found

    def _keep_limit(self) -> None:
        if self.limit_due is None or time.monotonic() < self.limit_due:
            return
        self.limit_due = None
        if not self.stages.sealed:
            ends.note_limit(self.run.stop, self.orders)
            self._on_stop()

    def _advance_stop(self) -> None:
        now = time.monotonic()
        if self.stop_is_new and not self.stages.sealed:
            self.stop_is_new = False
            deadline = now + self.orders.patience(self.run.stop)
            if self.stop_deadline is None:
                self._tell(_STOP)
                tree.terminate(self._processes())
            else:
                deadline = min(deadline, self.stop_deadline)  # asked again, with less patience
            self.stop_deadline = deadline
        elif self.stop_deadline is not None and now >= self.stop_deadline:
            self.stop_deadline = now + self.kill_pause
            # What no signal reaches must not cost a processor.
            self.kill_pause = min(self.kill_pause * 1.5, _LONGEST_KILL_PAUSE)
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
        faults.reach("finish.begun")
        survivors = self._end_leftovers()
        faults.reach("finish.quiet")
        self._drain_what_is_there()
        record = self.record or exit_record.read(self.run.exit_record)
        if record is None or self.capture is None:
            return  # unreadable a moment after it was written: the disk is gone
        self.capture.close()
        record.complete = True
        record.output_bytes = self.capture.size
        record.dropped_bytes = self.capture.dropped
        record.left_out_bytes = self.capture.left_out
        record.survivors = survivors
        exit_record.seal(self.run.exit_record, record, self.channels.record)
        if record.output_bytes or self.orders.provenance:
            self._start_recorder()
        exit_record.publish(self.run, record, self.orders.mode)
        temporaries.sweep(self.run)
        faults.reach("finish.published")

    def _end_leftovers(self) -> int:
        def left() -> list[identity.Identity]:
            self._reap()
            return self._processes()

        return len(tree.end(left, _LEFTOVER_GRACE))

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
