"""What a text says that is a plain scalar, or a list or map of such; the rest is left to YAML.

Nearly all attributes of runs are of this kind, and a YAML parser takes ten times as long. What is
read here means exactly what :func:`guild_jupyter.documents.parse` says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from guild_jupyter.redaction.patterns import late

#: What :func:`read` returns for a text that it leaves to YAML; None is a value.
UNREAD: Any = object()

_LONGEST = 1 << 14
_MOST_DIGITS = 18
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
# A scalar, or a pair of a map; the line of a list is its scalar after a dash.
_LINE = re.compile(rf"(?:(?P<key>[A-Za-z_][A-Za-z0-9_.-]*):\ )?{_SCALAR}", re.VERBOSE)
_DASH = "- "
#: Characters of the longest text whose pairs are remembered: they come again with other runs.
_SHORT = 1 << 10
# PyYAML folds a text of more than 80 characters.
_FOLDED = late(rf"{_FIRST}(?:\ {_MORE}|\n\ +\w[A-Za-z0-9_./@+%=(),~-]*)+\n?", re.ASCII)
_FOLD = re.compile(r"\n +")


def read(text: str) -> Any:  # noqa: ANN401 - any plain value
    """Return the value of a text, or :data:`UNREAD`."""
    whole = text.removesuffix("\n")
    if whole.isdecimal() and _is_number(whole):
        return int(whole)  # as times and exit codes are
    if "\n" not in whole:
        found = _LINE.fullmatch(whole)
        if found and found["key"] is None:
            return _value(found)
    if len(text) > _LONGEST:
        return UNREAD
    if ":" not in whole and _FOLDED.fullmatch(text):
        return _FOLD.sub(" ", whole)
    lines = whole.split("\n")
    return _list(lines) if text.startswith(_DASH) else _map(whole, lines)


def _is_number(digits: str) -> bool:
    is_octal = digits[0] == "0" and len(digits) > 1
    return digits.isascii() and len(digits) <= _MOST_DIGITS and not is_octal


def _list(lines: list[str]) -> Any:  # noqa: ANN401 - or UNREAD
    items = [_LINE.fullmatch(line, len(_DASH)) for line in lines if line.startswith(_DASH)]
    values = [_value(item) for item in items if item and item["key"] is None]
    return values if len(values) == len(lines) else UNREAD


def _map(whole: str, lines: list[str]) -> Any:  # noqa: ANN401 - or UNREAD
    # An empty list or map can be changed, so that each has to be another.
    comes_again = len(whole) <= _SHORT and "]" not in whole and "}" not in whole
    pairs = map(_known_pair if comes_again else _pair, lines)
    values = dict(filter(None, pairs))
    return values if len(values) == len(lines) else UNREAD


def _pair(line: str) -> tuple[str, Any] | None:
    found = _LINE.fullmatch(line)
    key = found and found["key"]
    return None if not found or not key or key in _WORDS else (key, _value(found))


_known_pair = lru_cache(4096)(_pair)


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
