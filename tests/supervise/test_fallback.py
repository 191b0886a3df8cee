"""Supervision with the means that other systems than Linux have."""

import os
from pathlib import Path

import pytest
from supervised_runs import WAIT, output

from guild_jupyter.supervise import identity, stop, tree
from guild_jupyter.supervise.facilities import SWITCH, detect

EVERYTHING = "proc,subreaper,splice,pidfd"


@pytest.fixture
def poor(monkeypatch):
    """Environment of a system without the facilities of Linux; this process has none either."""
    monkeypatch.setattr(identity, "FACILITIES", detect(EVERYTHING))
    return {SWITCH: EVERYTHING}


@pytest.fixture
def launch(runs, poor):
    def launches(program, **more):
        return runs.launch(program, environment=poor, **more)

    return launches


def test_exit_code_output_and_preparation_work(runs, launch):
    run = launch("print('trained'); raise SystemExit(3)", prepare="print('fetched', flush=True)")
    assert runs.wait(run).exit_status == 3
    assert output(run) == b"fetched\ntrained\n"


def test_stop_works(runs, launch):
    program = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True)"
    run = launch(program + "; time.sleep(100)")
    runs.wait_for_output(run, b"up")
    assert stop.request(run.path, 0.05).asked
    assert runs.wait(run).exit_status == -9


def test_a_supervisor_may_die(runs, launch, eventually):
    run = launch(WAIT)
    runs.wait_for_output(run, b"up")
    supervisor, _ = runs.keepers(run)
    os.kill(supervisor.pid, 9)
    Path(run.path, "end").touch()
    assert runs.wait(run).status == "completed"
    assert output(run) == b"up\n"


def test_a_run_whose_reaper_died_is_kept_to_its_end_but_its_exit_code_is_lost(
    runs, launch, eventually
):
    program = """
import os, time
print('up', flush=True)
while not os.path.exists('end'):
    time.sleep(.002)
print('bye', flush=True)
"""
    run = launch(program)
    runs.wait_for_output(run, b"up")
    _, reaper = runs.keepers(run)
    os.kill(reaper.pid, 9)
    eventually(lambda: not identity.is_alive(reaper))
    Path(run.path, "end").touch()
    assert runs.wait(run).status == "lost"
    assert output(run) == b"up\nbye\n"
    assert not Path(run.lock).exists()


def test_a_run_whose_reaper_died_can_be_stopped(runs, launch, eventually):
    run = launch("import time; print('up', flush=True); time.sleep(100)")
    runs.wait_for_output(run, b"up")
    _, reaper = runs.keepers(run)
    os.kill(reaper.pid, 9)
    eventually(lambda: not identity.is_alive(reaper))
    assert stop.request(run.path, 0.05).asked
    assert runs.wait(run).status == "lost"
    assert tree.marked("RUN_ID", Path(run.path).name) == []
