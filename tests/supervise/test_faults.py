"""A process dies, or a call fails, at each named point of launch and supervision in turn."""

import errno
import os
import signal
import subprocess
import sys

import pytest
from supervised_runs import output

from guild_jupyter.supervise import faults


@pytest.fixture
def armed():
    yield faults.arm
    faults.arm("")
    faults.play(faults.LAUNCHER)


# -- the mechanism ----------------------------------------------------------------------------


def test_without_the_variable_a_point_is_an_empty_function():
    assert faults.reach is faults._nothing
    assert faults.reach("write.making", "/some/file") is None
    assert faults.handed_on() == {}


def test_a_call_fails_at_the_point_and_the_time_that_were_ordered(armed):
    armed("launcher/write.making=LOCK#2:ENOSPC")
    faults.reach("write.making", "/run/.guild/LOCK")
    faults.reach("write.making", "/run/.guild/other")
    with pytest.raises(OSError, match="No space left") as caught:
        faults.reach("write.making", "/run/.guild/LOCK")
    assert caught.value.errno == errno.ENOSPC
    faults.reach("write.making", "/run/.guild/LOCK")


def test_without_a_number_a_call_fails_every_time_and_only_in_the_process_that_is_meant(armed):
    armed("reaper/*:EIO")
    faults.reach("seal.writing")
    faults.play("reaper")
    for _ in range(2):
        with pytest.raises(OSError, match="error"):
            faults.reach("seal.writing")


def test_points_are_recorded_with_their_role_and_time(armed, tmp_path):
    armed(f"record:{tmp_path}/points")
    faults.reach("run.renaming")
    faults.play("recorder")
    faults.reach("write.made", "/x/attrs/stopped")
    faults.reach("write.made", "/x/attrs/stopped")
    assert (tmp_path / "points").read_text().splitlines() == [
        "launcher/run.renaming#1",
        "recorder/write.made=stopped#1",
        "recorder/write.made=stopped#2",
    ]


def test_a_process_is_killed_at_its_point():
    program = "from guild_jupyter.supervise import faults; faults.reach('here'); print('lived')"
    for point, code in (("here", -signal.SIGKILL), ("there", 0)):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, faults.VARIABLE: f"launcher/{point}:kill"},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == code


def test_every_process_of_the_product_has_its_points_and_the_operation_sees_nothing(
    runs, tmp_path
):
    points = tmp_path / "points"
    ordered = {faults.VARIABLE: f"record:{points}"}
    run = runs.launch(["env"], ["env"], environment=ordered, records=True)
    runs.wait(run)
    runs.survivors(run)
    roles = {line.partition("/")[0] for line in points.read_text().splitlines()}
    assert {"supervisor", "reaper", "prepare", "operation"} <= roles
    prepared, operation = output(run).split(b"RUN_ID=", 2)[1:]
    assert faults.VARIABLE.encode() not in operation
    assert faults.VARIABLE.encode() in prepared
