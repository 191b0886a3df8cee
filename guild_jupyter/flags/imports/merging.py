"""Flags of the Guild file and flags of the source, put together attribute by attribute."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.imports.definitions import Imported

_ATTRIBUTES = tuple(entry.name for entry in fields(FlagDef) if entry.name not in ("name", "extra"))
_UNSET = FlagDef("")


def merged(
    declared: Mapping[str, FlagDef],
    imported: Imported,
    wanted: bool | Collection[str] | None,
    skipped: Collection[str] = (),
    *,
    arg_skip: bool = False,
) -> dict[str, FlagDef]:
    """Return the flags of an operation, those of the Guild file first.

    A flag of the Guild file is the one of the source that has its name; one that is taken may
    also be the one that its ``arg-name`` names, unless that is written as well.

    Parameters
    ----------
    declared
        The flags that the Guild file writes.
    imported
        What the source says.
    wanted
        Which flags are taken from the source: True for all, False for none, some by name; None
        for what it says of the flags that are written.
    skipped
        Flags that are not taken from it.
    arg_skip
        Whether flags that are not written are kept from the arguments.
    """
    taken = [name for name in imported.flags if name not in skipped]
    renamed = {
        flag.arg_name: name
        for name, flag in reversed(list(declared.items()))
        if wanted and flag.arg_name and flag.arg_name not in declared
    }
    if wanted is None:
        taken = [name for name in taken if name in declared]
    elif wanted is True:
        written = {*declared, *renamed}
        taken = [name for name in taken if name in written or name not in imported.on_demand]
    else:
        taken = [name for name in taken if wanted and name in wanted]
    flags = dict(declared)
    for name in taken:
        if name in declared:
            flags[name] = _overlaid(imported.flags[name], declared[name])
        elif name in renamed:
            own = renamed[name]
            flags[own] = _under_another_name(imported.flags[name], declared[own])
        else:
            flag = imported.flags[name]
            flags[name] = replace(flag, arg_skip=True) if arg_skip else flag
    return flags


def _under_another_name(below: FlagDef, above: FlagDef) -> FlagDef:
    # An option whose two forms have names of their own keeps the one that its value stands for.
    arg_name = below.arg_name or above.arg_name
    return replace(_overlaid(replace(below, name=above.name), above), arg_name=arg_name)


def _overlaid(below: FlagDef, above: FlagDef) -> FlagDef:
    """Return a flag with the attributes of another over it; those at their default are unset."""
    written: dict[str, Any] = {
        name: value
        for name in _ATTRIBUTES
        if (value := getattr(above, name)) != getattr(_UNSET, name) or _is_no(name, value)
    }
    return replace(below, **written, extra={**below.extra, **above.extra})


def _is_no(name: str, value: object) -> bool:
    # 0 and no are values of these, though Python takes them for one another.
    return value is not None and name in ("default", "arg_switch", "arg_split", "min", "max")
