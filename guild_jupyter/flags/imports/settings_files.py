"""Flags from a file of settings: the settings of YAML, JSON and INI by their dotted names."""

from __future__ import annotations

import configparser
import json
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.imports.source import Unreadable
from guild_jupyter.flags.imports.variables import settings_flags


def file_flags(name: str, data: bytes) -> dict[str, FlagDef]:
    """Return a flag for each setting of a file.

    Parameters
    ----------
    name
        The file's name, which tells its format; a final ``.in`` does not count.
    data
        Its bytes.

    Raises
    ------
    Unreadable
        It is of no known format, or cannot be read.
    """
    read = _READERS.get(PurePath(name.removesuffix(".in")).suffix.lower())
    if read is None:
        raise Unreadable(f"its name ends in none of: {', '.join(_READERS)}")
    if len(data) > documents.MAX_BYTES:
        raise Unreadable(f"it is larger than {documents.MAX_BYTES >> 10} KiB")
    try:
        settings = read(data.decode("utf-8-sig"))
    except (DocumentError, configparser.Error, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    return settings_flags(settings) if isinstance(settings, dict) else {}


def _ini(text: str) -> dict[str, Any]:
    parser = configparser.ConfigParser(interpolation=None, strict=False, allow_no_value=True)
    parser.read_string(text)
    settings = {name: ini_value(value) for name, value in parser.defaults().items()}
    for section in parser.sections():
        # A section has the defaults too, as the program that reads it sees them.
        for name, value in parser.items(section):
            settings[f"{section}.{name}"] = ini_value(value)
    return settings


def ini_value(text: str | None) -> Any:  # noqa: ANN401 - plain data
    """Return what the text of a setting in an INI file stands for: yes or no, a number, a text."""
    try:
        value = documents.parse(text) if text else text
    except DocumentError:
        return text
    return value if isinstance(value, (bool, int, float)) else text


_READERS: dict[str, Callable[[str], Any]] = {
    ".yml": documents.parse,
    ".yaml": documents.parse,
    ".json": json.loads,
    ".ini": _ini,
    ".cfg": _ini,
}
