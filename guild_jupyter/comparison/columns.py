"""Which columns a comparison has, and how they are called: no two alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guild_jupyter.comparison.row import Row
from guild_jupyter.comparison.specs import ATTRIBUTE, FLAG, LAST, SCALAR, Spec
from guild_jupyter.scalars.summary import GUILD_DIR, is_another_runs

RUN = Spec(ATTRIBUTE, "run")
CORE = (RUN, *(Spec(ATTRIBUTE, name) for name in ("operation", "started", "time", "status")))
CORE = (*CORE, Spec(ATTRIBUTE, "label"))
EXTRA = Spec(ATTRIBUTE, "sourcecode")
_SYSTEM = "sys/"
_OWN_PLACES = ("", GUILD_DIR)


@dataclass
class Column:
    """One column while it is put together.

    Parameters
    ----------
    spec
        The first of its specs.
    everywhere
        The spec that counts for every run; None where only some operations have the column.
    of_rows
        The specs that count for some rows, with the numbers of the rows.
    is_core
        Whether it is one of those that every comparison has.
    """

    spec: Spec
    everywhere: Spec | None = None
    of_rows: list[tuple[Spec, Sequence[int]]] = field(default_factory=list)
    is_core: bool = False


class Columns:
    """Gathers columns; those of one name given with 'as' are one, and so are equal specs."""

    def __init__(self) -> None:
        self._found: dict[object, Column] = {}

    def add(self, specs: Iterable[Spec], *, is_core: bool = False) -> None:
        """Add columns that count for every run."""
        for spec in specs:
            column = self._column(spec)
            column.everywhere = column.everywhere or spec
            column.is_core = column.is_core or is_core

    def add_for(self, rows: Sequence[int], specs: Iterable[Spec]) -> None:
        """Add columns that count for some rows, given by their numbers."""
        for spec in specs:
            self._column(spec).of_rows.append((spec, rows))

    def _column(self, spec: Spec) -> Column:
        key = ("as", spec.name) if spec.name else spec
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = Column(spec)
        return found

    def everything(self) -> list[tuple[str, Column]]:
        """Return headings and columns in their order."""
        columns = list(self._found.values())
        return list(zip(_headings(columns), columns, strict=True))


def _headings(columns: Sequence[Column]) -> list[str]:
    """Return a heading for each column: Guild's, or a longer one where that stands twice."""
    usual = Counter(column.spec.heading for column in columns)
    keepers: dict[str, Column] = {}
    for column in sorted(columns, key=_rank):
        if usual[column.spec.heading] == 1 or _rank(column) < _LOWEST:
            keepers.setdefault(column.spec.heading, column)
    taken = set(keepers)
    found = []
    for column in columns:
        heading = column.spec.heading
        if keepers.get(heading) is not column:
            heading = column.spec.full_heading
            while heading in taken:
                heading += "'"
            taken.add(heading)
        found.append(heading)
    return found


_LOWEST = 3


def _rank(column: Column) -> int:
    """Return whose the usual heading is: a given name, then what every comparison has."""
    if column.spec.name:
        return 0
    if column.is_core:
        return 1
    return 2 if column.spec.kind == SCALAR and column.spec.reducer == LAST else _LOWEST


def usual(row: Row, *, with_system: bool) -> tuple[Spec, ...]:
    """Return the columns of a run whose operation names none: flags, step, scalars.

    As Guild has them, except that a scalar in several places has a column for each.
    """
    places: dict[str, list[str]] = {}
    for one in row.summaries:
        if with_system or not one.tag.startswith(_SYSTEM):
            places.setdefault(one.tag, []).append(one.prefix)
    flags = [Spec(FLAG, name) for name in sorted(row.facts.flags)]
    scalars = [spec for tag in sorted(places) for spec in _of_tag(tag, places[tag])]
    if not scalars:
        return tuple(flags)
    first = next((spec for spec in scalars if spec.key == "loss"), None) or next(
        (spec for spec in scalars if not spec.key.startswith(_SYSTEM)), scalars[0]
    )
    step = Spec(SCALAR, first.key, first.prefix, is_step=True, name="step")
    return (*flags, step, *scalars)


def _of_tag(tag: str, everywhere: Sequence[str]) -> list[Spec]:
    # What is linked stands in rows of its own; with a run's own it needs no column here.
    prefixes = [one for one in everywhere if not is_another_runs(one)]
    if not prefixes:
        return [Spec(SCALAR, tag)]
    foreign = sorted(prefix for prefix in set(prefixes) if prefix not in _OWN_PLACES)
    is_own = len(foreign) < len(set(prefixes))
    if not is_own and len(foreign) == 1:
        return [Spec(SCALAR, tag)]
    return [*([Spec(SCALAR, tag)] if is_own else []), *(Spec(SCALAR, tag, one) for one in foreign)]
