"""Outputs of cells: what is said of them as text, and how much of them a notebook keeps."""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Mapping
from typing import Any, TextIO

#: Characters of one cell's text that are kept from its beginning, and from its end.
HEAD = TAIL = 512 << 10
#: The same where a notebook is full.
FEW = 4 << 10
#: Characters of all other outputs that a notebook keeps: pages, tables, images.
ROOM = 128 << 20
_ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?(?:\x07|\x1b\\)")
#: What Python says of things that have no text of their own.
_NO_TEXT = re.compile(r"<IPython\.core\.display\.\w+ object>")
_NO_INPUT = "StdinNotImplementedError"
_SHOWN = ("execute_result", "display_data", "update_display_data")


def text_of(content: Mapping[str, Any]) -> str:
    """Return the text of a shown or returned value, empty where it has none to read."""
    data = content.get("data") or {}
    text = _joined(data.get("text/plain"))
    return "" if _NO_TEXT.fullmatch(text) else text


def error_text(content: Mapping[str, Any]) -> str:
    """Return an error with its traceback as text that can be read without colours."""
    lines = content.get("traceback") or []
    text = "\n".join(str(line) for line in lines) if isinstance(lines, list) else str(lines)
    text = text or f"{content.get('ename', 'Error')}: {content.get('evalue', '')}"
    if content.get("ename") == _NO_INPUT:
        text += "\nNobody can answer input() in a run: make what it asks for a flag."
    return _ESCAPE.sub("", text)


def size_of(output: Mapping[str, Any]) -> int:
    """Return about how many characters an output takes in a notebook."""
    data = output.get("data") or {}
    return sum(len(value if isinstance(value, str) else str(value)) for value in data.values())


def _joined(value: object) -> str:
    if isinstance(value, list):
        return "".join(map(str, value))
    return "" if value is None else str(value)


class KeptText:
    """Text that comes in pieces, of which beginning and end are kept.

    Parameters
    ----------
    head, tail
        How many characters are kept of each.
    """

    def __init__(self, head: int = HEAD, tail: int = TAIL) -> None:
        self._room = head
        self._most = tail
        self._head: list[str] = []
        self._tail: deque[str] = deque()
        self._in_tail = 0
        self._left_out = 0

    def add(self, piece: str) -> None:
        """Take a piece."""
        first = piece[: self._room]
        if first:
            self._head.append(first)
            self._room -= len(first)
        rest = piece[len(first) :]
        if not rest:
            return
        self._tail.append(rest)
        self._in_tail += len(rest)
        while self._in_tail > self._most:
            over = self._in_tail - self._most
            oldest = self._tail.popleft()
            if len(oldest) > over:
                self._tail.appendleft(oldest[over:])
            gone = min(over, len(oldest))
            self._in_tail -= gone
            self._left_out += gone

    def text(self) -> str:
        """Return what is kept, with what a carriage return overwrites taken out."""
        # One text each from now on: many small pieces take more than what is in them.
        self._head, self._tail = ["".join(self._head)], deque(["".join(self._tail)])
        note = ""
        if self._left_out:
            note = f"\n[{self._left_out} characters are only in the output of the run]\n"
        return _as_overwritten(f"{self._head[0]}{note}{self._tail[0]}")


def _as_overwritten(text: str) -> str:
    """Return a text as a terminal shows it after carriage returns."""
    if "\r" not in text:
        return text
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if "\r" in line:
            kept = line.rstrip("\r")
            lines[at] = kept.rpartition("\r")[2] + line[len(kept) :][:1]
    return "\n".join(lines)


class Speech:
    """What is said of outputs on the standard streams, as they come.

    Parameters
    ----------
    streams
        Whether what is printed is to be said; a kernel that prints it itself needs nobody to.
    """

    def __init__(self, *, streams: bool) -> None:
        self._streams = streams
        self._said: dict[str, str] = {}
        self._in_line: TextIO | None = None

    def say(self, kind: str, content: Mapping[str, Any]) -> None:
        """Say what a message of a kernel brings; parameters are its type and content."""
        if kind == "stream":
            to = sys.stderr if content["name"] == "stderr" else sys.stdout
            if self._streams:
                self._write(content["text"], to)
            elif content["text"]:
                self._in_line = None if content["text"].endswith("\n") else to
        elif kind == "error":
            self._line(error_text(content), sys.stderr)
        elif kind in _SHOWN:
            text = text_of(content)
            if self._is_news(text, (content.get("transient") or {}).get("display_id")):
                self._line(text, sys.stdout)

    def end_line(self) -> None:
        """End the line that was begun last."""
        if self._in_line:
            self._write("\n", self._in_line)

    def _is_news(self, text: str, name: str | None) -> bool:
        """Tell whether there is a text to say, in what is shown by a name not the last one."""
        known = self._said.get(name) if name else None
        if name:
            self._said[name] = text
        return text not in ("", known)

    def _line(self, text: str, to: TextIO) -> None:
        self.end_line()
        self._write(text if text.endswith("\n") else f"{text}\n", to)

    def _write(self, text: str, to: TextIO) -> None:
        if text:
            to.write(text)
            to.flush()
            self._in_line = None if text.endswith("\n") else to
