"""What of the launcher reaches the supervising processes and the operation: nothing."""

import json
import os
import signal
import stat
import sys
import threading
from pathlib import Path

import pytest
from supervised_runs import holder, names, output

from guild_jupyter.supervise import state

needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
HOLD = "import time; print('up', flush=True); time.sleep(100)"


def descriptors(pid):
    return {
        int(name): str(Path(f"/proc/{pid}/fd/{name}").readlink())
        for name in names(f"/proc/{pid}/fd")
    }


@needs_proc
def test_no_descriptor_of_the_launcher_is_held_by_any_process_of_the_run(runs, tmp_path):
    secret = tmp_path / "notebook"
    with secret.open("w") as own:
        os.set_inheritable(own.fileno(), True)
        pipe = os.pipe()
        for end in pipe:
            os.set_inheritable(end, True)
        theirs = {str(Path(f"/proc/self/fd/{end}").readlink()) for end in (own.fileno(), *pipe)}
        run = runs.launch(HOLD)
        runs.wait_for_output(run, b"up")
        for end in pipe:
            os.close(end)
    for process in (*runs.keepers(run), holder(run.child)):
        held = descriptors(process.pid)
        assert not theirs & set(held.values())
        assert all(
            held[number] == "/dev/null" for number in range(3) if process != holder(run.child)
        )


@needs_proc
def test_the_operation_holds_its_three_streams_and_no_lock(runs):
    run = runs.launch(HOLD)
    runs.wait_for_output(run, b"up")
    held = descriptors(holder(run.child).pid)
    assert set(held) == {0, 1, 2}
    assert held[0] == "/dev/null"
    for keeper in runs.keepers(run):
        assert run.supervisor_lock in descriptors(keeper.pid).values()
        assert str(Path(f"/proc/{keeper.pid}/cwd").readlink()) == "/"


def test_a_process_that_outlives_its_run_holds_no_lock_of_it(runs, eventually):
    run = runs.launch(HOLD)
    runs.wait_for_output(run, b"up")
    assert state.is_locked(run.supervisor_lock)
    for keeper in runs.keepers(run):
        os.kill(keeper.pid, signal.SIGKILL)
    eventually(lambda: not state.is_locked(run.supervisor_lock))
    assert state.state_of(run.path).status == "orphaned"


@needs_proc
def test_the_operation_starts_with_default_signals_and_the_launchers_umask_and_priority(runs):
    program = """
import json, os
facts = {line.split(":")[0]: line.split(":")[1].strip() for line in open("/proc/self/status")}
mask = os.umask(0)
print(json.dumps([facts["SigBlk"], facts["SigIgn"], facts["SigCgt"], mask, os.nice(0)]))
print(os.getsid(0) == os.getpid(), os.getcwd())
"""
    # Python itself ignores and catches some: a shell tells what it was given.
    told = "exec cat /proc/self/status"
    former, before = os.umask(0o027), signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
    try:
        first, second = runs.launch(program), runs.launch(["sh", "-c", told])
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR2})
        signal.signal(signal.SIGHUP, before)
        os.umask(former)
    runs.wait(first)
    line, rest = output(first).decode().splitlines()
    blocked, *_, mask, nice = json.loads(line)
    assert (int(blocked, 16), mask, nice) == (0, 0o027, os.nice(0))
    assert rest == f"True {first.path}"
    runs.wait(second)
    rows = dict(row.split(b":\t", 1) for row in output(second).splitlines())
    assert [int(rows[name], 16) for name in (b"SigBlk", b"SigIgn", b"SigCgt")] == [0, 0, 0]


MULTIPLY = """
import os, resource, signal
os.setuid(65534)
started = 0
try:
    while started < 60:
        if not os.fork():
            signal.pause()
        started += 1
except BlockingIOError:
    print("no more")
print(started < 60, *resource.getrlimit(resource.RLIMIT_NPROC))
"""


def test_an_operation_starts_no_more_processes_than_its_orders_allow(runs):
    told = "import resource; print(*resource.getrlimit(resource.RLIMIT_NPROC))"
    limited = runs.launch(told, prepare=told, processes=20)
    free = runs.launch(told)
    runs.wait(limited)
    runs.wait(free)
    assert output(limited) == output(free) + b"20 20\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_program_that_multiplies_meets_its_limit_and_leaves_nothing(runs):
    run = runs.launch(MULTIPLY, processes=20)
    assert runs.wait(run).status == "completed"
    assert output(run) == b"no more\nTrue 20 20\n"
    assert runs.survivors(run) == []


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_the_files_of_a_run_have_the_modes_of_its_orders_whatever_the_umask(runs, umask):
    former = os.umask(0o077)
    try:
        run = runs.directory()
        os.umask(umask)
        recorder = [sys.executable, "-c", ""]
        orders = {"operation": ["sh", "-c", "echo loss: 1"], "recorder": recorder}
        from guild_jupyter.supervise import durable

        durable.write_json(run.plan, {"supervise": orders})
        runs.start(run)
    finally:
        os.umask(former)
    runs.wait(run)
    files = [path for path in Path(run.guild).rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"output", "output.index", "exit.rec", "child.json", "exit_status"} <= names
    ours = [path for path in files if path.name != "supervisor.lock"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in ours} == {0o600}


def test_no_temporary_file_is_left_by_a_run_that_ended(runs):
    run = runs.launch("print(1)", prepare="print(0)")
    runs.wait(run)
    assert not [path for path in Path(run.guild).rglob("*") if path.name.startswith(".tmp-")]


def test_runs_can_be_launched_from_several_threads_at_once(runs):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(runs.launch("print(1)"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [runs.wait(run).status for run in found] == ["completed"] * 4
