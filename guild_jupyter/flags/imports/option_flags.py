"""Values of options as attributes of flags: defaults, choices and types that a flag can hold."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from guild_jupyter.errors import InvalidFlagValue
from guild_jupyter.flags.definitions import Choice, FlagDef
from guild_jupyter.flags.imports import plain
from guild_jupyter.flags.imports.domain import UNKNOWN, ClassValue, Member, Reference, members
from guild_jupyter.flags.imports.literals import is_scalar
from guild_jupyter.flags.values import coerce, join

SUPPRESS = "==SUPPRESS=="
_TYPES = {
    "builtins.str": "string",
    "builtins.int": "int",
    "builtins.float": "float",
    "builtins.bool": "boolean",
}
SWITCH_CHOICES = (Choice(True), Choice(False))


def type_name(value: object) -> str | None:
    """Return the flag type that a Python type stands for, None for any other."""
    return _TYPES.get(value.path) if isinstance(value, Reference) else None


def scalar(value: object) -> Any:  # noqa: ANN401 - any value
    """Return what a flag can hold of a single value, UNKNOWN for what has no such form."""
    if isinstance(value, Member):
        value = value.value
    if isinstance(value, PurePath):
        value = str(value)
    return value if is_scalar(value) and value != SUPPRESS else UNKNOWN


def default_of(value: object, flag: FlagDef) -> Any:  # noqa: ANN401 - any value
    """Return a default as a flag holds it; None where it has none that can be passed.

    Parameters
    ----------
    value
        What the program says.
    flag
        The flag; the items of a list become words only where it takes several.
    """
    if type(value) in (list, tuple):
        items = [scalar(item) for item in value]  # type: ignore[attr-defined] # a list or a tuple
        if not flag.arg_split or any(item is UNKNOWN for item in items):
            return None
        value = join(items)
    found = scalar(value)
    if found is UNKNOWN:
        return None
    try:
        coerce(found, flag)
    except InvalidFlagValue:
        return None  # the program's own default does what no flag can
    return found


def choices_of(value: object) -> tuple[Choice, ...]:
    """Return the choices that a container gives; none where not all of them are known."""
    items: Any = members(value) if isinstance(value, ClassValue) else plain.as_list(value)
    if items is UNKNOWN or isinstance(value, str):
        return ()
    values = [scalar(item) for item in items]
    return () if any(item is UNKNOWN for item in values) else tuple(map(Choice, values))


def text_of(value: object) -> str:
    """Return a help text, empty where it is hidden or not known."""
    return value if isinstance(value, str) and value != SUPPRESS else ""
