"""The supervisor: a detached process that takes a run directory and keeps the run to its end.

It makes the reaper by a fork; both are subreapers, both hold the run's lock, and each can do
the other's part (see ``keeper``). Nothing but the run directory, the environment and the lock
comes from the kernel.
"""

from __future__ import annotations

import os
import signal

from guild_jupyter.supervise import exit_record, identity, withheld
from guild_jupyter.supervise import orders as orders_file
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.facilities import become_subreaper
from guild_jupyter.supervise.keeper import Keeper
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.supervise.stages import Channels

LOCK_VARIABLE = "GUILD_JUPYTER_LOCK"
_IGNORED = ["HUP", "TERM", "INT", "QUIT", "PIPE", "USR1", "USR2", "TTIN", "TTOU"]


def main(run_dir: str) -> None:
    """Keep the run of a directory; returns when it has ended."""
    for name in _IGNORED:
        signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_IGN)
    # The lock was taken by the launcher; programs of the run must not inherit it.
    os.set_inheritable(int(os.environ.pop(LOCK_VARIABLE)), False)
    values = withheld.take(os.environ)
    run = RunDir(run_dir)
    os.chdir("/")
    mode = 0o600
    try:
        orders = orders_file.read(run.plan, values)
        mode = orders.mode
        exit_record.reserve(run.exit_record, mode)
        become_subreaper()
        keeper = _pair(run, orders)
    except (OSError, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        when = exit_record.moment(run)
        record = ExitRecord(1, when, f"supervision failed: {reason}", complete=True)
        exit_record.seal(run.exit_record, record)
        exit_record.publish(run, record, mode)
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
        _write_down(run, orders.mode)
        return Keeper(
            run, orders, channels, reaper, to_supervisor, from_supervisor, is_reaper=False
        )
    os.close(from_supervisor)
    os.close(to_supervisor)
    os.setsid()
    become_subreaper()
    identity.write_own(run.reaper, orders.mode)
    return Keeper(run, orders, channels, supervisor, to_reaper, from_reaper, is_reaper=True)


def _write_down(run: RunDir, mode: int) -> None:
    # Not before the reaper is there: whoever finds this process may rely on that one.
    try:
        identity.write_own(run.supervisor, mode)
    except OSError:
        return  # the reaper is at work already; whoever wants a stop asks that one
