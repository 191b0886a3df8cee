"""Output beyond the head of the record: of it the last bytes are kept, in files of bounded size.

Once ``output`` holds its head, what follows goes into segments, ``output.tail-HEAD-START``: HEAD
is the size of the head, START the place of the segment's first byte among all bytes that came.
A full segment is followed by another, and of those before it only the last is kept. The kernel
lengthens the file as it moves bytes into it, so name and size of the newest segment say at any
moment, and to anybody, how much has come: nothing is known only to a process that may die.

At the end the last bytes are appended to ``output``, after a line that says how many are left
out before them, and the segments are removed, the newest last. Where the disk has no room for
that, or nobody is left to do it, the segments stay, and readers put both together.
"""

from __future__ import annotations

import os

from guild_jupyter.supervise import durable, faults
from guild_jupyter.supervise.moving import Mover, write_some
from guild_jupyter.supervise.rundir import SEGMENT

_CHUNK = 1 << 20
_LEAST_SEGMENT = 1 << 16
_NONE = -1
_OPENING, _CLOSING = b"\n[guild_jupyter: ", b" bytes of output are left out here]\n"

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from collections.abc import Iterator


def notice(left_out: int) -> bytes:
    """Return the line that stands for bytes that are left out; empty where there are none."""
    return _OPENING + b"%d" % left_out + _CLOSING if left_out else b""


def noticed(output: int, head: int) -> int:
    """Return how many bytes the line after the head says are left out, 0 where there is none.

    Parameters
    ----------
    output
        Descriptor of the output file.
    head
        Size of the head.
    """
    text = os.pread(output, 128, head)
    number, closing, _ = text.removeprefix(_OPENING).partition(_CLOSING)
    return int(number) if text.startswith(_OPENING) and closing and number.isdigit() else 0


class Segment:
    """One file of the overflow.

    Parameters
    ----------
    path
        Its path.
    head
        Size of the head of the output.
    start
        Place of its first byte among all bytes of the output.
    """

    def __init__(self, path: str, head: int, start: int) -> None:
        self.path = path
        self.head = head
        self.start = start

    @property
    def size(self) -> int:
        """How many bytes it holds; 0 where it is gone."""
        try:
            return os.stat(self.path).st_size
        except OSError:
            return 0


def segments(output: str) -> list[Segment]:
    """Return the segments of an output file, the oldest first.

    Those beside a file that does not hold its head are of an earlier one: none of them counts.
    """
    folder, _, name = output.rpartition("/")
    found = []
    try:
        names = os.listdir(folder or ".")
        size = os.stat(output).st_size
    except OSError:
        return []
    for other in names:
        if other.startswith(name + SEGMENT):
            head, _, start = other[len(name + SEGMENT) :].partition("-")
            if head.isdecimal() and start.isdecimal() and int(head) <= size:
                found.append(Segment(f"{folder or '.'}/{other}", int(head), int(start)))
    return sorted(found, key=lambda segment: segment.start)


class Overflow:
    """Keeps the last bytes of what comes after the head.

    Made anew it goes on where the segments on the disk end.

    Parameters
    ----------
    output
        Path of the output file.
    mode
        Permissions of the segments.
    head
        Size of the head in bytes.
    tail
        How many of the last bytes to keep.
    """

    def __init__(self, output: str, mode: int, head: int, tail: int) -> None:
        self.head = head
        self.tail = tail
        self._prefix = f"{output}{SEGMENT}{head}-"
        self._mode = mode
        self._length = max(tail, _LEAST_SEGMENT)
        self._file = _NONE
        self._size = 0
        self._kept = segments(output)
        if self._kept:
            self._file = durable.reopen(self._kept[-1].path, mode)
            self._size = self._kept[-1].size

    @property
    def has_begun(self) -> bool:
        """Whether there is output beyond the head."""
        return bool(self._kept)

    @property
    def end(self) -> int:
        """How many bytes came in all, those of the head included."""
        return self._kept[-1].start + self._size if self._kept else self.head

    @property
    def left_out(self) -> int:
        """How many bytes came between the head and the last ones that are to be kept."""
        return max(0, self.end - self.tail - self.head)

    @property
    def lost(self) -> int:
        """How many of the last bytes are not kept, for want of room on the disk."""
        return self._first_kept() - self.head - self.left_out

    def _first_kept(self) -> int:
        return max(self._kept[0].start, self.end - self.tail) if self._kept else self.head

    def move(self, mover: Mover, pipe: int) -> tuple[int, bytes]:
        """Move what a pipe holds; parameters and result as those of :meth:`Mover.move`."""
        if self._file < 0 or self._size >= self._length:
            self._begin_segment()
        moved, rest = mover.move(pipe, self._file, self._size, self._length - self._size)
        self._size += moved
        if rest:
            # Of the last bytes the newest count: the older ones make room for them.
            self._give_up_older()
            written = write_some(self._file, rest, self._size)
            self._size += written
            moved, rest = moved + written, rest[written:]
        return moved, rest

    def _begin_segment(self) -> None:
        segment = Segment(f"{self._prefix}{self.end}", self.head, self.end)
        file = durable.reopen(segment.path, self._mode)
        if file < 0:
            return
        self._close()
        self._file, self._size = file, 0
        self._kept = [one for one in self._kept if one.start < segment.start] + [segment]
        while len(self._kept) > 2:
            durable.remove(self._kept.pop(0).path)

    def _give_up_older(self) -> None:
        segment = Segment(f"{self._prefix}{self.end}", self.head, self.end)
        self._close()
        self.remove()
        self._file, self._size = durable.reopen(segment.path, self._mode), 0
        self._kept = [segment]

    def is_joined(self, output: int) -> bool:
        """Tell whether all that is kept stands in the output file already."""
        size = os.fstat(output).st_size
        left_out = noticed(output, self.head)
        whole = self.end - left_out + len(notice(left_out))
        return size > self.head and (not self._kept or size == whole)

    def join(self, output: int) -> int:
        """Append what is kept to the output file; return the size of that.

        Where there is no room, the file ends with its head and the segments stay.
        """
        self._close()
        at = self.head
        try:
            faults.reach("capture.joining")
            for piece in self._pieces():
                durable.write_all(output, piece, at)
                at += len(piece)
        except OSError:
            durable.shorten(output, self.head)
            return self.head
        faults.reach("capture.joined")
        self.remove()
        return at

    def _pieces(self) -> Iterator[bytes]:
        """Yield what is appended to the head."""
        first = self._first_kept()
        yield notice(first - self.head)
        for segment in self._kept:
            with open(segment.path, "rb") as file:
                file.seek(max(0, first - segment.start))
                while data := file.read(_CHUNK):
                    yield data

    def remove(self) -> None:
        """Remove the segments, the newest last: it knows how much came."""
        for segment in self._kept:
            durable.remove(segment.path)

    def _close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = _NONE
