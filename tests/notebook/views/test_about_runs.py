"""What the page of a table asks about single runs."""

import sys
import types

import pytest
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell

from guild_jupyter.errors import GuildError, NoSuchRun
from guild_jupyter.notebook.views import about_runs
from guild_jupyter.notebook.views.presenter import Message
from guild_jupyter.notebook.views.run_table import RunTable
from tests.notebook.views.stores import Shown, looked, pushes


@pytest.fixture
def home(tmp_path):
    return Shown(tmp_path / "home")


@pytest.fixture
def names(monkeypatch, tmp_path):
    """The user's variables in a shell."""
    monkeypatch.setattr(HistoryManager, "enabled", False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    yield InteractiveShell.instance().user_ns
    InteractiveShell.clear_instance()


def test_a_frame_of_chosen_runs_and_shown_columns_is_put_into_the_notebook(home, names):
    home.logged(
        {"loss": [2.5]},
        flags={"lr": 0.1},
        tags=["a", "b"],
        label="lr=0.1",
        comments=[{"body": "x"}],
        started=1_700_000_000_000_000,
        stopped=1_700_000_001_000_000,
    )
    home.logged(flags={"loss": 7})
    runs = home.runs
    view = RunTable(runs)
    answer = view.answer("frame", {"ids": [runs[0].id, "unknown"]})
    assert answer.content["said"] == "chosen_runs: a DataFrame of 1 run × 12 columns"
    frame = names["chosen_runs"]
    assert frame["id"].tolist() == [runs[0].short_id]
    assert frame["tags"].tolist() == ["a, b"]
    assert frame["label"].tolist() == ["lr=0.1"]
    assert frame["comments"].tolist() == ["x"]
    assert frame["time"].tolist()[0].total_seconds() == 1.0
    assert str(frame["started"].dtype) == "datetime64[us]"
    assert "loss" in frame.columns  # the flag
    assert frame["last loss"].tolist() == [2.5]
    said = view.answer(
        "frame",
        {"ids": [run.id for run in runs], "keys": ["id", "=lr", "spark:loss"], "name": "two"},
    )
    assert said.content["said"] == "two: a DataFrame of 2 runs × 2 columns"
    assert list(names["two"].columns) == ["id", "lr"]


def test_a_frame_takes_the_name_of_nothing_else(home, names):
    view = RunTable(home.runs)
    names["chosen_runs"] = "mine"
    for _ in range(2):
        assert "chosen_runs_2:" in view.answer("frame", {"ids": []}).content["said"]
    assert names["chosen_runs"] == "mine"
    for name in ("no name", "for", 5):
        with pytest.raises(GuildError, match="no name of a variable"):
            view.answer("frame", {"ids": [], "name": name})


def test_without_a_notebook_there_is_no_frame(home):
    InteractiveShell.clear_instance()
    with pytest.raises(GuildError, match="no notebook"):
        RunTable(home.runs).answer("frame", {"ids": []})


@pytest.fixture
def acting(monkeypatch):
    """Stands for the module that acts on runs: it labels them."""
    module = types.ModuleType("acting")

    def answer(question, wanted, find):
        if question != "act":
            return None
        for id_ in wanted["runs"]:
            find(id_).label = wanted["value"]
        return Message({"said": "done"})

    module.answer = answer
    monkeypatch.setitem(sys.modules, about_runs._ACTING, module)


@pytest.mark.usefixtures("acting")
def test_what_is_done_to_a_run_is_seen_at_the_next_look(home):
    run, _ = home.logged(label="old"), home.logged(label="other")
    view = RunTable(home.runs)
    view.answer("hello", {})
    view.answer("act", {"action": "label", "runs": [run.id], "value": "new"})
    assert run.label == "new"
    assert pushes(view) == [{"push": "rows", "rows": [1], "cells": {"label": ["new"]}}]
    with pytest.raises(GuildError, match="no answer to 'dance'"):
        view.answer("dance", {})


@pytest.mark.usefixtures("acting")
def test_a_run_is_found_wherever_it_is_now(home):
    run = home.logged(label="old")
    view = RunTable(home.runs[:1])
    view.answer("hello", {})
    run.delete()
    view.answer("act", {"action": "label", "runs": [run.id], "value": "in the trash"})
    (push,) = pushes(view)
    assert push["cells"]["status"] == ["deleted"]
    trash = RunTable(type(home.runs)(home.runs, str(home.home.path / "trash")))
    assert trash.is_live
    home.home.trash.joinpath(run.id).rename(home.home.path / "elsewhere")
    with pytest.raises(NoSuchRun, match="not there any more"):
        view.answer("act", {"action": "label", "runs": [run.id], "value": ""})
    with pytest.raises(NoSuchRun, match="not shown here"):
        view.answer("act", {"action": "label", "runs": ["f" * 32], "value": ""})


def test_a_deletion_is_undone_after_the_table_has_been_made_anew_without_the_run(home):
    run, _ = home.logged(), home.logged()
    view = RunTable(home.runs)
    view.answer("hello", {})
    undo = view.answer("act", {"action": "delete", "runs": [run.id]}).content["undo"]
    looked(view)
    assert run.id not in view._grid().rows
    view.answer("act", undo)
    assert home.home.runs.joinpath(run.id).is_dir()


def test_series_are_those_of_the_runs_of_the_view(home, monkeypatch):
    module = types.ModuleType("series")
    asked = []

    def series_set(*given):
        asked.append(given)
        return {"series": [], "left_out": 0, "keys": []}, [b""]

    module.series_set = series_set
    monkeypatch.setitem(sys.modules, "guild_jupyter.wire.series", module)
    run = home.logged()
    view = RunTable(home.runs)
    answer = view.answer("series", {"runs": [run.id], "keys": ["loss"], "points": 9, "x": [1, 2]})
    assert answer == Message({"series": [], "left_out": 0, "keys": []}, [b""])
    assert [one.id for one in asked[0][0]] == [run.id]
    assert asked[0][1:] == (["loss"], 9, (1.0, 2.0))
    view.answer("series", {"runs": [run.id]})
    assert asked[1][1:] == ([], 1500, None)


def test_a_difference_is_made_once_and_asked_for_its_lines(home, monkeypatch):
    module = types.ModuleType("differing")
    made = []

    class DiffView:
        def __init__(self, value):
            made.append(value)

        def answer(self, question, wanted):
            return Message({"push": "diff", "asked": question, **wanted})

    module.DiffView = DiffView
    monkeypatch.setitem(sys.modules, "guild_jupyter.notebook.views.differing", module)
    runs = [home.logged(flags={"a": number}) for number in range(11)]
    view = RunTable(home.runs)
    old, new = runs[0].id, runs[1].id
    assert view.answer("diff", {"old": old, "new": new}).content == {"asked": "hello"}
    lines = view.answer("lines", {"old": old, "new": new, "part": "source", "file": "a.py"})
    assert lines.content == {"asked": "lines", "part": "source", "file": "a.py"}
    assert len(made) == 1
    for other in runs[2:]:
        view.answer("diff", {"old": old, "new": other.id})
    view.answer("diff", {"old": old, "new": new})
    assert len(made) == 11
    with pytest.raises(GuildError):
        view.answer("diff", {"old": old, "new": None})


def test_nothing_is_looked_at_where_nothing_was_done(home):
    home.logged()
    view = RunTable(home.runs)
    view.answer("hello", {})
    assert looked(view) == []
