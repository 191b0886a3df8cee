"""Reading the output of a run as it is shown: whole, its last lines, or what was added since."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from guild_jupyter.redaction import redact
from guild_jupyter.runstore.shown_output import ShownOutput

_CHUNK = 1 << 20
_TAIL = 1 << 16


def pieces(path: Path, *, exact: bool = False) -> Iterator[str]:
    """Yield the whole output in pieces of bounded size; no file is no output.

    Parameters
    ----------
    path
        The output file.
    exact
        Whether credentials are shown too. In either case, bytes that are not UTF-8 are replaced.
    """
    follower = Follower(path, exact=exact)
    yield from follower.read()
    yield follower.finish()


def text(path: Path) -> str:
    """Return the whole output as it is shown."""
    return "".join(pieces(path))


def tail(path: Path, lines: int) -> str:
    """Return the last lines of the output as shown, what was overwritten folded away."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            data = file.read()
    except OSError:
        return ""
    if size > _TAIL and b"\n" in data[:-1]:
        data = data.partition(b"\n")[2]  # the rest of a line says nothing
    shown = redact(fold(data.decode("utf-8", errors="replace"))).rstrip("\n").split("\n")
    return "\n".join(shown[-lines:] if lines > 0 else [])


def fold(output: str) -> str:
    r"""Return the text as a terminal shows it in the end: ``\r`` overwrites its line."""
    if "\r" not in output:
        return output
    return "\n".join(_overwritten(line) for line in output.split("\n"))


def _overwritten(line: str) -> str:
    shown = ""
    for part in line.removesuffix("\r").split("\r"):
        shown = part + shown[len(part) :]
    return shown


class Follower:
    """Reads what is added to an output; split UTF-8 is put together again.

    Parameters
    ----------
    path
        The output file, which may not be there yet.
    exact
        Whether credentials are shown too.
    """

    def __init__(self, path: Path, *, exact: bool = False) -> None:
        self.path = path
        self._shown = None if exact else ShownOutput()
        self.offset = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def read(self) -> Iterator[str]:
        """Yield the text that was added since the last call, in pieces of bounded size."""
        try:
            with self.path.open("rb") as file:
                if file.seek(0, 2) < self.offset:
                    # The run was restarted and its output begins anew.
                    self.offset = 0
                    self._decoder.reset()
                    if self._shown:
                        self._shown.finish()
                file.seek(self.offset)
                begin = self.offset
                while data := file.read(_CHUNK):
                    self.offset += len(data)
                    piece = self._decoder.decode(data)
                    if shown := self._shown.feed(piece) if self._shown else piece:
                        yield shown
                if self._shown and begin == self.offset and (rest := self._shown.settle()):
                    yield rest
        except OSError:
            return

    def finish(self) -> str:
        """Return what was still waiting for its end: a line, or a split character."""
        last = self._decoder.decode(b"", final=True)
        return self._shown.feed(last) + self._shown.finish() if self._shown else last
