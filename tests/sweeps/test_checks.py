from pathlib import Path

import pytest

from guild_jupyter.guildfile.step_definitions import CheckDef
from guild_jupyter.runstore.run import Run
from guild_jupyter.sweeps.checks import failure


@pytest.fixture
def run(tmp_path):
    (tmp_path / "run" / ".guild").mkdir(parents=True)
    return Run(tmp_path / "run")


def test_a_run_without_output_fails_a_check_of_its_output(run):
    assert failure(CheckDef(output="x"), run, Path("/")) == "its output has no 'x'"


def test_a_check_of_nothing_holds(run):
    assert failure(CheckDef(), run, Path("/")) == ""


def test_patterns_look_at_each_line(run):
    (run.dir / "a.txt").write_text("one\ntwo\n")
    assert failure(CheckDef(file="*.txt", contains="^two$"), run, Path("/")) == ""


def test_every_file_that_fits_must_hold(run):
    (run.dir / "a.txt").write_text("yes")
    (run.dir / "b.txt").write_text("no")
    check = CheckDef(file="*.txt", contains="yes")
    assert failure(check, run, Path("/")) == "b.txt has no 'yes'"
