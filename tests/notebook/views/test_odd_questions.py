"""What a page may send that no component of this package sends: each question has its answer."""

import itertools
import json
import logging
import os

import pytest

from guild_jupyter.presenting.compared import ComparisonView
from guild_jupyter.presenting.differing import DiffView
from guild_jupyter.presenting.run_card import RunCard
from guild_jupyter.presenting.run_table import RunTable
from tests.presenting.stores import Shown

SECRET = "what is outside of every run"
ODD = [
    None,
    True,
    -1,
    10**9,
    10**30,
    1.5,
    float("inf"),
    float("nan"),
    "",
    "../../../etc/passwd",
    "/etc/passwd",
    "a\0b",
    "\udcff",
    "\ud800" * 3,
    "(" * 5_000,
    "x" * 300_000,
    [],
    [[]],
    [None, {}],
    ["../x", "\udcff"],
    [10**30, -1, 10**30],
    list(range(10_000)),
    {},
    {"each": {}},
    {"x": [[[]]]},
]
QUESTIONS = {
    "hello": {"again": True},
    "columns": {"keys": ["id"], "from": 0, "to": 1},
    "reducer": {"key": "last loss", "reducer": "min"},
    "filter": {"expression": "loss < 1"},
    "select": {"ids": []},
    "series": {"runs": [], "keys": ["loss"], "points": 10, "x": [0, 1]},
    "diff": {"old": "", "new": ""},
    "lines": {"part": "x", "file": "y", "old": "", "new": "", "context": 3, "start": 0},
    "frame": {"ids": [], "keys": ["id"], "name": "found"},
    "act": {"action": "mark", "runs": [], "value": True},
    "log": {"run": "", "offset": 0, "length": 10},
    "files": {"run": "", "path": ""},
    "file": {"run": "", "path": "a.txt"},
    "ended": {},
    "__class__": {},
    "x" * 100_000: {},
}


@pytest.fixture
def home(tmp_path):
    return Shown(tmp_path / "home")


@pytest.fixture
def runs(home, tmp_path):
    made = [home.logged({"loss": [2, 1]}, flags={"lr": lr}) for lr in (0.1, 0.2)]
    (tmp_path / "outside").write_text(SECRET)
    for run in made:
        (run.dir / "a.txt").write_text("text")
        (run.dir / "out").symlink_to(tmp_path)
        (run.dir / "passwd").symlink_to("/etc/passwd")
    return made


def presenters(home):
    first, second = sorted(home.runs, key=lambda run: run.id)
    return {
        "card": RunCard(first),
        "table": RunTable(home.runs),
        "comparison": ComparisonView(home.runs.compare()),
        "diff": DiffView(first.diff(second)),
    }


def ask(view, wanted):
    """Send a question; return the answer, which has to be one that can cross."""
    before = len(view.comm.said)
    view._handle_custom_msg(wanted, [])
    said = view.comm.said[before:]
    assert len(said) == 1, wanted
    text = json.dumps(said[0])
    text.encode()
    assert len(text) < 1_000_000, wanted
    return said[0], view.comm.sent[-1][1]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["card", "table", "comparison", "diff"])
def test_odd_questions_are_answered_in_words(make_view, home, runs, kind, capfd, caplog, shell):
    caplog.set_level(logging.INFO)
    view = make_view(presenters(home)[kind])
    known = {"run": runs[0].id, "runs": [runs[0].id], "ids": [runs[0].id], "old": runs[0].id}
    count = 0
    for question, members in QUESTIONS.items():
        usual = {**members, **{name: known[name] for name in members.keys() & known.keys()}}
        for name, value in [("", None), *itertools.product(members, ODD)]:
            count += 1
            wanted = {**usual, name: value} if name else usual
            answer, buffers = ask(view, {"id": count, "ask": question, **wanted})
            assert answer["re"] == count
            assert SECRET not in json.dumps(answer)
            assert "root:" not in json.dumps(answer)
            assert not any(SECRET.encode() in bytes(one) for one in buffers or ())
    for content in (None, [], "text", 7, {}, {"ask": None}, {"id": []}):
        view._handle_custom_msg(content, [])
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
    answer, _ = ask(view, {"id": 1, "ask": "hello"})
    assert "error" not in answer


@pytest.mark.parametrize("kind", ["card", "table", "comparison"])
@pytest.mark.parametrize(
    "path", ["../outside", "out/outside", "passwd", "/etc/passwd", "a.txt/../../../outside"]
)
def test_no_file_outside_of_a_run_is_shown(make_view, home, runs, kind, path):
    view = make_view(presenters(home)[kind])
    for question in ("file", "files"):
        answer, _ = ask(view, {"id": 1, "ask": question, "run": runs[0].id, "path": path})
        assert answer["error"]["message"]


def test_runs_that_a_view_does_not_show_are_none_of_its_business(make_view, home, runs):
    for kind, view in presenters(home).items():
        other = home.logged({"loss": [1]}, label="another")
        view = make_view(view)
        for question in ("log", "files", "file", "act", "lines", "diff", "series"):
            wanted = {**QUESTIONS[question], "run": other.id, "runs": [other.id], "old": other.id}
            answer, _ = ask(view, {"id": 1, "ask": question, **wanted})
            assert "error" in answer, (kind, question)
        assert not other.marked


def test_a_device_or_a_pipe_in_place_of_the_output_holds_nobody_up(make_view, home, runs):
    view = make_view(RunCard(runs[0]))
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), os.mkdir):
        runs[0].output_path.unlink(missing_ok=True)
        make(runs[0].output_path)
        answer, _ = ask(view, {"id": 1, "ask": "log", "run": runs[0].id, "offset": 0, "length": 9})
        assert answer["text"] == ""
        assert ask(view, {"id": 2, "ask": "hello"})[0]["run"]["id"] == runs[0].id


def test_of_a_huge_output_only_what_is_asked_for_is_read(make_view, home, runs):
    with runs[0].output_path.open("wb") as file:
        file.truncate(20 << 30)
        file.seek(0, os.SEEK_END)
        file.write(b"\nthe end\n")
    view = make_view(RunCard(runs[0]))
    card, _ = ask(view, {"id": 1, "ask": "hello"})
    assert card["output"]["text"].endswith("the end")
    for offset, length in ((0, 10**9), (10 << 30, 10**12), (-1, 5), (10**15, 5)):
        wanted = {"run": runs[0].id, "offset": offset, "length": length}
        answer, _ = ask(view, {"id": 1, "ask": "log", **wanted})
        assert answer["size"] == (20 << 30) + 9
