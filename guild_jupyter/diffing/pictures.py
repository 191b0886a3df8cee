"""Pictures told by their first bytes, and as something that a page can hold."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from guild_jupyter.supervise import durable

#: Larger ones are not put into a page.
LARGEST = 256 << 10
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_SVG = re.compile(rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s)*<svg[\s>]", re.DOTALL)
_SAMPLE = 2048


def kind_of(beginning: bytes) -> str:
    """Return the media type of a picture that begins so; empty for anything else."""
    for mark, kind in _BEGINNINGS:
        if beginning.startswith(mark):
            return kind
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if _SVG.match(beginning[:_SAMPLE]) else ""


def read(path: Path, largest: int) -> tuple[str, bytes]:
    """Return the media type and the bytes of a picture; empty ones where it is larger, or none."""
    try:
        data = durable.read_bytes(str(path), largest)
    except OSError:
        return "", b""
    kind = kind_of(data)
    return (kind, data) if kind else ("", b"")


def address(path: Path) -> str:
    """Return a picture as an address that holds it; empty where it is too large, or is none.

    In an ``<img>`` no picture can run a script, an SVG neither.
    """
    kind, data = read(path, LARGEST)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}" if kind else ""
