"""Reads tables and cells as a page does, and holds them against their schema."""

import json
from functools import cache
from pathlib import Path

import jsonschema
import numpy as np

from guild_jupyter import wire

SCHEMA = Path(wire.__file__).parent / "schemas/table.schema.json"


@cache
def validator(definition):
    whole = json.loads(SCHEMA.read_text())
    if definition == "Table":
        return jsonschema.Draft7Validator(whole)
    schema = {"definitions": whole["definitions"], "$ref": f"#/definitions/{definition}"}
    return jsonschema.Draft7Validator(schema)


def check(data, definition="Table"):
    """Hold data against a part of the schema, after a journey as a message has."""
    crossed = json.loads(json.dumps(data, allow_nan=False, ensure_ascii=False).encode())
    validator(definition).validate(crossed)
    return crossed


def read(data, buffers):
    """The cells of ColumnData as a page has them: numbers, texts, None for nothing."""
    count = data["to"] - data["from"]
    if "numbers" in data:
        numbers = np.frombuffer(buffers[data["numbers"]], "<f8").tolist()
        missing = [0] * count
        if data["missing"] is not None:
            missing = np.frombuffer(buffers[data["missing"]], np.uint8).tolist()
        assert len(numbers) == len(missing) == count
        return [None if gone else number for number, gone in zip(numbers, missing, strict=True)]
    if "points" in data:
        points = np.frombuffer(buffers[data["points"]], "<f4")
        return points.reshape(count, data["width"]).tolist()
    codes = np.frombuffer(buffers[data["codes"]], "<i4").tolist()
    assert len(codes) == count
    return [None if code < 0 else data["words"][code] for code in codes]


def cells(message):
    """The cells of all columns of a message, by key."""
    found = message.content["data"]
    return {check(one, "ColumnData")["key"]: read(one, message.buffers) for one in found}
