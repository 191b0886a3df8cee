"""What a table shows of runs is what the runs say, however little of them is read."""

import os

import pytest

from guild_jupyter.runstore import facts, line, runlist
from guild_jupyter.runstore.line import LINES
from guild_jupyter.runstore.order import PLACES
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import durable, exit_record, identity
from guild_jupyter.supervise.exit_record import ExitRecord

WITHOUT = {"initialized": None, "tags": (), "comments": (), "marked": False, "digest": ""}


def test_a_line_says_of_a_run_what_its_facts_say(store, index):
    runs = [
        store.run(status=3, label="a b", flags={"lr": 0.1, "api_key": "x1y2z3"}, stopped=9),
        store.run(status=None),
        store.run(tags=["t"], marked=True, sourcecode_digest="ab", initialized=7),
    ]
    (runs[2].dir / ".guild/LOCK").write_text("x")
    assert facts.lines(runs) == [one._replace(**WITHOUT) for one in map(index.tell, runs)]
    assert facts.lines(runs) == [one._replace(**WITHOUT) for one in facts.gather(runs)]


def test_a_line_knows_the_place_of_its_run(store):
    late = store.run(started=30)
    (late.dir / ".guild/attrs/started").unlink()
    (late.dir / ".guild/attrs/initialized").write_text("50\n")
    bare = store.run()
    (bare.dir / ".guild/attrs/started").unlink()
    other = store.home.runs / "no-run"
    other.mkdir()
    for path in map(str, (late.dir, bare.dir, other, store.home.runs / "gone")):
        assert line.read(path).value.place == PLACES.read(path, None).value


def test_what_is_no_run_is_not_kept(store):
    other = store.home.runs / "no-run"
    other.mkdir(parents=True)
    assert LINES.to_data(line.read(str(other)).value) is None


@pytest.mark.parametrize("deleted", [False, True])
def test_runs_that_are_shown_at_once_are_those_that_are_listed(store, deleted):
    for number in range(5):
        store.run(started=number * 7 % 5)
    (store.home.runs / "no-run").mkdir()
    if deleted:
        store.home.trash.parent.mkdir(exist_ok=True)
        store.home.runs.rename(store.home.trash)
    listed = list_runs(store.home, deleted=deleted)
    shown = list_runs(store.home, deleted=deleted, to_show=True)
    assert len(listed) == 5
    assert list(shown) == list(listed)
    assert shown.places == listed.places
    assert repr(shown) == repr(listed)


def test_a_run_that_is_shown_at_once_is_repaired_as_one_that_is_listed(store):
    run = store.run(status=None)
    files = run.files_of_run
    durable.write_json(files.launch, identity.identify(os.getpid()).to_json())
    exit_record.seal(files.exit_record, ExitRecord(3, 9_000_000))
    assert "error (exit status 3)" in repr(list_runs(store.home, to_show=True))
    assert run.attributes["exit_status"] == 3


def test_what_was_read_is_shown_for_a_moment_and_no_longer(store, monkeypatch):
    run = store.run(label="old")
    runs = list_runs(store.home, to_show=True)
    assert len(runs.just_read()) == 1
    assert [known.label for known in runs[:1].just_read()] == ["old"]
    (run.dir / ".guild/attrs/label").write_text("new\n")
    monkeypatch.setattr(runlist, "_A_MOMENT", 0)
    assert runs.just_read() is None
    assert "new" in repr(runs)


def test_lists_that_were_not_made_to_be_shown_know_no_lines(store):
    store.run()
    assert list_runs(store.home).just_read() is None
