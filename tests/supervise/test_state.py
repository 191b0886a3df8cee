"""From facts to status: the pure function over all facts, and the gathering from forged files."""

import itertools
import json
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from guild_jupyter.supervise import durable, exit_record, identity, state
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.state import Evidence, State, derive

ENDED = [None, ExitRecord(0, 1), ExitRecord(2, 1, "resources"), ExitRecord(-15, 1)]
FIELDS = {
    "ended": ENDED,
    "recorded": [None, 0, 1, -9],
    "staged": [False, True],
    "here": [True, False],
    "same_boot": [True, False],
    "kept": [False, True],
    "child": [None, True, False],
    "reused": [False, True],
    "preparing": [False, True],
    "stuck": [False, True],
    "stop_asked": [False, True],
    "copy_of": ["", "0123456789"],
    "silence": [None, 7200.0],
}
COMBINATIONS = [
    dict(zip(FIELDS, values, strict=True)) for values in itertools.product(*FIELDS.values())
]


def expected(facts):
    """The table of the design, row by row: the first that fits."""
    of = SimpleNamespace(**facts)
    code = of.ended.exit_status if of.ended else of.recorded
    rows = [
        (code is not None and code == 0, "completed", ""),
        (code is not None and code < 0, "terminated", ""),
        (code is not None, "error", "resources" if of.ended else ""),
        (of.staged and not of.kept, "staged", ""),
        (of.copy_of != "", "unknown", "a copy of run 01234567, made before that ended"),
        (not of.here, "unknown", "launched on there"),
        (not of.same_boot, "lost", "the machine was restarted"),
        (of.kept and of.stop_asked, "stopping", "it waits in the kernel" if of.stuck else ""),
        (of.kept and of.child is None, "pending", ""),
        (of.kept and of.preparing, "pending", ""),
        (of.kept, "running", ""),
        (of.child is True, "orphaned", "its supervising processes are gone; stop works"),
        (of.child is None, "lost", "its supervising processes ended before it started"),
        (of.reused, "lost", "it is gone, and its pid belongs to another process"),
        (True, "lost", "its supervising processes were killed"),
    ]
    return next((status, reason, code) for fits, status, reason in rows if fits)


def test_every_combination_of_facts_has_the_state_of_the_table():
    words = {"completed", "error", "terminated", "running", "pending", "staged"}
    for facts in COMBINATIONS:
        found = derive(Evidence(**facts, host="there"))
        status, reason, code = expected(facts)
        assert (found.status, found.exit_status) == (status, code), facts
        assert found.reason == reason or (status == "unknown" and found.reason.startswith(reason))
        assert found.status in state.FINAL | state.LIVE | {"unknown", "staged"}
        assert found.guild_status in words
        if found.status in ("lost", "unknown"):
            assert found.guild_status == "error"
        if found.status in ("orphaned", "stopping"):
            assert found.guild_status == "running"


#: What each fact becomes where its file is gone, or nobody is left to show it.
VANISHED = {
    "recorded": None,
    "kept": False,
    "child": None,
    "preparing": False,
    "stuck": False,
    "stop_asked": False,
    "silence": None,
}


def test_a_final_state_stays_when_any_of_the_other_evidence_disappears():
    for facts in COMBINATIONS:
        if facts["ended"] is None:
            continue
        before = derive(Evidence(**facts))
        for name, value in VANISHED.items():
            assert derive(Evidence(**facts | {name: value})) == before
    for facts in COMBINATIONS:
        # Without its exit record a run is told by the attribute made from it.
        if facts["ended"] is not None and facts["recorded"] == facts["ended"].exit_status:
            before, after = derive(Evidence(**facts)), derive(Evidence(**facts | {"ended": None}))
            assert (before.status, before.exit_status) == (after.status, after.exit_status)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "1 h"), (90_000, "1 d")],
)
def test_an_unknown_run_says_where_it_is_and_when_it_last_gave_a_sign(seconds, words):
    found = derive(Evidence(here=False, same_boot=False, host="there", silence=seconds))
    assert found.reason == f"launched on there; last sign of life {words} ago"
    near = derive(Evidence(here=False, host=""))
    assert near.reason == "launched on another host, in another container (pid namespace)"


def test_states_are_values():
    one, same, other = State("error", "x", 1), State("error", "x", 1), State("error", "x", 2)
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != "error"
    assert repr(one) == "State('error', 'x', 1)"
    assert State("staged").guild_status == "staged"


ME = identity.identify(os.getpid())


def forge(run, launcher=None, child=None, stage="operation"):
    durable.write_json(run.launch, (launcher or ME).to_json())
    if child is not None:
        durable.write_json(run.child, {"stage": stage} | child.to_json())


def altered(who=ME, **changes):
    return identity.from_json(who.to_json() | changes)


def test_a_run_of_another_host_is_unknown_and_not_lost(run):
    forge(run, altered(host="elsewhere", boot="another"), ME)
    found = state.state_of(run.path)
    assert found.status == "unknown"
    assert found.reason == "launched on elsewhere; last sign of life 0 s ago"
    Path(run.output).touch()
    for path in Path(run.guild).iterdir():
        os.utime(path, (time.time() - 200, time.time() - 200))
    os.utime(run.output, (time.time() - 130, time.time() - 130))
    assert state.state_of(run.path).reason.endswith("last sign of life 2 min ago")


def test_a_sign_of_life_that_a_clock_set_back_puts_ahead_is_of_now(run):
    assert state.silence(run) is None
    Path(run.output).touch()
    os.utime(run.output, (time.time() + 86_400, time.time() + 86_400))
    assert state.silence(run) == 0


@pytest.mark.parametrize("where", [{}, {"host": "elsewhere", "boot": "x"}, {"boot": "x"}])
def test_a_run_of_ours_that_is_staged_is_staged_everywhere_until_something_starts(run, where):
    forge(run, altered(**where))
    Path(run.staged).touch()
    assert state.state_of(run.path) == state.of_guild_run(run) == State("staged")
    forge(run, altered(**where), altered(**where, start="1"))
    assert state.state_of(run.path).status in ("lost", "unknown")
    exit_record.seal(run.exit_record, ExitRecord(0, 5))
    assert state.state_of(run.path).status == "completed"


@pytest.mark.parametrize("torn", [b"", b"\x20\0\0\0garbage", None])
def test_a_run_that_lost_its_exit_record_keeps_its_final_state(run, torn):
    forge(run, child=altered(start="1"))
    exit_record.seal(run.exit_record, ExitRecord(7, 5, complete=True))
    exit_record.publish(run, ExitRecord(7, 5), 0o600)
    before = state.state_of(run.path)
    if torn is None:
        Path(run.exit_record).unlink()
    else:
        Path(run.exit_record).write_bytes(torn)
    assert state.state_of(run.path) == before == State("error", "", 7)


def test_a_lost_run_of_ours_that_guild_restarted_has_the_status_that_guild_gives_it(run):
    forge(run, child=altered(start="1"))
    durable.write_json(run.child, durable.read_json(run.child) | {"time": 1000, "pid": 77})
    Path(run.attr("started")).write_text("900")
    Path(run.lock).write_text("77")
    assert state.state_of(run.path).status == "lost"
    Path(run.attr("started")).write_text("2000")
    assert state.state_of(run.path).status == "lost"  # a clock was set back, nothing else
    Path(run.lock).write_text(LIVE)
    assert state.state_of(run.path).status == "running"
    Path(run.lock).unlink()
    Path(run.attr("exit_status")).write_text("0")
    assert state.state_of(run.path).status == "completed"


def test_a_run_of_another_pid_namespace_is_unknown(run):
    forge(run, altered(namespace="pid:[1]"), ME)
    assert state.state_of(run.path).status == "unknown"


def test_a_run_of_another_boot_of_this_machine_is_lost(run):
    forge(run, altered(boot="another"), altered(boot="another"))
    assert state.state_of(run.path) == State("lost", "the machine was restarted")


def test_a_machine_that_got_another_name_is_the_same_machine(run):
    forge(run, altered(host="laptop-at-home"), altered(host="laptop-at-home"))
    assert state.state_of(run.path).status == "orphaned"


def test_without_a_boot_id_a_machine_is_known_by_its_name(run, monkeypatch):
    monkeypatch.setattr(identity, "boot_id", lambda: "")
    forge(run, altered(boot="", host="elsewhere"), ME)
    assert state.state_of(run.path).status == "unknown"


def test_a_pid_that_another_process_has_got_means_that_the_run_is_lost(run):
    forge(run, child=altered(start="1"))
    found = state.state_of(run.path)
    assert found == State("lost", "it is gone, and its pid belongs to another process")


def test_a_run_whose_processes_are_all_gone_is_lost_because_they_were_killed(run, helper_process):
    process = helper_process([sys.executable, "-c", ""])
    who = identity.identify(process.pid)
    process.wait()
    forge(run, child=who)
    assert state.state_of(run.path) == State("lost", "its supervising processes were killed")


def test_a_run_whose_keepers_never_came_is_lost(run):
    forge(run)
    found = state.state_of(run.path)
    assert found == State("lost", "its supervising processes ended before it started")


def test_a_zombie_does_not_count_as_alive(run, helper_process, eventually):
    process = helper_process([sys.executable, "-c", ""])
    who = identity.identify(process.pid)
    eventually(lambda: not identity.is_alive(who))
    assert identity.identify(process.pid) is not None
    forge(run, child=who)
    assert state.state_of(run.path).status == "lost"


@pytest.mark.parametrize("keeper", ["supervisor", "reaper"])
def test_where_locks_cannot_be_had_a_live_keeper_is_enough(run, keeper):
    forge(run, child=ME)
    durable.write_json(getattr(run, keeper), ME.to_json())
    assert state.state_of(run.path).status == "running"
    durable.write_json(run.stop, {})
    assert state.state_of(run.path).status == "stopping"


def test_where_locks_fail_nothing_counts_as_locked(run, monkeypatch):
    Path(run.supervisor_lock).touch()

    def fails(*_):
        raise OSError(38, "no locks here")

    monkeypatch.setattr(state.fcntl, "flock", fails)
    assert not state.is_locked(run.supervisor_lock)


def test_a_held_lock_is_seen_and_a_free_one_is_left_free(run):
    import fcntl

    assert not state.is_locked(run.supervisor_lock)
    with Path(run.supervisor_lock).open("w") as holds:
        fcntl.flock(holds, fcntl.LOCK_EX)
        assert state.is_locked(run.supervisor_lock)
        forge(run)
        assert state.state_of(run.path).status == "pending"
    assert not state.is_locked(run.supervisor_lock)


def test_a_run_that_ends_between_two_looks_has_ended(run, monkeypatch):
    forge(run, child=altered(start="1"))

    def ends_meanwhile(_):
        exit_record.seal(run.exit_record, ExitRecord(0, 5))
        return False

    monkeypatch.setattr(state, "is_kept", ends_meanwhile)
    assert state.state_of(run.path).status == "completed"


FACTS = ("start", "boot", "namespace", "host")
GARBAGE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\0\xff",
    b"[" * 200_000,
    b'{"pid": "x"}',
    json.dumps({"pid": 1e400} | {name: [] for name in FACTS}).encode(),
    json.dumps({"pid": -1} | dict.fromkeys(FACTS, 1)).encode(),
    json.dumps({"pid": 10**30} | dict.fromkeys(FACTS, 1)).encode(),
    b"9" * 5000,
]
FILES = [
    "launch",
    "supervisor",
    "reaper",
    "child",
    "exit_record",
    "stop",
    "recorder",
    "lock",
    "remote_lock",
    "supervisor_lock",
    "plan",
]


@pytest.mark.parametrize("launched", [True, False], ids=["ours", "guilds"])
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_in_any_file_of_a_run_gives_a_status_and_no_failure(run, name, garbage, launched):
    if launched:
        forge(run, child=altered(start="1"))
    Path(getattr(run, name)).write_bytes(garbage)
    for attribute in ("started", "exit_status"):
        Path(run.attr(attribute)).write_bytes(garbage)
    assert state.state_of(run.path).status in {"lost", "error", "running", "completed", "stopping"}


def test_a_directory_that_is_not_there_has_a_status_too(tmp_path):
    assert state.state_of(tmp_path / "gone") == State("deleted", "its directory is gone")


# -- runs that Guild made -------------------------------------------------------------------

LIVE = str(os.getpid())
DEAD = str((1 << 22) - 1)
#: The order of tests of Guild 0.9.0: files, status, exit status.
GUILD_ROWS = [
    ({"LOCK.remote": "cluster", "PENDING": "", "attrs/exit_status": "0"}, "running", None),
    ({"LOCK.remote": ""}, "running", None),
    ({"PENDING": "", "STAGED": "", "attrs/exit_status": "0"}, "pending", None),
    ({"PENDING": "", "LOCK": LIVE}, "pending", None),
    ({"STAGED": "", "attrs/exit_status": "0"}, "staged", None),
    ({"STAGED": "", "LOCK": LIVE}, "staged", None),
    ({"attrs/exit_status": "0", "LOCK": LIVE}, "completed", 0),
    ({"attrs/exit_status": "-15\n", "LOCK": LIVE}, "terminated", -15),
    ({"attrs/exit_status": "2", "LOCK": LIVE}, "error", 2),
    ({"LOCK": LIVE}, "running", None),
    ({"LOCK": f" {LIVE}\n"}, "running", None),
    ({"LOCK": LIVE.ljust(10) + "and more"}, "running", None),
    ({"LOCK": DEAD}, "error", None),
    ({"LOCK": "0"}, "error", None),
    ({"LOCK": "no pid"}, "error", None),
    ({"LOCK": ""}, "error", None),
    ({"attrs/exit_status": "null", "LOCK": LIVE}, "running", None),
    ({}, "error", None),
]


@pytest.mark.parametrize(("files", "status", "code"), GUILD_ROWS)
def test_a_run_that_guild_made_has_the_status_that_guild_gives_it(run, files, status, code):
    for name, content in files.items():
        Path(run.guild, name).write_text(content)
    found = state.state_of(run.path)
    assert (found.status, found.exit_status) == (status, code)
    assert found.reason == ("on cluster" if files.get("LOCK.remote") else "")


def test_a_run_of_ours_that_guild_restarted_has_the_status_that_guild_gives_it(run):
    forge(run)
    exit_record.seal(run.exit_record, ExitRecord(0, 1000, complete=True))
    Path(run.attr("exit_status")).write_text("0")
    Path(run.attr("started")).write_text("900")
    assert state.state_of(run.path).status == "completed"
    assert state.gather(run) is not None
    Path(run.attr("started")).write_text("2000")
    Path(run.lock).write_text(LIVE)
    assert state.gather(run) is None
    assert state.state_of(run.path).status == "running"
    Path(run.lock).unlink()
    Path(run.attr("exit_status")).write_text("7")
    assert state.state_of(run.path) == State("error", "", 7)
