"""Whether the kernel ended processes for want of memory, by the counter of this control group.

A killed operation says nothing of who killed it; the counter of its control group does: cgroup
v2 ``memory.events`` and v1 ``memory.oom_control``, their line ``oom_kill``. Where it cannot be
read, nothing is claimed.

The supervising processes keep the ``oom_score_adj`` that they were started with, and so does the
operation. To lower theirs takes a privilege that few have, to raise the operation's would have
it killed before others; at equal adjustment the kernel takes the larger process, and each of
the pair needs 4 MiB.
"""

from __future__ import annotations

from guild_jupyter.supervise import durable
from guild_jupyter.supervise.facilities import FACILITIES

#: Type of the file system, and the file with the counter.
_KINDS = (("cgroup2", "memory.events"), ("cgroup", "memory.oom_control"))


class KillCounter:
    """How many processes of this control group the kernel has killed, from now on.

    Parameters
    ----------
    path
        The file with the counter; None for that of this process.
    """

    def __init__(self, path: str | None = None) -> None:
        self._path = own_counter() if path is None else path
        self._before = _count(self._path)

    def rose(self) -> bool:
        """Tell whether processes were killed since this was made; false where unknown."""
        now = _count(self._path)
        return self._before is not None and now is not None and now > self._before


def own_counter() -> str:
    """Return the path of the counter of this process's control group; empty for none."""
    if not FACILITIES.proc:
        return ""
    groups = durable.read_text("/proc/self/cgroup") or ""
    mounts = durable.read_text("/proc/self/mountinfo") or ""
    return next((path for path in candidates(groups, mounts) if _count(path) is not None), "")


def candidates(groups: str, mounts: str) -> list[str]:
    """Return the paths where the counter may be.

    Parameters
    ----------
    groups
        Content of ``/proc/PID/cgroup``: lines of hierarchy, controllers and path.
    mounts
        Content of ``/proc/PID/mountinfo``.
    """
    found = []
    for kind, file in _KINDS:
        group = _group(groups, kind)
        for line in mounts.splitlines():
            place, _, source = line.partition(" - ")
            fields, system = place.split(), source.split()
            if len(fields) < 5 or len(system) < 3 or system[0] != kind:
                continue
            if kind == "cgroup" and "memory" not in system[2].split(","):
                continue
            if group is not None:
                # A container may see only its own part of the tree, mounted as if it were all.
                below = group.removeprefix(fields[3].rstrip("/")).rstrip("/")
                found.append(f"{fields[4]}{below}/{file}")
    return found


def _group(groups: str, kind: str) -> str | None:
    for line in groups.splitlines():
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if number == "0" if kind == "cgroup2" else "memory" in controllers.split(","):
            return path
    return None


def _count(path: str) -> int | None:
    for line in (durable.read_text(path) or "").splitlines() if path else ():
        name, _, number = line.partition(" ")
        if name == "oom_kill" and number.isdecimal():
            return int(number)
    return None
