"""The recorder: in process on forged runs, and beside real ones."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from supervised_runs import WAIT, holder, names, output

from guild_jupyter.scalars.series import read_run
from guild_jupyter.supervise import (
    durable,
    exit_record,
    identity,
    overflow,
    provenance,
    recorder,
    state,
)
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.rundir import RunDir

LOSSES = "for step in range(3): print(f'step: {step}\\nloss: {3 - step}', flush=True)"


def losses(run):
    found = {series.tag: series for series in read_run(Path(run.path))}
    return found.get("loss")


def test_the_scalars_of_the_output_are_recorded_with_the_time_they_came(runs, eventually):
    before = time.time()
    run = runs.launch(LOSSES + "\nimport sys; sys.exit(2)", records=True)
    assert runs.wait(run).exit_status == 2
    eventually(lambda: recorder.is_settled(run.path))
    series = losses(run)
    assert (list(series.steps), list(series.values)) == ([0, 1, 2], [3.0, 2.0, 1.0])
    assert all(before <= when <= time.time() for when in series.wall_times)
    assert durable.read_json(run.recorder)["done"]
    assert not Path(run.log).exists()


def test_scalars_have_the_time_of_their_line_however_late_they_are_read(runs, eventually):
    program = "import time\nfor n in range(3): print('loss:', n, flush=True); time.sleep(0.3)"
    run = runs.launch(program, records=True, recorder_after=3600)
    runs.wait(run)
    eventually(lambda: recorder.is_settled(run.path))
    first, second, third = losses(run).wall_times
    assert second - first >= 0.25
    assert third - second >= 0.25


def test_a_run_that_has_let_go_of_its_lock_is_settled_only_with_its_scalars(runs, eventually):
    for _ in range(5):
        run = runs.launch(LOSSES, records=True)
        eventually(lambda run=run: not state.is_kept(run), pause=0.0005)
        eventually(lambda run=run: recorder.is_settled(run.path), pause=0.0005)
        assert list(losses(run).values) == [3.0, 2.0, 1.0]


def test_a_longer_run_is_recorded_while_it_goes_on(runs, eventually):
    wait = "\nimport os, time\nwhile not os.path.exists('end'): time.sleep(.002)"
    run = runs.launch(LOSSES + wait, records=True, recorder_after=0.0)
    eventually(lambda: losses(run) is not None and losses(run).count == 3)
    assert state.state_of(run.path).status == "running"
    Path(run.path, "end").touch()
    runs.wait(run)
    eventually(lambda: recorder.is_settled(run.path))
    assert losses(run).count == 3


def test_the_recorder_is_started_only_after_its_time(runs, eventually):
    run = runs.launch(WAIT, records=True, recorder_after=3600)
    runs.wait_for_output(run, b"up")
    assert not Path(run.recorder).exists()
    Path(run.path, "end").touch()
    runs.wait(run)
    assert Path(run.recorder).exists()


@pytest.mark.parametrize(
    ("program", "provenance", "recorded"),
    [("pass", False, False), ("pass", True, True), ("print('loss: 1')", False, True)],
)
def test_a_recorder_is_started_at_the_end_only_if_there_is_something_to_record(
    runs, eventually, program, provenance, recorded
):
    run = runs.launch(program, records=True, recorder_after=3600, provenance=provenance)
    runs.wait(run)
    eventually(lambda: recorder.is_settled(run.path))
    assert Path(run.recorder).exists() is recorded


def test_a_recorder_that_is_killed_harms_nothing(runs, eventually):
    wait = "import os, time\nwhile not os.path.exists('end'): time.sleep(.002)\nprint('loss: 1')"
    run = runs.launch(wait + "\nraise SystemExit(4)", records=True, recorder_after=0.0)
    who = eventually(lambda: holder(run.recorder))
    identity.send(who, signal.SIGKILL)
    eventually(lambda: not identity.is_alive(who))
    Path(run.path, "end").touch()
    assert runs.wait(run).exit_status == 4
    assert output(run) == b"loss: 1\n"
    assert exit_record.read(run.exit_record).complete
    assert recorder.is_settled(run.path)


@pytest.mark.parametrize("words", [["/not/there"], ["false"]])
def test_a_recorder_that_cannot_run_harms_nothing(runs, words):
    run = runs.directory()
    orders = {"operation": ["echo", "loss: 1"], "recorder": words, "recorder_after": 0.0}
    durable.write_json(run.plan, {"supervise": orders})
    runs.start(run)
    assert runs.wait(run).status == "completed"
    assert recorder.is_settled(run.path)


def test_a_supervisor_that_dies_leaves_the_recorder_at_work_and_no_second_is_started(
    runs, eventually
):
    wait = "\nimport os, time\nwhile not os.path.exists('end'): time.sleep(.002)"
    run = runs.launch(LOSSES + wait, records=True, recorder_after=0.0)
    who = eventually(lambda: holder(run.recorder))
    identity.send(runs.keepers(run)[0], signal.SIGKILL)
    eventually(lambda: not identity.is_alive(runs.keepers(run)[0]))
    assert identity.is_alive(who)
    Path(run.path, "end").touch()
    runs.wait(run)
    eventually(lambda: recorder.is_settled(run.path))
    assert holder(run.recorder) == who
    assert losses(run).count == 3


# -- in process -----------------------------------------------------------------------------


@pytest.fixture
def quiet(monkeypatch, kept_signals):
    """Leave the priority of this process alone."""
    monkeypatch.setattr(recorder.os, "nice", lambda _: 0)


def ended(run, text, **wanted):
    durable.write_json(run.plan, {"recorder": wanted})
    durable.write_json(run.launch, identity.identify(os.getpid()).to_json())
    if text is not None:
        Path(run.output).write_text(text)
    record = ExitRecord(0, 1, complete=True, output_bytes=len(text or ""))
    exit_record.seal(run.exit_record, record)


def test_the_output_of_an_ended_run_is_recorded(run, quiet):
    ended(run, "loss: 5\nlr: 3\n", mode=0o640)
    recorder.main(run.path)
    assert list(losses(run).values) == [5.0]
    note = durable.read_json(run.recorder)
    assert note["done"]
    assert note["pid"] == os.getpid()
    assert Path(run.recorder).stat().st_mode & 0o777 == 0o640


def test_given_patterns_and_flags_are_heeded(run, quiet):
    from guild_jupyter.scalars.patterns import compile_patterns

    ended(run, "loss: 5\nseen 7\n", patterns=compile_patterns({"n": r"seen (\value)"}).to_json())
    recorder.main(run.path)
    assert [series.tag for series in read_run(Path(run.path))] == ["n"]


def test_of_an_output_that_was_cut_the_tail_is_recorded_without_what_the_cut_made_false(
    run, quiet
):
    head = "step: 1\nloss: 5\nstep: 2\nloss: 0.12"
    tail = "3\nloss: 7\nstep: 90\nloss: 3\n"
    ended(run, head + overflow.notice(1000).decode() + tail)
    plan = {"supervise": {"operation": ["x"], "head": len(head)}, "recorder": {}}
    durable.write_json(run.plan, plan)
    recorder.main(run.path)
    assert (list(losses(run).steps), list(losses(run).values)) == ([1, 90], [5.0, 3.0])


@pytest.mark.parametrize("text", [None, ""])
def test_a_run_without_output_has_no_scalars_and_is_done(run, quiet, text):
    ended(run, text)
    recorder.main(run.path)
    assert durable.read_json(run.recorder)["done"]
    assert read_run(Path(run.path)) == []


def test_a_plan_that_is_gone_is_no_failure(run, quiet):
    ended(run, "loss: 5\n")
    Path(run.plan).unlink()
    recorder.main(run.path)
    assert list(losses(run).values) == [5.0]


def test_a_second_recorder_leaves_the_run_to_the_first(run, quiet, helper_process):
    ended(run, "loss: 5\n")
    first = helper_process(["sleep", "100"])
    durable.write_json(run.recorder, identity.identify(first.pid).to_json())
    recorder.main(run.path)
    assert losses(run) is None
    assert holder(run.recorder).pid == first.pid


def test_a_run_is_followed_until_its_record_is_complete(run, quiet, monkeypatch):
    ended(run, "loss: 5\n")
    exit_record.seal(run.exit_record, ExitRecord(0, 1))
    durable.write_json(run.supervisor, identity.identify(os.getpid()).to_json())
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            with Path(run.output).open("a") as file:
                file.write("loss: 6\n")
        if len(pauses) == 6:
            exit_record.seal(run.exit_record, ExitRecord(0, 1, complete=True, output_bytes=16))

    monkeypatch.setattr(recorder.time, "sleep", pause)
    assert not recorder.is_settled(run.path)
    recorder.main(run.path)
    assert list(losses(run).values) == [5.0, 6.0]
    assert pauses[0] < pauses[2] > pauses[3]
    assert len(pauses) == 6


@pytest.mark.parametrize("left", ["sealed and nobody keeps it", "lost", "deleted"])
def test_a_run_that_nobody_will_complete_is_not_followed_for_ever(run, quiet, left):
    ended(run, "loss: 5\n")
    exit_record.seal(run.exit_record, ExitRecord(0, 1))
    if left != "sealed and nobody keeps it":
        Path(run.exit_record).unlink()
    if left == "deleted":
        Path(run.launch).unlink()
    recorder.main(run.path)
    assert list(losses(run).values) == [5.0]


def test_what_is_settled_is_told_by_record_note_and_lock(run, helper_process):
    assert recorder.is_settled(run.path)
    exit_record.seal(run.exit_record, ExitRecord(0, 1, complete=True, output_bytes=5))
    assert recorder.is_settled(run.path)
    me = identity.identify(os.getpid()).to_json()
    durable.write_json(run.supervisor, me)
    assert not recorder.is_settled(run.path)
    durable.write_json(run.recorder, {"done": False} | me)
    assert not recorder.is_settled(run.path)
    durable.write_json(run.recorder, {"done": True} | me)
    assert recorder.is_settled(run.path)
    durable.write_json(run.recorder, {"done": False} | me | {"start": "1"})
    assert recorder.is_settled(run.path)
    durable.write_json(run.recorder, {"done": False})
    assert recorder.is_settled(run.path)
    Path(run.recorder).unlink()
    exit_record.seal(run.exit_record, ExitRecord(0, 1, complete=True))
    assert recorder.is_settled(run.path)


# -- provenance -----------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path, monkeypatch):
    folder = tmp_path / "project"
    (folder / "inner").mkdir(parents=True)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    who = ["-c", "user.name=n", "-c", "user.email=e"]
    (folder / "train.py").write_text("1\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "m"]):
        subprocess.run(["git", *who, *words], cwd=folder, check=True)
    return folder


def test_the_commit_is_noted_with_an_asterisk_where_files_differ(repository):
    told = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=repository, check=True, capture_output=True, text=True
    )
    sha = told.stdout.strip()
    assert provenance.vcs_commit(str(repository / "inner")) == f"git:{sha}"
    (repository / "new.py").touch()
    assert provenance.vcs_commit(str(repository)) == f"git:{sha}"
    (repository / "train.py").write_text("2\n")
    assert provenance.vcs_commit(str(repository)) == f"git:{sha}*"


def test_the_users_own_git_is_not_locked_out_by_the_look(repository):
    os.utime(repository / "train.py", (1, 1))
    before = (repository / ".git" / "index").stat().st_mtime_ns
    assert provenance.vcs_commit(str(repository))
    assert (repository / ".git" / "index").stat().st_mtime_ns == before


def test_outside_a_repository_and_without_a_commit_there_is_none(tmp_path, repository):
    assert provenance.vcs_commit(str(tmp_path)) is None
    (repository / "inner" / ".git").mkdir()
    empty = tmp_path / "empty"
    empty.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=empty, check=True)
    assert provenance.vcs_commit(str(empty)) is None


def test_without_git_there_is_no_commit(repository, monkeypatch):
    monkeypatch.setenv("PATH", "/not/there")
    assert provenance.vcs_commit(str(repository)) is None


@pytest.fixture
def interpreter(tmp_path):
    """An interpreter that counts how often it is asked, with one package."""
    site = tmp_path / "site"
    info = site / "zeta-2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zeta\nVersion: 2.0\n")
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\necho >> "{tmp_path}/asked"\n'
        f'PYTHONPATH="{site}" exec "{sys.executable}" -S "$@"\n'
    )
    python.chmod(0o755)
    return python


def times_asked(python):
    return len((python.parent / "asked").read_text())


def test_the_packages_of_the_chosen_interpreter_are_noted_and_asked_for_once(
    interpreter, tmp_path
):
    cache = str(tmp_path / "cache")
    first = provenance.installed(str(interpreter), cache)
    assert "zeta==2.0" in first
    assert provenance.installed(str(interpreter), cache) == first
    assert times_asked(interpreter) == 1
    info = tmp_path / "site" / "Alpha-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: Alpha\nVersion: 1\n")
    found = provenance.installed(str(interpreter), cache)
    assert [name for name in found if name[0] in "Az"] == ["Alpha==1", "zeta==2.0"]
    assert times_asked(interpreter) == 2


def test_another_search_path_is_another_answer(interpreter, tmp_path, monkeypatch):
    cache = str(tmp_path / "cache")
    provenance.installed(str(interpreter), cache)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    provenance.installed(str(interpreter), cache)
    assert times_asked(interpreter) == 2


def test_the_answer_holds_for_every_run_whatever_its_own_search_path(
    interpreter, tmp_path, monkeypatch
):
    cache = tmp_path / "cache"
    for name in ("one", "two"):
        run = RunDir(tmp_path / "runs" / name)
        own = f"{run.path}/.guild/sourcecode{os.pathsep}{tmp_path}/elsewhere"
        monkeypatch.setenv("PYTHONPATH", own)
        provenance.installed(str(interpreter), str(cache), run.path)
    (kept,) = cache.iterdir()
    assert str(tmp_path / "runs") not in kept.read_text()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "others"))
    provenance.installed(str(interpreter), str(cache), run.path)
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize(
    "garbage", ["{}", '{"folders": 1}', '{"folders": {}, "packages": 1}', "x"]
)
def test_a_cache_that_holds_something_else_is_not_believed(interpreter, tmp_path, garbage):
    cache = tmp_path / "cache"
    provenance.installed(str(interpreter), str(cache))
    (kept,) = cache.iterdir()
    kept.write_text(garbage)
    assert "zeta==2.0" in provenance.installed(str(interpreter), str(cache))


def test_without_a_place_for_the_cache_the_answer_is_the_same(interpreter, tmp_path):
    (tmp_path / "file").touch()
    assert "zeta==2.0" in provenance.installed(str(interpreter), str(tmp_path / "file"))
    assert "zeta==2.0" in provenance.installed(str(interpreter), "")


@pytest.mark.parametrize("python", ["/not/there", "/bin/false", "/bin/echo"])
def test_what_is_no_interpreter_has_no_packages(python, tmp_path):
    assert provenance.installed(python, str(tmp_path / "cache")) == []


def test_what_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(provenance, "_PATIENCE", 0.01)
    assert provenance._output(["sleep", "100"]) == ""


def test_what_can_be_had_is_written_as_attributes(run, repository, interpreter):
    provenance.record(run, {"project": str(repository), "python": str(interpreter)}, 0o640)
    assert durable.read_text(run.attr("vcs_commit")).startswith("git:")
    assert "- zeta==2.0\n" in durable.read_text(run.attr("pip_freeze"))
    assert Path(run.attr("pip_freeze")).stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_had_is_left_out(run, tmp_path):
    provenance.record(run, {}, 0o600)
    provenance.record(run, {"project": str(tmp_path), "python": "/not/there"}, 0o600)
    assert names(run.attrs) == []


def test_a_real_run_notes_both(runs, repository, interpreter, eventually):
    wanted = {"project": str(repository), "python": str(interpreter)}
    run = runs.launch("print('loss: 1')", records=True, wanted=wanted)
    runs.wait(run)
    text = eventually(lambda: durable.read_text(run.attr("pip_freeze")))
    assert "- zeta==2.0\n" in text
    assert durable.read_text(run.attr("vcs_commit")).startswith("git:")


def test_a_run_is_at_work_until_its_provenance_is_noted(runs, repository, interpreter, eventually):
    wanted = {"project": str(repository), "python": str(interpreter)}
    run = runs.launch("pass", records=True, wanted=wanted)
    assert recorder.is_at_work(run.path)
    runs.wait(run)
    eventually(lambda: not recorder.is_at_work(run.path))
    assert "- zeta==2.0\n" in durable.read_text(run.attr("pip_freeze"))
