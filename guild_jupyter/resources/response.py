"""What a server's answer says of its body, believed only where all of it agrees.

Decides by status and headers alone; reads no body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.partial import Belonging

_RANGE = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")
_NO_RANGE = re.compile(r"bytes \*/([0-9]{1,15})")
# A file may change twice in the second that its date tells.
_SETTLED = 60.0


@dataclass(frozen=True, slots=True)
class Range:
    """Which bytes of the whole an answer has: ``count`` from ``start`` on, of ``total``."""

    start: int
    count: int
    total: int


def validator(headers: Message) -> str:
    """Return by what a server's content is told from any other; empty where by nothing.

    Weak entity tags name contents that may differ in bytes, and a date is one only of a file
    that did not change just now.
    """
    tag = str(headers.get("ETag", "")).strip()
    if re.fullmatch('"[^"\x00-\x20\x7f]*"', tag):
        return tag
    date, changed = (_moment(headers.get(name)) for name in ("Date", "Last-Modified"))
    if date is None or changed is None or date - changed < _SETTLED:
        return ""
    return str(headers.get("Last-Modified", "")).strip()


def length(headers: Message) -> int | None:
    """Return how many bytes the body has; None where only its end will tell.

    Raises
    ------
    ResourceError
        The headers contradict themselves.
    """
    coding = str(headers.get("Transfer-Encoding", "")).strip().lower()
    if coding == "chunked":
        return None
    said = {str(text).strip() for text in headers.get_all("Content-Length", [])}
    if coding or len(said) > 1 or not all(re.fullmatch(r"[0-9]{1,15}", text) for text in said):
        raise ResourceError("the server's answer contradicts itself about its length")
    return int(said.pop()) if said else None


def part(headers: Message, known: Belonging, start: int) -> Range | None:
    """Return which bytes a partial answer has; None where they do not fit what is here.

    Parameters
    ----------
    headers
        Those of an answer with status 206.
    known
        What is known of the bytes that are here.
    start
        How many they are.
    """
    found = _RANGE.fullmatch(str(headers.get("Content-Range", "")).strip())
    if found is None:
        return None
    first, last, total = map(int, found.groups())
    said = length(headers)
    fits = (
        first == start
        and first <= last < total
        and known.total in (None, total)
        and said in (None, last - first + 1)
        and _is_of_the_same(headers, known.validator)
    )
    return Range(first, last - first + 1, total) if fits else None


def whole_size(headers: Message) -> int | None:
    """Return how many bytes there are, by an answer that there are no more (status 416)."""
    found = _NO_RANGE.fullmatch(str(headers.get("Content-Range", "")).strip())
    return int(found[1]) if found else None


def wait(headers: Message, most: float) -> float:
    """Return how many seconds a server wants to be left alone."""
    text = str(headers.get("Retry-After", "")).strip()
    return min(float(text), most) if re.fullmatch(r"[0-9]{1,9}", text) else 0.0


def _is_of_the_same(headers: Message, known: str) -> bool:
    name = "ETag" if known.startswith('"') else "Last-Modified"
    said = headers.get(name)
    return not known or said is None or str(said).strip() == known


def _moment(text: object) -> float | None:
    try:
        return parsedate_to_datetime(str(text)).timestamp() if text else None
    except (TypeError, ValueError, OverflowError):
        return None
