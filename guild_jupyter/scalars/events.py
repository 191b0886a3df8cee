"""TensorBoard event files: one writer and one incremental reader of scalars.

Decides how records are framed, named and recovered after a kill or a damage. Knows nothing
about runs, output or which files belong together. Standard library only.
"""

import os
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType

from guild_jupyter.scalars.crc32c import masked_crc32c
from guild_jupyter.scalars.wire import (
    decode_event,
    encode_scalar,
    encode_version,
    signed,
    simple_value_head,
)

FILE_VERSION = "brain.Event:2"

_BLOCK = 1 << 20  # bytes read at a time: bounds the memory of a long file
_HEADER = 12  # length and its checksum
_FOOTER = 4  # checksum of the data
_U64 = struct.Struct("<Q")
_U32 = struct.Struct("<I")
_DOUBLE = struct.Struct("<d")
_FLOAT = struct.Struct("<f")


@dataclass(frozen=True, slots=True)
class ScalarEvent:
    """One value of one tag."""

    tag: str
    value: float
    step: int
    wall_time: float


class EventWriter:
    """Writes scalars into a new event file, made at the first value.

    Every event goes out in one system call, so a killed writer leaves at most one torn
    record, the last. For use from one thread.

    Parameters
    ----------
    directory
        Where the file is made; must exist by the first value.
    host
        Host name in the file's name; default: this machine.
    mode
        Permissions of the file.
    """

    def __init__(self, directory: Path, host: str | None = None, mode: int = 0o600) -> None:
        self._directory = directory
        self._host = os.uname().nodename if host is None else host
        self._mode = mode
        self._path: Path | None = None
        self._fd = -1
        self._size = 0
        self._closed = False

    @property
    def path(self) -> Path | None:
        """The file, or None before the first value."""
        return self._path

    def add(self, tag: str, value: float, step: int, wall_time: float) -> None:
        """Write one value.

        Raises
        ------
        ValueError
            When the writer is closed or the step is no 64-bit number.
        OSError
            When the value cannot be written; the file then ends before it.
        """
        if self._closed:
            raise ValueError("the event writer is closed")
        event = encode_scalar(tag, value, step, wall_time)
        if self._fd < 0:
            self._create()
        if not self._size:
            self._write(encode_version(FILE_VERSION, wall_time))
        self._write(event)

    def flush(self) -> None:
        """Have the system put the file on the disk (fsync); nothing is buffered here."""
        if self._fd >= 0:
            os.fsync(self._fd)

    def close(self) -> None:
        """Close the file; later values are refused."""
        self._closed = True
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> "EventWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _create(self) -> None:
        host = self._host.replace("/", "_")
        stem = f"events.out.tfevents.{int(time.time()):010d}.{host}.{os.getpid()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        for number in count():
            path = self._directory / f"{stem}.{number}"
            try:
                self._fd = os.open(path, flags, self._mode)
            except FileExistsError:
                continue
            self._path = path
            return

    def _write(self, data: bytes) -> None:
        length = _U64.pack(len(data))
        record = b"".join(
            (length, _U32.pack(masked_crc32c(length)), data, _U32.pack(masked_crc32c(data)))
        )
        try:
            rest = record
            while rest:  # more than once only when the disk is nearly full
                rest = rest[os.write(self._fd, rest) :]
        except OSError:
            # a torn record in the middle would hide everything after it
            os.ftruncate(self._fd, self._size)
            raise
        self._size += len(record)


class EventReader:
    """Reads the scalars of one event file, again and again as it grows.

    Parameters
    ----------
    path
        The event file.
    offset
        Where to begin: 0, or the `offset` of an earlier reader of this file.
    verify
        Check the data of every record against its checksum, too (slow).

    Attributes
    ----------
    offset
        First byte after the last whole record read.
    corrupt
        Why reading ended for good, as a sentence; None while the file is sound.
    """

    def __init__(self, path: Path, offset: int = 0, *, verify: bool = False) -> None:
        self.path = path
        self.offset = offset
        self.corrupt: str | None = None
        self._verify = verify
        self._lengths: dict[bytes, int] = {}  # checked headers: most records are of few sizes
        self._tags: dict[bytes, str] = {}  # bytes of a one-scalar summary before its value
        self._foreign: set[str] = set()

    def read(self) -> list[ScalarEvent]:
        """Return the events appended since the last call.

        An incomplete last record is left for a later call. OSError when the file cannot be
        read.
        """
        return [event for batch in self.batches() for event in batch]

    def batches(self) -> Iterator[list[ScalarEvent]]:
        """Yield what `read` returns in parts of bounded size; `offset` moves with each."""
        if self.corrupt is not None:
            return
        with self.path.open("rb") as file:
            file.seek(self.offset)
            rest = b""
            want = _BLOCK
            while block := file.read(want):
                data = rest + block
                events, used, needed = self._parse(data)
                self.offset += used
                if events:
                    yield events
                if needed is None or self.offset + needed > os.fstat(file.fileno()).st_size:
                    return  # damaged, or torn: do not ask for what is not there
                rest = data[used:]
                want = max(_BLOCK, needed - len(rest))

    def _parse(self, data: bytes) -> tuple[list[ScalarEvent], int, int | None]:
        """Return the events in `data`, the bytes used, and the size of the record cut off.

        The size is 0 when nothing is known of it, and None when the record is damaged.
        """
        events: list[ScalarEvent] = []
        append = events.append
        lengths, tags = self._lengths, self._tags
        double, single = _DOUBLE.unpack_from, _FLOAT.unpack_from
        size = len(data)
        pos = 0
        while pos + _HEADER <= size:
            header = data[pos : pos + _HEADER]
            length = lengths.get(header)
            if length is None:
                length = self._checked_length(header)
                if length is None:
                    self._damaged(pos, "its length does not match its checksum")
                    return events, pos, None
            start = pos + _HEADER
            stop = start + length
            after = stop + _FOOTER
            if after > size:
                return events, pos, after - pos
            if self._verify and masked_crc32c(data[start:stop]) != _U32.unpack_from(data, stop)[0]:
                self._damaged(pos, "its data do not match their checksum")
                return events, pos, None
            # Nearly every event is wall time, step, one simple value: its bytes between step
            # and value were seen before and stand for the tag.
            if length > 14 and data[start] == 0x09:
                step = shift = 0
                at = start + 9
                if data[at] == 0x10:
                    at += 1
                    while at < stop:
                        byte = data[at]
                        at += 1
                        if byte < 0x80:
                            step |= byte << shift
                            break
                        step |= (byte & 0x7F) << shift
                        shift += 7
                tag = tags.get(data[at : stop - 4])
                if tag is not None:
                    if shift > 56:
                        step = signed(step)
                    append(
                        ScalarEvent(
                            tag, single(data, stop - 4)[0], step, double(data, start + 1)[0]
                        )
                    )
                    pos = after
                    continue
            try:
                self._parse_any(data, start, stop, events)
            except (ValueError, IndexError, struct.error):
                self._damaged(pos, "its data are no TensorBoard event")
                return events, pos, None
            pos = after
        return events, pos, 0

    def _parse_any(self, data: bytes, start: int, stop: int, events: list[ScalarEvent]) -> None:
        wall_time, step, scalars = decode_event(data, start, stop, self._foreign)
        for tag, value in scalars:
            events.append(ScalarEvent(tag, value, step, wall_time))
        if len(scalars) == 1:
            head = simple_value_head(scalars[0][0])
            if data[start:stop].endswith(head, 0, -4):
                self._tags[head] = scalars[0][0]

    def _checked_length(self, header: bytes) -> int | None:
        """Return the length a header tells, or None when its checksum is wrong."""
        if _U32.unpack_from(header, 8)[0] != masked_crc32c(header[:8]):
            return None
        length: int = _U64.unpack_from(header)[0]
        self._lengths[header] = length
        return length

    def _damaged(self, pos: int, reason: str) -> None:
        self.corrupt = (
            f"{self.path.name} is damaged at byte {self.offset + pos}: {reason}. "
            "What follows was not read."
        )


def read_events(path: Path, offset: int = 0) -> Iterator[ScalarEvent]:
    """Yield the scalars of an event file from `offset` on."""
    for batch in EventReader(path, offset).batches():
        yield from batch
