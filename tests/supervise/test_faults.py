"""A process dies, or a call fails, at each named point of launch and supervision in turn."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fault_rounds import CODES, FaultRounds, can_fail
from supervised_runs import output, until
from test_full_disk import fill

import guild_jupyter
from guild_jupyter.errors import HomeError
from guild_jupyter.executors import local
from guild_jupyter.launch import launcher
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import durable, faults


@pytest.fixture
def armed():
    yield faults.arm
    faults.arm("")
    faults.play(faults.LAUNCHER)


@pytest.fixture
def trial(tmp_path, clean_environment):
    return FaultRounds(tmp_path / "trial")


@pytest.fixture
def prepared_trial(tmp_path, clean_environment):
    return FaultRounds(tmp_path / "prepared", "prepared")


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


# -- the sweep --------------------------------------------------------------------------------


def test_no_run_is_torn_stuck_or_without_its_exit_code_at_some_points(trial):
    points = trial.points()
    assert len(points) > 100
    assert trial.rounds(f"{point}:kill" for point in points[5::12]) == []


@pytest.mark.slow
def test_no_run_is_torn_stuck_or_without_its_exit_code_wherever_a_process_is_killed(trial):
    assert trial.rounds(f"{point}:kill" for point in trial.points()) == []


@pytest.mark.slow
def test_nor_where_the_tail_of_the_output_is_put_behind_its_head(tmp_path, clean_environment):
    trial = FaultRounds(tmp_path / "trial", "capped")
    points = [point for point in trial.points() if "/capture." in point]
    assert any("/capture.joining" in point for point in points)
    assert trial.rounds(f"{point}:kill" for point in points) == []


@pytest.mark.slow
def test_nor_where_resources_are_fetched_first(trial, prepared_trial):
    known = set(trial.points())
    points = [point for point in prepared_trial.points() if point not in known]
    assert {point.partition("/")[0] for point in points} >= {"prepare", "preparer", "reaper"}
    assert prepared_trial.rounds(f"{point}:kill" for point in points) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second"),
    [("reaper/stage.released", "supervisor"), ("supervisor/keep.begun", "reaper")],
)
def test_nor_where_the_other_is_killed_after_it_took_over(trial, first, second):
    points = [point for point in trial.points(f"{first}:kill") if point.startswith(second)]
    assert any("partner.dead" in point for point in points)
    assert trial.rounds(f"{first}:kill;{point}:kill" for point in points[::3]) == []


@pytest.mark.slow
def test_nor_where_a_call_fails(trial):
    places = dict.fromkeys(
        point.partition("/")[2].partition("#")[0] for point in trial.points() if can_fail(point)
    )
    codes = [CODES[number % len(CODES)] for number in range(len(places))]
    ordered = [f"*/{place}:{code}" for place, code in zip(places, codes, strict=True)]
    assert trial.rounds(ordered) == []


@pytest.mark.slow
def test_nor_at_random_moments(trial):
    assert [found for _ in range(7) for found in trial.random_round()] == []


def truncating(folder):
    """Copy the package with a writer that truncates a file before it writes it."""
    copy = folder / "truncating" / "guild_jupyter"
    shutil.copytree(
        Path(guild_jupyter.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__")
    )
    with (copy / "supervise" / "durable.py").open("a") as file:
        file.write("""

def write(path, content, mode=0o600, *, sync=False):
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, mode)
    faults.reach("write.writing", path)
    write_all(descriptor, content)
    os.close(descriptor)
""")

    def change():
        local._PACKAGE_FOLDER = str(copy.parent)
        local.boot.__file__ = str(copy / "supervise" / "boot.py")

    return change


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("supervisor/write.writing=supervisor.json:kill", "supervisor.json is empty"),
        ("recorder/write.writing=recorder.json#2:kill", "recorder.json is empty"),
        (
            "reaper/write.writing=exit_status:kill;supervisor/write.writing=exit_status:kill",
            "attribute exit_status is empty",
        ),
    ],
)
def test_the_sweep_finds_a_writer_that_truncates_a_file_before_it_writes_it(
    tmp_path, clean_environment, spec, said
):
    trial = FaultRounds(tmp_path / "trial", change=truncating(tmp_path))
    found = trial.judge([trial.launch(spec)])
    assert any(said in text for text in found), found
    sound = FaultRounds(tmp_path / "sound")
    assert sound.judge([sound.launch(spec)]) == []


# -- the real thing ---------------------------------------------------------------------------


@pytest.mark.slow
def test_with_however_few_descriptors_a_run_starts_or_says_why_not(trial):
    said = set()
    for most in range(4, 32):
        launch = trial.launch("", [(resource.RLIMIT_NOFILE, most)])
        assert trial.judge([launch]) == []
        said.add(launch.report.partition(":")[0])
    assert said == {"refused", "launched"}


@pytest.mark.slow
def test_with_however_little_room_a_run_starts_or_says_why_not(small_disk, clean_environment):
    trial = FaultRounds(small_disk / "trial")
    filler = small_disk / "filler"
    said = set()
    for pages in range(0, 44, 3):
        fill(small_disk)
        os.truncate(filler, max(0, filler.stat().st_size - pages * 4096))
        launch = trial.launch("")
        assert trial.judge([launch], filler.unlink) == []
        said.add(launch.report.partition(":")[0])
    assert said == {"refused", "launched"}


def test_on_a_home_that_cannot_be_written_nothing_is_started_and_one_sentence_says_why(trial):
    for point in ("folder.making=.", "run.renaming", "reserve.writing", "supervisor.starting"):
        launch = trial.launch(f"launcher/{point}:EROFS")
        assert trial.judge([launch]) == []
        assert launch.report.startswith("refused: ")
        assert "Read-only file system" in launch.report


def test_on_a_read_only_file_system_runs_are_listed_and_none_is_started(
    small_disk, clean_environment
):
    trial = FaultRounds(small_disk / "trial")
    run = launcher.launch(trial.plan).wait(check=False)
    for name in ("exit_status", "stopped"):
        Path(run.files_of_run.attr(name)).unlink()
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    until(lambda: subprocess.run(remount, check=False).returncode == 0)
    with pytest.raises(HomeError, match=r"cannot be written|Read-only"):
        launcher.launch(trial.plan)
    (found,) = list_runs(trial.home)
    assert (found.status, found.exit_status) == ("error", 3)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    (found,) = list_runs(trial.home)
    assert durable.read_int(found.files_of_run.attr("exit_status")) == 3
