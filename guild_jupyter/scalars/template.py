"""The form of events that differ in nothing but wall time, step and value.

Decides which summaries are so simple that one stands for all with equal bytes around the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guild_jupyter.scalars.wire import (
    BYTES,
    CONTENT,
    DTYPE,
    FIXED32,
    FIXED64,
    METADATA,
    SCALARS_PLUGIN,
    SHAPE,
    SIMPLE_VALUE,
    SUMMARY,
    TAG,
    TENSOR,
    VARINT,
    fields,
    has_one_element,
    plugin_name,
)

_FLOAT, _DOUBLE = 1, 2
#: How one element of a tensor's content is stored, by the tensor's type.
_FORMATS = {1: "<f4", 2: "<f8", 3: "<i4", 9: "<i8", 19: "<f2"}
#: The list that holds a number of a fixed size, by the tensor's type.
_LISTS = {_FLOAT: 5, _DOUBLE: 6}

_VALUE = {TAG: (BYTES,), SIMPLE_VALUE: (FIXED32,), TENSOR: (BYTES,), METADATA: (BYTES,)}

Field = tuple[int, int, int]  # number of a varint, begin, end


@dataclass(frozen=True, slots=True)
class Template:
    """One scalar in a summary that ends its event.

    Parameters
    ----------
    tag
        Name of the scalar.
    from_end
        Where its value begins, in bytes before the end of the event.
    format
        How the value is stored, as numpy names it.
    is_tensor
        Whether it counts only while no other plugin claimed the tag.
    """

    tag: str
    from_end: int
    format: str
    is_tensor: bool = False

    @property
    def size(self) -> int:
        """Bytes of the value."""
        return int(self.format[2:])


def template_of(data: bytes) -> Template | None:
    """Return the form of an event's bytes after its step, or None where it is not so simple."""
    try:
        outer = _only(data, 0, len(data), {SUMMARY: (BYTES,)})
        inner = outer and _only(data, *outer[SUMMARY][1:], {1: (BYTES,)})
        if not inner:
            return None
        begin, end = inner[1][1:]
        value = _only(data, begin, end, _VALUE)
        if not value or (SIMPLE_VALUE in value) is (TENSOR in value):
            return None
        tag = data[slice(*value[TAG][1:])].decode("utf-8", "replace") if TAG in value else ""
        if SIMPLE_VALUE in value:
            return Template(tag, len(data) - value[SIMPLE_VALUE][1], "<f4")
        if METADATA in value and plugin_name(data, *value[METADATA][1:]) not in (
            "",
            SCALARS_PLUGIN,
        ):
            return None
        return _tensor(data, tag, *value[TENSOR][1:])
    except (ValueError, IndexError):
        return None


def _tensor(data: bytes, tag: str, start: int, stop: int) -> Template | None:
    known = {
        DTYPE: (VARINT,),
        SHAPE: (BYTES,),
        CONTENT: (BYTES,),
        _LISTS[_FLOAT]: (BYTES, FIXED32),
        _LISTS[_DOUBLE]: (BYTES, FIXED64),
    }
    tensor = _only(data, start, stop, known)
    if not tensor or DTYPE not in tensor:
        return None
    dtype = tensor[DTYPE][0]
    if dtype not in _FORMATS or (
        SHAPE in tensor and not has_one_element(data, *tensor[SHAPE][1:])
    ):
        return None
    place = _LISTS.get(dtype, CONTENT) if CONTENT not in tensor else CONTENT
    if place not in tensor or len(tensor.keys() - {DTYPE, SHAPE}) != 1:
        return None
    _, begin, end = tensor[place]
    found = Template(tag, len(data) - begin, _FORMATS[dtype], is_tensor=True)
    return found if end - begin == found.size else None


def _only(
    data: bytes, start: int, stop: int, wanted: Mapping[int, tuple[int, ...]]
) -> dict[int, Field] | None:
    """Return the fields of a message, or None where others or several of a kind are there."""
    found: dict[int, Field] = {}
    for field, wire, number, begin, end in fields(data, start, stop):
        if field not in wanted or field in found or wire not in wanted[field]:
            return None
        found[field] = number, begin, end
    return found
