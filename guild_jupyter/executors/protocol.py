"""What every executor does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from guild_jupyter.supervise.rundir import RunDir


class Executor(Protocol):
    """Starts the supervision of a run whose directory is complete."""

    def start(self, run: RunDir, environment: Mapping[str, str], lock: int) -> None:
        """Start it, and return at once.

        Parameters
        ----------
        run
            The run directory.
        environment
            The operation's whole environment; it is written nowhere.
        lock
            Descriptor that holds the run's lock; the supervising processes inherit it.

        Raises
        ------
        LaunchError
            No process can be started.
        """
        ...
