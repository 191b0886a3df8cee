"""Untrusted text made safe to show, and times and numbers in a form people read."""

from __future__ import annotations

import html
import math
import re
import time
import unicodedata

_ESCAPE = re.compile(r"\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])?")
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_COLOURS = ("#5c6370", "#e05252", "#3fa45b", "#c08a1e", "#3b82f6", "#b05cc6", "#1fa3b5", "#9aa0a8")
_PICTURES = 0x2400


def clean(text: str) -> str:
    """Return text for one line of a table or terminal: controls are shown as symbols."""
    return "".join(_visible(character) for character in text)


def clean_block(text: str) -> str:
    """Return text of several lines for a terminal: escape sequences gone, controls as symbols."""
    return "\n".join(clean(line.expandtabs()) for line in _ESCAPE.sub("", text).split("\n"))


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "\u2421"
    if character in _DIRECTION or unicodedata.category(character) in ("Cc", "Cs", "Co"):
        return "\ufffd"
    return character


def escape(text: str) -> str:
    """Return text for HTML content and attributes, controls shown as symbols."""
    return html.escape(clean(text), quote=True)


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
    safe = html.escape("\n".join(clean(line.expandtabs()) for line in text.split("\n")))
    if not style:
        return safe
    css = ";".join(f"{name}:{value}" for name, value in sorted(style.items()))
    return f'<span style="{css}">{safe}</span>'


def _apply(codes: str, style: dict[str, str]) -> None:
    for code in codes.split(";"):
        number = int(code) if code.isdecimal() else 0 if not code else -1
        if number == 0:
            style.clear()
        elif number == 1:
            style["font-weight"] = "bold"
        elif number == 3:
            style["font-style"] = "italic"
        elif number == 4:
            style["text-decoration"] = "underline"
        elif 30 <= number <= 37:
            style["color"] = _COLOURS[number - 30]
        elif 90 <= number <= 97:
            style["color"] = _COLOURS[number - 90]
        elif number == 39:
            style.pop("color", None)
        elif number in (38, 48):
            return  # 256 and true colours: their numbers are no codes of their own


def duration(seconds: float) -> str:
    """Return a length of time: ``0.4 s``, ``12 s``, ``3 min 05 s``, ``2 h 10 min``, ``3 d 4 h``."""
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
    return time.strftime("%H:%M", time.localtime(seconds))


def number(value: float) -> str:
    """Return a number with six significant digits."""
    return f"{value:.6g}" if math.isfinite(value) else str(value)


def shorten(text: str, width: int) -> str:
    """Return text of at most ``width`` characters, an ellipsis at its end if it was cut."""
    return text if len(text) <= width else text[: width - 1] + "…"
