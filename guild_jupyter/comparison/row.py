"""What a column spec comes to for one run: a plain value, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any

from guild_jupyter.comparison.specs import ATTRIBUTE, FLAG, MAX, MIN, Place, Spec
from guild_jupyter.redaction import redacted, redacted_words
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.scalars.series import Series, read_run
from guild_jupyter.scalars.summary import GUILD_DIR, Summary

#: By the series of a run: prefix and tag that were asked for, and the number of the summary.
Found = dict[tuple[tuple[str, str], ...], dict[tuple[str, str], "int | None"]]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_DIGEST = 8
_place = attrgetter("prefix", "tag")


def moment_of(microseconds: int | None) -> datetime | None:
    """Return a moment, in UTC; None for one that no calendar has."""
    try:
        return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None


def _length(seconds: float | None) -> timedelta | None:
    try:
        return None if seconds is None else timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


#: The attributes that are no files, or not shown as their files have them.
COMPUTED: dict[str, Callable[[Facts], Any]] = {
    "run": lambda facts: facts.run.short_id,
    "id": lambda facts: facts.run.id,
    "short_id": lambda facts: facts.run.short_id,
    "model": lambda facts: facts.opref.model,
    "op_model": lambda facts: facts.opref.model,
    "operation": lambda facts: facts.operation,
    "op": lambda facts: facts.opref.operation,
    "from": lambda facts: facts.opref.package,
    "sourcecode": lambda facts: facts.digest[:_DIGEST],
    "started": lambda facts: moment_of(facts.started),
    "stopped": lambda facts: moment_of(facts.stopped),
    "status": lambda facts: facts.state.status,
    "exit_status": lambda facts: facts.state.exit_status,
    "time": lambda facts: _length(facts.seconds),
    "label": lambda facts: facts.label,
    "tags": lambda facts: list(facts.tags) or None,
    "marked": lambda facts: facts.marked or None,
}


class Row:
    """One run of a comparison.

    Parameters
    ----------
    facts
        What is known of it.
    summaries
        The summaries of its scalars.
    which
        Tells whether a place is at the least or the greatest value; an empty text where nothing
        tells.
    known
        Where summaries stand in rows that have the same series; rows share what they find.
    """

    def __init__(
        self,
        facts: Facts,
        summaries: Sequence[Summary],
        which: Callable[[Place, Spec], str],
        known: Found | None = None,
    ) -> None:
        self.facts = facts
        self.summaries = summaries
        #: Place and tag of each summary.
        self.series: tuple[tuple[str, str], ...] = tuple(map(_place, summaries))
        self._which = which
        self._known = {} if known is None else known.setdefault(self.series, {})

    def value(self, spec: Spec) -> Any:  # noqa: ANN401 - any plain value
        """Return what a spec comes to; None for nothing."""
        return reader(spec)(self)

    def has(self, spec: Spec) -> bool:
        """Tell whether there is what the spec speaks of."""
        if spec.kind == FLAG:
            return spec.key in self.facts.flags
        if spec.kind == ATTRIBUTE:
            return spec.key in COMPUTED or self.attribute(spec.key) is not None
        return self.summary(spec.prefix, spec.key) is not None

    def attribute(self, name: str) -> Any:  # noqa: ANN401 - any plain value
        """Return what the file of an attribute says, without secrets; None for nothing."""
        value = redacted({name: self.facts.run.attributes.get(name)})[name]
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return redacted_words(value)  # it may be a command
        return value

    def summary(self, prefix: str, tag: str) -> Summary | None:
        """Return the summary of a scalar; of the run's own place first, then in their order."""
        wanted = prefix, tag
        if wanted not in self._known:
            self._known[wanted] = self._find(prefix, tag)
        number = self._known[wanted]
        return None if number is None else self.summaries[number]

    def _find(self, prefix: str, tag: str) -> int | None:
        fitting = [(n, place) for n, (place, name) in enumerate(self.series) if name == tag]
        for number, place in fitting:
            if place == prefix or (not prefix and place == GUILD_DIR):
                return number
        return next((number for number, place in fitting if place.startswith(prefix)), None)

    @cached_property
    def _series(self) -> list[Series]:
        return read_run(Path(self.facts.run.dir))

    def at(self, spec: Spec, at: int | Place) -> float | None:
        """Return the value of a spec's scalar at a step; None where it has none there."""
        known = self.summary(spec.prefix, spec.key)
        step = self._step_of(spec, at) if isinstance(at, Place) else at
        if known is None or step is None:
            return None
        return next(
            (
                value
                for one in self._series
                if (one.prefix, one.tag) == (known.prefix, known.tag)
                for when, value in zip(reversed(one.steps), reversed(one.values), strict=True)
                if when == step
            ),
            None,
        )

    def _step_of(self, spec: Spec, place: Place) -> int | None:
        other = self.summary(place.prefix, place.tag)
        if other is None:
            return None
        return {MIN: other.min_step, MAX: other.max_step}.get(self._which(place, spec))


def reader(spec: Spec) -> Callable[[Row], Any]:
    """Return what reads the value of a spec from a row: of many rows, it is looked at once."""
    key, prefix, at = spec.key, spec.prefix, spec.at
    if spec.kind == FLAG:
        return lambda row: row.facts.flags.get(key)
    if spec.kind == ATTRIBUTE:
        compute = COMPUTED.get(key)
        if compute is None:
            return lambda row: row.attribute(key)
        return lambda row: compute(row.facts)
    if at is not None:
        return lambda row: row.at(spec, at)
    number = attrgetter(f"{spec.reducer}_step" if spec.is_step else spec.reducer)

    def read(row: Row) -> Any:  # noqa: ANN401 - any plain value
        found = row.summary(prefix, key)
        return None if found is None else number(found)

    return read
