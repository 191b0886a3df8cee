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
from guild_jupyter.flags.imports.settings_files import ini_value

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
    kept: dict[tuple[str, str], str] = {}
    changed: dict[tuple[str, str], str] = {}
    for name, value in dict(values).items():
        place = _ini_place(parser, name)
        before = parser.get(*place, fallback=None)
        if before is not None and _is_same(ini_value(before), value):
            kept[place] = before
        else:
            changed[place] = str(value)
    for place, text_value in changed.items():
        _ini_set(parser, *place, text_value)
    for place, before in kept.items():
        # What it has from the defaults must not follow them.
        if place not in changed and parser.get(*place) != before:
            _ini_set(parser, *place, before)
    out = io.StringIO()
    parser.write(out)
    return out.getvalue()


def _is_same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _ini_set(parser: configparser.ConfigParser, section: str, option: str, value: str) -> None:
    if section != parser.default_section and not parser.has_section(section):
        parser.add_section(section)
    # A line break would begin a setting of its own.
    parser.set(section, option, value.replace("\n", "\n  "))


def _ini_place(parser: configparser.ConfigParser, name: str) -> tuple[str, str]:
    """Return section and option: the longest section there is, else up to the first dot.

    The case of an option does not count, as the program's own reader takes it, unless there are
    several that differ in nothing else.
    """
    for section in sorted(parser.sections(), key=len, reverse=True):
        if name.startswith(section + "."):
            option = name[len(section) + 1 :]
            break
    else:
        section, dot, option = name.partition(".")
        if not dot:
            section, option = parser.default_section, name
    there = parser.has_section(section) or section == parser.default_section
    names = parser[section] if there else ()
    same = [other for other in names if other.lower() == option.lower()]
    return section, option if option in same or not same else same[-1]


_WRITERS: dict[str, Callable[[str, Values], str]] = {"yaml": _yaml, "json": _json, "ini": _ini}
