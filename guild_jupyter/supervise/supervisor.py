"""The supervisor: a detached process that takes a run directory and keeps the run to its end.

It makes the reaper by a fork; both are subreapers, both hold the run's lock, and each can do
the other's part (see ``keeper``). Nothing but the run directory, the environment and the lock
comes from the kernel.
"""

from __future__ import annotations

import os
import signal
import time

from guild_jupyter.supervise import exit_record
from guild_jupyter.supervise import orders as orders_file
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.facilities import become_subreaper
from guild_jupyter.supervise.keeper import Keeper, write_ending, write_identity
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.supervise.stages import Channels

LOCK_VARIABLE = "GUILD_JUPYTER_LOCK"
_IGNORED = ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT", "SIGPIPE", "SIGUSR1", "SIGUSR2", "SIGTTIN", "SIGTTOU")


def main(run_dir: str) -> None:
    """Keep the run of a directory; returns when it has ended."""
    for name in _IGNORED:
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    # The lock was taken by the launcher; programs of the run must not inherit it.
    os.set_inheritable(int(os.environ.pop(LOCK_VARIABLE)), False)
    run = RunDir(run_dir)
    os.chdir("/")
    orders = orders_file.read(run.plan)
    try:
        exit_record.reserve(run.exit_record, orders.mode)
        become_subreaper()
        keeper = _pair(run, orders)
    except OSError as error:
        record = ExitRecord(1, time.time_ns() // 1000, f"supervision failed: {error}", complete=True)
        exit_record.seal(run.exit_record, record)
        write_ending(run, record, orders.mode)
        raise
    keeper.keep()


def _pair(run: RunDir, orders: orders_file.Orders) -> Keeper:
    """Fork the reaper; return the keeper that this process, whichever it is, has become."""
    channels = Channels()
    to_reaper, from_supervisor = os.pipe()
    to_supervisor, from_reaper = os.pipe()
    supervisor = os.getpid()
    reaper = os.fork()
    if reaper:
        os.close(to_reaper)
        os.close(from_reaper)
        # Not earlier: whoever finds this process may rely on the other one.
        write_identity(run.supervisor, orders.mode)
        return Keeper(
            run, orders, channels, reaper, to_supervisor, from_supervisor, is_reaper=False
        )
    os.close(from_supervisor)
    os.close(to_supervisor)
    os.setsid()
    become_subreaper()
    write_identity(run.reaper, orders.mode)
    return Keeper(run, orders, channels, supervisor, to_reaper, from_reaper, is_reaper=True)
