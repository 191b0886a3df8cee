"""What the facade tells of the runs of a home: lists, references, comparisons."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter.registry import load
from guild_jupyter.runstore import references, store
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList

if TYPE_CHECKING:
    from guild_jupyter.comparison.result import Comparison
    from guild_jupyter.diffing.rundiff import RunDiff


class Overview:
    """The part of the facade that only looks at runs."""

    @property
    @abstractmethod
    def home(self) -> Home:
        """The Guild home in use."""

    def runs(
        self,
        expression: str = "",
        *,
        deleted: bool = False,
        to_show: bool = False,
        **filters: Any,  # noqa: ANN401 - checked
    ) -> RunList:
        """Return the runs of the home, or of its trash, that filters choose, newest first.

        Parameters
        ----------
        expression
            Such as ``loss < 0.1 and lr = 0.01``.
        deleted
            Whether those of the trash are meant.
        to_show
            Whether all of them are shown at once: what that needs is read along.
        filters
            What :class:`guild_jupyter.runstore.filters.criteria.Filters` has: ``operation``,
            ``status``, ``started="last 2 hours"`` …
        """
        found = store.list_runs(self.home, deleted=deleted, to_show=to_show)
        return found.filter(expression, **filters) if expression or filters else found

    def compare(self, columns: str | Sequence[str] = (), **options: Any) -> Comparison:  # noqa: ANN401 - any option of Request
        """Compare every run of the home; parameters are those of :meth:`RunList.compare`."""
        found: Comparison = self.runs().compare(columns, **options)
        return found

    def deleted(self) -> RunList:
        """Return every deleted run of the home, newest first."""
        return store.list_runs(self.home, deleted=True)

    def find(self, reference: str = references.LATEST) -> Run:
        """Return one run by index, id prefix, operation name, path or ``latest``."""
        return references.find(self.home, reference)

    def select(
        self, words: Sequence[str], among: RunList | None = None, whole: RunList | None = None
    ) -> RunList:
        """Return the runs that words mean, ranges ``A:B`` included.

        They are among those of the home, or ``among``, which filters chose from ``whole``.
        """
        return references.select(self.home, words, among, whole)

    def diff(
        self,
        old: Run | str | None = None,
        new: Run | str | Path | None = None,
        **more: object,
    ) -> RunDiff:
        """Return what differs between a run and something else; without both, of the last two.

        Parameters
        ----------
        old
            The run, or what means it among the runs of the home; None for the last but one.
        new
            Another run, or what means it; the path of a folder; None for the project that the
            run is of.
        more
            ``parts``, ``paths`` and ``view`` as of :class:`guild_jupyter.diffing.rundiff.RunDiff`.
        """
        if old is None:
            old, new = "2", "1" if new is None else new
        runs = self.runs()
        first = self._meant(old, runs)
        second = self._meant(new, runs) if isinstance(new, str) else new
        found: RunDiff = load("guild_jupyter.launch.comparing:compare")(
            first, second, self.home, **more
        )
        return found

    def _meant(self, run: Run | str, runs: RunList) -> Run:
        return references.find(self.home, run, runs) if isinstance(run, str) else run
