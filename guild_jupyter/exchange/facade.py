"""What the facade offers of the exchange: archives and reports of runs, by its methods."""

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
    from guild_jupyter.exchange.publishing import Wishes
    from guild_jupyter.runstore.outcome import Outcome


class Exchange:
    """A Guild home whose runs are exported, imported and published."""

    @property
    @abstractmethod
    def home(self) -> Home:
        """The Guild home in use."""

    def export(
        self,
        runs: Iterable[Run],
        path: str | Path,
        *,
        move: bool = False,
        copy_resources: bool = False,
    ) -> Outcome:
        """Copy or move runs into an archive: a folder, or a file ``*.zip``.

        Parameters
        ----------
        runs
            The runs; those that are running, or are in the archive already, are left out.
        path
            The archive; what it has stays.
        move
            Whether they are removed from the home, once the archive was read back.
        copy_resources
            Whether what links lead to outside of a run takes the links' place.
        """
        done: Outcome = load("guild_jupyter.exchange.exporting:export_runs")(
            runs, path, self.home, move=move, copy_resources=copy_resources
        )
        return done

    def import_runs(
        self,
        path: str | Path,
        runs: Iterable[Run] | None = None,
        *,
        move: bool = False,
        copy_resources: bool = False,
        keep_links: bool = False,
    ) -> Outcome:
        """Copy or move the runs of an archive into the home; nothing of them is executed.

        Parameters
        ----------
        path
            A folder of run directories, or a zip file.
        runs
            Those of :meth:`archived` that are meant; None for all.
        move
            Whether they are removed from the archive, which is a folder.
        copy_resources
            Whether what links lead to takes the links' place.
        keep_links
            Whether links that lead out of the runs are kept.
        """
        ids = None if runs is None else {run.id for run in runs}
        done: Outcome = load("guild_jupyter.exchange.importing:import_runs")(
            path,
            self.home,
            ids,
            move=move,
            copy_resources=copy_resources,
            keep_links=keep_links,
        )
        return done

    def archived(self, path: str | Path) -> RunList:
        """Return the runs of an archive, newest first; nothing is written to it."""
        found: RunList = load("guild_jupyter.exchange.listing:list_archive")(path)
        return found

    def publish(self, runs: RunList, folder: str | Path, wishes: Wishes | None = None) -> Outcome:
        """Write a report of each run into a folder, and a page that lists them.

        Parameters
        ----------
        runs
            The runs.
        folder
            The folder; reports of other runs in it stay.
        wishes
            What belongs in a report; None for what usually does.
        """
        done: Outcome = load("guild_jupyter.exchange.publishing:publish")(runs, folder, wishes)
        return done

    def publish_index(self, folder: str | Path) -> int:
        """List the reports of a folder in its README anew; return how many there are."""
        count: int = load("guild_jupyter.exchange.index_page:write")(Path(folder))
        return count
