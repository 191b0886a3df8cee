"""Which process a pid means: pids are reused, so start time, boot and host belong to it."""

from __future__ import annotations

import os
import signal
import time

from guild_jupyter.supervise import durable
from guild_jupyter.supervise.facilities import FACILITIES

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from typing import Any

_ZOMBIE = ("Z", "X", "x")
_HIGHEST_PID = 1 << 22


class Identity:
    """One process, told apart from every other that had or will have its pid.

    Parameters
    ----------
    pid
        Process id.
    start
        Start time: clock ticks since boot where ``/proc`` is there, else the text of ``ps``.
    boot
        The machine's boot id; empty where unknown.
    namespace
        The pid namespace; empty where unknown.
    host
        The machine's name.
    """

    __slots__ = ("boot", "host", "namespace", "pid", "start")

    def __init__(self, pid: int, start: str, boot: str, namespace: str, host: str) -> None:
        self.pid = pid
        self.start = start
        self.boot = boot
        self.namespace = namespace
        self.host = host

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((self.pid, self.start, self.boot, self.namespace, self.host))

    def to_json(self) -> dict[str, Any]:
        """Return plain data for a file."""
        return {name: getattr(self, name) for name in self.__slots__}


def from_json(data: dict[str, Any] | None) -> Identity | None:
    """Return the identity that a file holds, or None where it holds none."""
    if not data:
        return None
    try:
        pid = int(data["pid"])
        others = [str(data[name]) for name in ("start", "boot", "namespace", "host")]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    # Zero and negative numbers mean groups of processes to the system.
    return Identity(pid, *others) if 0 < pid <= _HIGHEST_PID else None


def host() -> str:
    """Return this machine's name."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def boot_id() -> str:
    """Return the id of this boot of the machine; empty where unknown."""
    return _read("/proc/sys/kernel/random/boot_id") if FACILITIES.proc else ""


def pid_namespace() -> str:
    """Return the pid namespace of this process; empty where unknown."""
    try:
        return os.readlink("/proc/self/ns/pid") if FACILITIES.proc else ""
    except OSError:
        return ""


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return ""


def identify(pid: int) -> Identity | None:
    """Return the identity of a live process, a zombie included; None where there is none."""
    found = _state_and_start(pid)
    return Identity(pid, found[1], boot_id(), pid_namespace(), host()) if found else None


def write_own(path: str, mode: int) -> None:
    """Write which process this is."""
    me = identify(os.getpid())
    # Not forced to the disk: after a power failure the boot differs, and no identity holds.
    durable.write_json(path, me.to_json() if me else {}, mode)


def is_of_here(identity: Identity) -> bool:
    """Tell whether the process is, or was, one of this boot and pid namespace."""
    return (identity.boot, identity.namespace) == (boot_id(), pid_namespace())


def is_alive(identity: Identity) -> bool:
    """Tell whether that very process still runs here; a zombie does not."""
    if not is_of_here(identity):
        return False
    found = _state_and_start(identity.pid)
    return found is not None and found[1] == identity.start and found[0] not in _ZOMBIE


def is_another(identity: Identity) -> bool:
    """Tell whether the pid belongs to a process that started at another time."""
    found = _state_and_start(identity.pid)
    return found is not None and found[1] != identity.start


def state_letter(identity: Identity) -> str:
    """Return the system's letter for what that very process does; empty where it is gone.

    The letters are those of ``ps``: R and S run and wait, D waits inside the kernel, where no
    signal reaches it, T is stopped, Z has ended.
    """
    found = _state_and_start(identity.pid)
    return found[0] if found is not None and found[1] == identity.start else ""


def is_uninterruptible(identity: Identity) -> bool:
    """Tell whether the process waits inside the kernel, where no signal reaches it."""
    return state_letter(identity) == "D"


def age(identity: Identity) -> float | None:
    """Return the seconds since a process of this boot began; None where that is unknown."""
    if not FACILITIES.proc or identity.boot != boot_id():
        return None
    try:
        began = int(identity.start) / os.sysconf("SC_CLK_TCK")
    except ValueError:
        return None
    return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - began)


def _state_and_start(pid: int) -> tuple[str, str] | None:
    if FACILITIES.proc:
        stat = _read(f"/proc/{pid}/stat")
        # The name, in parentheses, may hold spaces and parentheses itself.
        fields = stat.rpartition(")")[2].split()
        return (fields[0], fields[19]) if len(fields) > 19 else None
    line = _ps("-o", "stat=", "-o", "lstart=", "-p", str(pid)).strip()
    state, _, start = line.partition(" ")
    return (state[0], " ".join(start.split())) if state else None


def _ps(*arguments: str) -> str:
    import subprocess  # noqa: PLC0415 - 12 ms that only systems without /proc should pay

    try:
        return subprocess.run(
            ["ps", *arguments],
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def parents() -> dict[int, int]:
    """Return the parent of every process of this machine."""
    if not FACILITIES.proc:
        rows = (line.split() for line in _ps("-A", "-o", "pid=", "-o", "ppid=").splitlines())
        return {int(row[0]): int(row[1]) for row in rows if len(row) == 2}
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            fields = _read(f"/proc/{name}/stat").rpartition(")")[2].split()
            if len(fields) > 1:
                found[int(name)] = int(fields[1])
    return found


def send(identity: Identity, number: int) -> bool:
    """Send a signal to that very process, never to another that got its pid.

    Returns
    -------
    bool
        Whether it was sent.
    """
    try:
        if not FACILITIES.pidfd:
            if is_alive(identity):
                os.kill(identity.pid, number)
                return True
            return False
        descriptor = os.pidfd_open(identity.pid)
    except OSError:
        return False
    try:
        # The descriptor holds the process now; if it is ours, it stays ours.
        if not is_alive(identity):
            return False
        signal.pidfd_send_signal(descriptor, number)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
