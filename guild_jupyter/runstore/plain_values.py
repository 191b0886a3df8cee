"""What a text says that is a plain scalar, or a list or map of such; the rest is left to YAML.

Nearly all attributes of runs are of this kind, and a YAML parser takes ten times as long. What is
read here means exactly what :func:`guild_jupyter.documents.parse` says.
"""

from __future__ import annotations

import re
from typing import Any

from guild_jupyter.redaction.patterns import late

#: What :func:`read` returns for a text that it leaves to YAML; None is a value.
UNREAD: Any = object()

_LONGEST = 1 << 14
_WORDS = {
    **dict.fromkeys(("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("null", "Null", "NULL"), None),
}
_FIRST = r"[A-Za-z_/][A-Za-z0-9_./@+%=(),~-]*"
_MORE = r"[A-Za-z0-9_./@+%=(),~-]+"
_SCALAR = rf"""(?:
    (?P<integer>-?(?:0|[1-9][0-9]{{0,17}}))
  | (?P<real>-?[0-9]{{1,17}}(?:\.[0-9]{{0,20}}(?:e[-+]?[0-9]{{1,3}})?|e[-+]?[0-9]{{1,3}}))
  | (?P<plain>{_FIRST}(?:\ {_MORE})*)
  | (?P<quoted>'[\ -&(-~]*')
  | (?P<digest>(?!0b)(?=[0-9e]*[abcdf])[0-9a-f]{{32}})
  | (?P<nothing>\[\]|\{{\}})
)"""
_ONE = re.compile(rf"{_SCALAR}\n?", re.VERBOSE)
_ITEM = late(rf"-\ {_SCALAR}", re.VERBOSE)
_PAIR = re.compile(rf"(?P<key>[A-Za-z_][A-Za-z0-9_.-]*):\ {_SCALAR}", re.VERBOSE)
# PyYAML folds a text of more than 80 characters.
_FOLDED = late(rf"{_FIRST}(?:\ {_MORE}|\n\ +\w[A-Za-z0-9_./@+%=(),~-]*)+\n?", re.ASCII)
_FOLD = re.compile(r"\n +")


def read(text: str) -> Any:  # noqa: ANN401 - any plain value
    """Return the value of a text, or :data:`UNREAD`."""
    found = _ONE.fullmatch(text)
    if found:
        return _value(found)
    if len(text) > _LONGEST:
        return UNREAD
    if _FOLDED.fullmatch(text):
        return _FOLD.sub(" ", text.rstrip("\n"))
    lines = text.removesuffix("\n").split("\n")
    return _list(lines) if text.startswith("- ") else _map(lines)


def _list(lines: list[str]) -> Any:  # noqa: ANN401 - or UNREAD
    items = list(map(_ITEM.fullmatch, lines))
    return UNREAD if None in items else [_value(item) for item in items if item]


def _map(lines: list[str]) -> Any:  # noqa: ANN401 - or UNREAD
    values: dict[str, Any] = {}
    for line in lines:
        found = _PAIR.fullmatch(line)
        if found is None or found["key"] in _WORDS or found["key"] in values:
            return UNREAD
        values[found["key"]] = _value(found)
    return values


def _value(found: re.Match[str]) -> Any:  # noqa: ANN401 - any plain value
    kind = found.lastgroup
    text = found[kind or 0]
    if kind == "plain":
        return _WORDS.get(text, text)
    if kind == "integer":
        return int(text)
    if kind == "real":
        return float(text)
    if kind == "quoted":
        return text[1:-1]
    if kind == "nothing":
        return [] if text == "[]" else {}
    return text
