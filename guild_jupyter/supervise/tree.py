"""The processes of a run: everything below the supervising pair, wherever it moved itself."""

from __future__ import annotations

import os
import signal

from guild_jupyter.supervise import identity as identities
from guild_jupyter.supervise.identity import Identity


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
