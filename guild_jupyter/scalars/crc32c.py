"""Checksum of TensorBoard records: CRC-32C (Castagnoli), rotated and offset.

Knows bytes only. Table-driven one byte at a time: the records of scalars are tiny.
"""

_POLYNOMIAL = 0x82F63B78  # Castagnoli, bits reversed
MASK_DELTA = 0xA282EAD8
_WORD = 0xFFFFFFFF


def _table() -> tuple[int, ...]:
    entries = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ (_POLYNOMIAL if crc & 1 else 0)
        entries.append(crc)
    return tuple(entries)


TABLE = _table()


def crc32c(data: bytes) -> int:
    """Return the plain CRC-32C of `data`."""
    table = TABLE
    crc = _WORD
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc ^ _WORD


def masked_crc32c(data: bytes) -> int:
    """Return the CRC-32C of `data` as records store it.

    The mask keeps a checksum of data that itself holds checksums from degenerating.
    """
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + MASK_DELTA) & _WORD
