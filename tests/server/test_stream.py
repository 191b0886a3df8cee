"""The stream: views are opened, asked and told of changes as in a cell."""

import threading

import pytest

from guild_jupyter.presenting.compared import ComparisonView
from guild_jupyter.presenting.differing import DiffView
from guild_jupyter.presenting.run_card import RunCard
from guild_jupyter.presenting.run_lines import RunLines
from guild_jupyter.presenting.run_table import RunTable
from tests.server.serving import check
from tests.server.streaming import Page


@pytest.fixture
def page(server):
    with Page(server) as made:
        yield made


def settled(content):
    """A message without what is of its moment, or of the stream alone."""
    left_out = ("view", "re", "as_of")
    found = {name: value for name, value in content.items() if name not in left_out}
    if "table" in found:
        found["table"] = {**found["table"], "as_of": 0}
    return found


def test_a_card_tells_over_the_stream_what_it_tells_in_a_cell(page, home):
    run = home.logged({"loss": [2, 1]})
    assert page.open(1, "card", run=run.id) == {
        "view": 1,
        "opened": "card",
        "line": f"%guild watch {run.typed_id}",
        "re": None,
    }
    answer, buffers = page.ask(1, "hello")
    assert (answer["view"], answer["re"], buffers) == (1, 1, [])
    assert settled(answer) == settled(RunCard(run).first().content)
    assert isinstance(page.frames[-1], str)


@pytest.mark.parametrize("kind", ["table", "comparison"])
def test_tables_come_with_the_very_buffers_of_the_presenter(page, home, kind):
    for lr in (0.1, 0.2):
        home.logged({"loss": [2, 1]}, flags={"lr": lr})
    page.open(7, kind)
    answer, buffers = page.ask(7, "hello")
    made = RunTable(home.runs) if kind == "table" else ComparisonView(home.runs.compare())
    found = made.answer("hello", {})
    assert buffers == [bytes(one) for one in found.buffers]
    assert buffers
    assert settled(answer) == settled(found.content)
    assert isinstance(page.frames[-1], bytes)
    series, points = page.ask(7, "series", runs=[home.runs[0].id], keys=["loss"])
    assert series["view"] == 7
    assert points


def test_a_comparison_is_of_the_runs_that_are_named(page, home):
    first, second, _ = (home.run(flags={"lr": lr}) for lr in (1, 2, 3))
    page.open(1, "comparison", runs=[first.id, second.id], columns="=lr")
    answer, _ = page.ask(1, "hello")
    assert answer["table"]["count"] == 2


def test_a_difference_and_its_lines_are_told(page, home):
    old, new = (home.run(files={"a.txt": text}, flags={"lr": 1}) for text in ("one\n", "two\n"))
    page.open(1, "diff", old=old.id, new=new.id)
    answer, _ = page.ask(1, "hello")
    assert settled(answer) == settled(DiffView(old.diff(new)).first().content)


def test_a_table_has_the_runs_that_filters_choose(page, home):
    home.run(label="one")
    home.run(label="two", exit_status=1)
    page.open(1, "table", status=["error"])
    assert page.ask(1, "hello")[0]["table"]["count"] == 1
    page.open(2, "table", filter="label = one")
    assert page.ask(2, "hello")[0]["table"]["count"] == 1
    assert "error" in page.open(3, "table", filter="label =")


def test_several_views_are_told_over_one_stream(page, home):
    runs = [home.running() for _ in range(3)]
    for number, run in enumerate(runs):
        page.open(number, "card", run=run.id)
        page.ask(number, "hello")
    for number in (2, 0, 1):
        home.end(runs[number])
        push = page.pushed(number, lambda one: "status" in one)
        assert push["push"] == "card"
        assert push["status"]["word"] == "completed"


def test_what_is_done_to_a_run_is_told_with_how_it_is_undone(page, home):
    run = home.run()
    page.open(1, "card", run=run.id)
    answer, _ = page.ask(1, "act", action="label", runs=[run.id], value="better")
    assert run.label == "better"
    assert answer["card"]["label"] == "better"
    undone, _ = page.ask(1, "act", **answer["undo"])
    assert run.label == ""
    assert undone["said"]


def test_a_table_of_all_runs_takes_up_those_that_are_started(page, home):
    home.run()
    page.open(1, "table")
    page.ask(1, "hello")
    home.run()
    assert page.pushed(1, lambda one: one["push"] == "table")["table"]["count"] == 2


def test_a_run_that_is_not_there_is_said_to_be_none(page, home):
    home.run()
    for wanted in ({"run": "0" * 32}, {"run": "../runs"}, {"run": ""}, {}):
        answer = page.open(1, "card", **wanted)
        assert answer["error"]["message"]
        assert answer["re"] is None


def test_questions_that_come_right_behind_are_answered_by_what_is_opened(page, home):
    run = home.run()
    page.send({"view": 1, "open": {"kind": "card", "run": run.id}})
    page.send({"view": 1, "id": 5, "ask": "hello"})
    answer, _ = page.hear_until(lambda one: one.get("re") == 5)
    assert answer["run"]["id"] == run.id


def test_a_home_that_is_gone_is_told_and_so_is_that_it_is_back(page, home, tmp_path):
    run = home.run()
    for number, kind in enumerate(("table", "runs")):
        page.open(number, kind)
        page.ask(number, "hello")
    runs = tmp_path / "home/runs"
    runs.rename(tmp_path / "elsewhere")
    troubles = {}
    while len(troubles) < 2:
        heard, _ = page.hear_until(lambda one: "error" in one)
        troubles[heard["view"]] = heard["error"]["message"]
        assert "re" not in heard
    assert all("gone" in said for said in troubles.values())
    (tmp_path / "elsewhere").rename(runs)
    push, _ = page.hear_until(lambda one: one.get("push") == "runs")
    assert [one["id"] for one in push["runs"]] == [run.id]


def test_closed_views_and_streams_leave_no_thread(server, home, page, until):
    run = home.running()
    page.open(1, "card", run=run.id)
    page.open(2, "runs")
    watching = server.streams.watching
    until(lambda: watching.count == 2)
    page.send({"view": 1, "close": True})
    page.hear_until(lambda one: one.get("closed"))
    assert watching.count == 1
    page.close()
    until(lambda: not watching.is_running)
    assert watching.count == 0
    assert server.streams.by_user == {}
    with Page(server) as other:
        other.open(1, "runs")
        until(lambda: watching.is_running)


def test_a_view_may_be_opened_anew_once_it_is_closed(page, home):
    run = home.run()
    assert "opened" in page.open(1, "card", run=run.id)
    assert "open already" in page.open(1, "runs")["error"]["message"]
    page.send({"view": 1, "close": True})
    page.hear_until(lambda one: one.get("closed"))
    assert page.open(1, "runs")["opened"] == "runs"
    push = page.pushed(1)
    check({name: one for name, one in push.items() if name not in ("view", "push")}, "runs")


def test_a_page_has_a_sign_of_life_by_closing_what_is_not_open(page):
    page.send({"view": 0, "close": True})
    heard, _ = page.hear_until(lambda one: one.get("closed"))
    assert heard == {"view": 0, "closed": True}


def test_what_a_closed_view_still_had_to_say_is_not_said_for_the_one_that_has_its_number(
    page, home, server, until, monkeypatch
):
    run = home.run()
    begun, released = threading.Event(), threading.Event()
    first = RunLines.first

    def slowly(lines):
        begun.set()
        assert released.wait(30)
        return first(lines)

    monkeypatch.setattr(RunLines, "first", slowly)
    page.send({"view": 1, "open": {"kind": "runs"}})
    assert begun.wait(30)
    page.send({"view": 1, "close": True})
    page.hear_until(lambda one: one.get("closed"))
    assert page.open(1, "card", run=run.id)["opened"] == "card"
    released.set()
    (stream,) = server.streams.by_user[""]
    until(lambda: stream._waiting == 0)
    page.told.clear()
    page.ask(1, "hello")
    assert [one for one in page.told if one.get("push") == "runs"] == []
    assert not [line for line in server.log.lines if "AttributeError" in line]


def test_a_view_that_fails_to_begin_can_be_opened_again(page, home, monkeypatch):
    home.run()
    with monkeypatch.context() as patch:
        patch.setattr(RunLines, "first", lambda _lines: 1 / 0)
        page.send({"view": 1, "open": {"kind": "runs"}})
        page.hear_until(lambda one: "error" in one)
    assert page.open(1, "runs")["opened"] == "runs"


def test_a_view_that_failed_to_tell_what_changed_says_so_and_recovers(
    page, home, server, monkeypatch
):
    run = home.run()
    page.open(1, "runs")
    page.pushed(1)
    with monkeypatch.context() as patch:
        patch.setattr(RunLines, "changes", lambda _lines: 1 / 0)
        heard, _ = page.hear_until(lambda one: "error" in one)
        assert "not live" in heard["error"]["message"]
    assert [one["id"] for one in page.pushed(1)["runs"]] == [run.id]
    assert server.streams.watching.count == 1
