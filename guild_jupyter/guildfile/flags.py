"""Flags as an operation of the Guild file defines them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.flags.definitions import TYPES, Choice, FlagDef
from guild_jupyter.guildfile.attributes import CHOICE, FLAG
from guild_jupyter.guildfile.fields import READ, Fields
from guild_jupyter.guildfile.inheritance import is_bare
from guild_jupyter.guildfile.origins import Origins

_FIELDS = {name: name.replace("-", "_") for name in FLAG}


def flags(
    data: Mapping[Any, Any], path: Key, origins: Origins, *, arg_skip: bool = False
) -> dict[str, FlagDef]:
    """Return the flags of an operation.

    Parameters
    ----------
    data
        What ``flags`` says, includes brought in.
    path, origins
        Where it stands.
    arg_skip
        Whether flags that do not say so are kept from the arguments.

    Raises
    ------
    GuildFileError
        A flag makes no sense.
    """
    return {
        str(name): FlagDef(str(name), default=value, arg_skip=arg_skip)
        if is_bare(value)
        else _flag(str(name), value, (*path, name), origins, arg_skip)
        for name, value in data.items()
    }


def _flag(name: str, value: object, path: Key, origins: Origins, arg_skip: bool) -> FlagDef:
    hint = f"Write '{name}: DEFAULT' or '{name}: {{default: …, type: …}}'; quote dates."
    data = origins.expect(path, value, dict, hint)
    fields: dict[str, Any] = {"arg_skip": arg_skip}
    extra = {}
    for key, entry in data.items():
        if key not in FLAG:
            extra[key] = entry
        elif entry is None:
            continue
        elif key == "choices":
            fields["choices"] = _choices(entry, (*path, key), origins)
        elif key == "type":
            # Guild takes a type that it does not know for none, and says so.
            fields["type"] = entry if entry in TYPES else None
            if fields["type"] is None:
                extra[key] = entry
        else:
            fields[_FIELDS[key]] = READ[FLAG[key].kind](entry, key, (*path, key), origins)
    return FlagDef(name, extra=extra, **fields)


def _choices(data: object, path: Key, origins: Origins) -> tuple[Choice, ...]:
    entries = origins.expect(path, data, list, "Write 'choices: [A, B]'.")
    return tuple(
        _choice(entry, (*path, number), origins) if isinstance(entry, dict) else Choice(entry)
        for number, entry in enumerate(entries)
    )


def _choice(data: Mapping[Any, Any], path: Key, origins: Origins) -> Choice:
    if "value" not in data:
        raise origins.error(
            path, "a choice without a value", "Write '{value: …, description: …}'."
        )
    fields = Fields(CHOICE, data, path, origins)
    return Choice(
        data["value"],
        description=fields.get("description") or "",
        alias=data.get("alias"),
        flags=fields.get("flags"),
    )
