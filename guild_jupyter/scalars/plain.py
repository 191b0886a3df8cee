"""Scalars out of the bytes of an event file without numpy, which is fastest where they are few.

Decides nothing but the way; `vector` gives the same answers.
"""

from __future__ import annotations

import struct

from guild_jupyter.scalars.records import (
    DATA_DAMAGED,
    FOOTER,
    HEADER,
    LENGTH_DAMAGED,
    NO_EVENT,
    Parsed,
    checked_length,
    is_sound,
    known_lengths,
)
from guild_jupyter.scalars.wire import decode_event, signed, simple_value_head

_DOUBLE = struct.Struct("<d")
_FLOAT = struct.Struct("<f")
_MOST_KNOWN = 4096
_LONGEST_STEP = 63  # bits before the last byte of the longest varint

Lists = tuple[list[int], list[float], list[float]]

#: Bytes of a summary of one simple value, up to the value: they stand for its tag.
_known_tags: dict[bytes, str] = {}


def parse(data: bytes, foreign: set[str]) -> Parsed:
    """Return the scalars of whole records.

    Parameters
    ----------
    data
        A piece of an event file that begins with a record.
    foreign
        Tags that another plugin claimed; extended here, as in `wire.decode_event`.
    """
    lists: dict[str, Lists] = {}
    parsed = Parsed({**lists})
    size = len(data)
    pos = 0
    while True:
        header = data[pos : pos + HEADER]
        length = known_lengths.get(header)
        if length is None:
            if len(header) < HEADER:
                break
            length = checked_length(header)
            if length is None:
                parsed.fault = LENGTH_DAMAGED
                break
        start = pos + HEADER
        stop = start + length
        if stop + FOOTER > size:
            parsed.needed = stop + FOOTER - pos
            break
        if not is_sound(data, start, stop):
            parsed.fault = DATA_DAMAGED
            break
        if not _take_simple(data, start, stop, lists):
            try:
                take_any(data, start, stop, foreign, lists)
            except (ValueError, IndexError, struct.error):
                parsed.fault = NO_EVENT
                break
        pos = stop + FOOTER
    parsed.columns.update(lists)
    parsed.used = pos
    return parsed


def _take_simple(data: bytes, start: int, stop: int, lists: dict[str, Lists]) -> bool:
    """Take an event of wall time, step and one simple value of a tag seen before, as most are."""
    at, wall_time, step, shift = start, 0.0, 0, 0
    if stop - start < 14:
        return False
    if data[at] == 0x09:
        wall_time = _DOUBLE.unpack_from(data, at + 1)[0]
        at += 9
    if data[at] == 0x10:
        at += 1
        while at < stop:
            byte = data[at]
            at += 1
            step |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
    tag = _known_tags.get(data[at : stop - 4])
    if tag is None or shift > _LONGEST_STEP:
        return False
    steps, values, wall_times = lists.get(tag) or lists.setdefault(tag, ([], [], []))
    steps.append(signed(step) if shift >= _LONGEST_STEP else step)
    values.append(_FLOAT.unpack_from(data, stop - 4)[0])
    wall_times.append(wall_time)
    return True


def take_any(
    data: bytes, start: int, stop: int, foreign: set[str], lists: dict[str, Lists]
) -> None:
    """Take whatever scalars an event has.

    Raises
    ------
    ValueError, IndexError, struct.error
        When the bytes are no event.
    """
    wall_time, step, scalars = decode_event(data, start, stop, foreign)
    for tag, value in scalars:
        steps, values, wall_times = lists.setdefault(tag, ([], [], []))
        steps.append(step)
        values.append(value)
        wall_times.append(wall_time)
    if len(scalars) == 1:
        head = simple_value_head(scalars[0][0])
        if data[start:stop].endswith(head, 0, -4):
            if len(_known_tags) >= _MOST_KNOWN:
                _known_tags.clear()
            _known_tags[head] = scalars[0][0]
