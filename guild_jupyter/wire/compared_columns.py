"""The columns of a comparison as the browser shows them: its own first, all others hidden."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from guild_jupyter.scalars.summary import key_of
from guild_jupyter.wire import run_columns
from guild_jupyter.wire.columns import NUMBER, Column
from guild_jupyter.wire.run_columns import ATTRIBUTE, CORE, FLAG, REDUCERS, SCALAR, Item

#: Attributes that every run has, and their columns.
_TO_CORE = {"run": "id", "short_id": "id", **{key: key for key in CORE if key != "comments"}}
_KINDS = {"attr": ATTRIBUTE, "flag": FLAG, "scalar": SCALAR}
#: Of the columns that every comparison has, those that stand next to the run.
_NEAR = {"id": 0, "operation": 1, "status": 2}
_ASKED, _OTHERS, _LAST = 3, 4, 5


class Own(Protocol):
    """A column that a comparison made."""

    @property
    def heading(self) -> str:
        """What it is called."""
        ...

    @property
    def spec(self) -> Any:  # noqa: ANN401 - of a package that is not below
        """What it shows."""
        ...

    @property
    def direction(self) -> str:
        """Whether less or more is better."""
        ...

    @property
    def is_core(self) -> bool:
        """Whether every comparison has it."""
        ...

    @property
    def is_asked(self) -> bool:
        """Whether it was asked for."""
        ...


def columns_of(items: Sequence[Item], layout: Sequence[Own]) -> list[Column]:
    """Return the columns: those of a comparison as its static table orders them, then others.

    Parameters
    ----------
    items
        The runs, each with the cells of the comparison.
    layout
        The columns of the comparison.
    """
    everything = run_columns.core(items)
    usual = {column.key: column for column in everything}
    series = {key for one in items for key in one.scalars}
    found: dict[str, Column] = {}
    ranks: dict[str, int] = {}
    for number, own in enumerate(layout):
        key = _TO_CORE.get(own.spec.key) if own.spec.kind == "attr" else None
        if key is None:
            column = _own(own, number, series)
        else:
            heading = "id" if key == "id" else own.heading
            column = run_columns.replaced(
                usual[key], heading=heading, is_asked=own.is_asked, is_hidden=False
            )
        while column.key in found:
            column = run_columns.replaced(column, key=f"{column.key}'")
        found[column.key] = column
        ranks[column.key] = _nearness(column.key, own)
    others = [
        column if column.key == "marked" else run_columns.hidden(column) for column in everything
    ]
    others += map(run_columns.hidden, run_columns.flags(items))
    others += run_columns.scalars(items, run_columns.directions(items), is_hidden=True)
    first = [found[key] for key in sorted(found, key=ranks.__getitem__)]
    return [*first, *(column for column in others if column.key not in found)]


def _nearness(key: str, own: Own) -> int:
    """Return how far from the run a column stands."""
    if own.is_core and not own.is_asked:
        return _NEAR.get(key, _LAST)
    return _ASKED if own.is_asked else _OTHERS


def _own(own: Own, number: int, series: Collection[str]) -> Column:
    spec = own.spec
    reducer = key = ""
    if spec.kind == "scalar":
        key = _series(spec.prefix, spec.key, series)
        is_number = spec.at is None and not spec.is_step and spec.reducer in REDUCERS
        reducer = spec.reducer if is_number else ""
    return Column(
        key_of_spec(spec),
        own.heading,
        lambda one: one.own[number],
        _KINDS[spec.kind],
        NUMBER if spec.kind == "scalar" else "",
        direction=own.direction,
        reducer=reducer,
        series=key,
        is_asked=own.is_asked,
    )


def key_of_spec(spec: Any) -> str:  # noqa: ANN401 - a Spec
    """Return the key of a column: its spec, which no column of every run is called like."""
    text = str(spec.unnamed)
    is_last = spec.kind == "scalar" and spec.at is None and spec.reducer == "last"
    return f"last {text}" if is_last else text


def _series(prefix: str, tag: str, series: Collection[str]) -> str:
    """Return the key of the series that a spec means: the run's own before those of folders."""
    exact = key_of(prefix, tag)
    if exact in series:
        return exact
    fitting = (key for key in series if key.startswith(prefix) and key.endswith(f"#{tag}"))
    return min(fitting, default=exact)
