import errno
import os

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.errors import HomeError, LaunchError
from guild_jupyter.launch import relaunch as relaunching
from guild_jupyter.launch.launcher import launch
from guild_jupyter.supervise import durable, faults


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


def start_again(guild, run, faulty):
    """Start a run again in a process of its own that meets faults; wait until it is gone."""
    pid = os.fork()
    if not pid:
        try:
            os.setsid()
            faults.arm(faulty)
            launch(guild.plan_again(run))
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def launcher_points(guild, run, tmp_path):
    start_again(guild, run, f"record:{tmp_path}/points")
    run.wait(60)
    points = (tmp_path / "points").read_text().splitlines()
    return [point for point in dict.fromkeys(points) if point.startswith("launcher/")]


def wrong_after(point, guild, run, output):
    """Kill a new start at a point; return what is wrong with the run that it leaves."""
    start_again(guild, run, f"{point}:kill")
    run.wait(20, check=False)
    found = run.state
    if found.status == "completed" and run.output() != output:
        return f"{point}: {found}, and the output is {run.output()!r}"
    if found.status != "completed" and not found.reason:
        return f"{point}: {found}"
    again = launch(guild.plan_again(run)).wait(60, check=False)
    if (again.status, again.output()) != ("completed", output):
        return f"{point}: then {again.state}, and the output is {again.output()!r}"
    return None


def test_a_new_start_that_is_killed_at_some_points_leaves_an_end_that_is_true(ended_run, tmp_path):
    guild, run = ended_run
    output = run.output()
    assert output
    points = launcher_points(guild, run, tmp_path)
    removals = [point for point in points if "/remove.removing=" in point]
    assert any("=output#" in point for point in removals)
    for point in removals[::3]:
        assert wrong_after(point, guild, run, output) is None


@pytest.mark.slow
def test_a_new_start_that_is_killed_anywhere_leaves_an_end_that_is_true(ended_run, tmp_path):
    guild, run = ended_run
    output = run.output()
    points = launcher_points(guild, run, tmp_path)
    assert len(points) > 50
    wrong = [wrong_after(point, guild, run, output) for point in points]
    assert [text for text in wrong if text] == []
