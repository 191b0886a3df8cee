"""CRC-32C of many records at once, by numpy.

Knows bytes only. A checksum is the exclusive or of what each byte adds to it, which depends on
nothing but the byte and its distance from the end: so the bytes of many records are looked up
in tables, and leading zeros change nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from guild_jupyter.scalars.crc32c import MASK_DELTA, TABLE

_TILE = 4096  # rows looked up at once: what they need stays in the processor's cache
_PIECE = 1024  # bytes of a long record that are looked up at once
_BEGIN = 4  # the checksum's beginning, all ones, changes the first four bytes

_Numbers = npt.NDArray[Any]

_bytewise = np.array(TABLE, np.uint32)
_tables = _bytewise[np.newaxis]


def added_at(distances: int) -> _Numbers:
    """Return what each byte adds at each distance from the end, up to some distance or more."""
    global _tables
    if len(_tables) < distances:
        rows = list(_tables)
        while len(rows) < distances:
            rows.append(rows[-1] >> np.uint32(8) ^ _bytewise[rows[-1] & np.uint32(0xFF)])
        _tables = np.array(rows)
    return _tables


def masked_checksums(rows: _Numbers, lengths: _Numbers) -> _Numbers:
    """Return the checksums of records as they are stored.

    Parameters
    ----------
    rows
        A row of bytes for each record, which stands at its end, with zeros before it.
    lengths
        Of the records, at least four.
    """
    width = rows.shape[1]
    tables = added_at(width)
    last = lengths - 1
    found = tables[last, 0xFF]
    for place in range(1, _BEGIN):
        found ^= tables[last - place, 0xFF]
    flat = tables[:width].ravel()
    places = np.arange(width - 1, -1, -1) * 256
    for at in range(0, len(rows), _TILE):
        tile = flat[rows[at : at + _TILE] + places]
        found[at : at + _TILE] ^= np.bitwise_xor.reduce(tile, axis=1)
    return _masked(~found)


def long_checksum(data: bytes) -> int:
    """Return the checksum of one long record as it is stored."""
    head = bytes(byte ^ 0xFF for byte in data[:_BEGIN])
    filled = bytes(-len(data) % _PIECE) + head + data[_BEGIN:]
    rows = np.frombuffer(filled, np.uint8).reshape(-1, _PIECE)
    tables = added_at(_PIECE)
    flat = tables[:_PIECE].ravel()
    places = np.arange(_PIECE - 1, -1, -1) * 256
    first, second, third, fourth = tables[_PIECE - 4 : _PIECE][::-1].tolist()
    crc = 0
    for at in range(0, len(rows), 256):
        tile = flat[rows[at : at + 256] + places]
        for own in np.bitwise_xor.reduce(tile, axis=1).tolist():
            # what came before acts as if it were the piece's first four bytes
            crc = (
                own
                ^ first[crc & 0xFF]
                ^ second[crc >> 8 & 0xFF]
                ^ third[crc >> 16 & 0xFF]
                ^ fourth[crc >> 24]
            )
    return int(_masked(np.array([crc ^ 0xFFFFFFFF], np.uint32))[0])


def unmasked(stored: _Numbers) -> _Numbers:
    """Return the plain checksums of those that are stored."""
    turned = stored - np.uint32(MASK_DELTA)
    return turned << np.uint32(15) | turned >> np.uint32(17)


def _masked(checksums: _Numbers) -> _Numbers:
    turned = checksums >> np.uint32(15) | checksums << np.uint32(17)
    return turned + np.uint32(MASK_DELTA)
