import math
import struct

import numpy as np
import pytest
from tensorboard.compat.proto import (
    event_pb2,
    summary_pb2,
    tensor_pb2,
    tensor_shape_pb2,
    types_pb2,
)
from tensorboard.util import tensor_util

from guild_jupyter.scalars.wire import (
    decode_event,
    encode_scalar,
    encode_varint,
    float32_bytes,
    signed,
)


def decode(event, foreign=None):
    data = event if isinstance(event, bytes) else event.SerializeToString()
    return decode_event(data, 0, len(data), set() if foreign is None else foreign)


def tensor_event(tensor, tag="t", plugin=None):
    value = summary_pb2.Summary.Value(tag=tag, tensor=tensor)
    if plugin is not None:
        value.metadata.plugin_data.plugin_name = plugin
    return event_pb2.Event(wall_time=1.5, step=3, summary=summary_pb2.Summary(value=[value]))


def shape(*sizes):
    return tensor_shape_pb2.TensorShapeProto(
        dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=size) for size in sizes]
    )


@pytest.mark.parametrize("step", [0, 1, 127, 128, 2**40, 2**63 - 1, -1, -(2**63)])
def test_protobuf_reads_every_step_we_write(step):
    event = event_pb2.Event.FromString(encode_scalar("a/é", 0.5, step, 12.25))
    assert (event.step, event.wall_time) == (step, 12.25)
    assert [(v.tag, v.simple_value) for v in event.summary.value] == [("a/é", 0.5)]


def test_our_bytes_equal_protobufs():
    event = event_pb2.Event(wall_time=2.0, step=300)
    event.summary.value.add(tag="x" * 200, simple_value=1.5)
    assert encode_scalar("x" * 200, 1.5, 300, 2.0) == event.SerializeToString()


@pytest.mark.parametrize("step", [2**63, -(2**63) - 1])
def test_a_step_beyond_64_bits_is_refused(step):
    with pytest.raises(ValueError, match="64 bits"):
        encode_scalar("a", 1.0, step, 0.0)


def test_a_value_beyond_float32_becomes_an_infinity():
    assert struct.unpack("<f", float32_bytes(1e300)) == (math.inf,)
    assert struct.unpack("<f", float32_bytes(-1e300)) == (-math.inf,)


def test_a_tag_that_is_no_unicode_is_written_with_question_marks():
    assert decode(encode_scalar("a\udcff", 1.0, 1, 1.0)) == (1.0, 1, [("a?", 1.0)])


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "int64", "float16"])
@pytest.mark.parametrize("number", [0, 3, -2, 100])
def test_scalar_tensors_are_read_from_their_content_and_their_lists(dtype, number):
    array = np.array(number, dtype=dtype)
    packed = tensor_util.make_tensor_proto(array)
    content = tensor_pb2.TensorProto(
        dtype=packed.dtype, tensor_shape=shape(), tensor_content=array.tobytes()
    )
    for tensor in (packed, content):
        assert decode(tensor_event(tensor)) == (1.5, 3, [("t", float(number))])


def test_a_fractional_half_is_read():
    half = tensor_util.make_tensor_proto(np.array(0.25, dtype="float16"))
    assert decode(tensor_event(half))[2] == [("t", 0.25)]


@pytest.mark.parametrize("sizes", [(1,), (1, 1)])
def test_a_tensor_of_one_element_is_a_scalar(sizes):
    tensor = tensor_util.make_tensor_proto(np.full(sizes, 7.0, dtype="float32"))
    assert decode(tensor_event(tensor))[2] == [("t", 7.0)]


def test_a_tensor_without_its_number_is_zero_as_in_tensorflow():
    tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_shape=shape())
    assert decode(tensor_event(tensor))[2] == [("t", 0.0)]
    empty_list = bytes([0x08, 1, 0x2A, 0])
    assert decode(tensor_bytes(empty_list))[2] == [("t", 0.0)]


def tensor_bytes(tensor):
    value = b"\x0a\x01t" + b"\x42" + bytes([len(tensor)]) + tensor
    summary = b"\x0a" + bytes([len(value)]) + value
    return b"\x2a" + bytes([len(summary)]) + summary


def test_unpacked_lists_are_read():
    assert decode(tensor_bytes(b"\x08\x01\x2d" + struct.pack("<f", 2.5)))[2] == [("t", 2.5)]
    assert decode(tensor_bytes(b"\x08\x03\x38\x05"))[2] == [("t", 5.0)]


def test_a_list_of_the_wrong_kind_gives_no_scalar():
    assert decode(tensor_bytes(b"\x08\x01\x28\x05"))[2] == []


@pytest.mark.parametrize(
    "tensor",
    [
        tensor_util.make_tensor_proto(np.array([1.0, 2.0], dtype="float32")),
        tensor_util.make_tensor_proto(np.zeros((0,), dtype="float32")),
        tensor_util.make_tensor_proto("text"),
        tensor_pb2.TensorProto(
            dtype=types_pb2.DT_FLOAT,
            tensor_shape=tensor_shape_pb2.TensorShapeProto(unknown_rank=True),
        ),
    ],
)
def test_other_tensors_are_no_scalars(tensor):
    assert decode(tensor_event(tensor))[2] == []


def test_a_tensor_of_another_plugin_is_no_scalar_also_when_later_events_do_not_name_it():
    tensor = tensor_util.make_tensor_proto(np.array([0], dtype="float32"))
    foreign = set()
    assert decode(tensor_event(tensor, plugin="hparams"), foreign)[2] == []
    assert decode(tensor_event(tensor), foreign)[2] == []
    assert decode(tensor_event(tensor, tag="u", plugin="scalars"), foreign)[2] == [("u", 0.0)]
    assert decode(tensor_event(tensor, tag="v", plugin=""), foreign)[2] == [("v", 0.0)]


def test_metadata_without_a_plugin_claims_nothing():
    event = tensor_event(tensor_util.make_tensor_proto(np.float32(1)))
    event.summary.value[0].metadata.display_name = "shown"
    event.summary.value[0].metadata.plugin_data.content = b"x"
    assert decode(event)[2] == [("t", 1.0)]


def test_images_graphs_and_versions_are_ignored():
    image = event_pb2.Event(step=1)
    image.summary.value.add(tag="i").image.encoded_image_string = b"png"
    assert decode(image) == (0.0, 1, [])
    assert decode(event_pb2.Event(wall_time=1.0, graph_def=b"graph")) == (1.0, 0, [])
    assert decode(event_pb2.Event(file_version="brain.Event:2")) == (0.0, 0, [])


def test_several_values_of_one_event_are_read_in_order():
    event = event_pb2.Event(step=-4, wall_time=1.0)
    event.summary.value.add(tag="a", simple_value=1.0)
    event.summary.value.add(tag="b", simple_value=2.0)
    assert decode(event) == (1.0, -4, [("a", 1.0), ("b", 2.0)])


def test_fields_of_the_wrong_wire_type_are_passed_over():
    wrong = b"\x08\x01" + b"\x12\x00" + b"\x28\x01"  # wall_time, step, summary
    inner = b"\x2a\x02\x08\x01"  # a summary whose value is a varint
    value = b"\x08\x01" + b"\x10\x01" + b"\x40\x01" + b"\x48\x01"
    inside = b"\x2a" + bytes([len(value) + 2]) + b"\x0a" + bytes([len(value)]) + value
    assert decode(wrong + inner + inside) == (0.0, 0, [])


@pytest.mark.parametrize(
    "data",
    [
        b"\x0b",  # a group
        b"\x2a\x05\x00",  # runs past the end
        b"\x10" + b"\xff" * 11,  # endless varint
        b"\x10\xff",  # cut varint
        tensor_bytes(b"\x08\x01\x22\x03abc"),  # three bytes are no float
    ],
)
def test_bytes_that_are_no_event_raise(data):
    with pytest.raises((ValueError, IndexError, struct.error)):
        decode(data)


def test_varints_and_twos_complement():
    assert encode_varint(0) == b"\0"
    assert encode_varint(300) == b"\xac\x02"
    assert signed(2**64 - 1) == -1
    assert signed(5) == 5
