"""The words that choose runs."""

from argparse import ArgumentParser

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.session import TERMINAL, Session


@pytest.fixture
def choose(tmp_path):
    home = tmp_path / "home"
    for number in range(1, 4):
        guild = home / "runs" / f"{number:032x}" / ".guild"
        (guild / "attrs").mkdir(parents=True)
        (guild / "attrs" / "started").write_text(str(number))
        (guild / "opref").write_text("guildfile:/p/guild.yml 0 '' op")

    def run(words, otherwise):
        parser = ArgumentParser()
        selection.declare(parser, otherwise)
        session = Session(Guild(tmp_path, home), TERMINAL, print)
        found = selection.chosen(parser.parse_intermixed_args(words), session)
        return [int(run.id, 16) for run in found]

    return run


@pytest.mark.parametrize(
    ("otherwise", "runs"),
    [(selection.ALL, [3, 2, 1]), (selection.LATEST, [3]), (selection.NOTHING, [])],
)
def test_a_command_says_what_is_meant_where_no_run_is_named(choose, otherwise, runs):
    assert choose([], otherwise) == runs


def test_runs_are_named_by_index_and_range(choose):
    assert choose(["3"], selection.ALL) == [1]
    assert choose(["1:2"], selection.LATEST) == [3, 2]
