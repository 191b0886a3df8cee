"""What the names of a filter stand for in a run: its attributes, then its flags, then scalars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from guild_jupyter.errors import nearest
from guild_jupyter.runstore.facts import Facts, summaries
from guild_jupyter.runstore.filters.evaluation import Either
from guild_jupyter.runstore.filters.tree import ATTRIBUTE, FLAG, SCALAR, Name
from guild_jupyter.scalars.summary import GUILD_DIR, Summary
from guild_jupyter.supervise.state import PENDING
from guild_jupyter.twins.text import moment

#: The runs whose files of attributes are looked at for names like a wrong one.
_LOOKED_AT = 20
_ALIKE = 0.65

_COMPUTED: dict[str, Callable[[Facts], Any]] = {
    "id": lambda facts: facts.run.id,
    "run": lambda facts: facts.run.short_id,
    "short_id": lambda facts: facts.run.short_id,
    "model": lambda facts: facts.opref.model,
    "operation": lambda facts: facts.operation,
    "op": lambda facts: facts.opref.operation,
    "from": lambda facts: facts.opref.package,
    "sourcecode": lambda facts: facts.digest,
    "started": lambda facts: _moment(facts.started),
    "stopped": lambda facts: _moment(facts.stopped),
    "status": lambda facts: Either((facts.state.status, facts.state.guild_status)),
    "exit_status": lambda facts: facts.state.exit_status,
    "time": lambda facts: _time(facts),
    "label": lambda facts: facts.label or facts.run.attributes.get("label"),
    "tags": lambda facts: list(facts.tags) or None,
    "comments": lambda facts: "\n".join(facts.comments) or None,
    "marked": lambda facts: facts.marked or None,
}
ATTRIBUTES = tuple(_COMPUTED)


def attribute(facts: Facts, name: str) -> Any:  # noqa: ANN401 - any YAML value
    """Return an attribute of a run, None where it has none: what is told of all, or a file's."""
    if name in _COMPUTED:
        return _COMPUTED[name](facts)
    return facts.run.attributes.get(name)


def scalar(found: Iterable[Summary], key: str) -> Summary | None:
    """Return the scalar that a key means, the run's own before those of its folders.

    Parameters
    ----------
    found
        The scalars of a run.
    key
        ``TAG``, or ``PREFIX#TAG`` where the prefix is the beginning of a folder's name.
    """
    prefix, _, tag = key.rpartition("#")
    fitting = [one for one in found if one.tag == tag and one.prefix.startswith(prefix)]
    fitting += [one for one in found if one.tag == key]
    return min(fitting, key=_distance, default=None)


def _distance(one: Summary) -> tuple[int, str]:
    return (0 if one.prefix == "" else 1 if one.prefix == GUILD_DIR else 2), one.prefix


class Values:
    """What some names stand for in some runs.

    Parameters
    ----------
    names
        The names.
    facts
        The runs; their scalars are read only where one may be meant.
    """

    def __init__(self, names: Sequence[Name], facts: Sequence[Facts]) -> None:
        self.names = names
        self.facts = facts
        self._rows = [{name: _told(one, name) for name in names} for one in facts]
        wanted = [name for name in names if name.kind in ("", SCALAR)]
        self._scalars: set[str] = set()
        lacking = [
            place
            for place, row in enumerate(self._rows)
            if any(row[name] is None for name in wanted)
        ]
        found = summaries([facts[place].run for place in lacking]) if wanted else []
        for place, scalars in zip(lacking, found, strict=False):
            row = self._rows[place]
            self._scalars.update(one.key for one in scalars)
            for name in wanted:
                if row[name] is None and (one := scalar(scalars, name.text)):
                    row[name] = one.last

    def of(self, place: int) -> Callable[[Name], object]:
        """Return what tells the values of one run, by its place among the facts."""
        return self._rows[place].__getitem__

    def unknown(self) -> list[str]:
        """Return a sentence about each name that no run knows."""
        return [
            f"no such run has an attribute, flag or scalar '{name}'{self._near(name)}"
            for name in self.names
            if name.text not in _COMPUTED
            and self._rows
            and all(row[name] is None for row in self._rows)
            and not any(name.text in one.flags for one in self.facts)
        ]

    def _near(self, name: Name) -> str:
        kinds = {
            ATTRIBUTE: {*_COMPUTED, *_files(self.facts)},
            FLAG: {flag for one in self.facts for flag in one.flags},
            SCALAR: self._scalars,
        }
        known = kinds.get(name.kind) or set[str]().union(*kinds.values())
        return nearest(name.text, known, "; did you mean {}?", _ALIKE)


def _told(facts: Facts, name: Name) -> Any:  # noqa: ANN401 - any YAML value
    """Return what a name stands for without the scalars; None where that is undefined."""
    if name.kind in ("", ATTRIBUTE):
        found = attribute(facts, name.text)
        if found is not None:
            return found
    return facts.flags.get(name.text) if name.kind in ("", FLAG) else None


def _files(facts: Sequence[Facts]) -> set[str]:
    return {name for one in islice(facts, _LOOKED_AT) for name in one.run.attributes}


def _moment(microseconds: int | None) -> str:
    return "" if microseconds is None else moment(microseconds)


def _time(facts: Facts) -> str | None:
    """Return how long a run took as Guild writes it, ``0:01:30``; None where unknown."""
    if facts.seconds is None or facts.state.status == PENDING:
        return None
    try:
        return str(timedelta(seconds=int(facts.seconds)))
    except (OverflowError, ValueError):
        return None
