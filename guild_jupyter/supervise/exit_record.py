"""The exit record: how the operation ended, in one disk sector that needs no free space later.

``exit.rec`` is reserved (4 KiB) before the operation starts. Its first 512 bytes hold a length,
a CRC-32 and a JSON text; they are written in place, so that a full disk cannot lose them. Of
all facts about a run's end this one wins; the attributes that Guild reads are made from it.
"""

from __future__ import annotations

import json
import os
import struct
import zlib

_RESERVED = 4096
_SECTOR = 512
_HEADER = struct.Struct("<II")


class ExitRecord:
    """How an operation ended.

    Parameters
    ----------
    exit_status
        As Guild records it: the exit code, or the negative number of the signal.
    stopped
        When, in microseconds since the epoch.
    reason
        What else is known, such as ``resources`` for a failed preparation; may be empty.
    complete
        Whether output and attributes are whole: the record is written twice.
    output_bytes
        Size of the recorded output; meaningful once complete.
    dropped_bytes
        Output that could not be recorded, for lack of space.
    survivors
        Processes of the run that no signal could end.
    """

    def __init__(
        self,
        exit_status: int,
        stopped: int,
        reason: str = "",
        *,
        complete: bool = False,
        output_bytes: int = 0,
        dropped_bytes: int = 0,
        survivors: int = 0,
    ) -> None:
        self.exit_status = int(exit_status)
        self.stopped = int(stopped)
        self.reason = str(reason)
        self.complete = bool(complete)
        self.output_bytes = int(output_bytes)
        self.dropped_bytes = int(dropped_bytes)
        self.survivors = int(survivors)


def reserve(path: str, mode: int = 0o600) -> None:
    """Take the space for the record; fails with OSError where the disk is full."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, mode)
    try:
        os.fchmod(descriptor, mode)
        if os.fstat(descriptor).st_size < _RESERVED:
            os.pwrite(descriptor, bytes(_RESERVED), 0)
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def seal(path: str, record: ExitRecord) -> None:
    """Write the record in place and have it reach the disk."""
    text = json.dumps(vars(record), sort_keys=True).encode()
    sector = _HEADER.pack(len(text), zlib.crc32(text)) + text
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        os.pwrite(descriptor, sector.ljust(_SECTOR, b"\0"), 0)
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


def read(path: str) -> ExitRecord | None:
    """Return the record, or None where there is none or it is not whole."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - no pathlib in the supervisor
            sector = file.read(_SECTOR)
        length, checksum = _HEADER.unpack_from(sector)
        text = sector[_HEADER.size : _HEADER.size + length]
        if not length or len(text) != length or zlib.crc32(text) != checksum:
            return None
        return ExitRecord(**json.loads(text))
    except (OSError, ValueError, TypeError, struct.error):
        return None
