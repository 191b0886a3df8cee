import numpy as np
import pytest
from tensorboard.compat.proto import event_pb2
from tensorboard.util import tensor_util

from guild_jupyter.scalars.template import template_of
from tests.scalars import event_bytes as make


def after_step(record):
    """The bytes of an event of wall time and a step of one byte."""
    return record[12 + 11 : -4]


def test_a_simple_value_stands_at_the_end():
    data = after_step(make.simple("loss", 1.5, 3))
    found = template_of(data)
    assert (found.tag, found.from_end, found.format, found.size) == ("loss", 4, "<f4", 4)
    assert not found.is_tensor


@pytest.mark.parametrize("content", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "int32", "int64"])
def test_the_number_of_a_tensor_is_found_where_its_size_is_fixed(dtype, content):
    data = after_step(make.tensor("t", 3, 1, dtype=dtype, content=content))
    found = template_of(data)
    if (not content and not dtype.startswith("float")) or (dtype == "float16" and not content):
        assert found is None  # a varint
        return
    assert (found.tag, found.is_tensor) == ("t", True)
    place = len(data) - found.from_end
    assert np.frombuffer(data[place : place + found.size], found.format)[0] == 3


def summary(*values):
    event = event_pb2.Event()
    event.summary.value.extend(values)
    return event.SerializeToString()


def value(**fields):
    return event_pb2.Event().summary.value.add(**fields)


FLOAT = tensor_util.make_tensor_proto(1.5)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x2a\x7f",
        summary(),
        summary(value(tag="a")),
        summary(value(tag="a", simple_value=1.0), value(tag="b", simple_value=1.0)),
        summary(value(tag="a", tensor=tensor_util.make_tensor_proto([1.0, 2.0]))),
        summary(value(tag="a", tensor=tensor_util.make_tensor_proto("text"))),
        summary(value(tag="a", simple_value=1.0)) + b"\x1a\x01x",
        after_step(make.tensor("a", 1.0, 1, plugin="hparams")),
        after_step(make.image("a", 10, 1)),
        b"\x2a\x0a\x0a\x08\x42\x06\x08\x01\x28\xff\xff\x7f",  # a list of floats as a varint
        b"\x2a\x06\x0a\x04\x42\x02\x08\x01",  # no number at all
    ],
)
def test_what_is_not_so_simple_has_no_template(data):
    assert template_of(data) is None


def test_metadata_after_the_number_are_of_the_form():
    made = value(tag="a", tensor=FLOAT)
    made.metadata.plugin_data.plugin_name = "scalars"
    with_metadata = template_of(summary(made))
    without = template_of(summary(value(tag="a", tensor=FLOAT)))
    assert with_metadata.from_end > without.from_end == 4
