"""Reading recorded output in order, while it is recorded or later: its head, then what is kept."""

from __future__ import annotations

import os

from guild_jupyter.supervise import durable, overflow

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.overflow import Segment


class Reading:
    """A place in the output of a run, which moves on as it is read.

    Whoever keeps pace with the run sees all of its output, that which is not kept too.

    Parameters
    ----------
    output
        Path of the output file, which may not be there yet.
    head
        Size of the head; None where that is not known. It is learned while there are segments;
        without, the line that stands for what is left out is read as if it were output.
    """

    def __init__(self, output: str, head: int | None = None) -> None:
        self.output = output
        self.head = head
        #: Number of the next byte, of all that came.
        self.at = 0

    def read(self, most: int) -> tuple[int, bytes]:
        """Return what comes next.

        Parameters
        ----------
        most
            Bytes to return at most.

        Returns
        -------
        tuple
            How many bytes are left out before, and the bytes that follow; none where there are
            none yet.
        """
        found = self._look()
        try:
            size = os.stat(self.output).st_size
        except OSError:
            return 0, b""
        if size < (self.at if self.head is None else min(self.at, self.head)):
            self.at = 0  # the run was restarted and its output begins anew
        if self.head is None or self.at < self.head:
            room = most if self.head is None else min(most, self.head - self.at)
            return 0, self._take(self.output, self.at, room)
        before = self.at
        for segment in found:
            self.at = max(self.at, segment.start)
            if data := self._take(segment.path, self.at - segment.start, most):
                return self.at - len(data) - before, data
        if found:
            return self.at - before, b""
        return self._read_joined(most)

    def _look(self) -> list[Segment]:
        found = overflow.segments(self.output)
        if found:
            self.head = found[0].head
        return found

    def _take(self, path: str, offset: int, most: int) -> bytes:
        try:
            with open(durable.open_regular(path), "rb", buffering=0) as file:
                file.seek(offset)
                data = file.read(most)
        except OSError:
            return b""
        self.at += len(data)
        return data

    def _read_joined(self, most: int) -> tuple[int, bytes]:
        head, line, left_out = self._joints()
        before = self.at
        self.at = max(self.at, head + left_out)
        data = self._take(self.output, self.at - left_out + line, most)
        return self.at - len(data) - before, data

    def _joints(self) -> tuple[int, int, int]:
        """Return the sizes of the head, the line after it, and what that says is left out."""
        head = self.head or 0
        left_out = 0
        try:
            file = durable.open_regular(self.output)
        except OSError:
            return head, 0, 0
        try:
            left_out = overflow.noticed(file, head)
        finally:
            os.close(file)
        return head, len(overflow.notice(left_out)), left_out

    def end(self) -> int:
        """Return how many bytes came until now."""
        found = self._look()
        if found:
            return found[-1].start + found[-1].size
        try:
            size = os.stat(self.output).st_size
        except OSError:
            return 0
        if self.head is None or size <= self.head:
            return size
        _, line, left_out = self._joints()
        return size - line + left_out

    def skip_to(self, last: int) -> int:
        """Leave out all but the last bytes that came; return how many that are, perhaps none."""
        left_out = max(0, self.end() - last - self.at)
        self.at += left_out
        return left_out
