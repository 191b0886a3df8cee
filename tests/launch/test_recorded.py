from dataclasses import replace

import pytest
import yaml

from guild_jupyter.documents import dump
from guild_jupyter.flags.definitions import Choice, FlagDef
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.guildfile.step_definitions import StepDef
from guild_jupyter.launch.command import build
from guild_jupyter.launch.recorded import OURS, flag_of, guild_op


def test_the_attribute_op_is_what_guild_restarts_from():
    flags = {
        "lr": FlagDef("lr", default=0.1),
        "on": FlagDef("on", arg_switch=True, arg_name="no-on", env_name="ON", arg_skip=True),
        "s": FlagDef("s", arg_split=",", arg_encoding={1: "one"}, env_encoding={1: "eins"}),
        "z": FlagDef("z", null_label="none", extra={"nb-replace": "x"}),
    }
    operation = Operation("op", main="train", flags=flags, output_scalars=[])
    command = build(operation, {}, "/py", "/project", "args")
    op = guild_op(operation, command, "args", {"FLAGS_DEST": "args"}, "a ${lr}", {"dest": "."})
    ours = op[OURS]
    assert op == {
        "delete-on-success": False,
        "deps": [],
        "flag-null-labels": {"z": "none"},
        "flags-extra": {"z": {"nb-replace": "x"}},
        "label-template": "a ${lr}",
        "op-cmd": {
            "cmd-args": ["${python_exe}", "-um", "guild.op_main", "train", "--", "__flag_args__"],
            "cmd-env": {"FLAGS_DEST": "args"},
            "cmd-flags": {
                "lr": {},
                "on": {
                    "arg-name": "no-on",
                    "arg-skip": True,
                    "arg-switch": True,
                    "env-name": "ON",
                },
                "s": {"arg-split": ",", "arg-encoding": {1: "one"}, "env-encoding": {1: "eins"}},
                "z": {},
            },
            "flags-dest": "args",
        },
        "output-scalars": [],
        "python-requires": None,
        "sourcecode": {"dest": "."},
        OURS: ours,
    }
    assert ours["main"] == "train"
    assert not ours["steps"]


def test_what_guild_has_no_word_for_is_recorded_beside_its_own():
    operation = Operation("op", steps=(StepDef("a", "a"),), in_project=True, env={"A": 1})
    command = build(operation, {}, "/py", "/project", "args")
    ours = guild_op(operation, command, "args", {}, None, {})[OURS]
    assert ours["steps"]
    assert ours["in-project"]
    assert ours["env"] == {"A": 1}


@pytest.mark.parametrize(
    "flag",
    [
        FlagDef("s", arg_split=",", arg_encoding={1: "one"}, env_name="E", arg_skip=True),
        FlagDef("n", type="int", min=1, max=5, required=True, alias="m", allow_other=True),
        FlagDef("c", choices=(Choice("a", alias="x", flags={"n": 1}),), null_label="none"),
        FlagDef("r", extra={"nb-replace": "x"}, arg_switch=True, env_encoding={True: "on"}),
    ],
)
def test_a_recorded_flag_is_read_back(flag):
    operation = Operation("op", main="m", flags={flag.name: flag})
    op = guild_op(operation, build(operation, {}, "/py", "/p", "args"), "args", {}, None, {})
    (recorded,) = op[OURS]["flags"]
    assert flag_of(yaml.safe_load(dump(recorded)), 7) == replace(flag, default=7)


def test_what_guild_restarts_from_has_the_operations_environment_and_a_list_of_patterns():
    operation = Operation("op", main="m", env={"A": "v${x}"}, output_scalars="loss (.*)")
    command = build(operation, {}, "/py", "/p", "args")
    op = guild_op(operation, command, "args", {"FLAGS_DEST": "args"}, None, {})
    assert op["op-cmd"]["cmd-env"] == {"A": "v${x}", "FLAGS_DEST": "args"}
    assert op["output-scalars"] == ["loss (.*)"]
