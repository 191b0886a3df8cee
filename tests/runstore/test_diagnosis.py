"""What is said of a run, from forged evidence, and from garbage in any of its files."""

import fcntl
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guild_jupyter.runstore import diagnosis, report
from guild_jupyter.runstore.layout import GROUP, PRIVATE
from guild_jupyter.supervise import durable, exit_record, identity
from guild_jupyter.supervise.exit_record import ExitRecord

ME = identity.identify(os.getpid())


def altered(**changes):
    return ME.to_json() | changes


@pytest.fixture
def run(store):
    """A run of ours whose files are as private as they should be."""
    made = store.run("0" * 31 + "a", status=None)
    files = made.files_of_run
    durable.write_json(files.launch, ME.to_json())
    close(made)
    return made


def close(run):
    for path in [run.dir, *run.dir.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)


def told(run, modes=PRIVATE):
    found = diagnosis.examine(run, modes)
    facts = dict(found.facts)
    hint = report.advice(found, run, "%guild")
    assert report.text(run, found, [("with", "this")], hint).endswith(hint)
    return found, facts, hint


def test_a_run_that_ended_well_needs_nothing(run):
    files = run.files_of_run
    Path(files.output).write_text("x\n")
    Path(files.output_index).write_bytes(bytes(9))
    record = ExitRecord(0, 3_000_000, complete=True, output_bytes=2)
    exit_record.seal(files.exit_record, record)
    exit_record.publish(files, record, 0o600)
    close(run)
    found, facts, hint = told(run)
    assert facts["state"] == "completed; for Guild completed"
    assert facts["told by"] == "the exit record"
    assert facts["launcher"] == f"pid {os.getpid()}: alive"
    assert facts["supervisor"] == "not recorded"
    assert facts["lock"] == "there is none"
    assert facts["exit record"].startswith("whole: exit_status 0, stopped ")
    assert facts["output"] == "2 bytes, 1 records of its index"
    assert facts["duration"] == "2.0 s"
    assert (found.findings, hint) == ([], "nothing to do")
    assert "stop" not in facts


def test_a_run_that_is_kept_says_who_holds_it(run):
    files = run.files_of_run
    durable.write_json(files.supervisor, altered(start="1"))
    durable.write_json(files.child, altered(stage="operation"))
    exit_record.reserve(files.exit_record)
    descriptor = os.open(files.supervisor_lock, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        found, facts, hint = told(run)
        durable.write_json(files.stop, {"time": 1_000_000, "grace": 3})
        _, asked, _ = told(run)
    finally:
        os.close(descriptor)
    assert facts["state"].startswith("running")
    assert facts["told by"] == "a supervising process lives"
    assert facts["supervisor"] == f"pid {os.getpid()}: gone, its pid is another's"
    assert facts["child"] == f"pid {os.getpid()} (operation): alive"
    assert facts["lock"] == "held"
    assert facts["exit record"] == "reserved, not written yet"
    assert facts["output"] == "there is none"
    assert (found.findings, hint) == ([], "nothing to do")
    assert asked["told by"] == "a supervising process lives, and stop.json is there"
    assert asked["stop"].endswith("with 3 s")
    assert asked["stop"].startswith("asked for at 1970-01-01")


def test_an_output_without_an_index_is_said_by_its_size(run):
    Path(run.files_of_run.output).write_text("abc")
    assert told(run)[1]["output"] == "3 bytes"


def test_an_orphan_can_be_stopped(run):
    durable.write_json(run.files_of_run.child, altered(stage="operation"))
    durable.write_json(run.files_of_run.stop, {"time": "x"})
    _, facts, hint = told(run)
    assert facts["told by"] == "no supervising process lives, the operation does"
    assert facts["stop"] == "asked for"
    assert hint == f"stop works: %guild stop {run.typed_id}"


@pytest.mark.parametrize(
    ("changes", "condition", "told_by", "status"),
    [
        ({"host": "far", "boot": "x"}, "on the host far", "another host", "unknown"),
        (
            {"namespace": "pid:[1]"},
            f"in another container (pid namespace) of {ME.host}",
            "another pid namespace",
            "unknown",
        ),
        ({"boot": "x"}, "before this machine was restarted", "another boot", "lost"),
    ],
)
def test_a_run_from_elsewhere_or_before_is_said_to_be(run, changes, condition, told_by, status):
    durable.write_json(run.files_of_run.launch, altered(**changes))
    found, facts, hint = told(run)
    assert facts["launcher"] == f"pid {os.getpid()}: {condition}"
    assert told_by in facts["told by"]
    assert found.now.status == status
    assert hint != "nothing to do"


@pytest.mark.parametrize(
    ("child", "words"),
    [
        (None, "no process lives, and none of the operation was recorded"),
        ({"start": "1"}, "no process lives, and there is no exit record"),
    ],
)
def test_a_lost_run_is_told_by_what_is_not_there(run, child, words):
    if child:
        durable.write_json(run.files_of_run.child, altered(**child))
    _, facts, hint = told(run)
    assert facts["told by"] == words
    assert hint.startswith("its exit status is lost")


def test_marks_and_attributes_may_decide(run):
    Path(run.files_of_run.staged).touch()
    _, facts, hint = told(run)
    assert facts["told by"].startswith("the mark STAGED")
    assert hint == f"start it with: run --start {run.typed_id}"
    Path(run.files_of_run.attr("exit_status")).write_text("3")
    _, facts, hint = told(run)
    assert facts["told by"].startswith("the attribute exit_status")
    assert hint == f"see what it said: %guild cat {run.typed_id}"


def test_a_run_of_guild_is_told_by_its_files(store):
    run = store.run(status=0)
    Path(run.files_of_run.opref).chmod(0o644)
    found, facts, hint = told(run)
    assert facts["told by"] == "Guild's files: the run was not launched by this package"
    assert any("others may read or write" in finding for finding in found.findings)
    assert hint == "see the lines that begin with !"
    Path(run.files_of_run.launch).write_text("{")
    found, facts, _ = told(run)
    assert "launch.json cannot be read" in facts["told by"]
    assert facts["launcher"] == "its record cannot be read"
    assert "launch.json names no process" in found.findings


def test_a_run_that_needed_no_recorder_says_so(run):
    durable.write_json(run.files_of_run.recorder, {"done": True})
    found, facts, _ = told(run)
    assert facts["recorder"] == "none was needed"
    assert found.findings == []


def test_what_is_wrong_with_a_run_is_found(run):
    files = run.files_of_run
    record = ExitRecord(
        -9, 5_000_000, "out of memory", output_bytes=9, survivors=2, dropped_bytes=7
    )
    exit_record.seal(files.exit_record, record)
    Path(files.output).write_text("x")
    Path(files.output_index).write_bytes(bytes(10))
    Path(files.lock).write_text("1")
    Path(files.guild, ".tmp-1").touch()
    Path(files.attr("flags")).write_text("{[")
    Path(files.attr("stopped")).write_text("500000")
    found, _, hint = told(run)
    assert hint == "give it more memory, or have it need less"
    record.complete = True
    exit_record.seal(files.exit_record, record)
    more, _, _ = told(run)
    said = "\n".join([*found.findings, *more.findings])
    for words in (
        "nobody finished the run after",
        "2 processes could not be ended",
        "7 bytes of output could not be written",
        "output is missing: 9 bytes were recorded",
        "the last record of the output's index is not whole",
        "1 temporary files were left behind",
        "the file LOCK was left behind",
        "attribute flags: ",
        "attribute exit_status is missing; the exit record says -9",
        "it ended before it started",
    ):
        assert words in said
    Path(files.attr("exit_status")).write_text("5")
    found, facts, _ = told(run)
    assert "attribute exit_status differs; the exit record says -9" in found.findings
    assert facts["duration"] == "0.0 s"
    Path(files.exit_record).write_bytes(b"\x07\0\0\0garbage")
    found, facts, _ = told(run)
    assert "the exit record is not whole" in found.findings
    Path(files.exit_record).write_bytes(b"")
    assert told(run)[1]["exit record"] == "empty"


def test_what_others_may_read_is_found_unless_the_group_shall(run):
    for number in range(12):
        Path(run.files_of_run.guild, f"more{number:02}").touch(mode=0o600)
    run.dir.chmod(0o750)
    Path(run.files_of_run.opref).chmod(0o640)
    Path(run.files_of_run.guild, "link").symlink_to("/etc/passwd")
    found, _, _ = told(run)
    assert found.findings == [f"others may read or write: {run.dir} (0750), .guild/opref (0640)"]
    assert told(run, GROUP)[0].findings == []
    for path in Path(run.files_of_run.guild).glob("more*"):
        path.chmod(0o644)
    found, _, _ = told(run, GROUP)
    assert found.findings[0].endswith("more09 (0644) and 2 more")


def test_a_supervisor_that_was_stopped_is_said_and_how_to_go_on(run, eventually_letter):
    process = subprocess.Popen(["sleep", "100"])
    try:
        who = identity.identify(process.pid)
        durable.write_json(run.files_of_run.supervisor, who.to_json())
        durable.write_json(run.files_of_run.child, altered(stage="operation"))
        identity.send(who, signal.SIGSTOP)
        eventually_letter(who, "T")
        _, facts, hint = told(run)
        assert facts["supervisor"] == f"pid {process.pid}: alive, stopped by a signal"
        assert facts["state"].startswith("running")
        assert hint == f"a supervising process is stopped: kill -CONT {process.pid}"
    finally:
        process.kill()
        process.wait()


def test_a_process_that_waits_in_the_kernel_is_named(run, monkeypatch):
    durable.write_json(run.files_of_run.child, altered(stage="operation"))
    monkeypatch.setattr(identity, "state_letter", lambda who: "D")
    _, facts, hint = told(run)
    assert facts["child"].endswith("alive, waits in the kernel, where no signal reaches it")
    assert hint.startswith(f"pid {os.getpid()} waits in the kernel")


@pytest.fixture
def eventually_letter():
    def wait(who, letter):
        for _ in range(100_000):
            if identity.state_letter(who) == letter:
                return
        raise AssertionError(f"never {letter}")

    return wait


def test_of_a_directory_that_is_not_there_a_report_can_be_made(run):
    for path in sorted(run.dir.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    run.dir.rmdir()
    found, _, _ = told(run)
    assert "its folder cannot be read: No such file or directory" in found.findings


FILES = [
    *("launch.json", "supervisor.json", "reaper.json", "child.json", "recorder.json"),
    *("exit.rec", "stop.json", "supervisor.log", "LOCK", "STAGED", "opref", "manifest"),
    *("output", "output.index", "plan.json", "attrs/started", "attrs/stopped"),
    *("attrs/exit_status", "attrs/flags", "attrs/\N{SNOWMAN}"),
]
VALUES = st.one_of(
    st.binary(max_size=600),
    st.integers().map(lambda number: str(number).encode()),
    st.dictionaries(
        st.sampled_from(["pid", "start", "boot", "namespace", "host", "stage", "time", "grace"]),
        st.one_of(st.integers(), st.text(max_size=9), st.none(), st.floats(), st.lists(st.none())),
    ).map(lambda data: json.dumps(data).encode()),
)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(garbage=st.dictionaries(st.sampled_from(FILES), VALUES))
def test_garbage_in_any_files_gives_a_report_and_no_failure(store, garbage):
    run = store.run(status=None)
    for name, content in garbage.items():
        (run.dir / ".guild" / name).write_bytes(content)
    found, _, hint = told(run)
    text = report.text(run, found, [], hint)
    assert text.splitlines()[0].startswith(f"run          {run.id}")
    assert not set(text) & {chr(code) for code in range(32) if code != 10}
