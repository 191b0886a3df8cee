"""What the text of a flag value stands for, and how a value is shown.

The rules are Guild's: numbers first, then functions, then YAML 1.1. Deliberately different:
``[0:1.5]``, ``[0:1:0.5]`` and a boolean flag's ``[1:2]`` are search ranges, and ``1:30`` within a
list is text, where Guild reads sexagesimal numbers; and a value never takes more memory than its
text allows for.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError, InvalidFlagValue
from guild_jupyter.flags.sequences import MAX_ITEMS, expand, function_parts, is_sequence
from guild_jupyter.redaction import WITHHELD, is_secret
from guild_jupyter.redaction.patterns import late

if TYPE_CHECKING:
    from guild_jupyter.flags.definitions import FlagDef

_REPEATED = late(r"(\[.*\])\s*\*\s*([0-9]{1,6})")
#: Characters of the shortest number with decimals too many for a label: .123456
_SHORTEST_CUT = 7
_DECIMALS = re.compile(r"(\.[0-9]{5})[0-9]+")
_PATH_PARTS = late(r"^/*[^/]+|(?<=/)/*[^/]+|(?<=/)/+$")
_MAX_LABEL_PATH = 20
_IN_QUOTES = late(r"""'[^'"\\$`!]+'""")


def parse(text: str, type: str | None = None) -> Any:  # noqa: ANN401 - a flag's value
    """Return the value that the right-hand side of NAME=VALUE stands for.

    Parameters
    ----------
    text
        As typed, shell quoting already removed.
    type
        The flag's declared type; text of the wrong form falls through to the untyped rules.
    """
    if type in ("string", "path", "existing-path") and text[:1] not in ("[", "'", '"', "{"):
        return text
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
    # No function makes sense with many brackets, and each would be one level of recursion.
    function = function_parts(text) if text.count("[") <= documents.MAX_DEPTH else None
    if function is not None:
        name, arguments = function
        if name is None:
            return text
        if is_sequence(name):
            values = expand(name, [parse_untyped(part) for part in arguments])
            if values is not None:
                return values
    repeated = _REPEATED.fullmatch(text.strip())
    if repeated:
        return _repeat(text, *repeated.groups())
    return _parse_yaml(text)


def _number(text: str, convert: type[int] | type[float]) -> int | float | None:
    if "_" in text:
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
    function = function_parts(text)
    if not text or (function is not None and function[0] is None):
        return text
    try:
        value = documents.parse(text, as_typed=True)
    except DocumentError:
        return parse_untyped(text)
    return _as_meant(text, bool(value) if isinstance(value, (int, float)) else value)


def _parse_yaml(text: str) -> Any:  # noqa: ANN401 - a flag's value
    try:
        return _as_meant(text, documents.parse(text, as_typed=True))
    except DocumentError:
        return text


def _as_meant(text: str, value: Any) -> Any:  # noqa: ANN401 - a flag's value
    # As in Guild, of a text with a comment, too, such as "1 # a_b".
    numeric = isinstance(value, (int, float))
    return text if numeric and ("_" in text or ":" in text) and "!!" not in text else value


def _repeat(text: str, items: str, times: str) -> Any:  # noqa: ANN401 - a flag's value
    value = parse_untyped(items)
    if not isinstance(value, list) or len(value) * int(times) > MAX_ITEMS:
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
    convert = _COERCE[str(flag.type)]
    try:
        if flag.arg_split:
            return join([convert(part) for part in parts_of(value, flag)], flag.arg_split)
        return convert(value)
    except (ValueError, TypeError, OverflowError) as error:
        expected, example = _EXPECTED[str(flag.type)]
        raise InvalidFlagValue(
            f"invalid value {told(flag.name, value)} for flag {flag.name!r}: expected {expected}",
            f"Write a number such as {flag.name}={example}.",
            flag.name,
        ) from (None if is_secret(flag.name, value) else error)


def told(name: str, value: Any) -> str:  # noqa: ANN401 - a flag's value
    """Return a flag's value for a message: of a secret, three asterisks."""
    return WITHHELD if is_secret(name, value) else readable(value)


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
    # os.path, for pathlib fails on an unknown ~user and keeps "..".
    text = os.path.expanduser(str(value))  # noqa: PTH111
    return os.path.abspath(text) if text and not text.startswith("/") else text  # noqa: PTH100


_COERCE: dict[str, Callable[[Any], Any]] = {
    "string": str,
    "int": _to_int,
    "float": float,
    "number": _to_number,
    "boolean": bool,
    "path": _to_path,
    "existing-path": _to_path,
}
_EXPECTED = {"int": ("an int", 10), "float": ("a float", 0.1), "number": ("a number", 0.1)}


def parts_of(value: Any, flag: FlagDef) -> list[Any]:  # noqa: ANN401 - a flag's value
    """Return the parts of a value that is passed as several arguments.

    Parameters
    ----------
    value
        Text with the flag's separator in it, or a list.
    flag
        The flag; its ``arg_split`` is True or ``"shlex"`` for the words of a shell, else the
        text between the parts.

    Raises
    ------
    InvalidFlagValue
        A quote is not closed.
    """
    if isinstance(value, list):
        return value
    text = value if isinstance(value, str) else show(value)
    if flag.arg_split not in (True, "shlex"):
        return [part for part in text.split(str(flag.arg_split)) if part]
    try:
        return list(import_module("shlex").split(text))
    except ValueError as error:
        raise InvalidFlagValue(
            f"the value of flag {flag.name!r} cannot be split into words: {error}",
            "Close the quotes.",
            flag.name,
        ) from error


def join(values: list[Any], separator: bool | str | None = None) -> str:
    """Return a list as one text, its items in shell quotes unless there is a separator."""
    if separator in (None, True, False, "shlex"):
        return " ".join(_quoted(show(value)) for value in values)
    return str(separator).join(show(value) for value in values)


def _quoted(text: str) -> str:
    # 'yes' in quotes of its own reads better as "'yes'" than the way shlex writes it.
    quoted: str = f'"{text}"' if _IN_QUOTES.fullmatch(text) else import_module("shlex").quote(text)
    return quoted


def show(value: object, *, escaped: bool = True) -> str:
    """Return a value as YAML on one line, the way Guild writes lists: ``[1, yes, a b]``.

    Parameters
    ----------
    value
        A flag's value.
    escaped
        Whether letters beyond ASCII are written as escapes, as Guild does.
    """
    simple = documents.simple_text(value)
    if simple is not None:
        return simple
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not escaped and isinstance(value, str) and "\n" in value:
        return json.dumps(value, ensure_ascii=False)  # YAML too, and on one line
    if isinstance(value, list):
        return f"[{', '.join(_show_item(item, escaped=escaped) for item in value)}]"
    if isinstance(value, dict):
        pairs = sorted(
            (show(key, escaped=escaped), show(entry, escaped=escaped))
            for key, entry in value.items()
        )
        return "{" + ", ".join(f"{key}: {entry}" for key, entry in pairs) + "}"
    return documents.dump_flow(value, escaped=escaped)


def _show_item(value: object, *, escaped: bool) -> str:
    text = show(value, escaped=escaped)
    return repr(text) if isinstance(value, str) and "," in text else text


def format_value(value: object, *, in_label: bool = False) -> str:
    """Return the text that Guild has for a value; in labels floats and paths are cut."""
    if type(value) is int:
        return str(value)  # as many are
    if (
        type(value) is float
        and len(text := repr(value)) < _SHORTEST_CUT
        and not ("e" in text or "n" in text)
    ):
        return text  # as most others are: neither 1e-05 nor inf
    if value is True or value is False:
        return "yes" if value else "no"
    return _formatted(value, show(value), in_label=in_label)


def readable(value: object, *, in_label: bool = False) -> str:
    """Return the same text for people, letters of every script as themselves."""
    return _formatted(value, show(value, escaped=False), in_label=in_label)


def _formatted(value: object, text: str, *, in_label: bool) -> str:
    if isinstance(value, float) and in_label and math.isfinite(value):
        return text if len(text) < _SHORTEST_CUT else _DECIMALS.sub(r"\1", text)
    if isinstance(value, str):
        if value == WITHHELD:
            return WITHHELD  # no text of the user's, so no quotes
        # os.path, for pathlib raises for a name that is too long.
        if in_label and "/" in value and os.path.exists(value):  # noqa: PTH110
            text = _short_path(value)
        if " " in text and text[0] not in "'\"":
            return repr(text)
    return text


def _short_path(path: str) -> str:
    """Return a path with its middle left out, taking parts from both ends in turn."""
    parts: list[str] = _PATH_PARTS.findall(path)
    if len(path) <= _MAX_LABEL_PATH or len(parts) < 2:
        return path
    right = [parts.pop()]
    left = [] if path.startswith("/") else [parts.pop(0)]
    from_right = bool(left)
    while parts:
        part = parts[-1 if from_right else 0]
        if sum(len(kept) + 1 for kept in (*left, *right, part)) >= _MAX_LABEL_PATH:
            break
        if from_right:
            right.insert(0, parts.pop())
        else:
            left.append(parts.pop(0))
        from_right = not from_right
    short = "/".join(("/".join(left), "…", "/".join(right)))
    return short if len(short) < len(path) else path
