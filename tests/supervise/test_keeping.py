"""Runs from their launch to their end, in real processes."""

import signal
import sys
from pathlib import Path

import pytest
from supervised_runs import index, lines_of, output

from guild_jupyter.supervise import durable, exit_record, state


@pytest.mark.parametrize(
    ("program", "status", "code"),
    [
        ("pass", "completed", 0),
        ("import sys; sys.exit(3)", "error", 3),
        ("import sys; sys.exit(255)", "error", 255),
        ("import os; os.kill(os.getpid(), 9)", "terminated", -9),
        ("import os; os.abort()", "terminated", -6),
    ],
)
def test_how_the_operation_ended_is_recorded(runs, program, status, code):
    run = runs.launch(program)
    found = runs.wait(run)
    assert (found.status, found.exit_status) == (status, code)
    record = exit_record.read(run.exit_record)
    assert record.complete
    assert durable.read_int(run.attr("exit_status")) == code
    assert durable.read_int(run.attr("stopped")) == record.stopped
    assert record.stopped >= durable.read_int(run.attr("started"))
    assert not Path(run.lock).exists()
    assert record.survivors == record.dropped_bytes == 0


def test_a_command_that_is_not_there_ends_the_run_with_127_and_a_sentence(runs):
    run = runs.launch(["/not/there", "x"])
    assert runs.wait(run).exit_status == 127
    assert output(run) == b"guild: cannot run /not/there: No such file or directory\n"


def test_a_file_that_is_no_program_ends_the_run_with_126_and_a_sentence(runs, tmp_path):
    run = runs.launch([str(tmp_path)])
    assert runs.wait(run).exit_status == 126
    assert output(run).startswith(b"guild: cannot run ")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"one\r\ntwo\rthree\n\n\nno end",
        b"\0\0nul\0\n",
        b"\xff\xfe invalid \xc3\n\xa9 split\n",
        bytes(range(256)) * 300,
        b"x" * 300_000,
        b"\n" * 5_000,
    ],
)
def test_output_is_recorded_byte_for_byte_with_one_index_record_per_line(runs, tmp_path, data):
    source = tmp_path / "bytes"
    source.write_bytes(data)
    run = runs.launch(["cat", str(source)])
    assert runs.wait(run).status == "completed"
    assert output(run) == data
    assert index(run) == [0] * lines_of(data)
    assert exit_record.read(run.exit_record).output_bytes == len(data)


def test_both_streams_are_recorded_and_told_apart(runs, eventually):
    program = """
import os, sys, time
os.write(1, b"out\\n")
while os.path.getsize(".guild/output") < 4:
    time.sleep(0.002)
os.write(2, b"err one\\nerr two\\n")
"""
    run = runs.launch(program)
    runs.wait(run)
    assert output(run) == b"out\nerr one\nerr two\n"
    assert index(run) == [0, 1, 1]


DAEMON = """
import os, signal, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.{handling})
        open("up", "w").close()
        {closing}
        time.sleep(100)
    os._exit(0)
while not os.path.exists("up"):
    time.sleep(0.002)
print("bye", flush=True)
sys.exit(5)
"""


def test_a_daemon_that_keeps_the_pipe_open_holds_up_neither_the_status_nor_the_end(
    runs, eventually
):
    run = runs.launch(DAEMON.format(handling="SIG_DFL", closing=""), drain=0.1)
    eventually(lambda: exit_record.read(run.exit_record))
    assert runs.wait(run).exit_status == 5
    assert output(run) == b"bye\n"
    assert runs.survivors(run) == []


@pytest.mark.slow
def test_a_leftover_that_ignores_the_request_to_end_is_killed(runs):
    closing = "os.close(1); os.close(2)"
    run = runs.launch(DAEMON.format(handling="SIG_IGN", closing=closing))
    assert runs.wait(run).exit_status == 5
    assert runs.survivors(run) == []
    assert exit_record.read(run.exit_record).survivors == 0


def test_what_prepares_a_run_comes_first_and_its_output_is_kept(runs):
    run = runs.launch("print('trained')", prepare="print('fetched', flush=True)")
    assert runs.wait(run).status == "completed"
    assert output(run) == b"fetched\ntrained\n"


@pytest.mark.parametrize(
    ("prepare", "code", "reason"),
    [
        ("import sys; sys.exit(4)", 1, "resources"),
        ("import os; os.kill(os.getpid(), 9)", -9, "resources"),
    ],
)
def test_an_operation_whose_preparation_failed_is_not_started(runs, prepare, code, reason):
    run = runs.launch("print('trained')", prepare=prepare)
    found = runs.wait(run)
    assert (found.exit_status, found.reason) == (code, reason)
    assert output(run) == b""


def test_while_it_is_prepared_a_run_is_pending_and_then_running(runs, eventually):
    waits = "import os, time\nwhile not os.path.exists('{}'): time.sleep(0.002)"
    run = runs.launch(waits.format("b"), prepare=waits.format("a"))
    eventually(lambda: durable.read_json(run.child))
    assert state.state_of(run.path).status == "pending"
    Path(run.path, "a").touch()
    eventually(lambda: state.state_of(run.path).status == "running")
    Path(run.path, "b").touch()
    assert runs.wait(run).status == "completed"


def test_orders_that_cannot_be_read_end_the_run_as_an_error_that_says_so(runs):
    run = runs.directory()
    Path(run.plan).write_text("{")
    runs.start(run)
    found = runs.wait(run)
    assert found.status == "error"
    assert "holds no orders" in found.reason
    assert "Traceback" in durable.read_text(run.log)
    assert Path(run.log).stat().st_mode & 0o777 == 0o600


def test_a_clock_that_was_set_back_does_not_make_a_run_end_before_it_began(runs):
    run = runs.directory()
    later = 4_000_000_000_000_000
    durable.write(run.attr("started"), b"%d\n" % later)
    orders = {"operation": [sys.executable, "-c", "raise SystemExit(3)"]}
    durable.write_json(run.plan, {"supervise": orders})
    runs.start(run)
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("error", 3)
    assert exit_record.read(run.exit_record).stopped == later
    assert state.gather(run) is not None


def test_the_signal_that_ends_an_operation_is_not_that_of_its_shell(runs):
    run = runs.launch(["sh", "-c", "kill -USR1 $$"])
    assert runs.wait(run).exit_status == -signal.SIGUSR1
