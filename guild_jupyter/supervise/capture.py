"""Recording the operation's output: bytes as they come, and an index of its lines.

``output`` holds the bytes of both streams in order of arrival, up to the size of its head; of
what comes after that the last bytes are kept (see ``overflow``), and appended at the end.
``output.index`` has a record for each line of the head (see ``line_index``). Where the kernel can
move bytes from pipe to file itself, none are in this process, so none are lost with it. The
operation is never held up: what cannot be written is counted and dropped.
"""

from __future__ import annotations

import os

from guild_jupyter.supervise import durable, exit_record
from guild_jupyter.supervise.line_index import LineIndex
from guild_jupyter.supervise.moving import Mover
from guild_jupyter.supervise.orders import DEFAULT_HEAD, DEFAULT_TAIL
from guild_jupyter.supervise.overflow import Overflow, noticed

_CHUNK = 1 << 20
_NONE = -1

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guild_jupyter.supervise.orders import Orders
    from guild_jupyter.supervise.rundir import RunDir


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
    head, tail
        How many of the first and of the last bytes are kept.
    ledger
        Path of a reserved exit record, in which dropped bytes are counted; empty for none.
    """

    def __init__(
        self,
        output: str,
        index: str,
        mode: int,
        *,
        head: int = DEFAULT_HEAD,
        tail: int = DEFAULT_TAIL,
        ledger: str = "",
    ) -> None:
        self._ledger = ledger
        self._dropped = exit_record.dropped_so_far(ledger)
        self._output = durable.reopen(output, mode)
        self._index = LineIndex(index, mode)
        self._overflow = Overflow(output, mode, head, tail)
        self._mover = Mover()
        self._head = head
        self._stream = 0
        self._is_joined = False
        self._left_out_joined = 0
        self.size = 0
        if self._output >= 0:
            self._resume()

    def _resume(self) -> None:
        self._is_joined = self._overflow.is_joined(self._output)
        size = os.fstat(self._output).st_size
        if self._is_joined:
            self._left_out_joined = noticed(self._output, self._head)
            self._overflow.remove()
        elif size > self._head:
            durable.shorten(self._output, self._head)  # the other died while it appended the tail
        self.size = min(size, self._head)
        if not self._index.has_ended:
            self._index.resume(sum(chunk.count(b"\n") for chunk in self._chunks()))

    def _chunks(self) -> Iterator[bytes]:
        at = 0
        while chunk := os.pread(self._output, min(_CHUNK, self.size - at), at):
            yield chunk
            at += len(chunk)

    @property
    def left_out(self) -> int:
        """How many bytes were more than what is kept."""
        return self._left_out_joined if self._is_joined else self._overflow.left_out

    @property
    def dropped(self) -> int:
        """How many bytes could not be recorded."""
        return self._dropped + (0 if self._is_joined else self._overflow.lost)

    def move(self, pipe: int, stream: int) -> bool:
        """Move what a readable pipe holds; return whether more may come.

        Parameters
        ----------
        pipe
            Read end of the pipe, readable or at its end.
        stream
            0 for stdout, 1 for stderr.
        """
        if self._output < 0 or self._is_joined:
            moved, rest = self._mover.move(pipe, _NONE, 0, _CHUNK)
        elif self.size < self._head:
            room = self._head - self.size
            moved, rest = self._mover.move(pipe, self._output, self.size, room)
            if moved:
                self._note(moved, stream)
        else:
            moved, rest = self._overflow.move(self._mover, pipe)
        if rest and self._is_joined:
            self._left_out_joined += len(rest)  # it came after the last that is kept
        elif rest:
            self._dropped += len(rest)
            exit_record.note_dropped(self._ledger, self._dropped)
        return bool(moved or rest)

    def _note(self, moved: int, stream: int) -> None:
        if not self._index.has_ended:
            lines = os.pread(self._output, moved, self.size).count(b"\n")
            self._index.add(lines, stream)
        self.size += moved
        self._stream = stream

    def close(self) -> None:
        """Index an unterminated last line, append the tail, and close the files."""
        if self._output >= 0:
            if self.size and os.pread(self._output, 1, self.size - 1) != b"\n":
                self._index.add(1, self._stream)
            if self._overflow.has_begun and not self._is_joined:
                self.size = self._overflow.join(self._output)
            elif self._is_joined:
                self.size = os.fstat(self._output).st_size
            os.close(self._output)
            self._output = _NONE
        self._index.close()


def capture_of(run: RunDir, orders: Orders) -> Capture:
    """Return the capture of a run."""
    return Capture(
        run.output,
        run.output_index,
        orders.mode,
        head=orders.head,
        tail=orders.tail,
        ledger=run.exit_record,
    )
