"""The view of a comparison, asked as its page asks."""

import pytest

from guild_jupyter.presenting.compared import ComparisonView
from tests.presenting.stores import Shown, column, looked, pushes
from tests.wire.reading import cells, check


@pytest.fixture
def home(tmp_path):
    return Shown(tmp_path / "home")


def shown(answer):
    return [one["key"] for one in answer.content["table"]["columns"] if not one["is_hidden"]]


def hidden(answer):
    return [one["key"] for one in answer.content["table"]["columns"] if one["is_hidden"]]


def test_a_comparison_has_its_own_columns_in_its_order_and_all_others_hidden(home):
    home.logged({"loss": [2, 1], "acc": [0.5]}, flags={"lr": 0.1}, exit_status=0)
    home.logged({"loss": [4, 3]}, flags={"lr": 0.2})
    compared = home.runs.compare("min loss as best, .exit_status, .tags")
    answer = ComparisonView(compared).answer("hello", {})
    check(answer.content["table"])
    assert shown(answer) == [
        *("id", "operation", "status", "min loss", ".exit_status", "tags"),
        *("=lr", "last loss step", "last loss", "last acc", "started", "time", "label"),
    ]
    assert hidden(answer) == ["comments", "marked", "spark:loss"]
    best = column(answer, "min loss")
    assert best["heading"] == "best"
    assert best["is_asked"]
    assert (best["group"], best["reducer"], best["series"]) == ("scalar", "min", "loss")
    assert column(answer, ".exit_status")["group"] == "attribute"
    assert column(answer, "last loss step")["heading"] == "step"
    found = cells(answer)
    assert found["min loss"] == [3.0, 1.0]
    assert found["last acc"] == [None, 0.5]
    assert found["id"] == [run.id for run in home.runs]
    assert answer.content["table"]["title"] == "2 runs compared"


def test_only_the_columns_that_were_asked_for_are_shown(home):
    home.logged({"loss": [2, 1]}, flags={"lr": 0.1}, marked=True)
    compared = home.runs.compare(strict_columns="=lr, loss at 1, loss at best loss, .run")
    answer = ComparisonView(compared).answer("hello", {})
    assert shown(answer) == ["id", "=lr", "loss at 1", "loss at best loss", "marked"]
    assert "status" in cells(answer)
    assert {"operation", "started", "label", "last loss"} <= set(hidden(answer))
    assert column(answer, "loss at 1")["reducer"] == ""


def test_columns_of_one_spec_have_keys_of_their_own(home):
    home.logged(flags={"lr": 0.1})
    compared = home.runs.compare(strict_columns="=lr as a, =lr as b")
    answer = ComparisonView(compared).answer("hello", {})
    assert shown(answer) == ["id", "=lr", "=lr'"]
    assert cells(answer)["=lr'"] == [0.1]


def test_a_scalar_of_a_folder_is_told_with_its_series(home):
    home.logged({"train/a#loss": [2, 1]})
    compared = home.runs.compare(strict_columns="train#loss, other")
    answer = ComparisonView(compared).answer("hello", {})
    assert column(answer, "last train#loss")["series"] == "train/a#loss"
    assert column(answer, "last other")["series"] == "other"
    assert cells(answer)["last other"] == [None]


def test_what_was_left_out_and_asked_for_in_vain_is_told(home):
    for number in range(3):
        home.logged({"loss": [number]})
    compared = home.runs.compare("=none", min="loss", top=2)
    table = check(ComparisonView(compared).answer("hello", {}).content["table"])
    assert (table["count"], table["more_rows"]) == (2, 1)
    assert table["notes"][0] == "the first 2 of 3 runs"
    assert "none" in table["notes"][1]


def test_no_runs_can_be_compared(home):
    view = ComparisonView(home.runs.compare())
    table = check(view.first().content["table"])
    assert (table["count"], table["empty"]) == (0, "no runs to compare")
    assert not view.is_live
    assert "no runs" in view.html("")
    assert "no runs" in view.text()


def test_a_running_run_is_compared_as_it_goes(home):
    home.logged({"loss": [5, 6, 7, 8], "acc": [1, 2, 3, 4]})
    run = home.running({"loss": [3, 4], "acc": [2, 1]})
    compared = home.runs.compare("min loss, loss at best acc, loss at max acc")
    view = ComparisonView(compared)
    assert view.is_live
    view.answer("hello", {})
    home.log(run, "loss", 2.0, 3)
    home.log(run, "acc", 3.0, 3)
    (push,) = pushes(view)
    assert push["rows"] == [0]
    assert push["cells"]["min loss"] == [2.0]
    assert push["cells"]["loss at best acc"] == push["cells"]["loss at max acc"] == [2.0]
    home.logged()
    home.end(run)
    assert pushes(view)[0]["cells"]["status"] == ["completed"]
    assert pushes(view) == []


def test_a_value_of_another_kind_makes_another_table(home):
    run = home.running({"loss": [1]}, flags={"a": 1}, note=5)
    home.logged({"loss": [2]}, note=6)
    view = ComparisonView(home.runs.compare(".note"))
    assert column(view.answer("hello", {}), ".note")["kind"] == "number"
    (run.dir / ".guild/attrs/note").write_text("text")
    (push,) = looked(view)
    assert column(push, ".note")["kind"] == "text"
    assert cells(push)[".note"] == ["6", "text"]


def test_what_is_chosen_in_a_comparison_is_read_in_python(home):
    runs = [home.logged() for _ in range(2)]
    compared = home.runs.compare()
    view = ComparisonView(compared)
    view.answer("select", {"ids": [runs[0].id]})
    assert list(compared.selected) == [runs[0]]
    compared.selected = []
    assert pushes(view) == [{"push": "select", "ids": []}]
