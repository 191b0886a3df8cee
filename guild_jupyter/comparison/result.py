"""Compared runs: a table that is shown, used in Python, and written to files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guild_jupyter.comparison import cells as texts
from guild_jupyter.comparison.specs import Spec
from guild_jupyter.comparison.written import as_csv
from guild_jupyter.registry import load
from guild_jupyter.runstore.chosen import Chosen
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList

if TYPE_CHECKING:
    from guild_jupyter.frames import DataFrame


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of a comparison.

    Parameters
    ----------
    heading
        What it is called; no other column is called so.
    spec
        What it shows.
    direction
        ``min`` or ``max`` where less or more is better; empty where that is not known.
    is_core
        Whether it is one of those that every comparison has.
    is_asked
        Whether it was asked for, or the runs are ordered by it.
    """

    heading: str
    spec: Spec
    direction: str = ""
    is_core: bool = False
    is_asked: bool = False


class Comparison(Sequence[dict[str, Any]]):
    """Runs side by side, as they were at one moment; a sequence of rows.

    Parameters
    ----------
    runs
        The runs, in their order.
    layout
        Its columns.
    values
        The cells of each column.
    facts
        What was known of each run.
    notes
        What was asked for and is not there, a sentence each.
    left_out
        How many runs were left out at the end.
    """

    def __init__(
        self,
        runs: RunList,
        layout: Sequence[ResultColumn],
        values: Sequence[Sequence[Any]],
        facts: Sequence[Facts],
        notes: Sequence[str] = (),
        left_out: int = 0,
    ) -> None:
        self.runs = runs
        self.layout = list(layout)
        self.values = [list(column) for column in values]
        self.facts = list(facts)
        self.notes = list(notes)
        self.left_out = left_out

    @property
    def chosen(self) -> Chosen:
        """What everything that shows the runs shares of what is chosen among them."""
        return self.runs.chosen

    @property
    def selected(self) -> RunList:
        """Those of the runs that are chosen in a view; it can be set, as that of a list."""
        return self.runs.selected

    @selected.setter
    def selected(self, runs: Run | str | Iterable[Run | str] | None) -> None:
        self.runs.selected = runs

    @property
    def columns(self) -> list[str]:
        """The headings."""
        return [column.heading for column in self.layout]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The cells of each run by heading: plain values, moments in UTC, None for nothing."""
        return [dict(zip(self.columns, row, strict=True)) for row in self._rows()]

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        return zip(*self.values, strict=True)

    def __len__(self) -> int:
        return len(self.runs)

    def __getitem__(self, index: int | slice) -> Any:  # noqa: ANN401 - a row, or rows
        if isinstance(index, slice):
            return self.rows[index]
        cells = (column[index] for column in self.values)
        return dict(zip(self.columns, cells, strict=True))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    @property
    def df(self) -> DataFrame:
        """The table as a plain DataFrame: columns have types, times are UTC without a zone."""
        make = load("guild_jupyter.frames:comparison_frame")
        frame: DataFrame = make(self.columns, self.values)
        return frame

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str:
        """Return the table as CSV with all digits; with a path, write it there too.

        Raises
        ------
        GuildError
            The file cannot be written.
        """
        rows = ([texts.full(cell) for cell in row] for row in self._rows())
        return as_csv(self.columns, rows, path)

    def to_markdown(self) -> str:
        """Return the table in Markdown, numbers shortened as they are shown."""
        shown: str = load("guild_jupyter.comparison.display:markdown")(self)
        return shown

    def to_text(self) -> str:
        """Return the whole table as text, in the form that Guild prints."""
        shown: str = load("guild_jupyter.comparison.display:plain_table")(self)
        return shown

    def __repr__(self) -> str:
        shown: str = load("guild_jupyter.comparison.display:table_text")(self)
        return shown

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        bundle: dict[str, str] = load("guild_jupyter.comparison.display:bundle")(self)
        return bundle
