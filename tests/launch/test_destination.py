import pytest

from guild_jupyter.launch.destination import ARGS, CLICK, GLOBALS, PASSED_AS_ARGUMENTS, detect


def detected(tmp_path, text, flags=("lr",)):
    script = tmp_path / "script.py"
    script.write_text(text)
    return detect(script, flags)


@pytest.mark.parametrize(
    "text",
    [
        "import argparse\nlr = 1",
        "from argparse import ArgumentParser\nlr = 1",
        "from sys import argv\nlr = 1",
        "import sys\nprint(sys.argv)\nlr = 1",
        "import absl.flags\nlr = 1",
        "def main():\n    import typer\nlr = 1",
    ],
)
def test_a_script_that_reads_its_command_line_gets_arguments(tmp_path, text):
    assert detected(tmp_path, text) == ARGS


def test_a_script_with_commands_of_click_gets_arguments_of_its_own_kind(tmp_path):
    assert detected(tmp_path, "import os, click\nlr = 1") == CLICK
    assert CLICK in PASSED_AS_ARGUMENTS


@pytest.mark.parametrize("text", ["lr = 1", "lr: float = 0.1", "from sys import path\nlr = 1"])
def test_a_script_with_variables_of_the_flags_names_gets_those_set(tmp_path, text):
    assert detected(tmp_path, text) == GLOBALS


def test_a_dash_in_a_flag_is_an_underscore_in_the_variable(tmp_path):
    assert detected(tmp_path, "batch_size = 1", ["batch-size"]) == GLOBALS


@pytest.mark.parametrize(
    "text",
    ["print('nothing')", "lr: float", "a, b = 1, 2", "from . import x", "def broken(:", "\0", ""],
)
def test_any_other_script_gets_arguments(tmp_path, text):
    assert detected(tmp_path, text) == ARGS


def test_a_script_that_is_not_known_or_not_there_gets_arguments(tmp_path):
    assert detect(None, ["lr"]) == ARGS
    assert detect(tmp_path / "none.py", ["lr"]) == ARGS
