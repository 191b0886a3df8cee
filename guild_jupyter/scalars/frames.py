"""Where the records of a piece of an event file are.

Decides nothing but the way: one record after the other, and where the lengths repeat, as those
of the same few tags do step by step, many at once. Every length is held against its checksum.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from guild_jupyter.scalars.records import (
    FOOTER,
    HEADER,
    LENGTH_DAMAGED,
    Parsed,
    checked_length,
    known_lengths,
)

_FIRST = 64  # records looked at one by one: more than two cycles
_LONGEST_CYCLE = 24
_AROUND = HEADER + FOOTER

_Numbers = npt.NDArray[Any]


def frames(data: bytes) -> tuple[_Numbers, _Numbers, Parsed]:
    """Return where the data of whole records begin, how long they are, and what comes after."""
    parsed = Parsed()
    starts: list[_Numbers] = []
    lengths: list[_Numbers] = []
    most = _FIRST
    while True:
        own, is_end = _scan(data, parsed, most)
        at, sizes = _places(parsed.used, np.array(own, np.int64))
        starts.append(at)
        lengths.append(sizes)
        if is_end:
            break
        at, sizes = _repeated(data, parsed.used, own)
        starts.append(at)
        lengths.append(sizes)
        parsed.used += int(sizes.sum()) + _AROUND * len(sizes)
        if len(sizes) < most:
            most *= 2  # looking for repetitions does not pay so soon
    return np.concatenate(starts), np.concatenate(lengths), parsed


def _places(end: int, lengths: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return where the data of records that end at a position begin, and their lengths."""
    ends = end - np.cumsum((lengths + _AROUND)[::-1])[::-1]
    return ends + HEADER, lengths


def _scan(data: bytes, parsed: Parsed, most: int) -> tuple[list[int], bool]:
    """Go on over some records; return their lengths, and whether there are no more."""
    lengths: list[int] = []
    add, known = lengths.append, known_lengths.get
    size, pos = len(data), parsed.used
    is_end = False
    while len(lengths) < most:
        header = data[pos : pos + HEADER]
        length = known(header)
        if length is None:
            is_end = len(header) < HEADER
            length = None if is_end else checked_length(header)
            if length is None:
                parsed.fault = "" if is_end else LENGTH_DAMAGED
                is_end = True
                break
        after = pos + length + _AROUND
        if after > size:
            parsed.needed = after - pos
            is_end = True
            break
        add(length)
        pos = after
    parsed.used = pos
    return lengths, is_end


def _repeated(data: bytes, pos: int, lengths: list[int]) -> tuple[_Numbers, _Numbers]:
    """Return the records from a position on whose lengths go on as those before it did."""
    last = lengths[-2 * _LONGEST_CYCLE :]
    cycle = next((n for n in range(1, _LONGEST_CYCLE + 1) if last[n:] == last[:-n]), 0)
    sizes = np.array(last[-cycle:] if cycle else [], np.int64)
    total = int(sizes.sum()) + _AROUND * cycle
    count = (len(data) - pos) // total if cycle else 0
    if not count:
        return sizes[:0], sizes[:0]
    places, _ = _places(pos + total, sizes)
    begins = (places - HEADER) + total * np.arange(count)[:, np.newaxis]
    views = np.ndarray((len(data) - HEADER + 1,), f"V{HEADER}", data, strides=(1,))
    headers = views[begins].view("<u4").reshape(count, -1)
    wanted = views[begins[0] - total].view("<u4")
    good = (headers == wanted).all(axis=1)
    whole = count if good.all() else int(good.argmin())
    return (begins[:whole] + HEADER).ravel(), np.tile(sizes, whole)
