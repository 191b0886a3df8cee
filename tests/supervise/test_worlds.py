"""Reboots, containers, pids used again and clocks that jump: seen for what they are."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from other_worlds import (
    NotHere,
    after_a_reboot,
    clock_library,
    end,
    in_another_container,
    orphanage,
    successor,
    with_clock,
)
from supervised_runs import WAIT, holder, output, until

from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.words import describe
from guild_jupyter.supervise import durable, exit_record, identity, state, stop


@pytest.fixture
def waiting(runs):
    """A run whose operation waits."""
    run = runs.launch(WAIT)
    runs.wait_for_output(run, b"up")
    return run


def finish(runs, run):
    Path(run.path, "end").touch()
    assert runs.wait(run).status == "completed"


def test_after_a_reboot_a_run_is_lost_and_no_stop_reaches_what_has_its_pids(
    runs, waiting, tmp_path
):
    try:
        status, asked, reason = after_a_reboot(waiting, tmp_path)
    except NotHere as error:
        pytest.skip(str(error))
    assert (status, asked, reason) == ("lost", False, "the machine was restarted")
    assert state.state_of(waiting.path).status == "running"
    finish(runs, waiting)


def test_in_another_container_a_run_is_unknown_and_cannot_be_stopped(runs, waiting):
    try:
        status, asked, reason = in_another_container(waiting)
    except NotHere as error:
        pytest.skip(str(error))
    assert (status, asked) == ("unknown", False)
    assert reason.startswith(
        f"launched on {identity.host()}, in another container (pid namespace); last sign of life"
    )
    assert state.state_of(waiting.path).status == "running"
    finish(runs, waiting)


def test_a_pid_that_really_went_to_another_process_is_not_taken_for_the_run(runs):
    for _ in range(3):
        try:
            with orphanage():
                run = runs.launch(WAIT)
                runs.wait_for_output(run, b"up")
                child = holder(run.child)
                end([*runs.keepers(run), child])
            with successor(child) as stranger:
                assert stranger.pid == child.pid
                found = state.state_of(run.path)
                assert found.status == "lost"
                assert found.reason == "it is gone, and its pid belongs to another process"
                assert not stop.request(run.path, 0).asked
                assert not stop._end_orphan(run, 0).asked
                assert not identity.send(child, signal.SIGKILL)
                assert identity.is_alive(stranger)
        except NotHere as error:
            pytest.skip(str(error))


@pytest.mark.parametrize("keeper", ["supervisor", "reaper"])
def test_a_stop_wakes_no_stranger_that_got_the_pid_of_a_keeper(run, helper_process, keeper):
    stranger = identity.identify(helper_process(["sleep", "100"]).pid)
    me = identity.identify(os.getpid())
    durable.write_json(run.launch, me.to_json())
    durable.write_json(getattr(run, keeper), stranger.to_json() | {"start": "1"})
    assert state.state_of(run.path).status == "lost"
    stop.request(run.path, 0)
    assert identity.is_alive(stranger)


# -- clocks ---------------------------------------------------------------------------------


def own_clock(program):
    """Return the command of an operation that has the machine's clock, unlike its keepers."""
    return ["env", "-u", "LD_PRELOAD", sys.executable, "-I", "-S", "-c", program]


@pytest.fixture
def clock(tmp_path):
    """A file that says how wrong the clock is of what gets its environment."""
    try:
        library = clock_library()
    except NotHere as error:
        pytest.skip(str(error))
    file = tmp_path / "clock"
    file.write_text("+0")
    return file, with_clock(library, file)


@pytest.mark.parametrize("jump", ["+1d", "-1d"])
def test_a_clock_that_jumps_by_a_day_changes_neither_state_nor_exit_code(runs, clock, jump):
    file, environment = clock
    program = WAIT + "\nprint('done')\nraise SystemExit(3)"
    run = runs.launch(own_clock(program), environment=environment)
    runs.wait_for_output(run, b"up")
    assert state.state_of(run.path).status == "running"
    file.write_text(jump)
    until(lambda: time.sleep(0.02) or state.state_of(run.path).status == "running")
    Path(run.path, "end").touch()
    found = runs.wait(run)
    assert (found.status, found.exit_status) == ("error", 3)
    assert output(run) == b"up\ndone\n"
    record = exit_record.read(run.exit_record)
    day = 86_400 * 1_000_000
    assert record.stopped >= (durable.read_int(run.attr("started")) or 0)
    assert 0 <= record.elapsed < 3600
    assert Run(Path(run.path)).seconds() == record.elapsed
    if jump == "+1d":
        assert record.stopped > time.time_ns() // 1000 + day / 2  # the clock was that of the run
    assert state.state_of(run.path) == found


def test_a_stop_takes_as_long_as_it_should_while_the_clock_jumps(runs, clock):
    file, environment = clock
    resists = "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('up', flush=True)\n"
    program = own_clock(resists + "time.sleep(100)")
    run = runs.launch(program, environment=environment)
    runs.wait_for_output(run, b"up")
    stop.request(run.path, 0.3)
    file.write_text("-1d")
    assert describe(runs.wait(run, 15)) == "terminated (SIGKILL)"


@pytest.mark.parametrize("hours", [-24, 24])
def test_stamps_of_a_clock_that_jumped_make_no_negative_time_and_no_other_state(run, hours):
    me = identity.identify(os.getpid())
    now = time.time_ns() // 1000
    started = now - hours * 3600 * 1_000_000
    durable.write_json(run.launch, me.to_json())
    durable.write_json(run.child, me.to_json() | {"stage": "operation", "time": now})
    durable.write(run.attr("started"), b"%d\n" % started)
    durable.write(run.lock, b"%d" % me.pid)
    durable.write(run.opref, b"guildfile:/p/guild.yml 0 '' train")
    assert state.state_of(run.path).status == "orphaned"
    shown = Run(Path(run.path))
    assert "-" not in dict(line.split(None, 1) for line in text_of(shown)).get("time", "")
    exit_record.seal(run.exit_record, exit_record.ExitRecord(0, exit_record.moment(run)))
    exit_record.publish(run, exit_record.read(run.exit_record), 0o600)
    assert shown.stopped >= shown.started
    assert state.state_of(run.path).status == "completed"


def text_of(run):
    lines = run._repr_mimebundle_()["text/plain"].splitlines()
    return [line.strip() for line in lines if line.startswith("  ") and len(line.split()) > 1]


def test_this_interpreter_tells_starts_in_ticks_since_boot(helper_process):
    who = identity.identify(helper_process([sys.executable, "-c", "input()"], stdin=-1).pid)
    ticks = time.clock_gettime(time.CLOCK_BOOTTIME) * os.sysconf("SC_CLK_TCK")
    assert abs(int(who.start) - ticks) < 60 * os.sysconf("SC_CLK_TCK")
