import datetime
import json
import random
import subprocess
import sys

import pytest

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.arguments import (
    encode,
    flag_arguments,
    flag_environment,
    options_in,
)
from guild_jupyter.flags.definitions import FlagDef


def flags(*definitions):
    return {flag.name: flag for flag in definitions}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "1"),
        (False, ""),
        (None, ""),
        (1.0, "1.0"),
        (1e-5, "1e-05"),
        ("a b", "a b"),
        ([1, "a b", True], "1 'a b' yes"),
        ({"b": 1, "a": 2}, "{'a': 2, 'b': 1}"),
        (datetime.date(2020, 1, 1), "2020-01-01"),
    ],
)
def test_a_value_is_encoded_as_guild_encodes_it(value, text):
    assert encode(value) == text


def test_words_are_sorted_and_leave_out_null_skipped_and_shadowed_flags():
    known = flags(
        FlagDef("b", arg_name="beta"), FlagDef("a"), FlagDef("n"), FlagDef("s", arg_skip=True)
    )
    values = {"b": 2, "a": 1, "n": None, "s": 3, "extra": "x", "lr": 9}
    assert flag_arguments(values, known, {"--lr"}) == [
        *("--a", "1", "--beta", "2", "--extra", "x"),
    ]


@pytest.mark.parametrize(
    ("switch", "value", "words"),
    [
        (True, True, ["--v"]),
        (True, False, []),
        (False, False, ["--v"]),
        ("x", "x", ["--v"]),
        (True, None, []),
    ],
)
def test_a_switch_is_passed_bare_for_its_own_value_only(switch, value, words):
    assert flag_arguments({"v": value}, flags(FlagDef("v", arg_switch=switch))) == words


@pytest.mark.parametrize(
    ("split", "value", "words"),
    [
        (True, "1 'a b'", ["1", "a b"]),
        (True, 5, ["5"]),
        (True, [1, "a b"], ["1", "a b"]),
        (",", "a,,b", ["a", "b"]),
        (True, "", None),
        (False, "1 2", ["1 2"]),
    ],
)
def test_a_split_value_becomes_several_words(split, value, words):
    expected = ["--l", *words] if words is not None else []
    assert flag_arguments({"l": value}, flags(FlagDef("l", arg_split=split))) == expected


def test_a_split_value_with_an_open_quote_is_refused():
    with pytest.raises(FlagError, match="cannot be split"):
        flag_arguments({"l": "'a"}, flags(FlagDef("l", arg_split=True)))


def test_encodings_replace_values_in_arguments_and_environment():
    known = flags(
        FlagDef("b", arg_encoding={True: "TRUE"}, env_encoding={True: "ON"}),
        FlagDef("n", arg_encoding={1: "one"}),
    )
    values = {"b": True, "n": 1}
    assert flag_arguments(values, known) == ["--b", "TRUE", "--n", "one"]
    assert flag_environment(values, known) == {"FLAG_B": "ON", "FLAG_N": "one"}
    assert flag_arguments({"n": [1]}, known) == ["--n", "1"]


def test_the_environment_has_every_flag_by_a_plain_name():
    known = flags(FlagDef("e", env_name="MY_E"), FlagDef("l", arg_split=","))
    values = {"f-g.h": 1, "e": "x", "n": None, "l": [1, 2]}
    assert flag_environment(values, known) == {
        "FLAG_F_G_H": "1",
        "MY_E": "x",
        "FLAG_N": "",
        "FLAG_L": "1,2",
    }


@pytest.mark.parametrize(
    "name",
    [
        *("LD_PRELOAD", "PATH", "BASH_ENV", "PYTHONPATH", "PYTHONBREAKPOINT", "RUN_DIR"),
        *("GUILD_HOME", "GUILD_JUPYTER_FLAGS", "A=B", "A\0", "A B"),
    ],
)
def test_a_flag_cannot_set_a_variable_that_decides_which_code_runs(name):
    with pytest.raises(FlagError, match="cannot be passed"):
        flag_environment({"x": 1}, flags(FlagDef("x", env_name=name)))


def test_only_whole_options_of_a_command_shadow_flags():
    assert options_in(["train", "--lr", "1", "--x=2", "-v", "a"]) == {"--lr"}


@pytest.mark.parametrize("destination", ["globals", "global:p", "dict:p", "namespace:p"])
@pytest.mark.parametrize(
    ("value", "word"),
    [
        (True, "true"),
        (False, "false"),
        (1, "1"),
        (1.0, "1.0"),
        (1e-5, "1.0e-05"),
        (float("nan"), ".nan"),
        (float("-inf"), "-.inf"),
        ("a b", "a b"),
        ("yes", "'yes'"),
        ("1", "'1'"),
        ("1e3", "'1e3'"),
        ("12:30", "'12:30'"),
        ("", "''"),
        ("~", "'~'"),
        ("a #b", "'a #b'"),
        ("it's", "it's"),
        ("a: b\nc", "'a: b\n\n  c'"),
        ("é", r'"\xE9"'),
        ("--", "'--'"),
        ([1, "a b", True, None], "[1, a b, true, null]"),
        ({"a": 1}, "{a: 1}"),
        (datetime.date(2020, 1, 31), "2020-01-31"),
    ],
)
def test_the_words_of_variables_are_yaml_as_guild_records_it(value, word, destination):
    assert flag_arguments({"x": value}, {}, (), destination) == ["--x", word]


@pytest.mark.parametrize(
    ("flag", "value", "of_globals", "of_a_dict"),
    [
        (FlagDef("x"), None, [], []),
        (FlagDef("x", arg_skip=True), 1, [], []),
        (FlagDef("x", arg_name="y"), 1, ["--y", "1"], ["--y", "1"]),
        (FlagDef("x", arg_split=True), "3 'a b'", ["--x", "[3, a b]"], ["--x", "3", "a b"]),
        (
            FlagDef("x", arg_split=","),
            "c,2,yes",
            ["--x", "[c, 2, true]"],
            ["--x", "c", "2", "yes"],
        ),
        (FlagDef("x", arg_split=True), 5, ["--x", "[5]"], ["--x", "5"]),
        (FlagDef("x", arg_split=True), "", ["--x", "[]"], []),
        (FlagDef("x", arg_split=True), "--", ["--x", "[--]"], ["--x", "'--'"]),
        (FlagDef("x", arg_switch=True), True, ["--x"], ["--x"]),
        (FlagDef("x", arg_switch=False), 0, ["--x"], ["--x"]),
        (FlagDef("x", arg_switch=True), False, [], []),
        (FlagDef("x", arg_encoding={"a": 7}), "a", ["--x", "7"], ["--x", "7"]),
    ],
)
def test_the_words_of_variables_heed_the_flags_attributes(flag, value, of_globals, of_a_dict):
    assert flag_arguments({"x": value}, flags(flag), (), "globals") == of_globals
    assert flag_arguments({"x": value}, flags(flag), (), "dict:p") == of_a_dict


@pytest.mark.parametrize("destination", ["config:c.yml", "none", "unknown"])
def test_the_words_of_other_destinations_are_those_that_guild_records(destination):
    assert flag_arguments({"x": True, "l": ["a b"]}, {}, (), destination) == [
        *("--l", "'a b'", "--x", "1"),
    ]


def test_ten_thousand_random_values_arrive_byte_equal_in_a_real_process():
    chance = random.Random(7)
    alphabet = " \t\n'\"\\$`;|&<>()*?[]{}!#~=-%^é日😀\x1b\x7fabc019"
    values = {
        f"f{number:05}": "".join(chance.choices(alphabet, k=chance.randint(1, 30)))
        for number in range(9998)
    } | {"g1": "--g2=x", "g2": "-"}
    program = "import json, os, sys; print(json.dumps([sys.argv[1:], dict(os.environ)]))"
    words = flag_arguments(values, {})
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, *words],
        env=flag_environment(values, {}),
        capture_output=True,
        check=True,
    )
    argv, environment = json.loads(done.stdout)
    assert argv == [word for name in sorted(values) for word in (f"--{name}", values[name])]
    assert {name: environment[f"FLAG_{name.upper()}"] for name in values} == values
