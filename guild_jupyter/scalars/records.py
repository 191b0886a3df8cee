"""Records of a TensorBoard file: a length, its checksum, the data, their checksum.

Decides what a sound record is and what is said of one that is not. Knows nothing about events.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from guild_jupyter.scalars.crc32c import masked_crc32c

HEADER = 12  # length and its checksum
FOOTER = 4  # checksum of the data

LENGTH_DAMAGED = "its length does not match its checksum"
DATA_DAMAGED = "its data do not match their checksum"
NO_EVENT = "its data are no TensorBoard event"

_U64 = struct.Struct("<Q")
_U32 = struct.Struct("<I")
_MOST_KNOWN = 4096

#: Steps, values and wall times of the events of one tag, in their order; equally long.
Columns = tuple[Sequence[int], Sequence[float], Sequence[float]]


@dataclass(slots=True)
class Parsed:
    """What a piece of an event file holds.

    Parameters
    ----------
    columns
        The scalars by their tag.
    used
        Bytes of the whole, sound records; what comes after them was not read.
    needed
        Size of the record that the piece cuts off; 0 where not even that is known.
    fault
        Why no more can be read of the file, as a clause; empty while it is sound.
    """

    columns: dict[str, Columns] = field(default_factory=dict)
    used: int = 0
    needed: int = 0
    fault: str = ""


#: Lengths of checked headers: most records are of few sizes.
known_lengths: dict[bytes, int] = {}


def checked_length(header: bytes) -> int | None:
    """Return the length that a whole header tells, or None when its checksum is wrong."""
    if _U32.unpack_from(header, 8)[0] != masked_crc32c(header[:8]):
        return None
    length: int = _U64.unpack_from(header)[0]
    if len(known_lengths) >= _MOST_KNOWN:
        known_lengths.clear()
    known_lengths[header] = length
    return length


def is_sound(data: bytes, start: int, stop: int) -> bool:
    """Return whether the data at ``data[start:stop]`` match the checksum after them."""
    wanted: int = _U32.unpack_from(data, stop)[0]
    return masked_crc32c(data[start:stop]) == wanted


def framed(data: bytes) -> bytes:
    """Return data as a record."""
    length = _U64.pack(len(data))
    return b"".join(
        (length, _U32.pack(masked_crc32c(length)), data, _U32.pack(masked_crc32c(data)))
    )
