"""The processes of a run: everything below the supervising pair, wherever it moved itself."""

from __future__ import annotations

import os
import signal
import time

from guild_jupyter.supervise import identity as identities
from guild_jupyter.supervise.identity import Identity

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from collections.abc import Callable

#: Seconds of force after which what still lives is given up.
FORCE = 10.0
_PAUSE = 0.005
#: Seconds of waiting inside the kernel that are more than one slow disk explains.
_STUCK = 1.0


class OnlyStuck:
    """Tells when nothing is left but processes that wait inside the kernel, and stay there.

    No signal reaches them, and nobody knows when they go on: to wait for them has no end.
    """

    def __init__(self) -> None:
        self._since: float | None = None

    def seen(self, processes: list[Identity]) -> bool:
        """Take note of what is left; return whether waiting for it is of no use."""
        if not all(identities.is_uninterruptible(process) for process in processes):
            self._since = None
            return False
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        return now - self._since >= _STUCK


def descendants(roots: set[int], spared: set[int]) -> list[Identity]:
    """Return the live descendants of some processes.

    Parameters
    ----------
    roots
        Pids whose descendants are meant; not returned themselves.
    spared
        Pids that are left out with all below them, unless they are roots.
    """
    below: dict[int, list[int]] = {}
    for pid, parent in identities.parents().items():
        below.setdefault(parent, []).append(pid)
    found: list[int] = []
    waiting = [child for root in roots for child in below.get(root, ())]
    seen = set(roots)
    while waiting:
        pid = waiting.pop()
        if pid in seen or pid in spared:
            continue
        seen.add(pid)
        found.append(pid)
        waiting += below.get(pid, ())
    known = (identities.identify(pid) for pid in found)
    return [process for process in known if process and identities.is_alive(process)]


def marked(name: str, value: str) -> list[Identity]:
    """Return the live processes that were started with an environment variable of this value.

    A daemon that left tree and session still has the run's id in its environment.
    """
    entry = f"{name}={value}".encode()
    found = []
    for pid in identities.parents():
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                is_marked = entry in file.read().split(b"\0")
        except OSError:
            continue
        process = identities.identify(pid) if is_marked and pid != os.getpid() else None
        if process and identities.is_alive(process):
            found.append(process)
    return found


def in_session(session: int) -> list[Identity]:
    """Return the live processes of a session: what is left of a tree whose root is gone."""
    found = []
    for pid in identities.parents():
        try:
            if os.getsid(pid) == session:
                process = identities.identify(pid)
                if process and identities.is_alive(process):
                    found.append(process)
        except OSError:
            continue
    return found


def terminate(processes: list[Identity]) -> None:
    """Ask processes to end; a stopped one is woken so that it can."""
    for process in processes:
        identities.send(process, signal.SIGTERM)
        identities.send(process, signal.SIGCONT)


def kill(processes: list[Identity]) -> None:
    """End processes: all are stopped first, so that none can start another meanwhile."""
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for process in processes:
            identities.send(process, number)


def end(find: Callable[[], list[Identity]], grace: float) -> list[Identity]:
    """Ask processes to end, then make them; return those that no signal ends.

    Parameters
    ----------
    find
        Returns the processes that live now; called again and again, for they may start others.
    grace
        Seconds between the request and the force.
    """
    left = find()
    terminate(left)
    gentle = time.monotonic() + grace
    stuck = OnlyStuck()
    while left and time.monotonic() < gentle + FORCE and not stuck.seen(left):
        if time.monotonic() >= gentle:
            kill(left)
        time.sleep(_PAUSE)
        left = find()
    return left
