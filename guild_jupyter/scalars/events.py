"""The writer of TensorBoard event files.

Decides how they are named, and how they stay sound when the writer is killed or the disk full.
Knows nothing about runs or output. Standard library only.
"""

import os
import time
from itertools import count
from pathlib import Path
from types import TracebackType

from guild_jupyter.scalars.records import framed
from guild_jupyter.scalars.wire import encode_scalar, encode_version

FILE_VERSION = "brain.Event:2"


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
        record = rest = framed(data)
        try:
            while rest:  # more than once only when the disk is nearly full
                rest = rest[os.write(self._fd, rest) :]
        except OSError:
            # a torn record in the middle would hide everything after it
            os.ftruncate(self._fd, self._size)
            raise
        self._size += len(record)
