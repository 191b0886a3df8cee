"""Reading the output of a run: whole, its last lines, or what was added since."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

_CHUNK = 1 << 20
_TAIL = 1 << 16


def text(path: Path) -> str:
    """Return the whole output; bytes that are not UTF-8 are replaced, no file is no output."""
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return ""


def tail(path: Path, lines: int) -> str:
    """Return the last lines of the output, what carriage returns overwrote folded away."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            data = file.read()
    except OSError:
        return ""
    if size > _TAIL and b"\n" in data[:-1]:
        data = data.partition(b"\n")[2]  # the rest of a line says nothing
    shown = fold(data.decode("utf-8", errors="replace")).rstrip("\n").split("\n")
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
    """

    def __init__(self, path: Path) -> None:
        self.path = path
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
                file.seek(self.offset)
                while data := file.read(_CHUNK):
                    self.offset += len(data)
                    piece = self._decoder.decode(data)
                    if piece:
                        yield piece
        except OSError:
            return

    def finish(self) -> str:
        """Return what an unfinished last character stands for."""
        return self._decoder.decode(b"", final=True)
