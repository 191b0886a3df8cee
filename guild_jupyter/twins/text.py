"""Untrusted text made safe to show, and times and numbers in a form people read."""

from __future__ import annotations

import math
import re
import time
from functools import lru_cache

from guild_jupyter.redaction import redact
from guild_jupyter.redaction.patterns import late

_ESCAPE = late(
    r"""\x1b(?:
        \[([0-?]*)[ -/]*([@-~])                     # CSI, of which only SGR (m) is kept
      | [\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?     # titles, links, clipboard: with their text
      | [ -/]*[0-~]                                # character sets, saved cursors …
    )?""",
    re.VERBOSE,
)
_UNFINISHED = late(r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}|[\]PX^_][^\x07\x1b\n]*\x1b?|[ -/]{1,8})?\Z")
_LONGEST_SEQUENCE = 4096
_DECEIVING = late(
    "[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# Characters that join what people write, such as emoji; other invisible ones only deceive.
_JOINERS = "\u200c\u200d"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_COLOURS = ("#5c6370", "#e05252", "#3fa45b", "#c08a1e", "#3b82f6", "#b05cc6", "#1fa3b5", "#9aa0a8")
_OPERANDS = {"5": 1, "2": 3}
_STYLES = {
    1: ("font-weight", "bold"),
    3: ("font-style", "italic"),
    4: ("text-decoration", "underline"),
    22: ("font-weight", ""),
    23: ("font-style", ""),
    24: ("text-decoration", ""),
    39: ("color", ""),
}
_PICTURES = 0x2400
#: What stands where a text was cut off.
CUT = "…"
_BEYOND_ASCII = late(r"[^\x00-\x7f]")


def clean(text: str) -> str:
    """Return text for one line of a table or terminal: controls are shown as symbols."""
    if text.isascii() and text.isprintable():
        return text  # as most is
    return "".join(_visible(character) for character in text)


def one_line(text: str) -> str:
    """Return a description on one line, controls as symbols and credentials withheld."""
    return redact(clean(" ".join(text.split())))


def printable(text: str) -> str:
    """Return program output without what deceives or takes over a screen.

    Colours stay, and the controls that move along a line; titles, links, the clipboard, jumps of
    the cursor and marks that turn the direction of writing go.
    """
    if "\x1b" in text:
        text = _ESCAPE.sub(lambda match: match[0] if match[2] == "m" else "", text)
    return _DECEIVING.sub("", text)


def unfinished(text: str) -> int:
    """Return how many of the last characters may begin an escape sequence that goes on."""
    begun = _UNFINISHED.search(text, max(0, len(text) - _LONGEST_SEQUENCE))
    return len(text) - begun.start() if begun else 0


def clean_block(text: str) -> str:
    """Return text of several lines for a terminal: escape sequences gone, controls as symbols."""
    return "\n".join(clean(line.expandtabs()) for line in _ESCAPE.sub("", text).split("\n"))


def without_escapes(text: str) -> str:
    """Return program output without its colours and other escape sequences."""
    return _ESCAPE.sub("", text) if "\x1b" in text else text


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "\u2421"
    import unicodedata  # noqa: PLC0415 - few texts need any of it

    if character not in _JOINERS and unicodedata.category(character) in _UNSEEN:
        return "\ufffd"
    return character


def escape(text: str) -> str:
    """Return text for HTML content and attributes, controls shown as symbols."""
    return _escaped(clean(text))


def _escaped(text: str) -> str:
    import html  # noqa: PLC0415 - a terminal needs none of it

    return html.escape(text, quote=True)


def output_html(text: str) -> str:
    """Return program output as HTML: colours become spans, other escape sequences are dropped."""
    parts = []
    style: dict[str, str] = {}
    position = 0
    for match in _ESCAPE.finditer(text):
        parts.append(_span(text[position : match.start()], style))
        position = match.end()
        if match.group(2) == "m":
            _apply(match.group(1), style)
    parts.append(_span(text[position:], style))
    return "".join(parts)


def _span(text: str, style: dict[str, str]) -> str:
    if not text:
        return ""
    safe = _escaped("\n".join(clean(line.expandtabs()) for line in text.split("\n")))
    if not style:
        return safe
    css = ";".join(f"{name}:{value}" for name, value in sorted(style.items()))
    return f'<span style="{css}">{safe}</span>'


def _apply(codes: str, style: dict[str, str]) -> None:
    pending = iter(codes.split(";"))
    for code in pending:
        number = int(code) if code.isdecimal() and len(code) < 4 else -1 if code else 0
        if number in (38, 48):
            # 256 and true colours: their numbers are no codes of their own.
            for _ in range(_OPERANDS.get(next(pending, ""), 0)):
                next(pending, "")
        elif number == 0:
            style.clear()
        elif 30 <= number <= 37 or 90 <= number <= 97:
            style["color"] = _COLOURS[number % 10]
        elif number in _STYLES:
            name, value = _STYLES[number]
            style.pop(name, None)
            if value:
                style[name] = value


def duration(seconds: float) -> str:
    """Return a length of time as people say it: ``0.4 s``, ``3 min 05 s``, ``3 d 4 h``."""
    if not math.isfinite(seconds):
        return "?"
    seconds = max(0.0, seconds)
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    if whole < 86_400:
        return f"{whole // 3600} h {whole % 3600 // 60:02} min"
    return f"{whole // 86_400} d {whole % 86_400 // 3600} h"


def moment(microseconds: int) -> str:
    """Return a local date and time."""
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(microseconds / 1e6))
    except (OverflowError, ValueError, OSError):
        return "?"


def clock(seconds: float) -> str:
    """Return a local time of day."""
    return moment(round(seconds * 1e6))[11:16]


def number(value: float) -> str:
    """Return a number with six significant digits."""
    return f"{value:.6g}" if math.isfinite(value) else str(value)


def size(count: int) -> str:
    """Return a number of bytes as people say it: ``512 bytes``, ``1 GiB``, ``8.9 MiB``."""
    if count < 1024:
        return "1 byte" if count == 1 else f"{count} bytes"
    value = float(count)
    for unit in ("KiB", "MiB", "GiB"):
        value /= 1024
        if value < 1023.95:
            return f"{value:.1f}".removesuffix(".0") + f" {unit}"
    return f"{value / 1024:.1f}".removesuffix(".0") + " TiB"


def columns(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    if _is_plain(text):
        return len(text)
    return len(text) + sum(map(_more_columns, _BEYOND_ASCII.findall(text)))


def _is_plain(text: str) -> bool:
    """Tell whether each character takes one column, as in nearly every text, cut off or not."""
    return text.isascii() or text.removesuffix(CUT).isascii()


@lru_cache(1024)
def _more_columns(character: str) -> int:
    """Return how many columns a character takes beyond one."""
    import unicodedata  # noqa: PLC0415 - as above

    if unicodedata.combining(character) or character in _JOINERS:
        return -1
    return 1 if unicodedata.east_asian_width(character) in "WF" else 0


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return a text filled up to a number of columns, at its left end for ``right``."""
    if _is_plain(text):
        return text.rjust(width) if right else text.ljust(width)
    blanks = " " * (width - columns(text))
    return blanks + text if right else text + blanks


def shorten(text: str, width: int) -> str:
    """Return text of at most ``width`` characters, an ellipsis at its end if it was cut."""
    return text if len(text) <= width else text[: width - 1] + CUT


def fitted(text: str, width: int) -> str:
    """Return text whose lines are at most so many columns wide, an ellipsis where one was cut."""
    return "\n".join(_fitted(line, width) for line in text.split("\n"))


def _fitted(line: str, width: int) -> str:
    if columns(line) <= width:
        return line
    while columns(line) >= max(width, 1):
        line = line[:-1]
    return f"{line}{CUT}"
