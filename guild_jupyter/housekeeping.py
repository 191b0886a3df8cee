"""What the facade does with runs that are there: deleting, restoring, purging and merging.

Nothing here knows where it is asked for; what is done to the files is in ``runstore`` and
``scaffold``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from guild_jupyter.registry import load
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList

if TYPE_CHECKING:
    from guild_jupyter.scaffold.merging import Merge, Wanted


class Housekeeping:
    """The part of the facade that changes runs."""

    @property
    @abstractmethod
    def home(self) -> Home:
        """The Guild home in use."""

    def delete(self, runs: Run | Iterable[Run], *, permanent: bool = False) -> None:
        """Move runs into the trash; those that are running are stopped first.

        Parameters
        ----------
        runs
            One run, or several.
        permanent
            Whether they are removed for good.
        """
        do = load("guild_jupyter.runstore.deletion:delete")
        do(self.home, _several(runs), permanent=permanent)

    def restore(self, run: Run) -> Run:
        """Bring a deleted run back and return it."""
        return self.restore_all([run])[0]

    def restore_all(self, runs: Iterable[Run]) -> RunList:
        """Bring deleted runs back and return them."""
        do = load("guild_jupyter.runstore.deletion:restore")
        home = self.home
        return RunList(do(home, list(runs)), str(home.path))

    def purge(self, runs: Run | Iterable[Run]) -> None:
        """Remove deleted runs for good."""
        load("guild_jupyter.runstore.deletion:purge")(self.home, _several(runs))

    def merge(self, run: Run, target: Path, wanted: Wanted | None = None) -> Merge:
        """Return what copying a run's files into a folder would do; its ``copy()`` does it.

        Parameters
        ----------
        run
            The run.
        target
            The folder, such as that of the project.
        wanted
            Which files; None for source code and what was required of the project.
        """
        plan = load("guild_jupyter.scaffold.merging:plan")
        found: Merge = plan(run, target, wanted)
        return found


def _several(runs: Run | Iterable[Run]) -> list[Run]:
    return [runs] if isinstance(runs, Run) else list(runs)
