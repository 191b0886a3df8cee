"""What the operating system offers to supervision, asked once.

Elsewhere than on Linux some of it is missing: the same code then runs with that facility off.
``GUILD_JUPYTER_WITHOUT=proc,subreaper`` switches facilities off by name, to test that.
"""

from __future__ import annotations

import os
import sys

SWITCH = "GUILD_JUPYTER_WITHOUT"
_PR_SET_CHILD_SUBREAPER = 36


class Facilities:
    """Which facilities are there.

    Parameters
    ----------
    proc
        Facts about processes under ``/proc``.
    subreaper
        Orphans come to the nearest supervising process.
    splice
        Output moves from the pipe to the file inside the kernel, so that none is in flight.
    pidfd
        A process can be signalled without a race against the reuse of its pid.
    """

    def __init__(self, *, proc: bool, subreaper: bool, splice: bool, pidfd: bool) -> None:
        self.proc = proc
        self.subreaper = subreaper
        self.splice = splice
        self.pidfd = pidfd


def detect(without: str = "") -> Facilities:
    """Return the facilities of this machine, less those named in ``without``."""
    linux = sys.platform.startswith("linux")
    off = {name.strip() for name in without.split(",")}
    return Facilities(
        proc=linux and os.path.exists("/proc/self/stat") and "proc" not in off,
        subreaper=linux and "subreaper" not in off,
        splice=hasattr(os, "splice") and "splice" not in off,
        pidfd=hasattr(os, "pidfd_open") and "pidfd" not in off,
    )


FACILITIES = detect(os.environ.get(SWITCH, ""))


def become_subreaper() -> bool:
    """Have the orphans among this process's descendants come to it; return whether they will."""
    if not FACILITIES.subreaper:
        return False
    import ctypes  # noqa: PLC0415 - 5 ms that only the supervising pair should pay

    return bool(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
