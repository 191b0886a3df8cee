import os
from pathlib import Path

import pytest

from guild_jupyter.errors import HomeError
from guild_jupyter.runstore import diagnosis, report
from guild_jupyter.runstore.layout import PRIVATE, Home
from guild_jupyter.runstore.references import find
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import durable, exit_record, identity
from guild_jupyter.supervise.exit_record import ExitRecord


def numbers(runs):
    return [int(run.id, 16) for run in runs]


@pytest.mark.parametrize("make", [None, "file", "folder", "runs"])
def test_a_home_without_runs_has_none(tmp_path, make):
    path = tmp_path / "home"
    if make == "file":
        path.touch()
    elif make:
        (path / "runs").mkdir(parents=True) if make == "runs" else path.mkdir()
    assert list(list_runs(Home(path))) == []


def test_a_home_that_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / "runs").symlink_to("runs")
    with pytest.raises(HomeError, match="cannot be read") as caught:
        list_runs(Home(tmp_path))
    assert "--home" in caught.value.hint


def test_a_listed_run_whose_end_was_left_half_written_is_repaired(store):
    run = store.run(status=None)
    files = run.files_of_run
    durable.write_json(files.launch, identity.identify(os.getpid()).to_json())
    exit_record.seal(files.exit_record, ExitRecord(3, 9_000_000))
    list_runs(store.home)
    assert run.attributes["exit_status"] == 3
    assert run.stopped == 9_000_000


def test_a_thousand_runs_come_newest_first(store):
    for number in range(1000):
        store.run(started=(number * 7919) % 1000)
    runs = list_runs(store.home)
    started = [run.started for run in runs]
    assert started == sorted(started, reverse=True)
    assert len(runs) == 1000


def test_a_run_that_was_not_started_is_ordered_by_its_making(store):
    store.run(started=30)
    late = store.run()
    (late.dir / ".guild/attrs/started").unlink()
    (late.dir / ".guild/attrs/initialized").write_text("50\n")
    bare = store.run(started=None, status=None)
    (bare.dir / ".guild/attrs/started").unlink()
    assert numbers(list_runs(store.home)) == [2, 1, 3]


def test_what_is_no_run_is_not_listed(store):
    store.run()
    (store.home.runs / "empty").mkdir()
    (store.home.runs / "file").touch()
    assert len(list_runs(store.home)) == 1


GARBAGE = [
    b"",
    b"text",
    b"\xff\xfe",
    b"[",
    b"{a: 1}",
    b"- 1",
    b"yes",
    b"1.5",
    b"99999999999999999999",
]


@pytest.mark.parametrize("content", GARBAGE)
def test_garbage_in_any_attribute_spoils_only_that_run(store, content):
    names = (
        "started",
        "stopped",
        "initialized",
        "exit_status",
        "flags",
        "user_flags",
        "label",
        "tags",
    )
    names += ("cmd", "env", "op", "deps", "marked", "comments")
    good = store.run()
    bad = store.run(status=None)
    for name in names:
        (bad.dir / ".guild/attrs" / name).write_bytes(content)
    (bad.dir / ".guild/manifest").write_bytes(content)
    (bad.dir / ".guild/LOCK").write_bytes(content)
    runs = list_runs(store.home)
    assert {run.id for run in runs} == {good.id, bad.id}
    assert runs._repr_mimebundle_()["text/plain"]
    assert bad._repr_mimebundle_()["text/plain"]
    assert bad.files() == []
    if content:
        assert bad.problems, content
    assert good.problems == {}


@pytest.mark.parametrize("content", [*GARBAGE, b"guildfile:a b c", b"guildfile:'a b c d"])
def test_garbage_in_the_reference_spoils_only_that_run(store, content):
    store.run()
    bad = store.run()
    (bad.dir / ".guild/opref").write_bytes(content)
    runs = list_runs(store.home)
    assert len(runs) == 2
    assert bad.operation == "?"
    assert "opref" in bad.problems
    assert "?" in runs._repr_mimebundle_()["text/plain"]


FILES = [
    *("launch.json", "supervisor.json", "reaper.json", "child.json", "recorder.json"),
    *("exit.rec", "stop.json", "supervisor.log", "supervisor.lock", "LOCK", "LOCK.remote"),
    *("opref", "manifest", "output", "output.index", "plan.json"),
    *("attrs/id", "attrs/flags", "attrs/user_flags", "attrs/label", "attrs/tags", "attrs/other"),
    *("attrs/started", "attrs/stopped", "attrs/exit_status", "attrs/initialized"),
]


def put_pipe(path):
    os.mkfifo(path)


def put_device(path):
    path.symlink_to("/dev/zero")


def put_giant(path):
    with path.open("wb") as file:
        file.truncate(20 << 30)


def put_loop(path):
    path.symlink_to(path)


@pytest.mark.parametrize("put", [put_pipe, put_device, put_giant, put_loop, Path.mkdir])
@pytest.mark.parametrize("name", FILES)
def test_whatever_stands_in_place_of_a_file_the_run_is_listed_and_looked_at(store, name, put):
    run = store.run(status=None)
    durable.write_json(run.files_of_run.launch, identity.identify(os.getpid()).to_json())
    path = run.dir / ".guild" / name
    path.unlink(missing_ok=True)
    put(path)
    assert [found.id for found in list_runs(store.home)] == [run.id]
    assert find(store.home, run.id).id == run.id
    assert run.short_id in run._repr_mimebundle_()["text/plain"]
    assert run.files() == []
    assert len(run.output(5)) < 1 << 17
    found = diagnosis.examine(run, PRIVATE)
    assert run.id in report.text(run, found, [], report.advice(found, run, "guild"))
