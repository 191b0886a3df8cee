"""The columns of a table of runs: what every run has, flags, scalars and sparklines of these.

Decides which there are, in which order, and what their cells are. Knows nothing of buffers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from guild_jupyter.errors import ColumnError
from guild_jupyter.flags.labels import default_label
from guild_jupyter.registry import load
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.scalars.summary import GUILD_DIR, Summary, is_another_runs
from guild_jupyter.wire import columns
from guild_jupyter.wire.columns import Column

RUN, FLAG, ATTRIBUTE, SCALAR = "run", "flag", "attribute", "scalar"
#: The reducers that a reader may choose.
REDUCERS = ("last", "first", "min", "max", "mean", "total", "count")
#: What begins the keys of sparklines, before the key of the series.
SPARK = "spark:"

_SPECS = "guild_jupyter.comparison.specs:Spec"
_SYSTEM = "sys/"
#: Sparklines that are offered, and those that are shown at first.
_MOST_SPARKS, _SHOWN_SPARKS = 12, 2
_EDITABLE = frozenset({"label", "tags", "comments", "marked"})


@dataclass(frozen=True, slots=True)
class Item:
    """A run, as far as a table shows it.

    Parameters
    ----------
    facts
        What is known of it.
    scalars
        The summaries of its scalars by key.
    own
        Cells of columns that a comparison made.
    """

    facts: Facts
    scalars: Mapping[str, Summary] = field(default_factory=dict)
    own: Sequence[Any] = ()


def item(facts: Facts, summaries: Iterable[Summary] = (), own: Sequence[Any] = ()) -> Item:
    """Return the item of a run; of series of one key the first counts."""
    scalars: dict[str, Summary] = {}
    for one in summaries:
        scalars.setdefault(one.key, one)
    return Item(facts, scalars, own)


def core(items: Sequence[Item], shown: Collection[str] | None = None) -> list[Column]:
    """Return the columns of what every run has.

    Parameters
    ----------
    items
        The runs.
    shown
        The keys of those that are seen; None for the usual ones.
    """
    hidden = set()
    if shown is not None:
        hidden = {key for key in _CORE if key not in shown and key != "id"}
    else:
        if not any(one.facts.comments for one in items):
            hidden.add("comments")
        if not any(one.facts.marked for one in items):
            hidden.add("marked")
    return [
        Column(key, key, read, RUN, kind, is_editable=key in _EDITABLE, is_hidden=key in hidden)
        for key, (kind, read) in _CORE.items()
    ]


def _label(one: Item) -> str | None:
    """Return a label, unless it only repeats flags, each of which has a column."""
    text = one.facts.label
    return None if not text or _repeats(text, one.facts.flags) else text


def _repeats(label: str, flags: Mapping[str, Any]) -> bool:
    """Tell whether a label is the one that flags make, as soon as a part of it is not."""
    if "=" not in label:
        return False
    whole, position = f"{label} ", 0
    for name in sorted(flags):
        value = flags[name]
        if isinstance(value, (list, dict)):
            return label == default_label(flags)
        if value is not None:
            part = _part(name, type(value).__name__, value)
            if not whole.startswith(part, position):
                return False
            position += len(part)
    return position == len(whole)


@lru_cache(20_000)
def _part(name: str, _kind: str, value: Any) -> str:  # noqa: ANN401 - any plain value
    """Return a flag as it stands in labels, and a blank; most values are those of many runs."""
    return f"{default_label({name: value})} "


_CORE: Mapping[str, tuple[str, Callable[[Item], Any]]] = {
    "id": (columns.ID, attrgetter("facts.run.id")),
    "status": (columns.STATUS, attrgetter("facts.state.status")),
    "operation": (columns.TEXT, attrgetter("facts.operation")),
    "started": (columns.TIME, attrgetter("facts.started")),
    "time": (columns.DURATION, attrgetter("facts.seconds")),
    "label": (columns.TEXT, _label),
    "tags": (columns.TAGS, lambda one: ", ".join(one.facts.tags) or None),
    "comments": (columns.COMMENTS, lambda one: " | ".join(one.facts.comments) or None),
    "marked": (columns.BOOLEAN, attrgetter("facts.marked")),
}
CORE = tuple(_CORE)


def flags(items: Sequence[Item]) -> list[Column]:
    """Return a column for each flag, in the order of their names."""
    names = sorted(set().union(*(one.facts.flags for one in items)))
    make = load(_SPECS)
    return [flag(str(make(FLAG, name)), name) for name in names]


def flag(key: str, name: str) -> Column:
    """Return the column of a flag."""
    return Column(key, name, lambda one: one.facts.flags.get(name), FLAG)


def scalars(
    items: Sequence[Item], direction: Callable[[str, str], str], *, is_hidden: bool = False
) -> list[Column]:
    """Return the step that scalars are at, the last value of each, and sparklines.

    Parameters
    ----------
    items
        The runs. What is linked into one of them is a row of its own, and no column.
    direction
        Tells from tag and prefix whether less or more is better.
    is_hidden
        Whether all of them are shown only when asked for.
    """
    counts: Counter[str] = Counter()
    lengths: Counter[str] = Counter()
    known: dict[str, Summary] = {}
    for one in items:
        counts.update(one.scalars.keys())
        for key, summary in one.scalars.items():
            known.setdefault(key, summary)
            if summary.count > 1:
                lengths[key] += 1
    keys = [key for key in sorted(known) if not is_another_runs(known[key].prefix)]
    own = [key for key in keys if not _is_system(known[key])]
    ways = {key: direction(known[key].tag, known[key].prefix) for key in keys}
    drawn = sorted((key for key in own if lengths[key]), key=partial(_rank, ways, counts))
    found = [scalar(known[key], ways[key]) for key in own]
    if own:
        first = "loss" if "loss" in own else own[0]
        found.insert(0, _step(known[first]))
    found += [
        Column(
            f"{SPARK}{key}",
            key,
            _nothing,
            SCALAR,
            columns.SPARK,
            ways[key],
            series=key,
            is_hidden=place >= _SHOWN_SPARKS,
        )
        for place, key in enumerate(drawn[:_MOST_SPARKS])
    ]
    found += [hidden(scalar(known[key], ways[key])) for key in keys if _is_system(known[key])]
    return list(map(hidden, found)) if is_hidden else found


def _is_system(summary: Summary) -> bool:
    return summary.tag.startswith(_SYSTEM)


def _rank(ways: Mapping[str, str], counts: Counter[str], key: str) -> tuple[bool, bool, int, str]:
    """Return what orders series by how much they tell: the loss, then metrics, then others."""
    return key != "loss", not ways[key], -counts[key], key


def _nothing(_one: Item) -> None:
    return None


def hidden(column: Column) -> Column:
    """Return a column as one that is shown only when asked for."""
    return replaced(column, is_hidden=True)


def replaced(column: Column, **changes: Any) -> Column:  # noqa: ANN401 - of Column
    """Return a column with something changed."""
    names = Column.__dataclass_fields__
    return Column(**{name: getattr(column, name) for name in names} | changes)


def scalar(summary: Summary, way: str) -> Column:
    """Return the column of the last value of a scalar."""
    series = summary.key
    read = reading(series, "last")
    key = f"last {_spec(summary)}"
    return Column(key, series, read, SCALAR, columns.NUMBER, way, "last", series)


def reduced(column: Column, reducer: str) -> Column:
    """Return the column of a scalar with another number of it, under the same key.

    Raises
    ------
    ColumnError
        There is no such number, or it is no column of a scalar.
    """
    if not column.reducer:
        raise ColumnError(f"{column.heading!r} has but one number", "Choose a scalar's column.")
    if reducer not in REDUCERS:
        raise ColumnError(f"a scalar has no {reducer!r}", f"It has: {', '.join(REDUCERS)}.")
    return replaced(column, read=reading(column.series, reducer), reducer=reducer)


def reading(series: str, number: str) -> Callable[[Item], Any]:
    """Return what reads a number of a scalar."""
    get = attrgetter(number)

    def read(one: Item) -> Any:  # noqa: ANN401 - a number
        found = one.scalars.get(series)
        return None if found is None else get(found)

    return read


def _step(summary: Summary) -> Column:
    spec = f"last {_spec(summary)} step"
    return Column(spec, "step", reading(summary.key, "last_step"), SCALAR, columns.NUMBER)


def _spec(summary: Summary) -> str:
    prefix = "" if summary.prefix in ("", GUILD_DIR) else summary.prefix
    return str(load(_SPECS)(SCALAR, summary.tag, prefix))


def directions(items: Sequence[Item]) -> Callable[[str, str], str]:
    """Return what tells directions of metrics: by Guild files, else by their names."""
    operations = load("guild_jupyter.comparison.operations:Operations")()
    known = operations.directions({one.facts.opref for one in items})
    of_metric: Callable[[str, str], str] = load("guild_jupyter.comparison.directions:Directions")(
        (), (), known
    ).of_metric
    return of_metric
