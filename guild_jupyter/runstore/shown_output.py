"""Output as it is shown: what a program prints, as it comes, less credentials and controls.

The bytes on the disk are the program's own; this stands between them and the screen. Of a line
that is not finished yet, the last word waits until it is, or until nothing more comes.
"""

from __future__ import annotations

import re

from guild_jupyter.redaction import redact
from guild_jupyter.twins.text import printable, unfinished

_LONGEST_LINE = 1 << 14
_LONGEST_KEY = 20_000
_BEGIN, _END = re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----"), "-----END "


class ShownOutput:
    """Takes text as a program prints it and gives the text to show."""

    def __init__(self) -> None:
        self._line = ""  # the unfinished line, as printed
        self._shown = ""  # what of it was given out
        self._in_key = 0  # how much of a key, whose end has not come, was swallowed
        self._sequence = ""  # the beginning of an escape sequence

    def feed(self, text: str) -> str:
        """Return what can be shown now that more has come."""
        text = self._sequence + text
        kept = len(text) - unfinished(text)
        self._sequence = text[kept:]
        text = self._line + printable(text[:kept])
        end = max(text.rfind("\n"), text.rfind("\r")) + 1
        if len(text) - end > _LONGEST_LINE:
            end = text.rfind(" ", end) + 1 or len(text)
        self._line = text[end:]
        ready = self._of_lines(text[:end]) if end else ""
        return ready + self._of_rest(self._line[: len(self._line) - len(_last_word(self._line))])

    def settle(self) -> str:
        """Return what waited for the rest of its word: nothing more has come."""
        return self._of_rest(self._line)

    def finish(self) -> str:
        """Return what is left, and begin anew."""
        left = self._of_lines(self._line)
        self._line = self._shown = self._sequence = ""
        self._in_key = 0
        return left

    def _of_lines(self, text: str) -> str:
        """Return finished lines as they are shown."""
        if self._in_key:
            if _END not in text and self._in_key < _LONGEST_KEY:
                self._in_key += len(text)
                return ""
            self._in_key = 0
        begins = [found.end() for found in _BEGIN.finditer(text)] if "-----BEGIN " in text else []
        shown = redact(text)
        if begins and _END not in text[begins[-1] :]:
            self._in_key = 1
            shown += "\n" if text.endswith("\n") else ""
        given, self._shown = self._shown, ""
        return _continued(given, shown)

    def _of_rest(self, text: str) -> str:
        """Return what of an unfinished line was not given out yet."""
        if self._in_key or not text:
            return ""
        given, self._shown = self._shown, redact(text)
        if len(self._shown) < len(given) and given.startswith(self._shown):
            self._shown = given
            return ""
        return _continued(given, self._shown)


def _last_word(text: str) -> str:
    word = text[max(text.rfind(" "), text.rfind("\t")) + 1 :]
    # Bars and dots of progress hide nothing, and must not wait.
    return word if any(map(str.isalnum, word)) else ""


def _continued(given: str, shown: str) -> str:
    if shown.startswith(given):
        return shown[len(given) :]
    # A word that was shown early has turned out to be a secret: write over it.
    return f"\r{shown}"
