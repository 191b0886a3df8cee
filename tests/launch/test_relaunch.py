import errno

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.errors import HomeError, LaunchError
from guild_jupyter.launch import relaunch as relaunching
from guild_jupyter.launch.launcher import launch
from guild_jupyter.supervise import durable


@pytest.fixture
def ended_run(training):
    guild = Guild(training.project, training.home.path)
    return guild, guild.run("train").wait(60)


def test_what_the_first_start_left_of_its_end_is_gone_while_it_runs(ended_run, idle):
    guild, run = ended_run
    executor = idle()
    launch(guild.plan_again(run), executor)
    ((started, environment, _),) = executor.started
    assert started.path == str(run.dir)
    assert environment["RUN_ID"] == run.id
    left = {path.name for path in (run.dir / ".guild").iterdir()}
    assert not left & {"output", "output.index", "child.json", "stop.json", "supervisor.json"}
    assert not (run.dir / ".guild/attrs/exit_status").exists()
    assert not (run.dir / ".guild/attrs/stopped").exists()


def test_a_run_that_cannot_be_started_again_says_so_and_is_kept(ended_run, idle):
    guild, run = ended_run
    with pytest.raises(LaunchError, match="no way"):
        launch(guild.plan_again(run), idle(LaunchError("no way")))
    assert run.status == "error"
    assert run.state.reason == "it could not be started again"
    assert (run.dir / "train.py").is_file()


def test_a_run_whose_lock_is_held_is_not_touched(ended_run):
    guild, run = ended_run
    plan = guild.plan_again(run)
    lock = relaunching._take_lock(run, 0o600)
    with pytest.raises(LaunchError, match="is being started or is just ending"):
        relaunching._take_lock(run, 0o600)
    durable.os.close(lock)
    assert launch(plan).wait(60).status == "completed"


def test_a_directory_that_cannot_be_written_is_an_error_of_the_home(ended_run, monkeypatch):
    guild, run = ended_run

    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    plan = guild.plan_again(run)
    monkeypatch.setattr(relaunching.durable, "write_json", full)
    with pytest.raises(HomeError, match="No space left"):
        launch(plan)
    monkeypatch.undo()
    assert run.status == "completed"
