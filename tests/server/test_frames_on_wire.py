import json
import math
import struct
from datetime import date

import numpy as np
import pytest

from guild_jupyter.server.frames_on_wire import framed, unframed


def test_what_has_no_buffers_is_text():
    assert framed({"a": [1, "ü"]}) == '{"a":[1,"ü"]}'
    assert unframed('{"a":1}') == ({"a": 1}, [])


@pytest.mark.parametrize("pad", range(9))
def test_every_buffer_begins_at_a_multiple_of_eight(pad):
    buffers = [b"abc", b"", memoryview(np.arange(3.0)), b"12345678"]
    frame = framed({"pad": "ü" * pad}, buffers)
    (length,) = struct.unpack_from("<I", frame)
    assert json.loads(frame[4 : 4 + length])["buffers"] == [3, 0, 24, 8]
    content, found = unframed(frame)
    assert content == {"pad": "ü" * pad}
    assert found == [bytes(one) for one in buffers]
    start = 4 + length + -(4 + length) % 8
    assert frame[start : start + 3] == b"abc"
    assert frame[start + 8 : start + 32] == np.arange(3.0).tobytes()
    assert len(frame) % 8 == 0


def test_what_json_does_not_have_is_said_as_well_as_it_can_be():
    content, _ = unframed(
        framed({"a": [math.nan, {"b": math.inf}], "c": "\ud800x", "d": date(2024, 1, 2)})
    )
    assert content == {"a": [None, {"b": None}], "c": "\ufffdx", "d": "2024-01-02"}
    _, buffers = unframed(framed({"c": "\ud800"}, [b"x"]))
    assert buffers == [b"x"]
