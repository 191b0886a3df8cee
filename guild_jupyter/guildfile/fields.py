"""What the value of an attribute comes to, by the kind that the table of attributes gives it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.guildfile.attributes import Table
from guild_jupyter.guildfile.dialects import describe_kind
from guild_jupyter.guildfile.origins import Origins

#: Words that mean yes or no even in quotes.
_WORDS = {
    **dict.fromkeys(("yes", "true", "on"), True),
    **dict.fromkeys(("no", "false", "off"), False),
}
_TARGET_TYPES = ("copy", "link")
_COMMANDS = {
    "main": "'main: train', for the module train",
    "exec": "'exec: ./train.sh --lr ${lr}'",
    "notebook": "'notebook: train.ipynb'",
}


class Fields:
    """The attributes of one object, read by their kinds.

    Parameters
    ----------
    table
        What it may have.
    data
        What it says.
    path
        Its key path.
    origins
        Where it stands.
    """

    __slots__ = ("data", "origins", "path", "table")

    def __init__(self, table: Table, data: Mapping[Any, Any], path: Key, origins: Origins) -> None:
        self.table = table
        self.data = data
        self.path = path
        self.origins = origins

    def get(self, key: str) -> Any:  # noqa: ANN401 - what the kind says
        """Return the value of an attribute; of one that is not there, what its kind says.

        Raises
        ------
        GuildFileError
            It is of another kind.
        """
        value = self.data.get(key)
        kind = self.table[key].kind
        if value is None:
            return EMPTY.get(kind)
        return READ[kind](value, key, (*self.path, key), self.origins)

    def rest(self, *read: str) -> dict[str, Any]:
        """Return every attribute but those that are read into fields of their own, as written.

        Raises
        ------
        GuildFileError
            One of a known kind is of another.
        """
        left = {key: value for key, value in self.data.items() if key not in read}
        for key in left:
            if key in self.table and self.table[key].kind in READ:
                self.get(key)
        return left


def _any(value: Any, key: str, path: Key, origins: Origins) -> Any:  # noqa: ANN401, ARG001
    return value


def _text(value: object, key: str, path: Key, origins: Origins) -> str:
    if isinstance(value, (dict, list)):
        raise origins.error(
            path, f"expected text, found {describe_kind(value)}", f"Write '{key}: TEXT'."
        )
    return str(value)


def _name(value: object, key: str, path: Key, origins: Origins) -> str:
    if isinstance(value, (dict, list, bool)) or value in (None, ""):
        raise origins.error(
            path, f"expected text, found {describe_kind(value)}", f"Write '{key}: …'."
        )
    return str(value)


def _texts(value: object, key: str, path: Key, origins: Origins) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        if entry is None or isinstance(entry, (dict, list)):
            raise origins.error(
                path,
                f"expected text or a list of it, found {describe_kind(entry)}",
                f"Write '{key}: [A, B]'.",
            )
    return tuple(map(str, entries))


def _regexes(value: object, key: str, path: Key, origins: Origins) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        if not isinstance(entry, str):
            raise origins.error(
                path,
                f"expected a pattern or a list of them, found {describe_kind(entry)}",
                f"Write '{key}: PATTERN'.",
            )
    return tuple(entries)


def _bool(value: object, key: str, path: Key, origins: Origins) -> bool:
    meant = _WORDS.get(value.lower()) if isinstance(value, str) else value
    if meant not in (True, False):  # 0 and 1 too
        raise origins.error(
            path, f"expected yes or no, found {_shown(value)}", f"Write '{key}: yes' or 'no'."
        )
    return bool(meant)


def _bool_or_text(value: object, key: str, path: Key, origins: Origins) -> bool | str:
    return value if isinstance(value, bool) else _text(value, key, path, origins)


def _number(value: Any, key: str, path: Key, origins: Origins) -> float:  # noqa: ANN401, ARG001
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise origins.error(path, f"expected a number, found {_shown(value)}", "Write a number.")
    return value


def _integer(value: Any, key: str, path: Key, origins: Origins) -> int:  # noqa: ANN401
    number = _number(value, key, path, origins)
    if not isinstance(number, int):
        raise origins.error(path, f"expected a whole number, found {number}", "Write one.")
    return number


def _mapping(value: object, key: str, path: Key, origins: Origins) -> dict[Any, Any]:
    return origins.expect(path, value, dict, f"Write '{key}: {{NAME: VALUE}}'.")


def _command(value: object, key: str, path: Key, origins: Origins) -> str:
    hint = f"Write '{key}: WORDS', such as {_COMMANDS[key]}."
    if isinstance(value, list):
        for number, word in enumerate(value):
            if not isinstance(word, (str, int, float)) or (not number and not _is_word(word)):
                found = f"expected a word, found {_shown(word)}"
                raise origins.error((*path, number), found, hint)
        if value:
            return shlex.join(map(str, value))
    if isinstance(value, list) or (isinstance(value, str) and not value.strip()):
        raise origins.error(path, "the command is empty: it names no program", hint)
    if not isinstance(value, str):
        raise origins.error(path, f"expected a command, found {describe_kind(value)}", hint)
    return " ".join(value.split()) if "\n" in value else value.strip()


def _environment(value: object, key: str, path: Key, origins: Origins) -> dict[str, Any]:
    variables = _mapping(value, key, path, origins)
    for name, entry in variables.items():
        if not str(name) or "=" in str(name) or "\0" in str(name):
            raise origins.error(
                (*path, name),
                f"{origins.written((*path, name))!r} cannot be a variable's name",
                "Write 'NAME: VALUE'.",
            )
        if isinstance(entry, dict):
            raise origins.error(
                (*path, name),
                "expected text, found a mapping",
                f"Write '{origins.written((*path, name))}: VALUE'.",
            )
    return {str(name): entry for name, entry in variables.items()}


def _below(value: object, key: str, path: Key, origins: Origins) -> str:
    text = _text(value, key, path, origins)
    target = PurePosixPath(text)
    if target.is_absolute() or ".." in target.parts:
        raise origins.error(
            path, f"{target} is not below the run directory", "Use a relative path."
        )
    return text


def _target_type(value: object, key: str, path: Key, origins: Origins) -> str:  # noqa: ARG001
    if value not in _TARGET_TYPES:
        raise origins.error(path, f"no such target type: {value}", "Use copy or link.")
    return str(value)


def _flags_import(value: object, key: str, path: Key, origins: Origins) -> bool | tuple[str, ...]:
    if isinstance(value, list):
        return _texts(value, key, path, origins)
    if not isinstance(value, bool) and value != "all":
        raise origins.error(
            path,
            f"expected yes, no, all or a list of flags, found {_shown(value)}",
            f"Write '{key}: [NAME, NAME]'.",
        )
    return bool(value)


def _scalars(value: object, key: str, path: Key, origins: Origins) -> Any:  # noqa: ANN401 - as written
    if value is not False and not isinstance(value, (str, list, dict)):
        raise origins.error(
            path,
            f"expected patterns or no, found {_shown(value)}",
            f"Write '{key}: {{NAME: PATTERN}}'.",
        )
    return value


def _plugins(value: object, key: str, path: Key, origins: Origins) -> Any:  # noqa: ANN401 - as written
    if not isinstance(value, (bool, str, list)):
        raise origins.error(
            path, f"expected names, found {_shown(value)}", f"Write '{key}: [NAME, NAME]'."
        )
    return value


def _packages(value: object, key: str, path: Key, origins: Origins) -> Any:  # noqa: ANN401 - as written
    if not isinstance(value, (str, list, dict)):
        raise origins.error(
            path, f"expected packages, found {_shown(value)}", f"Write '{key}: [NAME, NAME]'."
        )
    return value


def _profiles(value: object, key: str, path: Key, origins: Origins) -> dict[str, dict[str, Any]]:
    found = {}
    for name, values in _mapping(value, key, path, origins).items():
        hint = f"Write '{origins.written((*path, name))}: {{FLAG: VALUE}}'."
        found[str(name)] = {
            str(flag): entry
            for flag, entry in origins.expect((*path, name), values, dict, hint).items()
        }
    return found


def _is_word(value: object) -> bool:
    """Tell whether the first word of a command can name what is run: text, and not empty."""
    return isinstance(value, str) and bool(value.strip())


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else describe_kind(value)


#: What a kind comes to; kinds that are not here are read by modules of their own.
READ: Mapping[str, Callable[[Any, str, Key, Origins], Any]] = {
    "any": _any,
    "below": _below,
    "bool": _bool,
    "bool-or-text": _bool_or_text,
    "command": _command,
    "environment": _environment,
    "flags-import": _flags_import,
    "integer": _integer,
    "mapping": _mapping,
    "name": _name,
    "number": _number,
    "packages": _packages,
    "plugins": _plugins,
    "profiles": _profiles,
    "regexes": _regexes,
    "scalars": _scalars,
    "target-type": _target_type,
    "text": _text,
    "texts": _texts,
}
#: What an attribute that is not there comes to; None for the kinds that are not here.
EMPTY: Mapping[str, Any] = {
    "environment": {},
    "mapping": {},
    "profiles": {},
    "regexes": (),
    "texts": (),
}
