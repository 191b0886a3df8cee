"""Recording the operation's output: bytes as they come, and an index of its lines.

``output`` holds the bytes of both streams in order of arrival; ``output.index`` one record per
line, the time in milliseconds and the stream (0 stdout, 1 stderr), in Guild's format. Where the
kernel can move bytes from pipe to file itself, none are in this process, so none are lost with
it. The operation is never held up: what cannot be written is counted and dropped.
"""

from __future__ import annotations

import os
import struct
import time

from guild_jupyter.supervise import faults
from guild_jupyter.supervise.durable import write_all
from guild_jupyter.supervise.facilities import FACILITIES

_CHUNK = 1 << 20
_RECORD = struct.Struct("!QB")
_COPY_CHUNK = 1 << 16
_MOST_RECORDS = 1 << 16
_NONE = -1

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from collections.abc import Iterator


class Capture:
    """Moves the operation's output into the run directory.

    Made anew over existing files it goes on where they end: that is how one supervising process
    takes over from the other.

    Parameters
    ----------
    output, index
        Paths of the two files.
    mode
        Their permissions.
    """

    def __init__(self, output: str, index: str, mode: int) -> None:
        self.dropped = 0
        self._output = _open(output, mode)
        self._index = _open(index, mode)
        self.size = os.fstat(self._output).st_size if self._output >= 0 else 0
        self._splices = FACILITIES.splice
        self._stream = 0
        self._index_the_rest()

    def _index_the_rest(self) -> None:
        if self._output < 0 or self._index < 0:
            return
        lines = sum(chunk.count(b"\n") for chunk in self._chunks(0))
        # Half a record is cut off, and the one of an unterminated line: that may still go on.
        end = min(lines, os.fstat(self._index).st_size // _RECORD.size)
        os.ftruncate(self._index, end * _RECORD.size)
        os.lseek(self._index, end * _RECORD.size, os.SEEK_SET)
        self._add_lines(lines - end, 0)

    def _chunks(self, start: int) -> Iterator[bytes]:
        while chunk := os.pread(self._output, _CHUNK, start):
            yield chunk
            start += len(chunk)

    def move(self, pipe: int, stream: int) -> bool:
        """Move what a readable pipe holds; return whether more may come.

        Parameters
        ----------
        pipe
            Read end of the pipe, readable or at its end.
        stream
            0 for stdout, 1 for stderr.
        """
        if self._output < 0:
            return self._drop(pipe)
        moved = self._splice(pipe) if self._splices else None
        if moved is None:
            data = os.read(pipe, _COPY_CHUNK)
            moved = self._write(data)
            if data and not moved:
                return True
        if moved:
            self._note(moved, stream)
        return moved > 0

    def _splice(self, pipe: int) -> int | None:
        try:
            faults.reach("capture.splicing")
            return os.splice(pipe, self._output, _CHUNK, offset_dst=self.size)
        except OSError:
            # No room, or a file system without splice: the copying way tells them apart.
            self._splices = False
            return None

    def _write(self, data: bytes) -> int:
        try:
            faults.reach("capture.writing")
            written = os.pwrite(self._output, data, self.size) if data else 0
        except OSError:
            written = 0
        self.dropped += len(data) - written
        return written

    def _drop(self, pipe: int) -> bool:
        data = os.read(pipe, _COPY_CHUNK)
        self.dropped += len(data)
        return bool(data)

    def _note(self, moved: int, stream: int) -> None:
        lines = os.pread(self._output, moved, self.size).count(b"\n")
        self.size += moved
        self._stream = stream
        self._add_lines(lines, stream)

    def _add_lines(self, lines: int, stream: int) -> None:
        if lines and self._index >= 0:
            record = _RECORD.pack(time.time_ns() // 1_000_000, stream)
            try:
                faults.reach("capture.indexing")
                for done in range(0, lines, _MOST_RECORDS):
                    write_all(self._index, record * min(_MOST_RECORDS, lines - done))
            except OSError:
                # Later records would be those of other lines; readers can do without them.
                whole = os.fstat(self._index).st_size // _RECORD.size
                os.ftruncate(self._index, whole * _RECORD.size)
                os.close(self._index)
                self._index = _NONE

    def close(self) -> None:
        """Index an unterminated last line, and close the files."""
        if self._output >= 0:
            if self.size and os.pread(self._output, 1, self.size - 1) != b"\n":
                self._add_lines(1, self._stream)
            os.close(self._output)
            self._output = _NONE
        if self._index >= 0:
            os.close(self._index)
            self._index = _NONE


def _open(path: str, mode: int) -> int:
    try:
        faults.reach("capture.opening", path)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, mode)
    except OSError:
        return _NONE
    try:
        os.fchmod(descriptor, mode)
    except OSError:
        return descriptor  # it is another user's; that it can be written is enough
    return descriptor
