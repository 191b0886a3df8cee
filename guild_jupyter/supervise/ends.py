"""How processes of a run end: what the system tells of it, and the time after which they must."""

from __future__ import annotations

import os
import time

from guild_jupyter.supervise import durable, identity

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from typing import Any

    from guild_jupyter.supervise.orders import Orders

#: What a request to stop says that nobody but the run's own limit made.
_LIMIT = "limit"


def exit_status(found: os.waitid_result) -> int:
    """Return how a process ended: its exit code, or the negative number of a signal."""
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status


def has_ended(child: int) -> bool:
    """Tell whether a child process has ended; it is reaped if so."""
    try:
        return os.waitpid(child, os.WNOHANG)[0] == child
    except ChildProcessError:
        return True


def moment_of(limit: float | None, child: dict[str, Any] | None) -> float | None:
    """Return when an operation's time is up, on the monotonic clock; None for never.

    Parameters
    ----------
    limit
        How many seconds it may run.
    child
        What is recorded of its process: whoever takes over counts from the same beginning.
    """
    if limit is None:
        return None
    who = identity.from_json(child)
    lived = identity.age(who) if who else None
    return time.monotonic() + max(0.0, limit - (lived or 0.0))


def note_limit(path: str, orders: Orders) -> None:
    """Write down that a run is stopped because its time is up, where nobody asked before."""
    if durable.read_json(path) is not None:
        return
    try:
        durable.write_json(path, {_LIMIT: orders.limit, "grace": orders.grace}, orders.mode)
    except OSError:
        return  # it is stopped all the same


def reason_of(request: dict[str, Any] | None) -> str:
    """Return why a run was stopped, in words; empty where a person asked for it."""
    limit = (request or {}).get(_LIMIT)
    if not isinstance(limit, (int, float)):
        return ""
    return f"its time was up after {limit / 60:g} min"
