"""The name of every file in a run directory; nobody else joins these paths."""

from __future__ import annotations

import os

TEMPORARY = ".tmp-"
#: What follows the name of the output file in those that hold what came after its head.
SEGMENT = ".tail-"


class RunDir:
    """The files of one run directory.

    Those that Guild knows are ``opref``, ``attrs``, ``manifest``, ``output``, ``output.index``,
    ``LOCK`` and the other markers; the rest is ours.

    Parameters
    ----------
    path
        The run directory.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self.guild = self.path + "/.guild"
        self.attrs = self.guild + "/attrs"
        self.opref = self.guild + "/opref"
        self.manifest = self.guild + "/manifest"
        self.output = self.guild + "/output"
        self.output_index = self.guild + "/output.index"
        self.lock = self.guild + "/LOCK"
        self.remote_lock = self.guild + "/LOCK.remote"
        self.pending = self.guild + "/PENDING"
        self.staged = self.guild + "/STAGED"
        self.proto = self.guild + "/proto"
        self.plan = self.guild + "/plan.json"
        self.launch = self.guild + "/launch.json"
        self.supervisor_lock = self.guild + "/supervisor.lock"
        self.supervisor = self.guild + "/supervisor.json"
        self.reaper = self.guild + "/reaper.json"
        self.child = self.guild + "/child.json"
        self.exit_record = self.guild + "/exit.rec"
        self.stop = self.guild + "/stop.json"
        self.recorder = self.guild + "/recorder.json"
        self.progress = self.guild + "/progress.json"
        self.log = self.guild + "/supervisor.log"

    def attr(self, name: str) -> str:
        """Return the path of an attribute's file."""
        return self.attrs + "/" + name
