"""The supervisor: a detached process that takes a run directory and keeps the run to its end.

It makes the reaper by a fork; both are subreapers, both hold the run's lock, and each can do
the other's part (see ``keeper``). Nothing but the run directory, the environment and the lock
comes from the kernel.
"""

from __future__ import annotations

import os
import signal

from guild_jupyter.supervise import exit_record, faults, identity, withheld
from guild_jupyter.supervise import orders as orders_file
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.facilities import become_subreaper
from guild_jupyter.supervise.keeper import Keeper
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.supervise.stages import Channels

LOCK_VARIABLE = "GUILD_JUPYTER_LOCK"
#: Descriptors that each of the pair opens later: files, pipes, folders, processes.
_LATER = 12
_IGNORED = ["HUP", "TERM", "INT", "QUIT", "PIPE", "USR1", "USR2", "TTIN", "TTOU"]


def main(run_dir: str) -> None:
    """Keep the run of a directory; returns when it has ended."""
    for name in _IGNORED:
        signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_IGN)
    # The lock was taken by the launcher; programs of the run must not inherit it.
    os.set_inheritable(int(os.environ.pop(LOCK_VARIABLE)), False)
    values = withheld.take(os.environ)
    run = RunDir(run_dir)
    faults.reach("supervisor.begun")
    os.chdir("/")
    mode, end = 0o600, -1
    try:
        orders = orders_file.read(run.plan, values)
        mode = orders.mode
        end = exit_record.open_reserved(run.exit_record, mode)
        faults.reach("supervisor.reserved")
        become_subreaper()
        pair = _Pair(end)
    except (OSError, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        when = exit_record.moment(run)
        record = ExitRecord(1, when, f"supervision failed: {reason}", complete=True)
        exit_record.seal(run.exit_record, record, end)
        exit_record.publish(run, record, mode)
        raise
    # From here on there are two, and either may fail without a word: the other goes on.
    pair.become(run, orders).keep()


class _Pair:
    """The fork into supervisor and reaper, and the pipes between them."""

    def __init__(self, end: int) -> None:
        self.channels = Channels(end)
        self.to_reaper, self.from_supervisor = os.pipe()
        self.to_supervisor, self.from_reaper = os.pipe()
        _require_descriptors()
        self.supervisor = os.getpid()
        faults.reach("reaper.forking")
        self.reaper = os.fork()

    def become(self, run: RunDir, orders: orders_file.Orders) -> Keeper:
        """Return the keeper that this process, whichever it is, has become."""
        if self.reaper:
            os.close(self.to_reaper)
            os.close(self.from_reaper)
            faults.reach("reaper.forked")
            _write_down(run, orders.mode)
            partner, inbox, outbox = self.reaper, self.to_supervisor, self.from_supervisor
        else:
            os.close(self.from_supervisor)
            os.close(self.to_supervisor)
            faults.play("reaper")
            faults.reach("reaper.begun")
            os.setsid()
            become_subreaper()
            identity.write_own(run.reaper, orders.mode)
            partner, inbox, outbox = self.supervisor, self.to_reaper, self.from_reaper
        is_reaper = not self.reaper
        return Keeper(run, orders, self.channels, partner, inbox, outbox, is_reaper=is_reaper)


def _require_descriptors() -> None:
    """Fail now, and not while the operation runs, where too few files may be open at once."""
    taken: list[int] = []
    try:
        while len(taken) < _LATER:
            taken.append(os.open("/", os.O_RDONLY | os.O_CLOEXEC))
    finally:
        for descriptor in taken:
            os.close(descriptor)


def _write_down(run: RunDir, mode: int) -> None:
    # Not before the reaper is there: whoever finds this process may rely on that one.
    try:
        identity.write_own(run.supervisor, mode)
    except OSError:
        return  # the reaper is at work already; whoever wants a stop asks that one
