import os
from pathlib import Path

from supervised_runs import names

from guild_jupyter.supervise import temporaries
from guild_jupyter.supervise.rundir import TEMPORARY, RunDir


def test_the_temporaries_of_the_dead_are_removed_and_nothing_else(run, helper_process):
    writer = helper_process(["sleep", "100"])
    dead = helper_process(["true"])
    dead.wait()
    kept = [f"{TEMPORARY}{os.getpid()}-a", f"{TEMPORARY}{writer.pid}-b", "attrs", "output"]
    for name in (*kept[:2], "output", f"{TEMPORARY}{dead.pid}-c", f"{TEMPORARY}nobody"):
        Path(run.guild, name).touch()
    folder = Path(run.guild, f"{TEMPORARY}prepare-x")
    (folder / "below").mkdir(parents=True)
    temporaries.sweep(run)
    assert names(run.guild) == sorted(kept)


def test_a_link_is_removed_and_not_followed(run, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "precious").touch()
    Path(run.guild, f"{TEMPORARY}link").symlink_to(other)
    temporaries.sweep(run)
    assert names(run.guild) == ["attrs"]
    assert (other / "precious").exists()


def test_a_run_that_is_not_there_has_none(tmp_path):
    temporaries.sweep(RunDir(tmp_path / "none"))
