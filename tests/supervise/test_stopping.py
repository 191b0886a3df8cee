"""Requests to stop: early, late, twice, of trees that resist, and of runs that nobody keeps."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from supervised_runs import HOSTILE, HOSTILE_WORDS, WAIT, holder, names, output, until

from guild_jupyter.supervise import durable, exit_record, identity, state, stop, tree

ASKS = """
import sys
from guild_jupyter.supervise import stop
print("ready", flush=True)
sys.stdin.readline()
print(stop.request(sys.argv[1], 0.1).sentence)
"""


def launch_hostile(runs, **more):
    run = runs.launch(HOSTILE, **more)
    for word in HOSTILE_WORDS:
        runs.wait_for_output(run, word)
    return run


def test_a_tree_that_resists_is_stopped_without_survivors(runs):
    run = launch_hostile(runs)
    assert len(runs.survivors(run)) >= 4
    assert stop.request(run.path, 0.1).asked
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("terminated", -15)
    assert runs.survivors(run) == []


@pytest.fixture
def askers(helper_process):
    """Two processes that ask a run to stop at the same moment; their answers."""
    root = str(Path(stop.__file__).parents[2])

    def ask(run):
        words = [sys.executable, "-c", ASKS, run.path]
        environment = {**os.environ, "PYTHONPATH": root}
        both = [
            helper_process(words, stdin=-1, stdout=-1, text=True, env=environment)
            for _ in range(2)
        ]
        for one in both:
            assert one.stdout.readline() == "ready\n"
        for one in both:
            one.stdin.write("\n")
            one.stdin.flush()
        return [one.stdout.readline().strip() for one in both]

    return ask


def test_two_processes_that_ask_at_once_stop_the_run_once(runs, askers):
    run = launch_hostile(runs)
    assert "is being stopped" in askers(run)
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("terminated", -15)
    assert runs.survivors(run) == []
    assert askers(run) == ["is not running (terminated)"] * 2
    assert state.state_of(run.path) == found


@pytest.mark.slow
def test_two_processes_that_ask_an_orphan_at_once_leave_nothing_of_it(runs, askers, eventually):
    run = launch_hostile(runs)
    orphan(runs, run, eventually)
    answers = set(askers(run))
    assert "was stopped; its exit status is lost" in answers
    assert answers <= {
        "was stopped; its exit status is lost",
        "has ended meanwhile",
        "is not running (lost)",
    }
    assert runs.survivors(run) == []
    assert state.state_of(run.path).status == "lost"


BLOCKED = """
import ctypes, time
print("up", flush=True)
if ctypes.CDLL(None).vfork() == 0:
    while True:
        time.sleep(1)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the letters of /proc are Linux's")
def test_an_operation_that_really_waits_in_the_kernel_but_can_be_killed_is_stopped(runs):
    run = runs.launch(BLOCKED)
    runs.wait_for_output(run, b"up")
    until(lambda: identity.is_uninterruptible(holder(run.child)))
    found = state.gather(run)
    assert found.stuck
    assert state.derive(found).status == "running"
    assert stop.request(run.path, 0.1).asked
    assert runs.wait(run).status == "terminated"
    assert runs.survivors(run) == []


def test_an_orphan_that_waits_in_the_kernel_is_reported_and_not_waited_for(
    runs, eventually, monkeypatch
):
    run = runs.launch("import time; print('up', flush=True); time.sleep(100)")
    runs.wait_for_output(run, b"up")
    orphan(runs, run, eventually)
    monkeypatch.setattr(tree, "_STUCK", 0.02)
    with monkeypatch.context() as patched:
        patched.setattr(identity, "send", lambda *_: False)
        patched.setattr(identity, "is_uninterruptible", lambda _: True)
        outcome = stop.request(run.path, 3600)
    pid = holder(run.child).pid
    assert outcome.sentence == f"has processes that no signal can end: {pid}"


def test_what_waits_in_the_kernel_for_a_moment_is_waited_for(monkeypatch):
    letters = iter([True, True, False, True, True])
    now = iter([0.0, 5.0, 6.0, 9.0])
    me = identity.identify(os.getpid())
    stuck = tree.OnlyStuck()
    monkeypatch.setattr(identity, "is_uninterruptible", lambda _: next(letters))
    monkeypatch.setattr(tree.time, "monotonic", lambda: next(now))
    assert [stuck.seen([me]) for _ in range(5)] == [False, True, False, False, True]


def test_an_operation_that_ignores_the_request_is_killed_after_the_grace_of_its_orders(runs):
    program = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True)"
    run = runs.launch(program + "; time.sleep(100)", grace=0.05)
    runs.wait_for_output(run, b"up")
    stop.request(run.path)
    assert runs.wait(run).exit_status == -9


def test_an_operation_has_the_grace_to_end_by_itself(runs):
    program = """
import signal, sys, time
def ends(*_):
    print("saved", flush=True)
    sys.exit(7)
signal.signal(15, ends)
print("up", flush=True)
time.sleep(100)
"""
    run = runs.launch(program)
    runs.wait_for_output(run, b"up")
    stop.request(run.path)
    assert runs.wait(run).exit_status == 7
    assert output(run) == b"up\nsaved\n"


def test_while_it_is_being_stopped_a_run_is_stopping_and_a_second_request_may_be_less_patient(
    runs, eventually
):
    program = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True)"
    run = runs.launch(program + "; time.sleep(100)")
    runs.wait_for_output(run, b"up")
    assert stop.request(run.path, 60).asked
    assert state.state_of(run.path).status == "stopping"
    assert stop.request(run.path, 0).asked
    assert runs.wait(run).exit_status == -9


def test_a_second_request_that_is_more_patient_does_not_put_off_the_end(runs):
    program = """
import os, signal, time
signal.signal(15, lambda *_: os.write(1, b"asked"))
print("up", flush=True)
while True:
    time.sleep(100)
"""
    run = runs.launch(program)
    runs.wait_for_output(run, b"up")
    stop.request(run.path, 0.1)
    runs.wait_for_output(run, b"asked")
    stop.request(run.path, 3600)
    assert runs.wait(run).exit_status == -9
    assert output(run).count(b"asked") == 1


def test_a_run_that_has_ended_is_not_asked(runs):
    run = runs.launch("pass")
    runs.wait(run)
    before = names(run.guild)
    outcome = stop.request(run.path)
    assert not outcome.asked
    assert outcome.sentence == "is not running (completed)"
    assert names(run.guild) == before


def test_a_run_that_is_asked_to_stop_before_its_supervisor_is_up_never_runs(runs):
    run = runs.directory()
    program = [sys.executable, "-c", "open('ran', 'w').close(); import time; time.sleep(100)"]
    durable.write_json(run.plan, {"supervise": {"operation": program}})
    durable.write_json(run.stop, {"time": 0})
    runs.start(run)
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("terminated", -15)
    assert not Path(run.path, "ran").exists()


@pytest.mark.parametrize("moment", range(12))
def test_a_stop_at_any_moment_after_the_launch_ends_the_run_at_once(runs, moment):
    run = runs.launch("import time; time.sleep(100)")
    time.sleep(moment * 0.004)  # the moment is what is being varied
    assert stop.request(run.path, 3600).asked
    assert runs.wait(run, 15).status == "terminated"
    assert runs.survivors(run) == []


def test_a_preparation_can_be_stopped_and_then_nothing_else_starts(runs, eventually):
    prepare = "import time; print('up', flush=True); time.sleep(100)"
    run = runs.launch("print('trained')", prepare=prepare)
    runs.wait_for_output(run, b"up")
    stop.request(run.path)
    found = runs.wait(run)
    assert (found.status, found.exit_status, found.reason) == ("terminated", -15, "")
    assert output(run) == b"up\n"


@pytest.mark.parametrize("code", [0, 1])
def test_a_preparation_that_ends_by_itself_when_asked_counts_as_stopped(runs, code):
    prepare = f"""
import signal, sys, time
signal.signal(15, lambda *_: sys.exit({code}))
print("up", flush=True)
time.sleep(100)
"""
    run = runs.launch("print('trained')", prepare=prepare)
    runs.wait_for_output(run, b"up")
    stop.request(run.path)
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("terminated", -15)
    assert output(run) == b"up\n"


@pytest.mark.parametrize("grace", ["soon", None, -1, float("nan"), [1], 10**400])
def test_a_request_that_makes_no_sense_stops_with_the_grace_of_the_orders(runs, grace):
    program = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True)"
    run = runs.launch(program + "; time.sleep(100)", grace=0.02)
    runs.wait_for_output(run, b"up")
    durable.write_json(run.stop, {"grace": grace})
    identity.send(runs.keepers(run)[0], signal.SIGTERM)
    assert runs.wait(run).exit_status == -9


@pytest.mark.parametrize("which", [0, 1], ids=["supervisor", "reaper"])
def test_a_plain_signal_to_either_keeper_stops_the_run_too(runs, which):
    run = runs.launch("import time; print('up', flush=True); time.sleep(100)")
    runs.wait_for_output(run, b"up")
    identity.send(runs.keepers(run)[which], signal.SIGTERM)
    assert runs.wait(run).status == "terminated"


def test_a_request_that_cannot_be_written_down_still_stops(runs):
    run = runs.launch("import time; print('up', flush=True); time.sleep(100)")
    runs.wait_for_output(run, b"up")
    Path(run.stop).mkdir()  # no file can take its place
    assert stop.request(run.path).asked
    assert runs.wait(run).status == "terminated"


@pytest.mark.parametrize("which", [("supervisor",), ("reaper",), ("supervisor", "reaper")])
def test_halted_keepers_are_woken_to_stop_their_run(runs, which):
    run = runs.launch(WAIT)
    runs.wait_for_output(run, b"up")
    for keeper in which:
        identity.send(holder(getattr(run, keeper)), signal.SIGSTOP)
    assert stop.request(run.path, 0.5).asked
    assert runs.wait(run).status == "terminated"


@pytest.mark.parametrize("victim", [0, 1], ids=["supervisor", "reaper"])
def test_a_run_with_one_keeper_left_can_be_stopped(runs, victim, eventually):
    run = launch_hostile(runs)
    keepers = runs.keepers(run)
    identity.send(keepers[victim], signal.SIGKILL)
    eventually(lambda: not identity.is_alive(keepers[victim]))
    assert stop.request(run.path, 0.1).asked
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("terminated", -15)
    assert runs.survivors(run) == []


def orphan(runs, run, eventually):
    keepers = runs.keepers(run)
    for keeper in keepers:
        identity.send(keeper, signal.SIGKILL)
    eventually(lambda: not any(identity.is_alive(keeper) for keeper in keepers))
    assert state.state_of(run.path).status == "orphaned"


def test_an_orphaned_run_is_stopped_with_all_its_daemons(runs, eventually):
    run = launch_hostile(runs)
    orphan(runs, run, eventually)
    outcome = stop.request(run.path, 0.05)
    assert outcome.sentence == "was stopped; its exit status is lost"
    assert runs.survivors(run) == []
    assert state.state_of(run.path).status == "lost"
    assert not Path(run.lock).exists()
    assert not stop.request(run.path).asked


def test_a_stop_does_not_wait_for_ever_for_what_no_signal_ends(runs, eventually, monkeypatch):
    run = runs.launch("import time; print('up', flush=True); time.sleep(100)")
    runs.wait_for_output(run, b"up")
    orphan(runs, run, eventually)
    monkeypatch.setattr(stop.tree, "FORCE", 0.02)
    with monkeypatch.context() as patched:
        patched.setattr(identity, "send", lambda *_: False)
        outcome = stop.request(run.path, 0)
    pid = holder(run.child).pid
    assert outcome.sentence == f"has processes that no signal can end: {pid}"


def test_an_orphan_that_ends_before_it_is_asked_needs_no_signal(run, helper_process):
    process = helper_process([sys.executable, "-c", "pass"])
    facts = identity.identify(process.pid).to_json()
    process.wait()
    durable.write_json(run.child, facts)
    assert not stop._end_orphan(run, 0).asked
    Path(run.child).unlink()
    assert stop._end_orphan(run, 0).sentence == "has ended meanwhile"


def test_a_pid_that_is_anothers_by_now_is_not_signalled(run, helper_process):
    stranger = helper_process(["sleep", "100"])
    me = identity.identify(os.getpid())
    durable.write_json(run.launch, me.to_json())
    child = identity.identify(stranger.pid).to_json() | {"start": "1", "stage": "operation"}
    durable.write_json(run.child, child)
    assert state.state_of(run.path).status == "lost"
    assert not stop.request(run.path, 0).asked
    assert not identity.send(holder(run.child), signal.SIGTERM)
    assert stranger.poll() is None


def test_a_run_of_another_host_is_not_touched(run):
    elsewhere = identity.Identity(os.getpid(), "1", "another boot", "ns", "elsewhere")
    durable.write_json(run.launch, elsewhere.to_json())
    outcome = stop.request(run.path)
    assert not outcome.asked
    assert "elsewhere" in outcome.sentence
    assert not Path(run.stop).exists()


def test_a_run_that_guild_made_is_asked_by_its_lock_file(run, helper_process, eventually):
    tree = helper_process(["sh", "-c", "sleep 100 & echo $!; wait"], stdout=-1)
    below = identity.identify(int(tree.stdout.readline()))
    Path(run.lock).write_text(str(tree.pid))
    assert stop.request(run.path).asked
    tree.wait(10)
    eventually(lambda: not identity.is_alive(below))


def test_a_run_that_guild_made_and_that_has_ended_is_not_asked(run):
    assert stop.request(run.path).sentence == "is not running (error)"
    Path(run.attr("exit_status")).write_text("0")
    assert stop.request(run.path).sentence == "is not running (completed)"


def test_a_lock_file_of_guild_that_is_older_than_its_process_is_not_believed(run, helper_process):
    stranger = helper_process(["sleep", "100"])
    Path(run.lock).write_text(str(stranger.pid))
    os.utime(run.lock, (1, 1))
    outcome = stop.request(run.path)
    assert not outcome.asked
    assert f"pid {stranger.pid} belongs to another process" in outcome.sentence
    assert stranger.poll() is None


def test_a_lock_file_that_vanishes_under_the_look_is_not_believed(run):
    assert not stop._plausible(run, identity.identify(os.getpid()))


def test_a_stop_never_comes_too_late_to_be_harmless(runs, eventually):
    run = runs.launch("pass")
    stop.request(run.path)
    found = runs.wait(run)
    assert found.status in ("completed", "terminated")
    assert exit_record.read(run.exit_record).complete


def test_what_a_run_without_a_directory_left_running_is_ended(runs):
    run = runs.launch("import time; print('up', flush=True); time.sleep(100)")
    runs.wait_for_output(run, b"up")
    shutil.rmtree(run.path)
    assert state.state_of(run.path).status == "deleted"
    assert state.state_of(run.path).guild_status == "error"
    assert stop.request(run.path, 1).sentence == "was stopped; its directory is gone"
    assert runs.processes(run) == []
    assert stop.request(run.path).sentence == "is deleted"


def test_a_copy_of_a_run_is_none_of_its_own_and_no_way_to_stop_it(runs):
    run = runs.launch(WAIT)
    runs.wait_for_output(run, b"up")
    durable.write(run.attr("id"), Path(run.path).name.encode() + b"\n")
    copy = shutil.copytree(run.path, run.path + "-copy")
    found = state.state_of(copy)
    reason = f"a copy of run {Path(run.path).name[:8]}, made before that ended"
    assert (found.status, found.reason, found.guild_status) == ("unknown", reason, "error")
    outcome = stop.request(copy, 0)
    assert (outcome.asked, outcome.failed) == (False, True)
    assert state.state_of(run.path).status == "running"
    Path(run.path, "end").touch()
    assert runs.wait(run).status == "completed"
    assert state.state_of(copy).status == "unknown"
    assert state.state_of(shutil.copytree(run.path, run.path + "-whole")).status == "completed"
