"""What the text of a flag value stands for, and how a value is shown.

The rules are Guild's (YAML 1.1 with numbers tried first); what is deliberately different:
times and bases such as ``1:30`` inside ``[…]`` ranges are not read as sexagesimal numbers.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError, InvalidFlagValue
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.sequences import expand, function_parts

_REPEATED = re.compile(r"^\s*(\[.*\])\s*\*\s*([0-9]+)\s*$", re.DOTALL)
_DECIMALS = re.compile(r"^(-?\d+\.\d{1,5})\d*(e[-+]?\d+)?$")
_MAX_REPEATED = 100_000
_MAX_LABEL_PATH = 20


def parse(text: str, type: str | None = None) -> Any:  # noqa: A002, ANN401 - a flag's value
    """Return the value that the right-hand side of NAME=VALUE stands for.

    Parameters
    ----------
    text
        As typed, shell quoting already removed.
    type
        The flag's declared type; text of the wrong form falls through to the untyped rules.
    """
    if type in ("string", "path", "existing-path"):
        return parse_untyped(text) if text[:1] in ("[", "'", '"', "{") and text else text
    if type == "boolean":
        return _parse_boolean(text)
    for convert in _NUMBERS.get(type or "", ()):
        value = _number(text, convert)
        if value is not None:
            return value
    return parse_untyped(text)


def parse_untyped(text: str) -> Any:  # noqa: ANN401 - a flag's value
    """Return the value of a text by its form alone."""
    if not text:
        return ""
    for convert in (int, float):
        value = _number(text, convert)
        if value is not None:
            return value
    function = function_parts(text)
    if function is not None:
        name, arguments = function
        values = expand(name or "", [parse_untyped(part) for part in arguments])
        return text if values is None else values
    repeated = _REPEATED.match(text)
    if repeated:
        return _repeat(text, *repeated.groups())
    return _parse_yaml(text)


def _number(text: str, convert: type[int] | type[float]) -> int | float | None:
    if "_" in text or ":" in text:
        return None
    try:
        return convert(text)
    except ValueError:
        return None


_NUMBERS: dict[str, tuple[type[int] | type[float], ...]] = {
    "int": (int,),
    "float": (float,),
    "number": (int, float),
}


def _parse_boolean(text: str) -> Any:  # noqa: ANN401 - a flag's value
    if not text:
        return text
    try:
        value = documents.parse(text)
    except DocumentError:
        return text
    if isinstance(value, (int, float)):
        return text if _reverts(text, value) else bool(value)
    return parse_untyped(text) if isinstance(value, str) else value


def _parse_yaml(text: str) -> Any:  # noqa: ANN401 - a flag's value
    try:
        value = documents.parse(text)
    except DocumentError:
        return text
    return text if _reverts(text, value) else value


def _reverts(text: str, value: object) -> bool:
    # 1_000 and 1:30 are numbers in YAML 1.1, but nobody who types them means that.
    numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
    return numeric and ("_" in text or ":" in text) and "!!" not in text


def _repeat(text: str, items: str, times: str) -> Any:  # noqa: ANN401 - a flag's value
    value = parse_untyped(items)
    if not isinstance(value, list) or len(value) * int(times) > _MAX_REPEATED:
        return text
    return value * int(times)


def is_search_function(value: object) -> bool:
    """Tell whether a value is the text of a search function, such as ``uniform[0:1]``."""
    return isinstance(value, str) and function_parts(value) is not None


def coerce(value: Any, flag: FlagDef) -> Any:  # noqa: ANN401 - a flag's value
    """Return a value as the flag's declared type, item by item for lists.

    Raises
    ------
    InvalidFlagValue
        The value does not fit the type.
    """
    if value is None or flag.type in (None, "auto") or is_search_function(value):
        return value
    if isinstance(value, list):
        return [coerce(item, flag) for item in value]
    if flag.arg_split and isinstance(value, str):
        return value
    try:
        return _COERCE[flag.type or ""](value)
    except (ValueError, TypeError) as error:
        raise InvalidFlagValue(
            f"invalid value {format_value(value)} for flag {flag.name!r}: "
            f"expected {_ARTICLE[flag.type or '']}",
            f"Write it as {flag.name}={_EXAMPLE[flag.type or '']}.",
        ) from error


def _to_int(value: Any) -> int:  # noqa: ANN401 - a flag's value
    if isinstance(value, float):
        raise ValueError("a float is not cut off silently")
    return int(value)


def _to_number(value: Any) -> int | float:  # noqa: ANN401 - a flag's value
    if isinstance(value, (int, float)):
        return value
    try:
        return int(value)
    except ValueError:
        return float(value)


def _to_path(value: Any) -> str:  # noqa: ANN401 - a flag's value
    text = str(value)
    return str(Path(text).expanduser().absolute()) if text else text


_COERCE = {
    "string": str,
    "int": _to_int,
    "float": float,
    "number": _to_number,
    "boolean": bool,
    "path": _to_path,
    "existing-path": _to_path,
}
_ARTICLE = {"int": "an int", "float": "a float", "number": "a number"}
_EXAMPLE = {"int": "10", "float": "0.1", "number": "0.1"}


def format_value(value: object, *, in_label: bool = False) -> str:
    """Return the text of a value in listings; in labels floats are cut and paths shortened."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        text = documents.dump_flow(value)
        if in_label and math.isfinite(value):
            return _DECIMALS.sub(r"\1\2", text)
        return text
    if in_label and isinstance(value, str) and "/" in value and Path(value).exists():
        return _short_path(value)
    return documents.dump_flow(value)


def _short_path(path: str) -> str:
    if len(path) <= _MAX_LABEL_PATH:
        return path
    parts = path.split("/")
    tail = parts[-1] if parts[-1] else "/".join(parts[-2:])
    head = path[: max(0, _MAX_LABEL_PATH - len(tail) - 2)].rpartition("/")[0]
    return f"{head}/…/{tail}"
