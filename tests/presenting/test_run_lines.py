"""The light list of runs: its lines, and what it tells of changes found by looking at little."""

import os
import subprocess

import pytest

from guild_jupyter.errors import GuildError, HomeError
from guild_jupyter.presenting import folder_watch
from guild_jupyter.presenting.folder_watch import FolderWatch
from guild_jupyter.presenting.run_lines import RunLines
from guild_jupyter.runstore.facts import gather
from guild_jupyter.runstore.layout import Home
from guild_jupyter.wire.run_row import row
from tests.presenting.stores import Shown
from tests.server.serving import check


@pytest.fixture
def home(tmp_path, clean_environment):
    return Shown(tmp_path / "home")


@pytest.fixture
def watch(tmp_path, home):
    (tmp_path / "home/runs").mkdir(parents=True, exist_ok=True)
    return FolderWatch(Home(tmp_path / "home"))


def pushed(lines):
    """What is told now, whatever was looked at a moment ago."""
    lines._watch.touch([])
    lines._rhythm.at_once()
    found = [message.content for message in lines.changes()]
    for one in found:
        check({name: value for name, value in one.items() if name != "push"}, "runs")
    return found


def old(run):
    """Make it long ago that a run was written."""
    for path in (run.dir / ".guild", run.dir / ".guild/attrs"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def test_lines_are_those_of_a_page_of_runs_the_newest_first(home, tmp_path):
    runs = [home.run(started=number * 1_000_000) for number in (1, 3, 2)]
    lines = RunLines(FolderWatch(Home(tmp_path / "home")))
    first = lines.first().content
    assert first["runs"] == [row(one) for one in gather([runs[1], runs[2], runs[0]])]
    assert (first["total"], first["offset"], first["push"]) == (3, 0, "runs")
    asked = lines.answer("rows", {"from": 1, "to": 2}).content
    assert [one["id"] for one in asked["runs"]] == [runs[2].id]
    assert lines.answer("rows", {"from": 9}).content["runs"] == []
    assert lines.answer("hello", {}).content == first


def test_what_came_changed_and_went_is_told_and_nothing_else(home, watch):
    lines = RunLines(watch)
    assert pushed(lines) == []
    run = home.run()
    (told,) = pushed(lines)
    assert ([one["id"] for one in told["changed"]], told["total"]) == ([run.id], 1)
    run.label = "better"
    (told,) = pushed(lines)
    assert told["changed"][0]["label"] == "better"
    assert pushed(lines) == []
    run.delete()
    (told,) = pushed(lines)
    assert (told["gone"], told["changed"], told["total"]) == ([run.id], [], 0)
    assert lines.first().content["runs"] == []


def test_the_end_of_a_run_and_how_far_it_is_are_told(home, watch):
    run = home.running(epochs=4)
    lines = RunLines(watch)
    assert lines.first().content["runs"][0]["status"]["word"] == "running"
    (run.dir / ".guild/output").write_text("epoch 2/4\n")
    (told,) = pushed(lines)
    assert told["changed"][0]["progress"]["done"] == 2
    home.end(run)
    (told,) = pushed(lines)
    assert told["changed"][0]["status"]["word"] == "completed"


def test_runs_far_down_are_looked_at_in_turn(home, tmp_path, monkeypatch):
    monkeypatch.setattr(folder_watch, "_NEWEST", 1)
    monkeypatch.setattr(folder_watch, "_FAR", 1)
    monkeypatch.setattr(folder_watch, "_EXACT", 0)
    runs = [home.run(started=number * 1_000_000) for number in range(1, 6)]
    for run in runs:
        old(run)
    lines = RunLines(FolderWatch(Home(tmp_path / "home")))
    lines.first()
    runs[0].label = "found"
    told = [push for _ in range(5) for push in pushed(lines)]
    assert [one["label"] for push in told for one in push["changed"]] == ["found"]


def test_a_process_that_is_gone_without_a_trace_is_noticed(home, tmp_path):
    run = home.running()
    with subprocess.Popen(["sleep", "60"]) as process:
        (run.dir / ".guild/LOCK").write_text(str(process.pid))
        old(run)
        lines = RunLines(FolderWatch(Home(tmp_path / "home")))
        assert lines.first().content["runs"][0]["status"]["word"] == "running"
        assert pushed(lines) == []
        process.kill()
    (told,) = pushed(lines)
    assert told["changed"][0]["status"]["word"] == "error"


def test_filters_choose_what_is_listed_and_told(home, watch):
    home.run(label="one")
    two = home.run(label="two")
    lines = RunLines(watch, lambda runs: runs.filter("label = two"))
    first = lines.first().content
    assert ([one["id"] for one in first["runs"]], first["total"]) == ([two.id], 1)
    two.label = "three"
    (told,) = pushed(lines)
    assert (told["gone"], told["total"]) == ([two.id], 0)
    two.label = "two"
    (told,) = pushed(lines)
    assert ([one["id"] for one in told["changed"]], told["total"]) == ([two.id], 1)


def test_more_than_can_be_told_comes_anew(home, watch, monkeypatch):
    monkeypatch.setattr("guild_jupyter.presenting.run_lines.MOST", 2)
    lines = RunLines(watch)
    for _ in range(3):
        home.run()
    (told,) = pushed(lines)
    assert told["is_anew"]
    assert (len(told["runs"]), told["total"]) == (2, 3)


def test_a_list_that_was_not_told_for_long_is_told_anew(home, watch, monkeypatch):
    lines = RunLines(watch)
    run = home.run()
    for number in range(250):
        run.label = str(number)
        watch.touch([run.id])
        watch.look()
    (told,) = pushed(lines)
    assert told["is_anew"]


def test_lists_of_one_folder_share_what_is_looked_at(home, watch):
    first, second = RunLines(watch), RunLines(watch)
    home.run()
    assert len(pushed(first)) == len(pushed(second)) == 1


def test_what_is_done_is_told_and_undone(home, watch):
    run = home.run()
    lines = RunLines(watch)
    done = lines.answer("act", {"action": "delete", "runs": [run.id]}).content
    (told,) = pushed(lines)
    assert told["gone"] == [run.id]
    lines.answer("act", done["undo"])
    (told,) = pushed(lines)
    assert [one["id"] for one in told["changed"]] == [run.id]


def test_a_new_folder_may_become_a_run_a_moment_later(home, watch, tmp_path):
    lines = RunLines(watch)
    folder = tmp_path / "home/runs" / ("a" * 32)
    (folder / ".guild/attrs").mkdir(parents=True)
    assert pushed(lines) == []
    (folder / ".guild/opref").write_text("guildfile:/p 0 '' train")
    (told,) = pushed(lines)
    assert told["changed"][0]["id"] == folder.name


def test_a_folder_that_is_gone_is_an_error_and_back_again_none(home, watch, tmp_path):
    run = home.run()
    lines = RunLines(watch)
    pushed(lines)
    (tmp_path / "home/runs").rename(tmp_path / "elsewhere")
    with pytest.raises(HomeError, match="gone"):
        pushed(lines)
    (tmp_path / "elsewhere").rename(tmp_path / "home/runs")
    assert pushed(lines) == []
    assert lines.first().content["runs"][0]["id"] == run.id


def test_what_could_not_be_told_is_told_the_next_time(home, watch, monkeypatch):
    home.run(label="good")
    lines = RunLines(watch, lambda runs: runs.filter("label = good"))
    new = home.run(label="good")
    with monkeypatch.context() as patch:
        patch.setattr(watch, "gather", lambda _ids: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pushed(lines)
    (push,) = pushed(lines)
    assert [one["id"] for one in push["changed"]] == [new.id]


def test_odd_questions_are_refused_in_words(watch):
    lines = RunLines(watch)
    for wanted in ({"from": -1}, {"from": "0"}, {"to": None}, {"to": True}):
        with pytest.raises(GuildError, match="whole numbers"):
            lines.answer("rows", wanted)
    with pytest.raises(GuildError, match="no answer"):
        lines.answer("table", {})
    with pytest.raises(GuildError):
        lines.answer("act", {"runs": None})
    assert (lines.html(""), lines.text()) == ("", "")
