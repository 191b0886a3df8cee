"""Columns that were asked for and that no run has: what is said of them, and what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guild_jupyter.comparison.row import COMPUTED, Row
from guild_jupyter.comparison.specs import ATTRIBUTE, FLAG, SCALAR, Place, Spec
from guild_jupyter.errors import nearest
from guild_jupyter.twins.text import shorten

_WORDS = {FLAG: "flag", ATTRIBUTE: "attribute", SCALAR: "scalar"}
_LONGEST = 80


def is_found(spec: Spec, rows: Iterable[Row]) -> bool:
    """Tell whether any run has what a spec speaks of."""
    return any(row.has(spec) for row in rows)


def notes(specs: Iterable[Spec], rows: Sequence[Row]) -> list[str]:
    """Return a sentence for each spec that says nothing of any of the runs."""
    return [text for spec in specs if rows and (text := _note(spec, rows))]


def _note(spec: Spec, rows: Sequence[Row]) -> str:
    if not is_found(spec, rows):
        return f"no run has {_what(spec)}. {about(spec, rows)}".rstrip()
    if isinstance(spec.at, Place):
        other = Spec(SCALAR, spec.at.tag, spec.at.prefix)
        if not is_found(other, rows):
            return f"no run has {_what(other)}. {about(other, rows)}".rstrip()
    if spec.at is not None and all(row.value(spec) is None for row in rows):
        return f"no run has a value of {_name(spec)} at that step: {spec.unnamed}"
    return ""


def _what(spec: Spec) -> str:
    return f"the {_WORDS[spec.kind]} {_name(spec)}"


def _name(spec: Spec) -> str:
    name = f"{spec.prefix}#{spec.key}" if spec.prefix else spec.key
    return repr(shorten(name, _LONGEST))


def about(spec: Spec, rows: Sequence[Row]) -> str:
    """Return what may be meant by a spec that no run has; empty where nothing is like it."""
    known = {
        FLAG: {name for row in rows for name in row.facts.flags},
        SCALAR: {one.key for row in rows for one in row.summaries},
        ATTRIBUTE: set(COMPUTED) | {name for row in rows[:1] for name in row.facts.run.attributes},
    }
    key = f"{spec.prefix}#{spec.key}" if spec.prefix else spec.key
    for kind in (FLAG, SCALAR, ATTRIBUTE):
        if kind != spec.kind and key in known[kind]:
            other = Spec(kind, *reversed(key.rpartition("#")[::2])) if kind == SCALAR else None
            return f"The {_WORDS[kind]} of that name is written '{other or Spec(kind, key)}'."
    tags = {name.rpartition("#")[2] for name in known[SCALAR]}
    names = known[spec.kind] | (tags if spec.kind == SCALAR else set())
    return nearest(key, names, f"Did you mean '{_MARKS[spec.kind]}{{}}'?")


_MARKS = {FLAG: "=", ATTRIBUTE: ".", SCALAR: ""}
