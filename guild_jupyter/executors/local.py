"""The executor of this machine: a detached supervisor for each run."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from guild_jupyter.errors import LaunchError
from guild_jupyter.supervise import boot, faults
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.supervise.supervisor import LOCK_VARIABLE

_PACKAGE_FOLDER = str(Path(__file__).parents[2])


class LocalExecutor:
    """Starts runs as processes of this machine."""

    def start(self, run: RunDir, environment: Mapping[str, str], lock: int) -> None:
        """Start the supervisor in a session of its own; nothing of this process goes along."""
        try:
            faults.reach("supervisor.starting")
            starter = subprocess.Popen(
                program("guild_jupyter.supervise.supervisor", run.path),
                pass_fds=(lock,),
                start_new_session=True,
                cwd="/",
                env={**environment, **faults.handed_on(), LOCK_VARIABLE: str(lock)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            remedy = "Close some programs."
            if error.errno == errno.E2BIG:
                remedy = "Flags and environment are too large: pass large values in a file."
            raise LaunchError(f"no process can be started: {error.strerror}", remedy) from error
        faults.reach("supervisor.started")
        if starter.wait():  # it forks at once and leaves the supervisor to init
            raise LaunchError(
                f"the supervisor cannot be started by {sys.executable}",
                "See whether that interpreter still works.",
            )


def program(module: str, run_dir: str, *, site: tuple[str, ...] = ()) -> list[str]:
    """Return the words that run a program of the package on a run directory.

    Parameters
    ----------
    module
        The program's module.
    run_dir
        The run directory.
    site
        Folders with other packages that it needs; without any, the standard library is enough.
    """
    isolation = ["-I"] if site else ["-I", "-S"]
    paths = os.pathsep.join(dict.fromkeys((_PACKAGE_FOLDER, *site)))
    return [sys.executable, *isolation, str(boot.__file__), module, paths, run_dir]
