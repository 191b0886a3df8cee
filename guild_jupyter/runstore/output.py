"""Reading the output of a run as it is shown: as it comes, as much as fits, or its last lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from guild_jupyter.redaction import redact
from guild_jupyter.runstore.shown_output import ShownOutput
from guild_jupyter.supervise import overflow
from guild_jupyter.supervise.reading import Reading
from guild_jupyter.twins.text import printable

#: Of output that is shown in a page: the first bytes, the last bytes of what is waiting to be
#: shown, what is shown of one output in all before its end, and the characters of a line.
FIRST, LAST, MOST, LINE = 8 << 20, 1 << 20, 32 << 20, 1 << 16

_CHUNK = 1 << 20
_TAIL = 1 << 16
_SILENT = (
    "\n[guild_jupyter: this is more than a page can hold; "
    "the end of the output follows when the run ends]\n"
)
_CUT = " … (the rest of this line is not shown)"


def text(path: Path) -> str:
    """Return an output as it can be shown: whole up to some 8 MB, else its beginning and its end.

    A line in between says how many bytes are left out; lines of more than 64 Ki characters are
    cut, credentials withheld. Bytes that are not UTF-8 are replaced, no file is no output.
    """
    return "".join(pieces(path, limited=True))


def pieces(path: Path, *, limited: bool, exact: bool = False) -> Iterator[str]:
    """Yield an output as it is now, in pieces of bounded size.

    Parameters
    ----------
    path
        The output file.
    limited
        Whether no more is wanted than a page can show, as :func:`text`.
    exact
        Whether credentials are shown too.
    """
    follower = Follower(path, limited=limited, exact=exact)
    yield from follower.read()
    yield from follower.finish()


def tail(path: Path, lines: int) -> str:
    """Return the last lines of the output as shown, what was overwritten folded away."""
    reading = Reading(str(path))
    is_cut = reading.skip_to(_TAIL) > 0
    data = b""
    while len(data) < _TAIL:
        left_out, piece = reading.read(_TAIL - len(data))
        if left_out:
            is_cut, data = True, b""  # what stands before is not the tail
        if not piece:
            break
        data += piece
    if is_cut and b"\n" in data[:-1]:
        data = data.partition(b"\n")[2]  # the rest of a line says nothing
    decoded = printable(data.decode("utf-8", errors="replace"))
    shown = redact(fold(decoded)).rstrip("\n").split("\n")
    return "\n".join(shown[-lines:] if lines > 0 else [])


def fold(output: str) -> str:
    r"""Return the text as a terminal shows it in the end: ``\r`` overwrites its line."""
    if "\r" not in output:
        return output
    return "\n".join(_overwritten(line) for line in output.split("\n"))


def _overwritten(line: str) -> str:
    shown: list[str] = []
    width = 0
    for part in reversed(line.removesuffix("\r").split("\r")):
        if len(part) > width:  # what reaches beyond everything that came later
            shown.append(part[width:])
            width = len(part)
    return "".join(shown)


class Follower:
    """Reads what is added to an output; split UTF-8 is put together again.

    What is left out, here or in the record, is said in a line.

    Parameters
    ----------
    path
        The output file, which may not be there yet.
    limited
        Whether no more is wanted than a page can show: of what waits the last MiB, save for the
        first 8, and nothing but the end after 32.
    exact
        Whether credentials are shown too.
    """

    def __init__(self, path: Path, *, limited: bool = False, exact: bool = False) -> None:
        self._reading = Reading(str(path))
        self._limited = limited
        self._shown = 0
        self._screen = None if exact else ShownOutput()
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._lines = LongLines()

    def read(self) -> Iterator[str]:
        """Yield the text that was added since the last call, in pieces of bounded size.

        A word whose end may be on its way waits until the next call.
        """
        came = False
        while not self._limited or self._shown < MOST:
            most = _CHUNK
            left_out = 0
            if self._limited and self._shown < FIRST:
                most = min(_CHUNK, FIRST - self._shown)
            elif self._limited:
                left_out = self._reading.skip_to(LAST)
            before = self._reading.at
            gone, data = self._reading.read(most)
            if self._reading.at < before:
                self._begin_anew()
            if not data and not left_out and not gone:
                break
            came = True
            yield from self._said(left_out + gone)
            yield from self._decoded(data)
            if self._limited and self._shown >= MOST:
                yield from self._break_off()
                yield _SILENT
        if not came:
            yield from self.settle()

    def settle(self) -> Iterator[str]:
        """Yield what waits for the rest of its word: nothing more has come."""
        if self._screen:
            yield from self._cut(self._screen.settle())

    def finish(self) -> Iterator[str]:
        """Yield what is left when nothing more comes: the end, where not all was shown."""
        left_out = self._reading.skip_to(LAST) if self._limited else 0
        while True:
            gone, data = self._reading.read(_CHUNK)
            yield from self._said(left_out + gone)
            left_out = 0
            if not data:
                break
            yield from self._decoded(data)
        last = self._decoder.decode(b"", final=True)
        yield from self._cut(self._screen.feed(last) if self._screen else last)
        yield from self._break_off()

    def _break_off(self) -> Iterator[str]:
        """Yield what waits for the rest of its line, which does not come."""
        self._decoder.reset()
        if self._screen:
            yield from self._cut(self._screen.finish())
        self._lines.column = 0

    def _begin_anew(self) -> None:
        self._decoder.reset()
        if self._screen:
            self._screen.finish()

    def _said(self, left_out: int) -> Iterator[str]:
        if left_out:
            yield from self._break_off()
            yield overflow.notice(left_out).decode()

    def _decoded(self, data: bytes) -> Iterator[str]:
        piece = self._decoder.decode(data)
        self._shown += len(data)
        yield from self._cut(self._screen.feed(piece) if self._screen else piece)

    def _cut(self, piece: str) -> Iterator[str]:
        if piece:
            yield self._lines.cut(piece) if self._limited else piece


_RUN = re.compile(r"[^\n\r]*")
# Only where a line begins: tried at every character, it would take the square of the time.
_LONG = re.compile(rf"(?<![^\n\r])([^\n\r]{{{LINE}}})[^\n\r]+")


class LongLines:
    """Cuts lines of more than 64 Ki characters in text that comes in pieces."""

    def __init__(self) -> None:
        self.column = 0

    def cut(self, piece: str) -> str:
        """Return a piece of text without what its lines have too much."""
        first = len(_RUN.match(piece)[0])  # type: ignore[index]  # it matches anything
        room = max(0, LINE - self.column)
        shown = piece[: min(first, room)]
        if first > room and self.column <= LINE:
            shown += _CUT
        rest = piece[first:]
        if not rest:
            self.column += first
            return shown
        self.column = len(rest) - max(rest.rfind("\n"), rest.rfind("\r")) - 1
        return shown + _LONG.sub(rf"\1{_CUT}", rest)
