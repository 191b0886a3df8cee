"""Temporaries: which belong to a writer that is gone, and their removal."""

from __future__ import annotations

import os

from guild_jupyter.supervise import durable, identity
from guild_jupyter.supervise.rundir import TEMPORARY

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.rundir import RunDir


def sweep(run: RunDir) -> None:
    """Remove the temporaries of writers that are gone.

    Parameters
    ----------
    run
        A run directory of this machine, whose operation has ended.
    """
    try:
        names = os.listdir(run.guild)
    except OSError:
        return
    for name in names:
        if name.startswith(TEMPORARY) and not _is_in_use(name):
            _remove(f"{run.guild}/{name}")


def _is_in_use(name: str) -> bool:
    """Tell whether the writer of a temporary, whose pid is in the name, still lives."""
    pid = name.removeprefix(TEMPORARY).partition("-")[0]
    writer = identity.identify(int(pid)) if pid.isdecimal() else None
    return writer is not None and identity.is_alive(writer)


def _remove(path: str) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil  # noqa: PLC0415 - only what a killed preparation left behind

        shutil.rmtree(path, ignore_errors=True)
    else:
        durable.remove(path)
