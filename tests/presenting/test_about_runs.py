"""What the page of a table asks about single runs."""

import sys
import types

import pytest

from guild_jupyter.errors import GuildError, NoSuchRun
from guild_jupyter.presenting import about_runs
from guild_jupyter.presenting.presenter import Message
from guild_jupyter.presenting.run_table import RunTable
from tests.presenting.stores import Shown, looked, pushes


@pytest.fixture
def home(tmp_path):
    return Shown(tmp_path / "home")


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
    monkeypatch.setitem(sys.modules, "guild_jupyter.presenting.differing", module)
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
