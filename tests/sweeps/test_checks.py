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


def test_a_folder_is_there_and_has_no_content(run):
    (run.dir / "made").mkdir()
    for pattern in (".", "made", "*"):
        assert failure(CheckDef(file=pattern), run, Path("/")) == ""
    assert failure(CheckDef(file="made", contains="x"), run, Path("/")) == "made is a folder"
    assert failure(CheckDef(file="made", compare_to="x"), run, Path("/")) == "made is a folder"


def test_files_are_compared_with_those_of_the_run_before_those_of_the_project(run, tmp_path):
    (run.dir / "a.txt").write_text("new")
    (run.dir / "b.txt").write_text("new")
    (tmp_path / "b.txt").write_text("old")
    (tmp_path / "c.txt").write_text("old")
    for other, says in (("b.txt", ""), ("c.txt", "a.txt differs from c.txt")):
        assert failure(CheckDef(file="a.txt", compare_to=other), run, tmp_path) == says
    check = CheckDef(file="a.txt", compare_to="d.txt")
    assert failure(check, run, tmp_path).startswith(
        "there is no 'd.txt' in the run or the project"
    )


def test_nothing_outside_of_a_run_is_looked_at(run, tmp_path):
    (tmp_path / "secret.txt").write_text("x")
    (run.dir / "up").symlink_to("..")
    for pattern in ("../secret.txt", "up/secret.txt", str(tmp_path / "secret.txt")):
        assert failure(CheckDef(file=pattern), run, tmp_path) == f"there is no file {pattern!r}"
