"""What a column spec comes to for one run: a plain value, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import Any

from guild_jupyter.comparison.specs import ATTRIBUTE, FLAG, MAX, MIN, Place, Spec
from guild_jupyter.redaction import redacted, redacted_words
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.scalars.series import Series, read_run
from guild_jupyter.scalars.summary import GUILD_DIR, Summary

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_DIGEST = 8


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
    "operation": lambda facts: facts.opref.spec,
    "op": lambda facts: facts.opref.operation,
    "from": lambda facts: facts.opref.package,
    "sourcecode": lambda facts: facts.digest[:_DIGEST],
    "started": lambda facts: moment_of(facts.started),
    "stopped": lambda facts: moment_of(facts.stopped),
    "status": lambda facts: facts.state.status,
    "exit_status": lambda facts: facts.state.exit_status,
    "time": lambda facts: _length(facts.seconds),
    "label": lambda facts: facts.label,
    "tags": lambda facts: ", ".join(facts.tags),
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
    """

    def __init__(
        self,
        facts: Facts,
        summaries: Sequence[Summary],
        which: Callable[[Place, Spec], str],
    ) -> None:
        self.facts = facts
        self.summaries = summaries
        self._which = which

    def value(self, spec: Spec) -> Any:  # noqa: ANN401 - any plain value
        """Return what a spec comes to; None for nothing."""
        if spec.kind == FLAG:
            return self.facts.flags.get(spec.key)
        if spec.kind == ATTRIBUTE:
            return self._attribute(spec.key)
        if spec.at is not None:
            return self._at(spec, spec.at)
        found = self.summary(spec.prefix, spec.key)
        if found is None:
            return None
        return getattr(found, f"{spec.reducer}_step" if spec.is_step else spec.reducer)

    def has(self, spec: Spec) -> bool:
        """Tell whether there is what the spec speaks of."""
        if spec.kind == FLAG:
            return spec.key in self.facts.flags
        if spec.kind == ATTRIBUTE:
            return spec.key in COMPUTED or self._attribute(spec.key) is not None
        return self.summary(spec.prefix, spec.key) is not None

    def _attribute(self, name: str) -> Any:  # noqa: ANN401 - any plain value
        if name in COMPUTED:
            return COMPUTED[name](self.facts)
        value = redacted({name: self.facts.run.attributes.get(name)})[name]
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return redacted_words(value)  # it may be a command
        return value

    def summary(self, prefix: str, tag: str) -> Summary | None:
        """Return the summary of a scalar; of the run's own place first, then in their order."""
        fitting = self._by_tag.get(tag, ())
        for one in fitting:
            if one.prefix == prefix or (not prefix and one.prefix == GUILD_DIR):
                return one
        return next((one for one in fitting if one.prefix.startswith(prefix)), None)

    @cached_property
    def _by_tag(self) -> dict[str, list[Summary]]:
        found: dict[str, list[Summary]] = {}
        for one in self.summaries:
            found.setdefault(one.tag, []).append(one)
        return found

    @cached_property
    def _series(self) -> list[Series]:
        return read_run(Path(self.facts.run.dir))

    def _at(self, spec: Spec, at: int | Place) -> float | None:
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
