"""Messages as they cross the stream: text where there are no buffers, else bytes."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from guild_jupyter.presenting.presenter import whole

_HEAD = struct.Struct("<I")
_STEP = 8

#: What is sent: a text frame or a binary one.
Frame = str | bytes


def framed(content: Mapping[str, Any], buffers: Sequence[bytes | memoryview] = ()) -> Frame:
    """Return a message as it is sent.

    Bytes are the length of the JSON (32 bits, the least first), the JSON, whose member
    ``buffers`` tells their lengths, and the buffers; each of them begins at a multiple of eight.
    """
    if not buffers:
        return _written(content)[0]
    views = [memoryview(one).cast("B") for one in buffers]
    _, text = _written({**content, "buffers": [view.nbytes for view in views]})
    parts: list[bytes | memoryview] = [_HEAD.pack(len(text)), text, _blank(_HEAD.size + len(text))]
    for view in views:
        parts += [view, _blank(view.nbytes)]
    return b"".join(parts)


def unframed(frame: Frame) -> tuple[dict[str, Any], list[bytes]]:
    """Return what a frame says, and its buffers."""
    if isinstance(frame, str):
        return json.loads(frame), []
    (length,) = _HEAD.unpack_from(frame)
    start = _HEAD.size + length
    content = json.loads(frame[_HEAD.size : start])
    buffers = []
    for size in content.pop("buffers"):
        start += -start % _STEP
        buffers.append(frame[start : start + size])
        start += size
    return content, buffers


def _blank(length: int) -> bytes:
    return bytes(-length % _STEP)


def _written(content: Mapping[str, Any]) -> tuple[str, bytes]:
    try:
        text = _json(content)
        return text, text.encode()
    except ValueError:  # rare: most messages are not looked through
        text = _json(_finite(whole(content)))
        return text, text.encode()


def _json(content: Any) -> str:  # noqa: ANN401 - any plain value
    # what is no JSON at all, such as a date among flags, is said as text
    return json.dumps(
        content, allow_nan=False, ensure_ascii=False, separators=(",", ":"), default=str
    )


def _finite(value: Any) -> Any:  # noqa: ANN401 - any plain value
    """Return a plain value in which numbers that JSON does not have are none."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    return list(map(_finite, value)) if isinstance(value, list) else value
