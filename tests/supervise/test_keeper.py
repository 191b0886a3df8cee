"""The keeper in this process, with real pipes and short-lived children in place of its partner."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from supervised_runs import holder, index, names, output

from guild_jupyter.supervise import durable, exit_record, identity, stages, state, supervisor
from guild_jupyter.supervise import keeper as module
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.keeper import Keeper
from guild_jupyter.supervise.memory import KillCounter
from guild_jupyter.supervise.orders import Orders
from guild_jupyter.supervise.stages import Channels


class Pair:
    """A keeper, and the ends of its pipes that its partner would hold."""

    def __init__(self, run, is_reaper, orders, partner=0):
        to_keeper, self.to_keeper = os.pipe()
        self.from_keeper, from_keeper = os.pipe()
        self.channels = Channels()
        self.keeper = Keeper(
            run, orders, self.channels, partner, to_keeper, from_keeper, is_reaper=is_reaper
        )

    def tell(self, message):
        os.write(self.to_keeper, message)

    def dies(self):
        """End the partner's part of the pipes, as its death does."""
        os.close(self.to_keeper)
        os.close(self.from_keeper)
        self.to_keeper = self.from_keeper = -1

    def heard(self):
        os.set_blocking(self.from_keeper, False)
        try:
            return os.read(self.from_keeper, 64)
        except BlockingIOError:
            return b""


@pytest.fixture
def pair(run, kept_signals):
    durable.write_json(run.launch, identity.identify(os.getpid()).to_json())
    made = []
    before = {int(name) for name in names("/dev/fd")}

    def make(words=("true",), *, is_reaper=False, partner=0, **more):
        orders = Orders(list(words), **more)
        made.append(Pair(run, is_reaper, orders, partner))
        return made[-1]

    yield make
    for one in made:
        if (child := one.keeper.stages.pid) > 0:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    for name in names("/dev/fd"):
        if int(name) not in before and Path(f"/dev/fd/{name}").exists():
            os.close(int(name))


def dead_child():
    """Return the pid of a child that has ended and is not waited for: a dead partner."""
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    return pid


def sleeper(helper_process, *words):
    return helper_process(list(words) or ["sleep", "100"])


def note_child(run, process, stage="operation", **changes):
    facts = identity.identify(process.pid).to_json() | {"stage": stage} | changes
    durable.write_json(run.child, facts)


# -- either keeps a run alone ---------------------------------------------------------------


def test_a_supervisor_without_a_reaper_starts_and_ends_the_run_itself(run, pair):
    one = pair(["sh", "-c", "echo out; echo err >&2; exit 3"], partner=dead_child())
    one.dies()
    one.keeper.keep()
    found = exit_record.read(run.exit_record)
    assert (found.exit_status, found.complete, found.output_bytes) == (3, True, 8)
    assert sorted(output(run).split()) == [b"err", b"out"]
    assert sorted(index(run)) == [0, 1]
    assert state.state_of(run.path).status == "error"


def test_a_supervisor_whose_partner_is_no_child_does_not_wait_for_it(run, pair):
    one = pair(partner=(1 << 22) - 1)
    one.dies()
    one.keeper.keep()
    assert exit_record.read(run.exit_record).exit_status == 0


def test_a_reaper_without_a_supervisor_records_and_ends_the_run_itself(run, pair):
    one = pair(["sh", "-c", "echo fine; kill -9 $$"], is_reaper=True)
    one.dies()
    one.keeper.keep()
    assert exit_record.read(run.exit_record).exit_status == -9
    assert output(run) == b"fine\n"


def test_a_preparation_comes_first_and_the_time_of_the_start_is_that_of_the_operation(run, pair):
    durable.write(run.attr("started"), b"5\n")
    prepare = ["sh", "-c", "echo fetched"]
    one = pair(["sh", "-c", "echo trained"], is_reaper=True, prepare=prepare)
    one.dies()
    one.keeper.keep()
    assert output(run) == b"fetched\ntrained\n"
    assert durable.read_int(run.attr("started")) > 5
    assert holder(run.child)


def test_a_start_that_cannot_be_noted_is_no_reason_not_to_run(run, pair):
    Path(run.attr("started")).mkdir()
    one = pair(["sh", "-c", "exit 4"], is_reaper=True, prepare=["true"])
    one.dies()
    one.keeper.keep()
    assert exit_record.read(run.exit_record).exit_status == 4


@pytest.mark.parametrize(
    ("prepare", "status", "reason"),
    [("exit 9", 1, "resources"), ("kill -9 $$", -9, "resources")],
)
def test_a_preparation_that_fails_ends_the_run(run, pair, prepare, status, reason):
    one = pair(["touch", "ran"], is_reaper=True, prepare=["sh", "-c", prepare])
    one.dies()
    one.keeper.keep()
    found = exit_record.read(run.exit_record)
    assert (found.exit_status, found.reason) == (status, reason)
    assert not Path(run.path, "ran").exists()


def test_a_process_that_cannot_be_forked_ends_the_run_with_the_reason(run, pair, monkeypatch):
    one = pair(is_reaper=True)
    one.dies()

    def fails():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(stages.os, "fork", fails)
    one.keeper.keep()
    found = state.state_of(run.path)
    assert (found.status, found.exit_status) == ("error", 1)
    assert found.reason == "cannot be started: Resource temporarily unavailable"


@pytest.mark.parametrize("file", ["child", "lock"])
def test_a_process_that_cannot_be_recorded_is_ended_at_its_gate(run, pair, monkeypatch, file):
    Path(getattr(run, file)).mkdir()
    one = pair(["touch", "ran"], is_reaper=True)
    one.dies()
    one.keeper.keep()
    found = state.state_of(run.path)
    assert (found.status, found.exit_status) == ("error", 1)
    assert found.reason.startswith("cannot be started: ")
    assert not Path(run.path, "ran").exists()


# -- together -------------------------------------------------------------------------------


def test_a_reaper_tells_of_start_and_end_and_goes_when_it_is_dismissed(run, pair):
    one = pair(["sh", "-c", "exit 3"], is_reaper=True)
    keeper = one.keeper
    on_ended = keeper._on_ended

    def ends(status):
        on_ended(status)
        one.tell(b"D")

    keeper._on_ended = ends
    keeper.keep()
    assert one.heard() == b"SE"
    record = exit_record.read(run.exit_record)
    assert (record.exit_status, record.complete) == (3, False)
    assert not Path(run.output).exists()


def test_a_supervisor_hears_of_start_and_end_and_dismisses_the_reaper(run, pair):
    one = pair(recorder_after=3600)
    os.write(one.channels.out_end, b"hello\n")
    os.write(one.channels.err_end, b"tail")
    exit_record.seal(run.exit_record, ExitRecord(7, 5))
    one.tell(b"SE")
    one.keeper.keep()
    assert one.heard() == b"D"
    record = exit_record.read(run.exit_record)
    assert (record.exit_status, record.complete, record.output_bytes) == (7, True, 10)
    assert output(run) == b"hello\ntail"
    assert durable.read_int(run.attr("exit_status")) == 7


def test_a_pipe_that_stays_open_is_waited_for_only_so_long(run, pair):
    one = pair(drain=0.02)
    held = os.dup(one.channels.out_end)
    os.write(held, b"early\n")
    exit_record.seal(run.exit_record, ExitRecord(0, 5))
    one.tell(b"E")
    one.keeper.keep()
    assert output(run) == b"early\n"
    os.close(held)


def test_what_is_still_in_the_pipes_at_the_end_is_recorded(run, pair):
    keeper, channels = (one := pair()).keeper, one.channels
    keeper._start_capturing()
    os.write(channels.out_end, b"out\n")
    os.write(channels.err_end, b"err\n")
    keeper._drain_what_is_there()
    assert sorted(output(run).split()) == [b"err", b"out"]
    channels.close_write_ends()
    keeper._drain_what_is_there()
    assert keeper.open_pipes == {}


def test_a_record_that_vanished_ends_the_keeping_all_the_same(run, pair):
    one = pair()
    one.tell(b"E")
    one.keeper.keep()
    assert one.heard() == b"D"


def test_what_is_told_to_the_dead_is_no_failure(run, pair):
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    one = pair(is_reaper=True)
    os.close(one.from_keeper)
    one.keeper._tell(b"S")
    one.keeper.outbox = -1
    one.keeper._tell(b"S")


# -- taking over ----------------------------------------------------------------------------


def test_a_supervisor_adopts_the_operation_of_a_dead_reaper(run, pair, helper_process):
    process = sleeper(helper_process, "sh", "-c", "sleep 0.05; exit 6")
    note_child(run, process)
    one = pair(["touch", "ran"], partner=dead_child(), recorder_after=3600)
    one.dies()
    one.keeper.keep()
    assert exit_record.read(run.exit_record).exit_status == 6
    assert not Path(run.path, "ran").exists()


def test_a_supervisor_goes_on_after_the_preparation_of_a_dead_reaper(run, pair, helper_process):
    process = sleeper(helper_process, "true")
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    note_child(run, process, "prepare")
    one = pair(["sh", "-c", "echo x >> ran"], partner=dead_child(), prepare=["false"])
    one.dies()
    one.keeper.keep()
    assert exit_record.read(run.exit_record).exit_status == 0
    assert Path(run.path, "ran").read_text() == "x\n"


def test_a_process_that_a_dead_reaper_did_not_record_ends_at_its_gate_and_another_runs(run, pair):
    one = pair(["sh", "-c", "echo x >> ran"], partner=dead_child())
    unrecorded = os.fork()
    if not unrecorded:
        one.dies()
        one.keeper.stages._become(["sh", "-c", "echo y >> ran"])
    one.dies()
    ended = []
    waitpid = os.waitpid

    def noted(pid, options):
        found = waitpid(pid, options)
        ended.append(found)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module.os, "waitpid", noted)
        one.keeper.keep()
    if unrecorded not in dict(ended):
        ended.append(waitpid(unrecorded, 0))
    assert os.waitstatus_to_exitcode(dict(ended)[unrecorded]) == 125
    assert Path(run.path, "ran").read_text() == "x\n"


def test_a_preparation_that_ended_is_followed_once_though_the_dead_reaper_had_forked(
    run, pair, helper_process
):
    process = sleeper(helper_process, "true")
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    note_child(run, process, "prepare")
    one = pair(["sh", "-c", "echo x >> ran"], partner=dead_child(), prepare=["false"])
    unrecorded = os.fork()
    if not unrecorded:
        one.dies()
        one.keeper.stages._become(["sh", "-c", "echo y >> ran"])
    one.dies()
    one.keeper.keep()
    assert Path(run.path, "ran").read_text() == "x\n"


def test_an_operation_that_was_sealed_by_the_dead_reaper_is_not_started_again(run, pair):
    exit_record.seal(run.exit_record, ExitRecord(3, 5))
    one = pair(["touch", "ran"], partner=dead_child())
    one.dies()
    one.keeper.keep()
    assert exit_record.read(run.exit_record).complete
    assert not Path(run.path, "ran").exists()


def orphan_of_init(seconds):
    told = subprocess.run(
        ["sh", "-c", f"sleep {seconds} >/dev/null 2>&1 & echo $!"],
        check=True,
        capture_output=True,
        text=True,
    )
    return identity.identify(int(told.stdout))


def test_an_operation_that_is_no_child_is_watched_to_its_end(run, pair, monkeypatch):
    monkeypatch.setattr(module, "_LOOK_AGAIN", 0.01)
    who = orphan_of_init(0.1)
    durable.write_json(run.child, who.to_json() | {"stage": "operation"})
    Path(run.lock).touch()
    one = pair(["touch", "ran"], partner=dead_child())
    os.write(one.channels.out_end, b"out\n")
    one.dies()
    one.keeper.keep()
    assert output(run) == b"out\n"
    assert exit_record.read(run.exit_record) is None
    assert state.state_of(run.path).status == "lost"
    assert not Path(run.lock).exists()


def test_an_operation_that_is_no_child_can_be_stopped(run, pair, monkeypatch):
    monkeypatch.setattr(module, "_LOOK_AGAIN", 0.01)
    who = orphan_of_init(100)
    durable.write_json(run.child, who.to_json())
    durable.write_json(run.stop, {"grace": 5})
    one = pair(partner=dead_child())
    one.dies()
    one.keeper.keep()
    assert not identity.is_alive(who)


# -- stopping -------------------------------------------------------------------------------


def test_a_run_that_was_asked_to_stop_before_it_started_does_not_run(run, pair):
    durable.write_json(run.stop, {})
    one = pair(["touch", "ran"], is_reaper=True)
    one.dies()
    one.keeper.keep()
    assert exit_record.read(run.exit_record).exit_status == -15
    assert not Path(run.path, "ran").exists()


def test_a_preparation_that_ended_well_after_a_request_is_not_followed(run, pair):
    one = pair(
        ["touch", "ran"], is_reaper=True, prepare=["sh", "-c", "echo '{}' > .guild/stop.json"]
    )
    one.dies()
    one.keeper.keep()
    found = exit_record.read(run.exit_record)
    assert (found.exit_status, found.reason) == (-15, "")
    assert not Path(run.path, "ran").exists()


def test_an_operation_that_ignores_the_request_is_killed(run, pair):
    one = pair(
        ["sh", "-c", "trap '' TERM; kill -TERM $PPID; while :; do sleep 0.01; done"],
        is_reaper=True,
        grace=0.02,
    )
    one.dies()
    one.keeper.keep()
    assert exit_record.read(run.exit_record).exit_status == -9


def test_a_reaper_that_is_asked_tells_the_supervisor_and_does_not_answer_its_news(run, pair):
    one = pair(["sleep", "100"], is_reaper=True)
    keeper = one.keeper
    keeper._start("operation")
    assert one.heard() == b"S"
    waits = []

    def asked_twice():
        waits.append(1)
        if len(waits) == 1:
            keeper._on_stop()
        elif len(waits) == 2:
            assert one.heard() == b"T"
            one.tell(b"T")
            keeper._hear()
        else:
            assert one.heard() == b""
            keeper.dismissed = True

    keeper.reaps = False  # started above
    keeper._wait = asked_twice
    keeper.keep()
    assert keeper.stop_asked
    assert not keeper.stop_is_new


def test_a_supervisor_that_is_told_of_a_request_passes_it_on_once(run, pair):
    one = pair(grace=0.01)
    one.tell(b"T")
    one.keeper._hear()
    one.keeper._advance_stop()
    assert one.heard() == b"T"
    deadline = one.keeper.stop_deadline
    durable.write_json(run.stop, {"grace": 3600})
    one.keeper._on_stop()
    one.keeper._advance_stop()
    assert (one.heard(), one.keeper.stop_deadline) == (b"", deadline)


def test_what_no_signal_ends_is_signalled_more_and_more_rarely(run, pair, monkeypatch):
    one = pair()
    monkeypatch.setattr(module.tree, "kill", lambda _: None)
    for _ in range(30):
        one.keeper.stop_deadline = 0.0
        one.keeper._advance_stop()
    assert one.keeper.kill_pause == module._LONGEST_KILL_PAUSE
    assert one.keeper.stop_deadline > time.monotonic() + 0.5


def test_a_deadline_that_is_too_far_to_be_polled_for_is_cut(run, pair):
    one = pair()
    assert one.keeper._patience() is None
    one.keeper.stop_deadline = float("inf")
    assert one.keeper._patience() == module._LONGEST * 1000
    one.keeper.stop_deadline = 0.0
    assert one.keeper._patience() == 0.0


def test_leftovers_that_end_when_asked_are_not_killed(run, pair, helper_process):
    process = sleeper(helper_process)
    one = pair()
    assert one.keeper._end_leftovers() == 0
    assert process.wait() == -15


def test_leftovers_that_no_signal_ends_are_counted(run, pair, helper_process, monkeypatch):
    sleeper(helper_process)
    monkeypatch.setattr(module, "_LEFTOVER_GRACE", 0.01)
    monkeypatch.setattr(module.tree, "FORCE", 0.03)
    monkeypatch.setattr(identity, "send", lambda *_: False)
    assert pair().keeper._end_leftovers() == 1


@pytest.mark.parametrize(
    ("kills", "stops", "reason"),
    [(1, False, "out of memory"), (0, False, ""), (1, True, "")],
)
def test_only_a_kill_that_the_counter_shows_and_nobody_asked_for_is_one_for_want_of_memory(
    run, pair, tmp_path, kills, stops, reason
):
    counter = tmp_path / "memory.events"
    counter.write_text("oom_kill 0\n")
    program = f"echo oom_kill {kills} > {counter}; kill -9 $$"
    one = pair(["sh", "-c", program], is_reaper=True)
    one.keeper.stages.kills = KillCounter(str(counter))
    if stops:
        program = f"echo '{{}}' > .guild/stop.json; {program}"
        one.keeper.orders.operation = ["sh", "-c", program]
    one.dies()
    one.keeper.keep()
    found = exit_record.read(run.exit_record)
    assert (found.exit_status, found.reason) == (-9, reason)


def test_leftovers_that_wait_in_the_kernel_are_counted_and_not_waited_for(
    run, pair, helper_process, monkeypatch
):
    helper_process(["sleep", "100"])
    monkeypatch.setattr(module.tree, "_STUCK", 0.0)
    monkeypatch.setattr(module.tree, "FORCE", 3600.0)
    monkeypatch.setattr(identity, "send", lambda *_: False)
    monkeypatch.setattr(identity, "is_uninterruptible", lambda _: True)
    assert pair().keeper._end_leftovers() == 1


def test_leftovers_that_ignore_the_request_are_killed(run, pair, helper_process, monkeypatch):
    monkeypatch.setattr(module, "_LEFTOVER_GRACE", 0.02)
    words = ["sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.01; done"]
    process = helper_process(words, stdout=-1)
    process.stdout.readline()
    assert pair().keeper._end_leftovers() == 0
    assert process.wait() == -9


# -- the recorder ---------------------------------------------------------------------------


def test_the_recorder_is_started_when_it_is_due_and_waited_for(run, pair):
    recorder = ["/bin/sh", "-c", f"echo >> {run.path}/recorded"]
    words = ["sh", "-c", "while [ ! -s recorded ]; do sleep 0.002; done"]
    one = pair(words, is_reaper=True, recorder=recorder, recorder_after=0.01)
    one.dies()
    one.keeper.keep()
    assert Path(run.path, "recorded").read_text() == "\n"
    assert durable.read_json(run.recorder)["done"] is False
    assert one.keeper.recorder == -1


def test_a_recorder_that_is_noted_already_is_not_started_again(run):
    durable.write_json(run.recorder, {"done": True})
    assert stages.start_recorder(run, Orders(["x"], None, ["/bin/true"])) == 0
    assert stages.start_recorder(run, Orders(["x"])) == 0


def test_a_recorder_that_cannot_be_forked_or_noted_is_done_without(run, monkeypatch):
    def fails():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as patched:
        patched.setattr(stages.os, "fork", fails)
        assert stages.start_recorder(run, Orders(["x"], None, ["/bin/true"])) == 0
    Path(run.recorder).mkdir()
    pid = stages.start_recorder(run, Orders(["x"], None, ["/bin/true"]))
    assert os.waitpid(pid, 0) == (pid, 0)


# -- what a forked process does, in this one ------------------------------------------------


class Ended(BaseException):
    pass


@pytest.fixture
def in_this_process(monkeypatch, kept_signals):
    """Note what a forked process would do to itself, instead of doing it."""
    done = []

    def note(name, result=None):
        return lambda *words: done.append((name, *words)) or result

    def ends(code):
        done.append(("ended", code))
        raise Ended

    class System:
        """The operating system for the module alone: pytest needs the real one."""

        def __getattr__(self, name):
            return getattr(os, name)

    system = System()
    for name in ("setsid", "dup2", "chdir"):
        setattr(system, name, note(name))
    system._exit = ends
    system.execvp = system.execv = note("run")
    monkeypatch.setattr(stages, "os", system)
    return done


@pytest.fixture
def gated(run):
    channels = Channels()
    keeps = os.dup(channels.gate_end)
    found = stages.Stages(run, Orders(["x"]), channels)
    yield found, keeps
    ends = (channels.out, channels.out_end, channels.err, channels.err_end, channels.gate)
    for descriptor in (*ends, keeps):
        try:
            os.close(descriptor)
        except OSError:
            continue


def test_a_process_at_the_open_gate_becomes_its_command(run, gated, in_this_process):
    stage, keeps = gated
    os.write(keeps, b"g")
    stage._become(["train", "now"])
    out, err = stage.channels.out_end, stage.channels.err_end
    assert in_this_process[0] == ("setsid",)
    targets = {(name, source, target) for name, source, target in in_this_process[1:4]}
    assert {("dup2", out, 1), ("dup2", err, 2)} < targets
    assert in_this_process[4:] == [("chdir", run.path), ("run", "train", ["train", "now"])]
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def test_a_process_at_a_gate_that_nobody_can_open_ends_with_125(gated, in_this_process, capfd):
    stage, keeps = gated
    os.close(keeps)
    with pytest.raises(Ended):
        stage._become(["train"])
    assert ("ended", 125) in in_this_process


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (FileNotFoundError(2, "No such file or directory"), 127, "No such file or directory"),
        (PermissionError(13, "Permission denied"), 126, "Permission denied"),
        (ValueError("embedded null byte"), 126, "embedded null byte"),
    ],
)
def test_a_command_that_cannot_be_run_is_told_to_the_output(
    gated, in_this_process, monkeypatch, capfd, error, code, sentence
):
    stage, keeps = gated
    os.write(keeps, b"g")

    def fails(*_):
        raise error

    monkeypatch.setattr(stages.os, "execvp", fails)
    with pytest.raises(Ended):
        stage._become(["train"])
    assert in_this_process[-1] == ("ended", code)
    assert capfd.readouterr().err == f"guild: cannot run train: {sentence}\n"


def test_an_empty_command_is_told_to_the_output(gated, in_this_process, capfd):
    stage, keeps = gated
    os.write(keeps, b"g")
    with pytest.raises(Ended):
        stage._become(None)
    assert in_this_process[-1] == ("ended", 126)
    assert capfd.readouterr().err == "guild: cannot run nothing: no command\n"


def test_a_recorder_that_cannot_be_run_ends_only_itself(in_this_process, monkeypatch):
    def fails(*_):
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(stages.os, "execv", fails)
    with pytest.raises(Ended):
        stages._become_recorder(["/not/there"])
    assert in_this_process == [("setsid",), ("ended", 127)]


def test_a_fork_takes_the_part_of_its_stage(run, gated, in_this_process, monkeypatch):
    stage, _ = gated
    stage.orders.prepare = ["fetch"]
    monkeypatch.setattr(stages.os, "fork", lambda: 0)
    monkeypatch.setattr(stage, "_become", lambda words: in_this_process.append(words) or 1 / 0)
    for name in ("prepare", "operation"):
        with pytest.raises(ZeroDivisionError):
            stage.start(name)
    assert in_this_process == [["fetch"], ["x"]]


def test_a_forked_recorder_becomes_it(run, in_this_process, monkeypatch):
    monkeypatch.setattr(stages.os, "fork", lambda: 0)
    with pytest.raises(Ended):
        stages.start_recorder(run, Orders(["x"], None, ["/bin/r"]))
    assert ("run", "/bin/r", ["/bin/r"]) in in_this_process


def test_a_process_that_vanished_is_recorded_by_its_pid(run, gated, monkeypatch):
    stage, _ = gated
    stage.pid = 12345
    monkeypatch.setattr(identity, "identify", lambda _: None)
    stage._record()
    assert durable.read_json(run.child)["pid"] == 12345
    assert not stage.adopt()


# -- the supervisor's main ------------------------------------------------------------------


@pytest.fixture
def main(run, monkeypatch, kept_signals):
    """Call the supervisor's main with a partner that is pretended."""
    folder = Path.cwd()
    lock = os.open(run.supervisor_lock, os.O_CREAT | os.O_RDWR)
    os.set_inheritable(lock, True)
    monkeypatch.setenv(supervisor.LOCK_VARIABLE, str(lock))
    monkeypatch.setattr(supervisor, "become_subreaper", lambda: True)
    monkeypatch.setattr(supervisor.os, "setsid", lambda: None)
    keepers = []

    class Kept:
        def __init__(self, *words, is_reaper):
            self.words, self.is_reaper = words, is_reaper
            keepers.append(self)

        def keep(self):
            self.kept = True

    monkeypatch.setattr(supervisor, "Keeper", Kept)

    def call(forked=4242):
        monkeypatch.setattr(supervisor.os, "fork", lambda: forked)
        supervisor.main(run.path)
        assert not os.get_inheritable(lock)
        assert Path.cwd() == Path("/")
        assert supervisor.LOCK_VARIABLE not in os.environ
        return keepers[-1]

    before = {int(name) for name in names("/dev/fd")} - {lock}
    yield call
    os.chdir(folder)
    for name in names("/dev/fd"):
        if int(name) not in before and Path(f"/dev/fd/{name}").exists():
            os.close(int(name))


def write_orders(run, **more):
    durable.write_json(run.plan, {"supervise": {"operation": ["true"], **more}})


def test_a_supervisor_notes_itself_once_its_reaper_is_there(run, main):
    write_orders(run, mode=0o640)
    keeper = main()
    assert not keeper.is_reaper
    assert keeper.kept
    assert keeper.words[3] == 4242
    assert holder(run.supervisor).pid == os.getpid()
    assert Path(run.exit_record).stat().st_mode & 0o777 == 0o640
    assert not Path(run.reaper).exists()


def test_a_supervisor_that_cannot_note_itself_goes_on_for_its_reaper_is_at_work(run, main):
    write_orders(run)
    Path(run.supervisor).mkdir()
    assert main().kept


def test_the_reaper_notes_itself(run, main):
    write_orders(run)
    keeper = main(forked=0)
    assert keeper.is_reaper
    assert keeper.words[3] == os.getpid()
    assert holder(run.reaper).pid == os.getpid()


@pytest.mark.parametrize("orders", [{}, {"supervise": {}}, {"supervise": {"what": 1}}])
def test_orders_that_make_no_sense_end_the_run(run, main, orders):
    durable.write_json(run.plan, orders)
    durable.write_json(run.launch, identity.identify(os.getpid()).to_json())
    with pytest.raises((ValueError, TypeError)):
        main()
    found = state.state_of(run.path)
    assert found.status == "error"
    assert found.reason.startswith("supervision failed: ")
    assert durable.read_int(run.attr("exit_status")) == 1


def test_a_reaper_that_cannot_be_forked_ends_the_run(run, main, monkeypatch):
    write_orders(run)

    def fails(*_):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(supervisor, "Channels", fails)
    with pytest.raises(BlockingIOError):
        main()
    record = exit_record.read(run.exit_record)
    assert record.reason == "supervision failed: Resource temporarily unavailable"


def test_the_modules_of_the_supervisor_import_quickly_what_they_need_and_no_more():
    program = (
        "import sys; package = sys.modules['guild_jupyter'] = type(sys)('guild_jupyter'); "
        "package.__path__ = [sys.argv[1]]; import guild_jupyter.supervise.supervisor; "
        "print(*sys.modules)"
    )
    folder = str(Path(supervisor.__file__).parents[1])
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, folder],
        check=True,
        capture_output=True,
        text=True,
    )
    slow = {"dataclasses", "typing", "contextlib", "pathlib", "subprocess", "ctypes", "inspect"}
    assert not slow & set(told.stdout.split())
