"""Which values tell nothing secret, or have the look of names, paths and figures."""

from __future__ import annotations

import re

from guild_jupyter.redaction.patterns import late

_NUMBER = r"[-+]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(?:e[-+]?\d{1,3})?"
_TELLS_NOTHING = late(
    r"[-+]?[0-9]{0,9}(?:\.[0-9]{1,9})?(?:e[-+]?[0-9]{1,3})?|yes|no|on|off|true|false|null|none|\*\*\*",
    re.IGNORECASE,
)
_PLACEHOLDER = late(r"<[^<>\s]{1,40}>|\[[A-Za-z_]{1,40}\]")
# mean=0.3, precision 0.93, 3.2%: what is measured of a layer, class or file of that name.
_FIGURE = late(
    rf"(?:[A-Za-z_]\w{{0,40}}(?:={_NUMBER}%?|=nan|=-?inf|\ (?=[-+]?\d*(?:\.\d|%)){_NUMBER}%?)"
    rf"|{_NUMBER}%)(?=[\s,;)\]}}'\"|]|\Z)",
    re.IGNORECASE,
)
# layer4, n02123045, conv2d, 8a7b6c5d, v1: the parts of names and paths.
_PART = late(
    r"[A-Za-z]{1,16}\d{0,5}|[A-Za-z]{1,4}\d{1,9}|[A-Za-z]{1,8}\d[A-Za-z]|\d{1,12}"
    r"|[0-9a-f]{1,8}|[0-9A-Za-z]{1,3}",
    re.ASCII,
)
_BETWEEN_PARTS = late(r"[/._:=-]+")
_FILE = late(r"(?:[\w.=-]{1,128}/){1,32}[\w=-]{1,128}(?:\.[a-z]\w{0,7}){1,4}", re.ASCII)
_GENERATED = late(
    r"(?=[^a-z]{0,200}[a-z])(?=[^A-Z]{0,200}[A-Z])(?=\D{0,200}\d)[\w+/=~!@#$%^*.-]{12,512}"
)
_SHORT_DIGEST = late(r"[0-9a-f]{4,16}")


def tells_nothing(value: str) -> bool:
    """Tell whether a value is a mere number, yes, no, nothing, or withheld already."""
    return _TELLS_NOTHING.fullmatch(value) is not None


def is_placeholder(value: str) -> bool:
    """Tell whether a value is a special token of a text, such as ``<sks>`` or ``[CLS]``."""
    return _PLACEHOLDER.fullmatch(value) is not None


def is_figure_at(text: str, start: int) -> bool:
    """Tell whether ``word=number``, ``word 0.5`` or a percentage begins there."""
    return _FIGURE.match(text, start) is not None


def is_structured(value: str) -> bool:
    """Tell whether a value is words and numbers put together, as names and paths are."""
    parts = filter(None, _BETWEEN_PARTS.split(value))  # one pattern for all would take for ever
    return all(map(_PART.fullmatch, parts)) or _FILE.fullmatch(value) is not None


def is_generated(value: str) -> bool:
    """Tell whether a value mixes cases and digits as no name, path or digest does."""
    return _GENERATED.fullmatch(value) is not None and not is_structured(value)


def is_short_digest(value: str) -> bool:
    """Tell whether a value is a hexadecimal number of at most 16 digits."""
    return _SHORT_DIGEST.fullmatch(value) is not None
