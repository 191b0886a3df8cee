import pytest

from guild_jupyter.flags.destinations import ARGS, CLICK, GLOBALS
from guild_jupyter.flags.imports.definitions import Imported
from guild_jupyter.flags.imports.reading import read_script


def detected(text, flags=("lr",)):
    return read_script(text.encode()).destination_of(flags)


@pytest.mark.parametrize(
    "text",
    [
        "import argparse\nlr = 1",
        "from argparse import ArgumentParser\nlr = 1",
        "import absl.flags\nlr = 1",
        "def main():\n    import typer\nlr = 1",
    ],
)
def test_a_script_that_reads_its_command_line_gets_arguments(text):
    assert detected(text) == ARGS


def test_a_script_with_commands_of_click_gets_arguments_of_its_own_kind():
    assert detected("import os, click\nlr = 1") == CLICK


@pytest.mark.parametrize(
    "text", ["lr = 1", "lr: float = 0.1", "from sys import argv\nlr = float(argv[1])"]
)
def test_a_script_with_variables_of_the_flags_names_gets_those_set(text):
    assert detected(text) == GLOBALS


def test_a_dash_in_a_flag_is_an_underscore_in_the_variable():
    assert detected("batch_size = 1", ["batch-size"]) == GLOBALS


@pytest.mark.parametrize(
    "text",
    [
        "print('nothing')",
        "lr: float",
        "a, b = 1, 2",
        "from sys import argv",
        "def broken(:",
        "\0",
        "",
    ],
)
def test_any_other_script_gets_arguments(text):
    assert detected(text) == ARGS


def test_a_script_that_is_not_known_gets_arguments():
    assert Imported().destination_of(["lr"]) == ARGS
