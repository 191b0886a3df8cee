"""The name of every file in a run directory; nobody else joins these paths."""

from __future__ import annotations

import os

TEMPORARY = ".tmp-"
#: What follows the name of the output file in those that hold what came after its head.
SEGMENT = ".tail-"


class _Place:
    """Where a file is below the run directory; the path is made when it is asked for."""

    def __init__(self, below: str) -> None:
        self.below = below

    def __get__(self, run: RunDir, _kind: type) -> str:
        return run.path + self.below


class RunDir:
    """The files of one run directory.

    Those that Guild knows are ``opref``, ``attrs``, ``manifest``, ``output``, ``output.index``,
    ``LOCK`` and the other markers; the rest is ours.

    Parameters
    ----------
    path
        The run directory.
    """

    __slots__ = ("path",)

    guild = _Place("/.guild")
    attrs = _Place("/.guild/attrs")
    opref = _Place("/.guild/opref")
    manifest = _Place("/.guild/manifest")
    output = _Place("/.guild/output")
    output_index = _Place("/.guild/output.index")
    lock = _Place("/.guild/LOCK")
    remote_lock = _Place("/.guild/LOCK.remote")
    pending = _Place("/.guild/PENDING")
    staged = _Place("/.guild/STAGED")
    proto = _Place("/.guild/proto")
    plan = _Place("/.guild/plan.json")
    launch = _Place("/.guild/launch.json")
    supervisor_lock = _Place("/.guild/supervisor.lock")
    supervisor = _Place("/.guild/supervisor.json")
    reaper = _Place("/.guild/reaper.json")
    child = _Place("/.guild/child.json")
    exit_record = _Place("/.guild/exit.rec")
    stop = _Place("/.guild/stop.json")
    recorder = _Place("/.guild/recorder.json")
    progress = _Place("/.guild/progress.json")
    log = _Place("/.guild/supervisor.log")

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)

    def attr(self, name: str) -> str:
        """Return the path of an attribute's file."""
        return self.attrs + "/" + name
