"""Protobuf bytes of one TensorBoard event: written and read by hand.

Decides which values of an event are scalars and what number each one is. Knows nothing
about files, records or runs. No protobuf import: the recorder runs on the bare stdlib.
"""

import math
import struct
from collections.abc import Iterator

# wire types
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

# fields of Event
WALL_TIME, STEP, FILE_VERSION, SUMMARY = 1, 2, 3, 5
# fields of Summary.Value
TAG, SIMPLE_VALUE, TENSOR, METADATA = 1, 2, 8, 9
# fields of TensorProto
DTYPE, SHAPE, CONTENT = 1, 2, 4
# fields of TensorShapeProto
_DIM, _UNKNOWN_RANK = 2, 3

_DOUBLE = struct.Struct("<d")
_FLOAT = struct.Struct("<f")
_HALF = struct.Struct("<e")
_INT32 = struct.Struct("<i")
_INT64 = struct.Struct("<q")

# dtype -> (one element of tensor_content, field of the typed list)
_DTYPES = {
    1: (_FLOAT, 5),  # DT_FLOAT, float_val
    2: (_DOUBLE, 6),  # DT_DOUBLE, double_val
    3: (_INT32, 7),  # DT_INT32, int_val
    9: (_INT64, 10),  # DT_INT64, int64_val
    19: (_HALF, 13),  # DT_HALF, half_val: the 16 bits as a varint
}

_MASK64 = (1 << 64) - 1
_INT64_LIMIT = 1 << 63

SCALARS_PLUGIN = "scalars"


def encode_varint(number: int) -> bytes:
    """Return a non-negative number below 2**64 as a varint."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _delimited(field: int, content: bytes) -> bytes:
    return bytes((field << 3 | BYTES,)) + encode_varint(len(content)) + content


def encode_version(version: str, wall_time: float) -> bytes:
    """Return the event that opens a file."""
    return b"\x09" + _DOUBLE.pack(wall_time) + _delimited(FILE_VERSION, version.encode())


def float32_bytes(value: float) -> bytes:
    """Return `value` as four bytes; what exceeds float32 becomes an infinity."""
    try:
        return _FLOAT.pack(value)
    except OverflowError:
        return _FLOAT.pack(math.copysign(math.inf, value))


def simple_value_head(tag: str) -> bytes:
    """Return the bytes of a one-scalar summary up to the four bytes of its value."""
    # a tag with a lone surrogate must not stop the recording
    head = _delimited(TAG, tag.encode("utf-8", "replace")) + b"\x15"
    value = b"\x0a" + encode_varint(len(head) + 4) + head
    return b"\x2a" + encode_varint(len(value) + 4) + value


def encode_scalar(tag: str, value: float, step: int, wall_time: float) -> bytes:
    """Return the event of one scalar; step 0 is left out, as every writer does.

    Raises
    ------
    ValueError
        When the step is no 64-bit number.
    """
    if not -_INT64_LIMIT <= step < _INT64_LIMIT:
        msg = f"the step {step} of {tag!r} does not fit into 64 bits"
        raise ValueError(msg)
    head = b"\x09" + _DOUBLE.pack(wall_time)
    if step:
        head += b"\x10" + encode_varint(step & _MASK64)
    return head + simple_value_head(tag) + float32_bytes(value)


def decode_event(
    data: bytes, start: int, stop: int, foreign: set[str]
) -> tuple[float, int, list[tuple[str, float]]]:
    """Return wall time, step and (tag, value) of every scalar in one event.

    Parameters
    ----------
    data, start, stop
        The event stands at ``data[start:stop]``.
    foreign
        Tags that another TensorBoard plugin claimed. Extended here, and to be passed again
        for later events of the file: a writer may name the plugin in the first one only.

    Raises
    ------
    ValueError, IndexError, struct.error
        When the bytes are no event.
    """
    wall_time, step = 0.0, 0
    scalars: list[tuple[str, float]] = []
    for field, wire, number, begin, end in fields(data, start, stop):
        if field == WALL_TIME and wire == FIXED64:
            wall_time = _DOUBLE.unpack_from(data, begin)[0]
        elif field == STEP and wire == VARINT:
            step = signed(number)
        elif field == SUMMARY and wire == BYTES:
            for inner, inner_wire, _, value_begin, value_end in fields(data, begin, end):
                if inner == 1 and inner_wire == BYTES:
                    scalar = _decode_value(data, value_begin, value_end, foreign)
                    if scalar is not None:
                        scalars.append(scalar)
    return wall_time, step, scalars


def signed(number: int) -> int:
    """Return the 64-bit number whose two's complement is `number`."""
    number &= _MASK64
    return number - (1 << 64) if number >= _INT64_LIMIT else number


def fields(data: bytes, pos: int, stop: int) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield (field, wire type, number of a varint, begin, end) of a message's fields.

    Raises
    ------
    ValueError, IndexError
        When the bytes are no message.
    """
    while pos < stop:
        key, pos = varint(data, pos)
        wire, number, begin = key & 7, 0, pos
        if wire == VARINT:
            number, pos = varint(data, pos)
        elif wire == BYTES:
            length, begin = varint(data, pos)
            pos = begin + length
        elif wire == FIXED32:
            pos += 4
        elif wire == FIXED64:
            pos += 8
        else:
            msg = f"unknown wire type {wire}"
            raise ValueError(msg)
        if pos > stop:
            raise ValueError("a field runs past the end of its message")
        yield key >> 3, wire, number, begin, pos


def varint(data: bytes, pos: int) -> tuple[int, int]:
    """Return the number at a position, and the position after it."""
    number = shift = 0
    while True:
        byte = data[pos]
        pos += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, pos
        shift += 7
        if shift > 63:
            raise ValueError("a varint is longer than ten bytes")


def _decode_value(
    data: bytes, start: int, stop: int, foreign: set[str]
) -> tuple[str, float] | None:
    tag, plugin = "", ""
    value: float | None = None
    tensor: tuple[int, int] | None = None
    for field, wire, _, begin, end in fields(data, start, stop):
        if field == TAG and wire == BYTES:
            tag = data[begin:end].decode("utf-8", "replace")
        elif field == SIMPLE_VALUE and wire == FIXED32:
            value = _FLOAT.unpack_from(data, begin)[0]
        elif field == TENSOR and wire == BYTES:
            tensor = begin, end
        elif field == METADATA and wire == BYTES:
            plugin = plugin_name(data, begin, end)
    if value is None and tensor is not None:
        if plugin and plugin != SCALARS_PLUGIN:
            foreign.add(tag)
        if tag not in foreign:
            value = _decode_tensor(data, *tensor)
    return None if value is None else (tag, value)


def plugin_name(data: bytes, start: int, stop: int) -> str:
    """Return which TensorBoard plugin the metadata of a value name; empty for none."""
    for field, wire, _, begin, end in fields(data, start, stop):
        if field == 1 and wire == BYTES:  # plugin_data
            for inner, inner_wire, _, name_begin, name_end in fields(data, begin, end):
                if inner == 1 and inner_wire == BYTES:
                    return data[name_begin:name_end].decode("utf-8", "replace")
    return ""


def _decode_tensor(data: bytes, start: int, stop: int) -> float | None:
    """Return the number of a tensor with exactly one element of a known type."""
    dtype, one_element = 0, True
    content: tuple[int, int] | None = None
    lists: dict[int, tuple[int, int, int, int]] = {}
    for field, wire, number, begin, end in fields(data, start, stop):
        if field == DTYPE and wire == VARINT:
            dtype = number
        elif field == SHAPE and wire == BYTES:
            one_element = has_one_element(data, begin, end)
        elif field == CONTENT and wire == BYTES:
            content = begin, end
        else:
            lists.setdefault(field, (wire, number, begin, end))
    if dtype not in _DTYPES or not one_element:
        return None
    element, list_field = _DTYPES[dtype]
    if content is not None and content[0] < content[1]:
        return float(element.unpack(data[content[0] : content[1]])[0])
    if list_field not in lists:
        return 0.0  # TensorFlow fills a missing list with zeros
    return _first_of_list(data, element, lists[list_field])


def has_one_element(data: bytes, start: int, stop: int) -> bool:
    """Return whether a shape is that of a single number."""
    for field, wire, number, begin, end in fields(data, start, stop):
        if field == _UNKNOWN_RANK and number:
            return False
        if field == _DIM and wire == BYTES:
            sizes = [
                size
                for inner, inner_wire, size, _, _ in fields(data, begin, end)
                if inner == 1 and inner_wire == VARINT
            ]
            if sizes != [1]:
                return False
    return True


def _first_of_list(
    data: bytes, element: struct.Struct, span: tuple[int, int, int, int]
) -> float | None:
    """Return the first number of a typed list, packed or not."""
    wire, number, begin, end = span
    if begin == end:
        return 0.0
    if element in (_FLOAT, _DOUBLE):
        return float(element.unpack_from(data, begin)[0]) if wire != VARINT else None
    if wire == BYTES:
        number, _ = varint(data, begin)
    if element is _HALF:
        return float(_HALF.unpack((number & 0xFFFF).to_bytes(2, "little"))[0])
    return float(signed(number))
