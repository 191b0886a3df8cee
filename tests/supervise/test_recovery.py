import os
import signal
import time
from pathlib import Path

import pytest
from supervised_runs import WAIT, names

from guild_jupyter.supervise import durable, exit_record, identity, recovery, state
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.rundir import TEMPORARY

NOBODY = 4_000_000  # a pid that no process has


def me(**changed):
    return identity.identify(os.getpid()).to_json() | changed


@pytest.fixture
def ended(run):
    """A run that ended with 3, of whose end only the exit record was written."""
    durable.write_json(run.launch, me())
    durable.write_json(run.child, me(pid=NOBODY, stage="operation"))
    durable.write(run.lock, b"%d" % NOBODY)
    durable.write(run.attr("started"), b"50\n")
    exit_record.reserve(run.exit_record, 0o640)
    exit_record.seal(run.exit_record, ExitRecord(3, 77))
    Path(run.guild, f"{TEMPORARY}{NOBODY}-x").touch()
    return run


def facts(run):
    paths = sorted(Path(run.path).rglob("*"))
    return [(path, path.stat().st_ino, path.stat().st_mtime_ns) for path in paths]


def test_what_guild_reads_of_the_end_is_made_again_once(ended):
    assert recovery.is_wanted(ended)
    recovery.repair(ended)
    assert durable.read_text(ended.attr("exit_status")) == "3\n"
    assert durable.read_text(ended.attr("stopped")) == "77\n"
    assert Path(ended.attr("stopped")).stat().st_mode & 0o777 == 0o640
    assert names(ended.guild) == ["attrs", "child.json", "exit.rec", "launch.json"]
    assert not recovery.is_wanted(ended)
    before = facts(ended)
    recovery.repair(ended)
    assert facts(ended) == before


def test_an_attribute_that_is_empty_or_wrong_is_made_again(ended):
    Path(ended.attr("exit_status")).touch()
    Path(ended.attr("stopped")).write_text("1\n")
    recovery.repair(ended)
    assert durable.read_int(ended.attr("exit_status")) == 3
    assert durable.read_int(ended.attr("stopped")) == 77


def test_a_missing_attribute_alone_or_a_lock_alone_is_noticed(ended):
    recovery.repair(ended)
    Path(ended.lock).touch()
    assert recovery.is_wanted(ended)
    Path(ended.lock).unlink()
    Path(ended.attr("exit_status")).unlink()
    assert recovery.is_wanted(ended)


def test_the_exit_status_is_there_only_if_all_of_the_end_is(ended):
    Path(ended.attr("stopped")).mkdir()
    recovery.repair(ended)
    assert not Path(ended.attr("exit_status")).exists()
    Path(ended.attr("stopped")).rmdir()
    recovery.repair(ended)
    assert durable.read_int(ended.attr("exit_status")) == 3


def test_runs_that_are_not_ours_are_not_looked_at(run):
    Path(run.lock).touch()
    assert not recovery.is_wanted(run)


def test_a_run_that_is_kept_is_left_to_its_keepers(ended):
    durable.write_json(ended.reaper, me())
    before = facts(ended)
    recovery.repair(ended)
    assert facts(ended) == before


def test_a_run_that_guild_restarted_is_left_alone(ended):
    durable.write(ended.attr("started"), b"99\n")
    before = facts(ended)
    recovery.repair(ended)
    assert facts(ended) == before


def test_the_lock_of_another_process_stays(ended):
    durable.write(ended.lock, b"%d" % os.getpid())
    recovery.repair(ended)
    assert state.guild_pid(ended) == os.getpid()


def test_a_lost_run_loses_its_lock_and_its_temporaries_and_gets_no_exit_status(ended):
    Path(ended.exit_record).write_bytes(bytes(4096))
    recovery.repair(ended)
    assert state.state_of(ended.path).status == "lost"
    assert names(ended.guild) == ["attrs", "child.json", "exit.rec", "launch.json"]
    assert names(ended.attrs) == ["started"]


@pytest.mark.parametrize("other", [{"namespace": "pid:[1]"}, {"boot": "another"}])
def test_a_run_whose_processes_cannot_be_seen_from_here_is_repaired_an_hour_later(ended, other):
    durable.write_json(ended.launch, me(**other))
    before = facts(ended)
    recovery.repair(ended)
    assert facts(ended) == before
    long_ago = time.time() - 4000
    os.utime(ended.exit_record, (long_ago, long_ago))
    recovery.repair(ended)
    assert durable.read_int(ended.attr("exit_status")) == 3


def test_what_cannot_be_written_stays_as_it_is(ended):
    Path(ended.attr("exit_status")).mkdir()
    recovery.repair(ended)
    assert durable.read_int(ended.attr("stopped")) == 77
    Path(ended.exit_record).unlink()
    recovery.repair(ended)


def test_a_record_that_vanishes_meanwhile_is_no_error(ended, monkeypatch):
    def vanishes(run):
        Path(run.exit_record).unlink()
        return False

    monkeypatch.setattr(state, "is_kept", vanishes)
    recovery.repair(ended)
    assert not Path(ended.attr("exit_status")).exists()


def test_a_run_that_goes_on_is_not_touched(runs, eventually):
    run = runs.launch(WAIT)
    runs.wait_for_output(run, b"up")
    recovery.repair(run)
    assert Path(run.lock).exists()
    Path(run.path, "end").touch()
    assert runs.wait(run).status == "completed"
    assert not recovery.is_wanted(run)


def test_the_lock_of_a_run_that_lost_its_keepers_goes_once_the_operation_is_gone(runs, eventually):
    run = runs.launch(WAIT)
    runs.wait_for_output(run, b"up")
    for keeper in runs.keepers(run):
        identity.send(keeper, signal.SIGKILL)
    eventually(lambda: state.state_of(run.path).status == "orphaned")
    recovery.repair(run)
    assert Path(run.lock).exists()
    Path(run.path, "end").touch()
    eventually(lambda: state.state_of(run.path).status == "lost")
    recovery.repair(run)
    assert not Path(run.lock).exists()
