"""Records of event files for tests, with every form that a scalar has."""

import random
import struct

import numpy as np
from tensorboard.compat.proto import event_pb2
from tensorboard.util import tensor_util

from guild_jupyter.scalars.records import framed
from guild_jupyter.scalars.wire import encode_scalar, encode_version

VERSION = framed(encode_version("brain.Event:2", 1.0))
NAME = "events.out.tfevents.1700000000.box.1.0"


def simple(tag, value, step, wall_time=1.0):
    return framed(encode_scalar(tag, value, step, wall_time))


def untimed(tag, value, step):
    """As Guild writes it."""
    return framed(encode_scalar(tag, value, step, 0.0)[9:])


def tensor(tag, value, step, wall_time=1.0, plugin="scalars", dtype="float32", content=False):
    event = event_pb2.Event(wall_time=wall_time, step=step)
    array = np.array(value, dtype=dtype)
    made = event.summary.value.add(tag=tag, tensor=tensor_util.make_tensor_proto(array))
    if content:
        for field in ("float_val", "double_val", "int_val", "int64_val", "half_val"):
            made.tensor.ClearField(field)
        made.tensor.tensor_content = array.tobytes()
    if plugin is not None:
        made.metadata.plugin_data.plugin_name = plugin
    return framed(event.SerializeToString())


def several(values, step):
    event = event_pb2.Event(wall_time=2.0, step=step)
    for tag, value in values:
        event.summary.value.add(tag=tag, simple_value=value)
    return framed(event.SerializeToString())


def image(tag, size, step):
    event = event_pb2.Event(wall_time=2.0, step=step)
    event.summary.value.add(tag=tag).image.encoded_image_string = bytes(size)
    return framed(event.SerializeToString())


def damaged(record, place):
    changed = bytearray(record)
    changed[place % len(record)] ^= 0x40
    return bytes(changed)


_TAGS = ["loss", "acc", "train/loss", "é", "", "a" * 60, "b" * 600, "val_loss"]
_STEPS = [0, 1, 2, 3, 4, 127, 128, 300, 20_000, 2**40, -1, -(2**63), 2**63 - 1]
_VALUES = [0.0, -0.0, 0.1, 1.5, -2.0, 1e30, 1e-40, float("nan"), float("inf"), -float("inf")]
_ODD = [framed(b""), framed(b"\x2a\x00"), framed(b"\x10\x05"), framed(b"\x1a\x01x\x2a\x00")]


def mixture(seed, count):
    """Return records of many forms; the same for the same seed."""
    chance = random.Random(seed)
    tags = chance.sample(_TAGS, chance.randint(1, 4))
    kinds = chance.choices(range(10), k=chance.randint(1, 4))
    records = []
    for number in range(count):
        tag, kind = chance.choice(tags), chance.choice(kinds)
        step = number if chance.random() < 0.8 else chance.choice(_STEPS)
        value = chance.choice(_VALUES) if chance.random() < 0.3 else chance.uniform(-9, 9)
        if kind < 3:
            records.append(simple(tag, value, step, chance.uniform(0, 2e9)))
        elif kind < 5:
            dtype = chance.choice(["float32", "float64", "float16", "int32", "int64", "bool"])
            number = value if dtype.startswith("float") else chance.randint(0, 1)
            with np.errstate(all="ignore"):
                records.append(
                    tensor(
                        tag,
                        number,
                        step,
                        dtype=dtype,
                        plugin=chance.choice(["scalars", "scalars", None]),
                        content=chance.random() < 0.3,
                    )
                )
        elif kind == 5:
            records.append(untimed(tag, value, step))
        elif kind == 6:
            records.append(several([(tag, value), (chance.choice(tags), 1.0)], step))
        elif kind == 7:
            records.append(image(tag, chance.choice([0, 10, 5000]), step))
        elif kind == 8 and chance.random() < 0.1:
            records.append(tensor(tag, 1.0, step, plugin="hparams"))
        elif kind == 9 and chance.random() < 0.1:
            records.append(chance.choice(_ODD))
        else:
            records.append(simple(tag, value, step))
    return records


def bits(numbers):
    """Numbers so that nan equals itself and zeros have their signs."""
    return [struct.pack("<d", number) for number in numbers]
