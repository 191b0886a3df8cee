"""What values and files are called where they are shown: without credentials, no two the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from guild_jupyter.redaction import redact

_Value = TypeVar("_Value")


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """Return for each name that has a credential in it what it is called instead."""
    known = set(names)
    withheld = {name: safe for name in sorted(known) if (safe := redact(name)) != name}
    taken = known - withheld.keys()
    for name, safe in withheld.items():  # the value is set in place: no name comes or goes
        called, number = safe, 1
        while called in taken:
            number += 1
            called = f"{safe} ({number})"
        taken.add(called)
        withheld[name] = called
    return withheld


def renamed(values: Mapping[str, _Value], called: Mapping[str, str]) -> dict[str, _Value]:
    """Return values by what they are called, in their order."""
    return {called.get(name, name): value for name, value in values.items()}
