"""All filters that choose among runs, and their use on a list of runs.

Several filters of one kind choose the runs that fit one of them, filters of different kinds
those that fit all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from guild_jupyter.errors import FilterError, nearest
from guild_jupyter.registry import load
from guild_jupyter.runstore.batches import operation_of
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.supervise import state

# Those of Guild, in the order of its options, and ours.
_KNOWN = (
    *(state.RUNNING, state.COMPLETED, state.ERROR, state.TERMINATED, state.PENDING, state.STAGED),
    *(state.STOPPING, state.ORPHANED, state.LOST, state.UNKNOWN),
)
_UNLABELED = "-"

_HERE = "guild_jupyter.runstore.filters"
_Criterion = Callable[[Facts], bool]


@dataclass(frozen=True)
class Filters:
    """What runs must be like to be chosen; whatever is empty does not matter.

    Parameters
    ----------
    operation
        Operations: ``OP``, ``MODEL:OP`` with ``*``, or a regular expression, ``^re`` or ``re$``.
    label
        Texts that labels contain; ``-`` for runs without one.
    tag
        Tags, exactly.
    comment
        Texts that comments contain, in capitals or not.
    status, without
        Statuses that runs have, and have not. Guild's ``running`` includes stopping and orphaned
        runs, its ``error`` lost and unknown ones.
    marked
        Whether they are marked; None where it does not matter.
    started
        A range of time, such as ``last 2 hours``.
    digest
        Beginnings of digests of source code.
    filter
        An expression, such as ``loss < 0.1 and lr = 0.01``.
    """

    operation: Sequence[str] = ()
    label: Sequence[str] = ()
    tag: Sequence[str] = ()
    comment: Sequence[str] = ()
    status: Sequence[str] = ()
    without: Sequence[str] = ()
    marked: bool | None = None
    started: str = ""
    digest: Sequence[str] = ()
    filter: str = ""

    def __post_init__(self) -> None:
        for name in ("operation", "label", "tag", "comment", "status", "without", "digest"):
            object.__setattr__(self, name, _texts(name, getattr(self, name)))
        for name in ("started", "filter"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise FilterError(f"{name!r} is a text, not {value!r}", "Put it in quotes.")
        if self.marked not in (None, True, False):
            raise FilterError(f"'marked' is True or False, not {self.marked!r}")
        for word in (*self.status, *self.without):
            if word not in _KNOWN:
                near = nearest(word, _KNOWN, "Did you mean {}? ")
                hint = f"{near}Statuses: {', '.join(_KNOWN)}."
                raise FilterError(f"there is no status {word!r}", hint)

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) not in ((), "", None) for field in fields(self))

    def apply(self, runs: RunList) -> RunList:
        """Return those of the runs that fit; what names nothing is told in its notes.

        Raises
        ------
        FilterError
            A filter makes no sense.
        """
        criteria = self._criteria()
        expression = load(f"{_HERE}.parsing:parse")(self.filter) if self.filter else None
        if not criteria and expression is None:
            return runs
        facts = runs.facts()
        notes = self._misnamed(facts)
        places = [place for place, one in enumerate(facts) if all(fits(one) for fits in criteria)]
        if expression is not None:
            names = load(f"{_HERE}.tree:names")(expression)
            values = load(f"{_HERE}.values:Values")(names, [facts[place] for place in places])
            notes += values.unknown()
            holds = load(f"{_HERE}.evaluation:holds")
            places = [
                place for row, place in enumerate(places) if holds(expression, values.of(row))
            ]
        kept = runs.at(places)
        kept.notes = notes
        return kept

    def _criteria(self) -> list[_Criterion]:
        found: list[_Criterion] = []
        if self.operation:
            matchers = list(map(_matcher(), self.operation))
            found.append(lambda one: _is_of(operation_of(one), matchers))
        if self.label:
            found.append(lambda one: any(_is_label(one.label, text) for text in self.label))
        if self.tag:
            found.append(lambda one: not set(self.tag).isdisjoint(one.tags))
        if self.comment:
            found.append(self._has_comment)
        if self.status:
            found.append(lambda one: _has_status(one, self.status))
        if self.without:
            found.append(lambda one: not _has_status(one, self.without))
        if self.marked is not None:
            found.append(lambda one: one.marked == self.marked)
        if self.started:
            period = load(f"{_HERE}.periods:period")(self.started)
            found.append(lambda one: period.includes(one.started or one.initialized))
        if self.digest:
            found.append(lambda one: one.digest.startswith(tuple(self.digest)))
        return found

    def _has_comment(self, facts: Facts) -> bool:
        wanted = [text.lower() for text in self.comment]
        said = "\n".join(facts.comments).lower()
        return any(text in said for text in wanted)

    def _misnamed(self, facts: Sequence[Facts]) -> list[str]:
        """Return a sentence for each operation and tag that no run has."""
        notes: list[str] = []
        if not facts:
            return notes
        refs = {operation_of(one) for one in facts} if self.operation else set()
        known = {name for ref in refs for name in (ref.spec, ref.operation)}
        for text in self.operation:
            if not any(map(_matcher()(text), refs)):
                near = nearest(text, known, "; did you mean {}?")
                notes.append(f"there is no run of {text!r}{near}")
        tags = {tag for one in facts for tag in one.tags}
        notes += [
            f"no run has the tag {text!r}{nearest(text, tags, '; did you mean {}?')}"
            for text in self.tag
            if text not in tags
        ]
        return notes


def choose(runs: RunList, **criteria: Any) -> RunList:  # noqa: ANN401 - checked by Filters
    """Return those of some runs that filters, named as in :class:`Filters`, choose.

    Raises
    ------
    FilterError
        There is no such filter, or it makes no sense.
    """
    known = {field.name for field in fields(Filters)}
    given = {name: value for name, value in criteria.items() if value is not None}
    for name in given:
        if name not in known:
            hint = (
                f"{nearest(name, known, 'Did you mean {}? ')}Filters: {', '.join(sorted(known))}."
            )
            raise FilterError(f"there is no filter {name!r}", hint)
    return Filters(**given).apply(runs)


def _matcher() -> Callable[[str], Callable[[OpRef], bool]]:
    make: Callable[[str], Callable[[OpRef], bool]] = load(f"{_HERE}.operations:matcher")
    return make


def _texts(name: str, given: object) -> tuple[str, ...]:
    texts = (given,) if isinstance(given, str) else given
    if not isinstance(texts, Iterable) or not all(isinstance(text, str) for text in texts):
        raise FilterError(f"{name!r} is a text or a list of texts, not {given!r}")
    return tuple(texts)


def _is_of(ref: OpRef, matchers: Iterable[Callable[[OpRef], bool]]) -> bool:
    return any(is_meant(ref) for is_meant in matchers)


def _is_label(label: str, text: str) -> bool:
    return not label if text == _UNLABELED else text in label


def _has_status(facts: Facts, wanted: Iterable[str]) -> bool:
    now = facts.state
    return now.status in wanted or now.guild_status in wanted
