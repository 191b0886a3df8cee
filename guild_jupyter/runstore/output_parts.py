"""Parts of a run's output by their place in it: whole lines, as they are shown.

Decides where a part begins and ends, so that no letter, colour or credential is cut in two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter.redaction import WITHHELD, redact
from guild_jupyter.runstore.output import LINE, fold
from guild_jupyter.supervise.reading import Reading
from guild_jupyter.twins.text import printable

#: Bytes of the largest part.
MOST = 256 << 10
#: Bytes that are looked at for the last lines.
TAIL = 16 << 10
_KEY = 20_000
_BEGIN = re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----")
_END = re.compile(r"-----END [A-Z ]{0,40}PRIVATE KEY-----")


@dataclass(frozen=True)
class Part:
    """Some lines of an output.

    Parameters
    ----------
    text
        The lines as they are shown: colours stay, overwritten text and credentials do not.
    offset, next
        The bytes, of all that came, that they begin with and that follow them.
    size
        Bytes of the whole output.
    """

    text: str
    offset: int
    next: int
    size: int


def part(path: Path, offset: int, length: int) -> Part:
    """Return the lines in which some bytes of an output stand.

    Parameters
    ----------
    path
        The output file, which may not be there yet.
    offset
        The first byte; a negative number counts from the end.
    length
        How many bytes; the line in which they end is whole, if it is not very long.
    """
    reading = Reading(str(path))
    size = reading.end()
    offset = max(0, min(size, offset if offset >= 0 else size + offset))
    end = min(size, offset + max(1, min(length, MOST)))
    before = max(0, offset - max(LINE, _KEY))
    data = _bytes(reading, before, min(size, end + LINE))
    start = data.rfind(b"\n", 0, offset - before) + 1 if offset else 0
    if not start and before:
        start = offset - before  # within a line that is too long to be looked at
    stop = data.find(b"\n", max(start, end - before - 1)) + 1 or end - before
    if before + stop > end and data[stop - 1 : stop] != b"\n":
        stop = end - before
    text = data[start:stop].decode("utf-8", errors="replace")
    known = data[:start].decode("utf-8", errors="replace")
    return Part(_shown(text, known), before + start, before + stop, size)


def last(path: Path, lines: int) -> Part:
    """Return the last lines of an output."""
    reading = Reading(str(path))
    size = reading.end()
    found = part(path, -TAIL, TAIL)
    shown = found.text.rstrip("\n").split("\n")
    is_whole = found.offset == 0 and len(shown) <= lines
    text = "\n".join(shown[-lines:])
    return Part(text, 0 if is_whole else max(1, found.offset), found.next, size)


def _bytes(reading: Reading, begin: int, end: int) -> bytes:
    reading.at = begin
    data = b""
    while len(data) < end - begin:
        _, piece = reading.read(end - begin - len(data))
        if not piece:
            break
        data += piece
    return data


def _shown(text: str, before: str) -> str:
    """Return lines as they are shown; ``before`` are those before them."""
    if _is_open(before[-_KEY:]):
        ended = _END.search(text)
        text = WITHHELD + (text[ended.end() :] if ended else "\n")
    begun = list(_BEGIN.finditer(text))
    if begun and not _END.search(text, begun[-1].end()):
        text = text[: begun[-1].start()] + WITHHELD + "\n"
    return redact(fold(printable(text)))


def _is_open(text: str) -> bool:
    """Tell whether a private key begins in a text and does not end in it."""
    begun = list(_BEGIN.finditer(text))
    return bool(begun) and not _END.search(text, begun[-1].end())
