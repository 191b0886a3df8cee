"""The presenter of the view 'comparison': runs side by side, in a table and in charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat

from guild_jupyter.comparison.result import Comparison
from guild_jupyter.comparison.row import Row, reader
from guild_jupyter.comparison.specs import MAX, MIN, Place, Spec
from guild_jupyter.presenting.tabular import TabularView
from guild_jupyter.runstore import facts as store
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.scalars.summary import Summary
from guild_jupyter.wire import run_columns
from guild_jupyter.wire.columns import Column
from guild_jupyter.wire.compared_columns import columns_of
from guild_jupyter.wire.grid import About
from guild_jupyter.wire.run_columns import Item, item


class ComparisonView(TabularView):
    """A view of compared runs.

    Parameters
    ----------
    value
        The comparison.
    """

    kind = "comparison"
    line = "%guild compare"

    def __init__(self, value: Comparison) -> None:
        super().__init__(value.runs, value.runs.home, value.chosen)
        self._value = value
        self._readers = [reader(column.spec) for column in value.layout]
        self._ways: Callable[[str, str], str] | None = None

    def gathered(self, most: int | None = None) -> list[Item]:
        """Return what is known of the first runs, or of all: that of the comparison."""
        value = self._value
        facts = value.facts[:most]
        cells = zip(*value.values, strict=True) if value.values else repeat(())
        found = store.summaries(one.run for one in facts)
        return [item(*each) for each in zip(facts, found, cells, strict=False)]

    def known(self) -> Sequence[Facts]:
        """Return the facts of all runs as they were when they were compared."""
        return self._value.facts

    def renewed(self, before: Item, facts: Facts, summaries: Sequence[Summary]) -> Item:
        """Return the item of a run of which more is known now."""
        row = Row(facts, summaries, self._which)
        cells = [read(row) for read in self._readers]
        # some cells are those of other specs of the same name, which are not known any more
        own = [old if new is None else new for new, old in zip(cells, before.own, strict=True)]
        return item(facts, summaries, own)

    def _which(self, place: Place, _spec: Spec) -> str:
        if place.which in (MIN, MAX):
            return place.which
        if self._ways is None:
            self._ways = run_columns.directions(self._grid().items)
        return self._ways(place.tag, place.prefix)

    def columns(self, items: Sequence[Item]) -> list[Column]:
        """Return the columns of the comparison, and all others, which are hidden."""
        return columns_of(items, self._value.layout)

    def about(self, _items: Sequence[Item], count: int) -> About:
        """Return what is said of these runs beside their cells."""
        left_out = self._value.left_out
        top = [f"the first {count} of {count + left_out} runs"] if left_out else []
        title = "1 run" if count == 1 else f"{count} runs"
        notes = [*top, *self._value.notes]
        return About(f"{title} compared", self.line, notes, "no runs to compare", left_out)

    def twin(self) -> Mapping[str, str]:
        """Return the static twin as HTML and as text, by their types."""
        return self._value._repr_mimebundle_()
