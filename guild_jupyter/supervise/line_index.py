"""The index of the recorded output: one record per line, the time in milliseconds and the stream.

The format is Guild's: eight bytes of time and one of the stream (0 stdout, 1 stderr), big-endian.
The index ends where it cannot be right any more: where the disk is full, after 16 Mi lines, and
with the head of the output (see ``overflow``), for nobody looks at the bytes beyond. A reader
takes lines without a record as lines of unknown time.
"""

from __future__ import annotations

import os
import struct
import time

from guild_jupyter.supervise import durable, faults

_RECORD = struct.Struct("!QB")
_MOST_LINES = 1 << 24
_AT_ONCE = 1 << 16
_NONE = -1

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from collections.abc import Iterator


class LineIndex:
    """Writes the index of an output.

    Parameters
    ----------
    path
        The index file, which may be there already.
    mode
        Its permissions.
    """

    def __init__(self, path: str, mode: int) -> None:
        self._file = durable.reopen(path, mode)
        self._records = os.fstat(self._file).st_size // _RECORD.size if self._file >= 0 else 0
        if self._records >= _MOST_LINES:
            self.close()

    @property
    def has_ended(self) -> bool:
        """Whether no record can be added any more."""
        return self._file < 0

    def resume(self, lines: int) -> None:
        """Go on after so many lines, of which some may have no record yet.

        Half a record is cut off, and that of an unterminated line: the line may still go on.
        """
        if self._file >= 0:
            self._records = min(lines, self._records)
            durable.shorten(self._file, self._records * _RECORD.size)
            os.lseek(self._file, self._records * _RECORD.size, os.SEEK_SET)
            self.add(lines - self._records, 0)

    def add(self, lines: int, stream: int) -> None:
        """Add records of lines that came now, of one stream."""
        lines = min(lines, _MOST_LINES - self._records)
        if lines <= 0 or self._file < 0:
            return
        record = _RECORD.pack(time.time_ns() // 1_000_000, stream)
        try:
            faults.reach("capture.indexing")
            for done in range(0, lines, _AT_ONCE):
                durable.write_all(self._file, record * min(_AT_ONCE, lines - done))
        except OSError:
            # Later records would be those of other lines.
            whole = os.fstat(self._file).st_size // _RECORD.size
            durable.shorten(self._file, whole * _RECORD.size)
            self.close()
        else:
            self._records += lines

    def close(self) -> None:
        """Close the file; safe to call twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = _NONE


class LineTimes:
    """When the lines of an output came, for somebody who reads it from its first byte on.

    Parameters
    ----------
    index
        Path of the index file, which may not be there, or lag behind.
    """

    def __init__(self, index: str) -> None:
        self._index = index
        self._lines = 0

    def split(self, data: bytes, now: float) -> Iterator[tuple[float, bytes]]:
        """Yield what comes next of the output in pieces, each with its time in epoch seconds.

        Lines that came together are one piece. What has no record came just now, or nobody knows.
        """
        begin = end = 0
        current = 0
        for milliseconds in self._next(data.count(b"\n")):
            if milliseconds != current and end > begin:
                yield current / 1000, data[begin:end]
                begin = end
            current = milliseconds
            end = data.index(b"\n", end) + 1
        if end > begin:
            yield current / 1000, data[begin:end]
        if end < len(data):
            yield now, data[end:]

    def _next(self, lines: int) -> list[int]:
        """Return the milliseconds of the next lines, as far as they have records."""
        begin, self._lines = self._lines, self._lines + lines
        try:
            with open(durable.open_regular(self._index), "rb", buffering=0) as file:
                file.seek(begin * _RECORD.size)
                records = file.read(lines * _RECORD.size)
        except OSError:
            return []
        whole = len(records) // _RECORD.size * _RECORD.size
        return [milliseconds for milliseconds, _ in _RECORD.iter_unpack(records[:whole])]
