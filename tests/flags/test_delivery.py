import datetime
import json

import pytest

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.delivery import starter_payload, starter_variables


def values_told(values, *definitions, destination="globals", shadowed=()):
    flags = {flag.name: flag for flag in definitions}
    told = json.loads(starter_payload(values, flags, destination, shadowed))
    assert told["dest"] == destination
    return told["values"]


def test_what_is_told_is_what_a_program_is_given():
    assert values_told(
        {"a": 1, "b": 2, "n": None, "s": 3, "lr": 4, "extra": "x"},
        FlagDef("b", arg_name="beta"),
        FlagDef("s", arg_skip=True),
        shadowed={"--lr"},
    ) == {"a": 1, "beta": 2, "extra": "x"}


@pytest.mark.parametrize(
    ("flag", "value", "told"),
    [
        (FlagDef("x", arg_switch=True), True, {"x": True}),
        (FlagDef("x", arg_switch=True), False, {}),
        (FlagDef("x", arg_switch="on"), "on", {"x": True}),
        (FlagDef("x", arg_encoding={"a": 7}), "a", {"x": 7}),
        (FlagDef("x", arg_encoding={"a": 7}), "b", {"x": "b"}),
        (FlagDef("x", arg_split=True), "3 'a b' yes", {"x": [3, "a b", True]}),
        (FlagDef("x", arg_split=","), "3,4", {"x": [3, 4]}),
        (FlagDef("x", arg_split=True), 5, {"x": [5]}),
        (FlagDef("x", arg_split=True), "", {"x": []}),
        (FlagDef("x", arg_split=True, type="string"), "007 1", {"x": ["007", "1"]}),
        (FlagDef("x", arg_split=True), [1, "2"], {"x": [1, 2]}),
    ],
)
def test_switches_encodings_and_parts_have_the_value_of_a_variable(flag, value, told):
    assert values_told({"x": value}, flag) == told


def test_what_json_has_no_form_for_is_an_object_of_one_key():
    assert values_told(
        {
            "d": datetime.date(2020, 1, 31),
            "t": datetime.datetime(2020, 1, 31, 1, 2),
            "m": {1: {"a": [(1, 2)]}},
        }
    ) == {
        "d": {"date": "2020-01-31"},
        "t": {"datetime": "2020-01-31T01:02:00"},
        "m": {"map": [[1, {"map": [["a", [[1, 2]]]]}]]},
    }
    assert '"i": -Infinity, "n": NaN' in starter_payload(
        {"n": float("nan"), "i": float("-inf")}, {}, "globals"
    )


@pytest.mark.parametrize(
    "destination", ["args", "args:click", "none", "config:c.yml", "dict:", "x"]
)
def test_other_destinations_have_no_values(destination):
    assert values_told({"a": 1}, destination=destination) == {}


@pytest.mark.parametrize("destination", ["global:p", "dict:p", "namespace:p"])
def test_a_part_of_a_value_that_is_a_flag_itself_is_refused(destination):
    values_told({"a": 1, "ab.c": 2, "x.y": 3, "x.z": 4}, destination=destination)
    with pytest.raises(FlagError, match=r"'x' and 'x\.y\.z' go to the same place"):
        values_told({"x": 1, "x.y.z": 2}, destination=destination)


def test_the_variables_of_python_itself_are_no_flags():
    assert values_told({"_x": 1, "x.y": 2, "x": 3}) == {"_x": 1, "x.y": 2, "x": 3}
    with pytest.raises(FlagError, match="__file__"):
        values_told({"__file__": 1})


def test_a_long_payload_is_carried_by_several_variables():
    payload = starter_payload({"x": "é" * 50_000}, {}, "globals")
    variables = starter_variables(payload)
    assert list(variables) == [
        *("GUILD_JUPYTER_FLAGS", "GUILD_JUPYTER_FLAGS_2", "GUILD_JUPYTER_FLAGS_3"),
        "GUILD_JUPYTER_FLAGS_4",
    ]
    assert "".join(variables.values()) == payload
    assert payload.isascii()
