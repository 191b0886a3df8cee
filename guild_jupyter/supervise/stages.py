"""Starting the processes of a run: first what fetches its resources, then the operation.

No process of a run goes ahead unrecorded: each waits at a gate until its identity is on disk.
If nobody is left to open the gate, it ends with 125 and has done nothing.
"""

from __future__ import annotations

import os
import time

from guild_jupyter.supervise import durable, identity

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.orders import Orders
    from guild_jupyter.supervise.rundir import RunDir

PREPARE, OPERATION = "prepare", "operation"
_NEVER_STARTED = 125
_CANNOT_RUN = 126
_NOT_FOUND = 127


class Channels:
    """The pipes between the operation and those who keep it; both supervisors hold them."""

    def __init__(self) -> None:
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
        self.foreign: identity.Identity | None = None
        self.sealed = False

    def first(self) -> str:
        """Return the stage a run begins with."""
        return PREPARE if self.orders.prepare else OPERATION

    def second(self) -> str:
        """Return the stage after a successful preparation."""
        return OPERATION

    def start(self, stage: str) -> None:
        """Start the process of a stage, record who it is, and let it go ahead."""
        self.stage = stage
        self.pid = os.fork()
        if not self.pid:
            self._become(self.orders.prepare if stage == PREPARE else self.orders.operation)
        self._record()

    def _record(self) -> None:
        child = identity.identify(self.pid)
        facts = {"stage": self.stage, "time": time.time_ns() // 1000}
        durable.write_json(
            self.run.child,
            facts | (child.to_json() if child else {"pid": self.pid}),
            self.orders.mode,
            sync=True,
        )
        durable.write(self.run.lock, b"%d" % self.pid, self.orders.mode)
        os.write(self.channels.gate_end, b"g")

    def adopt(self, others: set[int]) -> bool:
        """Find the process that a dead reaper left behind; return whether there is one.

        Parameters
        ----------
        others
            Pids of own children that are no stage of the run.
        """
        known = durable.read_json(self.run.child) or {}
        own = os.getpid()
        orphans = [
            pid
            for pid, parent in identity.parents().items()
            if parent == own and pid not in others
        ]
        if known.get("pid") in orphans:
            self.stage, self.pid = known["stage"], known["pid"]
            # Perhaps the reaper died between recording and opening; a second opening is harmless.
            os.write(self.channels.gate_end, b"g")
        elif orphans and not known:
            self.pid = orphans[0]
            self._record()
        elif known.get("stage") == PREPARE and orphans:
            self.stage, self.pid = OPERATION, orphans[0]
            self._record()
        elif known:
            # Without a subreaper the orphan is not ours: all that can be known is that it lives.
            self.stage = str(known.get("stage", OPERATION))
            self.foreign = identity.from_json(known)
        else:
            return False
        return True

    def _become(self, words: list[str] | None) -> None:
        """Turn this forked process into the stage's command; never returns."""
        from guild_jupyter.supervise.keeper import reset_signals  # noqa: PLC0415 - keeper uses us

        try:
            os.setsid()
            reset_signals()
            nothing = os.open(os.devnull, os.O_RDONLY)
            for source, target in (
                (nothing, 0),
                (self.channels.out_end, 1),
                (self.channels.err_end, 2),
            ):
                os.dup2(source, target)
            os.chdir(self.run.path)
            # Only the gate's other end in the two supervisors may keep this waiting, and each
            # of them must see the other's death even while it waits.
            for descriptor in (self.channels.gate_end, *self.channels.private):
                os.close(descriptor)
            if not os.read(self.channels.gate, 1):
                os._exit(_NEVER_STARTED)
            assert words is not None  # noqa: S101 - a stage has its words
            os.execvp(words[0], words)  # noqa: S606 - no shell is wanted
        except FileNotFoundError as error:
            _complain(words, error)
            os._exit(_NOT_FOUND)
        except BaseException as error:  # noqa: BLE001 - nothing may go on in this fork
            _complain(words, error)
            os._exit(_CANNOT_RUN)


def _complain(words: list[str] | None, error: BaseException) -> None:
    reason = getattr(error, "strerror", None) or str(error)
    os.write(2, f"guild: cannot run {words[0] if words else 'nothing'}: {reason}\n".encode())
