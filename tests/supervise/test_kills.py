"""The death of supervising processes, at any moment and by anybody."""

import shutil
import signal
import sys
from pathlib import Path

import pytest
from supervised_runs import WAIT, holder, output

import guild_jupyter
from guild_jupyter.executors import local
from guild_jupyter.supervise import durable, exit_record, identity, state


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["supervisor", "reaper"])
def test_either_keeper_may_be_killed_at_any_moment(kill_rounds, victim):
    assert [found for _ in range(20) if (found := kill_rounds.round([victim]))] == []


@pytest.mark.slow
def test_a_run_without_keepers_is_orphaned_then_lost_and_never_running(kill_rounds):
    both = ["supervisor", "reaper"]
    assert [found for _ in range(20) if (found := kill_rounds.round(both))] == []


def test_a_run_that_lost_both_keepers_is_orphaned_while_the_operation_lives(runs, eventually):
    run = runs.launch(WAIT)
    runs.wait_for_output(run, b"up")
    keepers = runs.keepers(run)
    for keeper in keepers:
        identity.send(keeper, signal.SIGKILL)
    eventually(lambda: not any(identity.is_alive(keeper) for keeper in keepers))
    found = state.state_of(run.path)
    assert (found.status, found.guild_status) == ("orphaned", "running")
    Path(run.path, "end").touch()
    eventually(lambda: state.state_of(run.path).status == "lost")
    assert state.state_of(run.path).guild_status == "error"


def test_an_operation_that_kills_its_parent_keeps_its_exit_code_and_its_output(runs):
    program = """
import os, signal, sys, time
parent = os.getppid()
os.kill(parent, signal.SIGKILL)
while os.getppid() == parent:
    time.sleep(0.002)
print("alive", flush=True)
sys.exit(6)
"""
    run = runs.launch(program)
    assert runs.wait(run).exit_status == 6
    assert output(run) == b"alive\n"


def test_a_reaper_that_dies_while_a_run_is_prepared_is_replaced(runs, eventually):
    waits = "import os, time\nwhile not os.path.exists('go'): time.sleep(0.002)\n"
    run = runs.launch("print('trained')", prepare=waits + "print('fetched', flush=True)")
    eventually(lambda: durable.read_json(run.child))
    _, reaper = runs.keepers(run)
    identity.send(reaper, signal.SIGKILL)
    eventually(lambda: not identity.is_alive(reaper))
    Path(run.path, "go").touch()
    assert runs.wait(run).status == "completed"
    assert output(run) == b"fetched\ntrained\n"


@pytest.mark.parametrize("victim", ["supervisor", "reaper"])
def test_the_end_of_a_preparation_is_no_moment_to_lose_a_run_or_start_it_twice(
    runs, eventually, victim
):
    for _ in range(6):
        run = runs.launch("print('trained')", prepare="print('fetched', flush=True)")
        path = run.supervisor if victim == "supervisor" else run.reaper
        keeper = eventually(lambda path=path: holder(path), pause=0.0002)
        eventually(lambda run=run: b"fetched" in output(run), pause=0.0002)
        identity.send(keeper, signal.SIGKILL)
        assert runs.wait(run).status == "completed"
        assert output(run) == b"fetched\ntrained\n"


def test_a_stopped_supervisor_makes_a_run_no_less_running(runs):
    run = runs.launch("import time; print('up', flush=True); time.sleep(100)")
    runs.wait_for_output(run, b"up")
    supervisor, _ = runs.keepers(run)
    identity.send(supervisor, signal.SIGSTOP)
    assert state.state_of(run.path).status == "running"


def test_keepers_that_are_hung_up_or_interrupted_go_on(runs):
    program = "import sys, time\nprint('up', flush=True)\ntime.sleep(0.05)\nsys.exit(4)"
    run = runs.launch(program)
    runs.wait_for_output(run, b"up")
    for keeper in runs.keepers(run):
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
            identity.send(keeper, number)
    assert runs.wait(run).exit_status == 4


def test_libraries_that_vanish_do_not_concern_keepers_that_run(runs, tmp_path):
    # Nothing is imported late by the path of a run: with its files gone, it ends as it would.
    package = tmp_path / "copy" / "guild_jupyter"
    shutil.copytree(Path(guild_jupyter.__file__).parent / "supervise", package / "supervise")
    (package / "__init__.py").touch()
    run = runs.directory()
    orders = {"operation": [sys.executable, "-c", WAIT], "recorder": ["/not/there"]}
    durable.write_json(run.plan, {"supervise": orders})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(local, "_PACKAGE_FOLDER", str(package.parent))
        runs.start(run)
    runs.wait_for_output(run, b"up")
    shutil.rmtree(package)
    Path(run.path, "end").touch()
    assert runs.wait(run).status == "completed"
    assert exit_record.read(run.exit_record).complete
    assert not Path(run.log).exists()
