"""Runs on a disk that fills: the operation is not held up, its exit code is kept."""

import os
from pathlib import Path

import pytest
from supervised_runs import index, lines_of, output

from guild_jupyter.supervise import durable, exit_record, state, stop

FLOOD = """
import os, sys
line = b"x" * 99 + b"\\n"
for _ in range(60_000):
    os.write(1, line)
sys.exit(9)
"""


def test_an_operation_that_floods_the_disk_is_not_held_up_and_keeps_its_exit_code(
    runs, small_disk
):
    run = runs.launch(FLOOD, where=small_disk)
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("error", 9)
    record = exit_record.read(run.exit_record)
    assert record.complete
    assert record.dropped_bytes > 0
    assert record.output_bytes == Path(run.output).stat().st_size
    assert record.output_bytes + record.dropped_bytes == 6_000_000
    assert len(index(run)) <= lines_of(output(run))


@pytest.mark.parametrize("victim", ["supervisor", "reaper"])
def test_on_a_full_disk_either_keeper_may_die_too(runs, small_disk, victim, eventually):
    run = runs.launch(FLOOD.replace("60_000", "300_000"), where=small_disk)
    eventually(lambda: Path(run.output).exists() and Path(run.output).stat().st_size > 1_000_000)
    keepers = dict(zip(("supervisor", "reaper"), runs.keepers(run), strict=True))
    os.kill(keepers[victim].pid, 9)
    assert runs.wait(run).exit_status == 9


def test_a_run_on_a_full_disk_can_be_stopped(runs, small_disk, eventually):
    program = FLOOD.replace("sys.exit(9)", "import time; time.sleep(100)")
    run = runs.launch(program, where=small_disk)
    runs.wait_for_output(run, b"x")
    fill(small_disk)
    stop.request(run.path, 5)
    assert runs.wait(run).status == "terminated"


def fill(folder):
    with (folder / "filler").open("ab", 0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def exhaust(run):
    """Leave room for nothing but what the directory of a run holds already."""
    fill(Path(run.path).parent)


@pytest.mark.parametrize("prepared", [False, True])
def test_a_process_that_cannot_be_recorded_does_not_start_and_the_run_says_why(
    runs, small_disk, prepared
):
    run = runs.directory(small_disk)
    words = ["touch", f"{run.path}/ran"]
    orders = {"operation": words, "prepare": words if prepared else None}
    durable.write_json(run.plan, {"supervise": orders})
    # As the launcher does while there is room.
    exit_record.reserve(run.exit_record)
    Path(run.supervisor_lock).touch()
    exhaust(run)
    runs.start(run)
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("error", 1)
    assert "No space left on device" in found.reason
    assert not Path(f"{run.path}/ran").exists()


def test_a_run_that_finds_no_room_even_for_its_record_ends_as_lost_and_does_not_hang(
    runs, small_disk
):
    run = runs.directory(small_disk)
    durable.write_json(run.plan, {"supervise": {"operation": ["true"]}})
    Path(run.supervisor_lock).touch()
    exhaust(run)
    runs.start(run)
    assert runs.wait(run).status in (state.LOST, state.ERROR)


def test_a_second_stage_that_cannot_be_recorded_does_not_start_and_the_run_says_why(
    runs, small_disk
):
    run = runs.directory(small_disk)
    fills = "cat /dev/zero > ../filler; true"
    orders = {"operation": ["touch", "ran"], "prepare": ["sh", "-c", fills]}
    durable.write_json(run.plan, {"supervise": orders})
    runs.start(run)
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("error", 1)
    assert found.reason == "cannot be started: No space left on device"
    assert not Path(f"{run.path}/ran").exists()
