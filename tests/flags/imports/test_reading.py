import pytest

from guild_jupyter.flags.destinations import ARGS, CLICK, GLOBALS


@pytest.mark.parametrize(
    ("script", "destination"),
    [
        ("import argparse", ARGS),
        ("def main():\n    import argparse", ARGS),
        ("from argparse import ArgumentParser", ARGS),
        ("import os, click", CLICK),
        ("import click, argparse", ARGS),
        ("import typer", ARGS),
        ("from absl import flags", ARGS),
        ("import docopt", ARGS),
        ("import sys\nhere = sys.argv[0]\nlr = 1", GLOBALS),
        ("from sys import path\nlr = 1", GLOBALS),
        ("", GLOBALS),
        ("def (:", None),
    ],
)
def test_where_flags_go_is_told_by_what_the_script_imports(read, script, destination):
    assert read(script).destination == destination


def test_a_parser_of_another_module_of_the_project_counts(read):
    read.module("opts", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--a')")
    imported = read("from opts import p\nlr = 1\nargs = p.parse_args()")
    assert (imported.destination, list(imported.flags)) == (ARGS, ["a"])
    assert imported.variables == {"lr", "args"}


def test_a_module_that_parses_when_it_is_imported_counts(read):
    text = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--a')\n"
    read.module("config", f"{text}args = p.parse_args()")
    imported = read("from config import args\nprint(args.a)")
    assert (imported.destination, list(imported.flags)) == (ARGS, ["a"])


def test_a_command_of_click_wins_over_an_import_of_argparse(read):
    script = "import click, argparse\n@click.command()\n@click.option('--a')\ndef f(a): pass\nf()"
    imported = read(script)
    assert (imported.destination, list(imported.flags)) == (CLICK, ["a"])


@pytest.mark.parametrize("destination", [ARGS, CLICK])
def test_a_destination_that_is_given_stays(read, destination):
    script = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--a')"
    imported = read(script, destination)
    assert (imported.destination, list(imported.flags)) == (destination, ["a"])


@pytest.mark.parametrize("destination", ["none", "config:x.yml", "anything"])
def test_another_destination_takes_nothing_from_the_script(read, destination):
    imported = read("import argparse\nlr = 1", destination)
    assert (imported.destination, imported.flags) == (destination, {})


def test_a_script_with_a_parser_may_have_its_variables_set(read):
    imported = read("import argparse\nlr = 1", GLOBALS)
    assert list(imported.flags) == ["lr"]


def test_a_script_that_cannot_be_read_keeps_the_given_destination(read):
    imported = read("def (:", GLOBALS)
    assert imported.destination == GLOBALS
    assert "invalid syntax in line 1" in imported.notes[0]
