"""The presenter of the view 'table': a list of runs, with flags and scalars in columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from guild_jupyter.presenting.tabular import TabularView
from guild_jupyter.presenting.tick import Folder
from guild_jupyter.runstore import facts as store
from guild_jupyter.runstore import order
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.scalars.summary import Summary
from guild_jupyter.wire import run_columns
from guild_jupyter.wire.columns import Column
from guild_jupyter.wire.grid import About
from guild_jupyter.wire.run_columns import Item, item


class RunTable(TabularView):
    """A view of a list of runs; one of all runs of a home takes up those that are started.

    Parameters
    ----------
    value
        The runs.
    """

    kind = "table"
    line = "%guild runs"

    def __init__(self, value: RunList) -> None:
        super().__init__(value, value.home, value.chosen)
        self._value = value
        folder = f"{value.home}/runs"
        of_home = all(run.files_of_run.path == f"{folder}/{run.id}" for run in value)
        is_all = bool(value.home) and not value.is_part and of_home
        self._folder = Folder(folder) if is_all else None
        self._passed: set[str] = set()

    @property
    def is_live(self) -> bool:
        """Whether something of it may still change by itself."""
        return self._folder is not None or super().is_live

    def gathered(self, most: int | None = None) -> list[Item]:
        """Return what is known of the first runs, or of all."""
        return _items(list(self._value[:most]))

    def known(self) -> Sequence[Facts]:
        """Return the facts of all runs as they were when they were chosen."""
        return self._value.facts()

    def renewed(self, _before: Item, facts: Facts, summaries: Sequence[Summary]) -> Item:
        """Return the item of a run of which more is known now."""
        return item(facts, summaries)

    def columns(self, items: Sequence[Item]) -> list[Column]:
        """Return what every run has, flags and scalars."""
        return [
            *run_columns.core(items, _shown(self._value.columns)),
            *run_columns.flags(items),
            *run_columns.scalars(items, run_columns.directions(items)),
        ]

    def about(self, items: Sequence[Item], count: int) -> About:
        """Return what is said of these runs beside their cells."""
        value = self._value
        notes = [*value.notes]
        if value.closed:
            some = "1 run" if value.closed == 1 else f"{value.closed} runs"
            notes.append(f"{some} cannot be read: the owner does not share")
        if torn := [one.facts for one in items if one.facts.unread]:
            first = f"{', '.join(torn[0].unread)} of run {torn[0].run.short_id}"
            more = f" and something of {len(torn) - 1} more" if len(torn) > 1 else ""
            notes.append(f"{first}{more} cannot be read: see 'info'")
        what = "no such runs" if value.is_part else "no runs"
        empty = f"{what} in {value.home}" if value.home else what
        return About("1 run" if count == 1 else f"{count} runs", self.line, notes, empty)

    def others(self, items: Sequence[Item]) -> list[Item] | None:
        """Return the items of all runs of the home where some came or went; else None."""
        folder = self._folder
        if folder is None or not folder.is_other():
            return None
        folder.note()
        known = {one.facts.run.id: one for one in items}
        names = folder.names()
        self._passed &= names  # what is no run, and was looked at
        new = sorted(names - known.keys() - self._passed)
        runs = [name for name in new if order.read(f"{folder.path}/{name}").value.is_run]
        self._passed.update(set(new) - set(runs) if len(new) - len(runs) else ())
        gone = known.keys() - names
        if not runs and not gone:
            return None
        kept = [one for id_, one in known.items() if id_ not in gone]
        found = [*kept, *_items([Run(f"{folder.path}/{name}") for name in runs])]
        return sorted(found, key=_place, reverse=True)

    def twin(self) -> Mapping[str, str]:
        """Return the static twin as HTML and as text, by their types."""
        return self._value._repr_mimebundle_()


def _items(runs: list[Run]) -> list[Item]:
    return list(map(item, store.gather(runs), store.summaries(runs)))


def _place(one: Item) -> tuple[int, str]:
    """Return what runs are ordered by, as those of :attr:`Run.sort_key`."""
    known = one.facts
    when = known.initialized if known.started is None else known.started
    return when or 0, known.run.id


def _shown(headings: Collection[str] | None) -> Collection[str] | None:
    """Return the keys of the columns that the user chose; None for the usual ones."""
    return None if headings is None else {*headings, "marked"}
