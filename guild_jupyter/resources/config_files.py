"""Files of settings: reading YAML, JSON and INI, setting values by dotted name, writing.

Comments and order are lost, as in Guild. Knows nothing of runs and flags.
"""

from __future__ import annotations

import configparser
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError, ResourceError

Values = Iterable[tuple[str, Any]]

_FORMATS = {
    ".yml": "yaml",
    ".yaml": "yaml",
    ".json": "json",
    ".ini": "ini",
    ".cfg": "ini",
}


def format_of(path: str) -> str:
    """Return ``yaml``, ``json`` or ``ini`` by a file's name; a final ``.in`` does not count.

    Raises
    ------
    ResourceError
        It is none of them.
    """
    suffix = Path(path.removesuffix(".in")).suffix.lower()
    if suffix in _FORMATS:
        return _FORMATS[suffix]
    raise ResourceError(
        f"{path!r} is no config file that can be rewritten",
        f"Its name must end in one of: {', '.join(_FORMATS)}.",
    )


def rewritten(path: Path, values: Values) -> str:
    """Return a file's text with values set by dotted name.

    Raises
    ------
    ResourceError
        The file cannot be read, or a name leads through a value that is no mapping.
    """
    try:
        if path.stat().st_size > documents.MAX_BYTES:
            raise ResourceError(f"{path} is larger than {documents.MAX_BYTES >> 10} KiB")
        return _WRITERS[format_of(path.name)](path.read_text(encoding="utf-8-sig"), values)
    except (DocumentError, configparser.Error, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ResourceError(f"{path} cannot be read: {error}") from error


def _yaml(text: str, values: Values) -> str:
    return documents.dump(_with_values(documents.parse(text), values))


def _json(text: str, values: Values) -> str:
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise DocumentError("nested too deep") from error
    return json.dumps(_with_values(data, values), sort_keys=True)


def _with_values(data: Any, values: Values) -> Any:  # noqa: ANN401 - plain data
    root = {} if data is None else data
    for name, value in values:
        _set(root, name, value)
    return root


def _set(root: Any, name: str, value: Any) -> None:  # noqa: ANN401 - plain data
    place, rest = root, name
    while isinstance(place, dict):
        # A key that has dots itself goes before nesting.
        head, dot, tail = rest.partition(".")
        if rest in place or not dot:
            place[rest] = value
            return
        if place.get(head) is None:
            place[head] = {}
        place, rest = place[head], tail
    raise ResourceError(f"{name} cannot be set: there is a value where a mapping is needed")


def _ini(text: str, values: Values) -> str:
    parser = configparser.ConfigParser(interpolation=None, strict=False, allow_no_value=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names keep their case
    parser.read_string(text)
    for name, value in values:
        section, option = _ini_place(parser, name)
        if section != parser.default_section and not parser.has_section(section):
            parser.add_section(section)
        text_value = str(value).lower() if isinstance(value, bool) else str(value)
        # A line break would begin a setting of its own.
        parser.set(section, option, text_value.replace("\n", "\n  "))
    out = io.StringIO()
    parser.write(out)
    return out.getvalue()


def _ini_place(parser: configparser.ConfigParser, name: str) -> tuple[str, str]:
    """Return section and option: the longest section there is, else up to the first dot."""
    for section in sorted(parser.sections(), key=len, reverse=True):
        if name.startswith(section + "."):
            return section, name[len(section) + 1 :]
    section, dot, option = name.partition(".")
    return (section, option) if dot else (parser.default_section, name)


_WRITERS: dict[str, Callable[[str, Values], str]] = {"yaml": _yaml, "json": _json, "ini": _ini}
