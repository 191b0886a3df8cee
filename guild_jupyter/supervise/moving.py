"""Moving bytes from a pipe into a file: inside the kernel, so that none are in flight."""

from __future__ import annotations

import os

from guild_jupyter.supervise import faults
from guild_jupyter.supervise.facilities import FACILITIES

_CHUNK = 1 << 20
_COPY_CHUNK = 1 << 16


class Mover:
    """Moves bytes from pipes into files; one that fails to be written holds up nobody."""

    def __init__(self) -> None:
        self._splices = FACILITIES.splice

    def move(self, pipe: int, file: int, at: int, most: int) -> tuple[int, bytes]:
        """Move what a readable pipe holds.

        Parameters
        ----------
        pipe
            Read end of the pipe, readable or at its end.
        file
            Descriptor of the file; negative where there is none to write to.
        at
            Where in the file.
        most
            Bytes to move at most.

        Returns
        -------
        tuple
            How many bytes were moved, and those that were read but could not be written. Neither
            at the end of the pipe.
        """
        if file >= 0 and self._splices:
            try:
                faults.reach("capture.splicing")
                return os.splice(pipe, file, min(_CHUNK, most), offset_dst=at), b""
            except OSError:
                # No room, or a file system without splice: the copying way tells them apart.
                self._splices = False
        data = os.read(pipe, min(_COPY_CHUNK, most))
        written = write_some(file, data, at)
        return written, data[written:]


def write_some(file: int, data: bytes, at: int) -> int:
    """Write what there is room for; return how many bytes that were."""
    try:
        faults.reach("capture.writing")
        return os.pwrite(file, data, at) if data and file >= 0 else 0
    except OSError:
        return 0
