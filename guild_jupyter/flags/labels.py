"""The labels that flags make: those that Guild writes, and those that people read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from guild_jupyter.flags.values import format_value, readable


def default_label(values: Mapping[str, Any]) -> str:
    """Return ``name=value …`` of every flag that has a value, as Guild writes it."""
    return " ".join(label_parts(values).values())


def readable_label(values: Mapping[str, Any]) -> str:
    """Return the same for people, letters of every script as themselves."""
    return " ".join(label_parts(values, readable).values())


def of_many() -> Callable[..., str]:
    """Return what stands for a value as Guild writes it, for many labels of one moment.

    The same texts come again in them: whether one is the path of a file is asked once.
    """

    @lru_cache(1024)
    def of_text(value: str) -> str:
        return format_value(value, in_label=True)

    def text(value: object, *, in_label: bool = False) -> str:
        if in_label and type(value) is str:
            return of_text(value)
        return format_value(value, in_label=in_label)

    return text


def label_parts(
    values: Mapping[str, Any], text: Callable[..., str] = format_value
) -> dict[str, str]:
    """Return the parts of a label of flags, by their names and in their order.

    Parameters
    ----------
    values
        Flag values; one that is None has no part.
    text
        Which text stands for a value: Guild's, or that for people.
    """
    return {
        name: f"{name}={text(value, in_label=True)}"
        for name, value in sorted(values.items())
        if value is not None
    }
