"""The exit record: how the operation ended, in one disk sector that needs no free space later.

``exit.rec`` is reserved (4 KiB) before the operation starts. Its first 512 bytes hold a length,
a CRC-32 and a JSON text; they are written in place, so that a full disk cannot lose them. Of
all facts about a run's end this one wins; the attributes that Guild reads are made from it.
Of the reserved space the eight bytes after them count, little-endian and while the run goes on,
the output that is dropped on a full disk: whichever process ends the run knows of all of it.
"""

from __future__ import annotations

import json
import os
import struct
import time
import zlib

from guild_jupyter.supervise import durable, faults

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.rundir import RunDir

#: Why the kernel ended an operation, where its control group tells.
OUT_OF_MEMORY = "out of memory"

_RESERVED = 4096
_SECTOR = 512
_HEADER = struct.Struct("<II")
_LOOKS = 3
#: Bytes that nothing can have written: whoever wrote the record wrote something else.
_SENSELESS = 1 << 60
_COUNT = struct.Struct("<Q")
#: The attributes that Guild reads the end of a run from, in the order in which they are written.
ATTRIBUTES = ("stopped", "exit_status")


class ExitRecord:
    """How an operation ended.

    Parameters
    ----------
    exit_status
        As Guild records it: the exit code, or the negative number of the signal.
    stopped
        When, in microseconds since the epoch.
    reason
        What else is known, such as ``resources`` for a failed preparation, or ``out of memory``;
        may be empty.
    complete
        Whether output and attributes are whole: the record is written twice.
    output_bytes
        Size of the recorded output; meaningful once complete.
    dropped_bytes
        Output that could not be recorded, for lack of space.
    left_out_bytes
        Output that was more than what is kept: what came between the head and the tail.
    survivors
        Processes of the run that no signal could end.
    elapsed
        Seconds that the operation ran, by a clock that nobody sets; None where there is none.
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
        left_out_bytes: int = 0,
        survivors: int = 0,
        elapsed: float | None = None,
    ) -> None:
        self.exit_status = int(exit_status)
        self.stopped = int(stopped)
        self.reason = str(reason)
        self.complete = bool(complete)
        self.output_bytes = int(output_bytes)
        self.dropped_bytes = int(dropped_bytes)
        self.left_out_bytes = int(left_out_bytes)
        self.survivors = int(survivors)
        self.elapsed = None if elapsed is None else round(float(elapsed), 3)


def reserve(path: str, mode: int = 0o600) -> None:
    """Take the space for the record; fails with OSError where the disk is full."""
    os.close(open_reserved(path, mode))


def open_reserved(path: str, mode: int = 0o600) -> int:
    """Take the space for the record, as :func:`reserve`; return the open file."""
    faults.reach("reserve.opening")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, mode)
    try:
        os.fchmod(descriptor, mode)
        if os.fstat(descriptor).st_size < _RESERVED:
            faults.reach("reserve.writing")
            durable.write_all(descriptor, bytes(_RESERVED))
            faults.reach("reserve.syncing")
            os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def seal(path: str, record: ExitRecord, descriptor: int = -1) -> None:
    """Write the record in place and have it reach the disk.

    Where that fails, as on a bad sector, a new file takes the place of the old.

    Parameters
    ----------
    path
        The reserved file.
    record
        How the operation ended.
    descriptor
        The same file where it is open, for there may be no descriptor left to open it.

    Raises
    ------
    OSError
        Neither way can it be written.
    """
    text = _text(record)
    sector = (_HEADER.pack(len(text), zlib.crc32(text)) + text).ljust(_SECTOR, b"\0")
    try:
        if descriptor >= 0 and os.fstat(descriptor).st_nlink:
            _write_sector(descriptor, sector)
        else:
            _open_and_write(path, sector)
    except OSError:
        mode = os.stat(path).st_mode & 0o777
        durable.write(path, sector.ljust(_RESERVED, b"\0"), mode, sync=True)


def _open_and_write(path: str, sector: bytes) -> None:
    faults.reach("seal.opening")
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        _write_sector(descriptor, sector)
    finally:
        os.close(descriptor)


def note_dropped(path: str, count: int) -> None:
    """Note how many bytes of output were dropped so far, in space that is reserved already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        os.pwrite(descriptor, _COUNT.pack(count), _SECTOR)
    except OSError:
        return
    finally:
        os.close(descriptor)


def dropped_so_far(path: str) -> int:
    """Return how many bytes of output were noted as dropped."""
    try:
        with open(durable.open_regular(path), "rb", buffering=0) as file:
            file.seek(_SECTOR)
            count = int(_COUNT.unpack(file.read(_COUNT.size))[0])
            return count if count < _SENSELESS else 0
    except (OSError, struct.error):
        return 0


def _write_sector(descriptor: int, sector: bytes) -> None:
    faults.reach("seal.writing")
    os.pwrite(descriptor, sector, 0)
    faults.reach("seal.syncing")
    os.fdatasync(descriptor)
    faults.reach("seal.synced")


def _text(record: ExitRecord) -> bytes:
    """Return the record as JSON, its reason cut so that all of it fits in the sector."""
    facts = dict(vars(record))
    while True:
        text = json.dumps(facts, sort_keys=True).encode()
        if len(text) <= _SECTOR - _HEADER.size:
            return text
        facts["reason"] = facts["reason"][: len(facts["reason"]) * 3 // 4]


def read(path: str) -> ExitRecord | None:
    """Return the record, or None where there is none or it is not whole."""
    for _ in range(_LOOKS):
        # A record that is being written anew may look torn; it is whole a moment later.
        record, is_torn = _look(path)
        if not is_torn:
            return record
    return None


def _look(path: str) -> tuple[ExitRecord | None, bool]:
    try:
        with open(durable.open_regular(path), "rb", buffering=0) as file:
            sector = file.read(_SECTOR)
        length, checksum = _HEADER.unpack_from(sector)
        text = sector[_HEADER.size : _HEADER.size + length]
        if len(text) != length or zlib.crc32(text) != checksum:
            return None, True
        return (ExitRecord(**json.loads(text)) if length else None), False
    except (OSError, ValueError, TypeError, struct.error):
        return None, False


def moment(run: RunDir) -> int:
    """Return the time in microseconds, but never one before the recorded start of the run.

    The clock may have been set back meanwhile, and a run that started after it ended is one
    that Guild restarted.
    """
    return max(time.time_ns() // 1000, durable.read_int(run.attr("started")) or 0)


def publish(run: RunDir, record: ExitRecord, mode: int) -> None:
    """Write the end of a run as Guild reads it; what fails can be made again from the record."""
    write_attributes(run, record, mode)
    faults.reach("publish.unlocking")
    durable.remove(run.lock)


def write_attributes(run: RunDir, record: ExitRecord, mode: int) -> None:
    """Write those attributes of a run's end that are missing or wrong, as far as possible.

    The last one is there only if all are.
    """
    for name in ATTRIBUTES:
        value = getattr(record, name)
        if durable.read_int(run.attr(name)) != value:
            try:
                durable.write(run.attr(name), b"%d\n" % value, mode)
            except OSError:
                return
