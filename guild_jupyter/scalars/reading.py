"""Event files, read on as they grow.

Decides how much is read at once, which of two parsers is faster for it, and what is said of a
damaged file. Both parsers check the checksums of every record.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from guild_jupyter.registry import load
from guild_jupyter.scalars import plain
from guild_jupyter.scalars.records import Columns, Parsed

_BLOCK = 1 << 20  # bytes read at a time: bounds the memory of a long file
_FEW = 4 << 10  # bytes that take numpy longer
_PATIENCE = 256 << 10  # bytes read without numpy until its import (65 ms) would have paid

_Parser = Callable[[bytes, set[str]], Parsed]

_read_without = 0


def _parser(size: int) -> _Parser:
    """Return the faster parser for so many bytes."""
    global _read_without
    if size < _FEW:
        return plain.parse
    if "numpy" not in sys.modules:
        _read_without += size
        if _read_without < _PATIENCE:
            return plain.parse
    parser: _Parser = load("guild_jupyter.scalars.vector:parse")
    return parser


class EventReader:
    """Reads the scalars of one event file, again and again as it grows.

    Parameters
    ----------
    path
        The event file.
    offset, foreign
        Where to begin: nothing, or what an earlier reader of this file came to.

    Attributes
    ----------
    offset
        First byte after the last whole record read.
    foreign
        Tags that another TensorBoard plugin claimed.
    fault
        Why reading ended for good, as a clause; empty while the file is sound.
    """

    def __init__(self, path: Path | str, offset: int = 0, foreign: Iterable[str] = ()) -> None:
        self.path = path
        self.offset = offset
        self.foreign = set(foreign)
        self.fault = ""

    def batches(self) -> Iterator[dict[str, Columns]]:
        """Yield the scalars appended since the last call, by tag, in parts of bounded size.

        An incomplete last record is left for a later call; `offset` moves with each part.

        Raises
        ------
        OSError
            The file cannot be read.
        """
        if self.fault:
            return
        with open(self.path, "rb", buffering=0) as file:  # noqa: PTH123 - of many small files
            file.seek(self.offset)
            rest = b""
            # a buffer of a whole block takes longer to get than a small file to read
            want = min(_BLOCK, os.fstat(file.fileno()).st_size - self.offset + 1)
            while want > 0 and (block := file.read(want)):
                data = rest + block
                parsed = _parser(len(data))(data, self.foreign)
                begin = self.offset
                self.offset += parsed.used
                if parsed.columns:
                    yield parsed.columns
                if parsed.fault:
                    self.fault = f"is damaged at byte {begin + parsed.used}: {parsed.fault}"
                    return
                is_torn = self.offset + parsed.needed > os.fstat(file.fileno()).st_size
                if is_torn or len(block) < want:
                    return  # do not ask for what is not there
                rest = data[parsed.used :]
                want = max(_BLOCK, parsed.needed - len(rest))


def damaged(name: str, fault: str) -> str:
    """Return what is said of a damaged file."""
    return f"{name} {fault}. What follows was not read."


def unreadable(name: str, error: OSError) -> str:
    """Return what is said of a file that cannot be read."""
    return f"{name} cannot be read: {error.strerror or error}."
