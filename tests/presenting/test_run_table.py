"""The view of a list of runs, asked as its page asks."""

import math

import pytest

from guild_jupyter.errors import ColumnError, FilterError
from guild_jupyter.presenting import tabular
from guild_jupyter.presenting.run_table import RunTable
from guild_jupyter.scalars.summary import GUILD_DIR
from guild_jupyter.wire import grid as grids
from tests.presenting.stores import Shown, column, looked, pushes
from tests.wire.reading import cells, check

NAN = float("nan")


@pytest.fixture
def home(tmp_path):
    return Shown(tmp_path / "home")


def view_of(home):
    return RunTable(home.runs)


def keys(message):
    return [one["key"] for one in message.content["table"]["columns"]]


def test_a_table_has_what_every_run_has_then_flags_then_scalars(home):
    home.logged(
        {"loss": [3, 2], "acc": [0.5, 0.7], "sys/load": [1]},
        flags={"lr": 0.1, "name": "a"},
        label="best",
        tags=["x", "y"],
        comments=[{"body": "one"}, {"body": "two"}],
        marked=True,
        started=1_000_000,
        stopped=3_500_000,
    )
    home.logged(flags={"lr": 0.2})
    answer = view_of(home).answer("hello", {})
    table = check(answer.content["table"])
    assert keys(answer) == [
        *("id", "status", "operation", "started", "time", "label", "tags", "comments", "marked"),
        *("=lr", "=name", "last loss step", "last acc", "last loss"),
        *("spark:loss", "spark:acc", "last sys/load"),
    ]
    assert (table["title"], table["count"], table["more_columns"]) == ("2 runs", 2, 0)
    found = cells(answer)
    assert found["id"] == [run.id for run in home.runs]
    assert found["status"] == ["completed", "completed"]
    assert found["started"] == [2000.0, 1000.0]
    assert found["time"] == [None, 2.5]
    assert found["label"] == [None, "best"]
    assert found["tags"] == [None, "x, y"]
    assert found["comments"] == [None, "one | two"]
    assert found["marked"] == [0.0, 1.0]
    assert found["=lr"] == [0.2, 0.1]
    assert found["=name"] == [None, "a"]
    assert found["last loss"] == [None, 2.0]
    assert found["last loss step"] == [None, 2.0]
    loss = column(answer, "last loss")
    assert (loss["direction"], loss["reducer"], loss["series"]) == ("min", "last", "loss")
    assert column(answer, "last acc")["direction"] == "max"
    assert column(answer, "last sys/load")["is_hidden"]
    assert column(answer, "operation")["constant"] == "op"
    assert column(answer, "label")["is_editable"]
    assert not column(answer, "=lr")["is_editable"]
    assert "spark:loss" not in found


def test_columns_that_say_nothing_of_any_run_are_hidden(home):
    home.logged()
    answer = view_of(home).answer("hello", {})
    assert column(answer, "comments")["is_hidden"]
    assert column(answer, "marked")["is_hidden"]
    assert not column(answer, "label")["is_hidden"]


def test_a_label_that_only_repeats_flags_is_left_out(home):
    flags = {"lr": 0.1, "n": 1, "none": None}
    labels = ["lr=0.1 n=1", "lr=0.1 n=1 good", "lr=0.2 n=1", "mine", "lr=0.1", "a=b"]
    for label in labels:
        home.logged(flags=flags, label=label)
    home.logged(flags={"l": [1, 2]}, label="l=[1, 2]")
    found = cells(view_of(home).answer("hello", {}))["label"]
    assert found[:0:-1] == [None, *labels[1:]]
    assert found[0] in (None, "l=[1, 2]")


def test_the_columns_that_the_user_chose_are_shown(home):
    home.logged(tags=["a"])
    runs = home.runs
    runs.columns = ("#", "operation", "status", "label")
    answer = RunTable(runs).answer("hello", {})
    shown = [key for key in keys(answer) if not column(answer, key)["is_hidden"]]
    assert shown == ["id", "status", "operation", "label", "marked"]


@pytest.mark.parametrize("count", [0, 1])
def test_few_runs_without_flags_are_shown(home, count):
    for _ in range(count):
        home.logged()
    view = view_of(home)
    answer = view.answer("hello", {})
    check(answer.content["table"])
    assert answer.content["table"]["count"] == count
    assert cells(answer)["id"] == [run.id for run in home.runs]
    assert view.first().content["push"] == "table"
    assert answer.content["table"]["empty"] == f"no runs in {home.home.path}"
    assert view.answer("filter", {"expression": "x = 1"}).content["matches"] == 0
    assert "home" in view.html("") or count
    assert view.text()


def test_what_filters_left_out_is_told(home):
    home.logged(flags={"a": 1})
    found = home.runs.filter("b = 2")
    assert RunTable(found).answer("hello", {}).content["table"]["empty"].startswith("no such runs")
    assert RunTable(found).answer("hello", {}).content["table"]["notes"] == found.notes
    assert found.notes


def test_what_cannot_be_read_is_told(home):
    runs = [home.logged(), home.logged()]
    for run in runs:
        (run.dir / ".guild/attrs/flags").write_text("a: [")
    listed = home.runs
    listed.closed = 1
    notes = RunTable(listed).answer("hello", {}).content["table"]["notes"]
    assert notes[0] == "1 run cannot be read: the owner does not share"
    assert notes[1].startswith("flags of run ")
    assert "and something of 1 more cannot be read" in notes[1]


def test_a_metric_that_is_no_number_one_that_is_missing_and_a_single_point(home):
    home.logged({"loss": [NAN, NAN], "once": [4], "mad": [NAN, float("inf")]})
    home.logged({"acc": [1, 2]})
    view = view_of(home)
    answer = view.answer("hello", {})
    found = cells(answer)
    assert math.isnan(found["last loss"][1])
    assert found["last loss"][0] is None
    assert found["last once"] == [None, 4.0]
    assert found["last mad"][1] == math.inf
    assert "spark:once" not in keys(answer)
    sparks = cells(view.answer("columns", {"keys": ["spark:loss", "spark:acc"]}))
    assert all(math.isnan(point) for row in sparks["spark:loss"] for point in row)
    assert sparks["spark:acc"][0][0] == 1.0
    assert sparks["spark:acc"][0][-1] == 2.0


def many_of_few(home, monkeypatch):
    """A view of six runs, which are many, and of which two are sent at first."""
    monkeypatch.setattr(tabular, "FEW", 3)
    monkeypatch.setattr(tabular, "FIRST_ROWS", 2)
    monkeypatch.setattr(grids, "FIRST_COLUMNS", 4)
    home.logged(flags={"old": 1})
    for number in range(5):
        home.logged(flags={"n": number, "same": 1})
    return view_of(home)


def test_the_first_picture_is_a_part_and_a_page_is_not_kept_waiting_for_the_rest(
    home, monkeypatch
):
    view = many_of_few(home, monkeypatch)
    first = view.first()
    table = check(first.content["table"])
    assert table["count"] == 6
    assert "=old" not in keys(first)
    assert column(first, "=same")["constant"] is None
    assert cells(first)["id"] == [run.id for run in home.runs[:2]]
    assert pushes(view) == []
    hello = view.answer("hello", {})
    assert list(cells(hello)) == ["id", "status", "operation", "started"]
    assert cells(hello)["id"] == [run.id for run in home.runs[:2]]
    more = view.answer("columns", {"keys": ["=n"]})
    assert cells(more) == {"=n": [4.0, 3.0]}  # of the rows that were read
    (rest,) = looked(view)
    assert rest.content["push"] == "table"
    assert "=old" in keys(rest)
    assert cells(rest)["id"] == [run.id for run in home.runs]
    assert pushes(view) == []
    again = view.first()
    assert cells(again)["id"] == [run.id for run in home.runs[:2]]
    hello = view.answer("hello", {})
    assert cells(hello)["id"] == [run.id for run in home.runs]
    assert pushes(view) == []


def test_all_runs_are_read_though_no_page_asks_while_a_cell_is_busy(home, monkeypatch):
    view = many_of_few(home, monkeypatch)
    for _ in range(3):
        assert "=old" not in keys(view.first())
        assert pushes(view) == []
    assert "=old" in keys(view.first())


def test_a_page_that_got_a_part_gets_the_whole_after_a_question_about_all(home, monkeypatch):
    view = many_of_few(home, monkeypatch)
    view.answer("hello", {})
    view.answer("filter", {"expression": "n > 3"})
    assert cells(looked(view)[0])["id"] == [run.id for run in home.runs]


def test_cells_are_asked_for_by_columns_and_rows(home, monkeypatch):
    view = many_of_few(home, monkeypatch)
    view.answer("hello", {})
    looked(view)
    part = view.answer("columns", {"keys": ["=n", "=n", "=no"], "from": 1, "to": 3})
    assert cells(part) == {"=n": [3.0, 2.0]}
    assert (part.content["data"][0]["from"], part.content["data"][0]["to"]) == (1, 3)
    beyond = view.answer("columns", {"keys": ["=n"], "from": 5, "to": 100})
    assert cells(beyond) == {"=n": [None]}


def test_columns_beyond_many_are_counted(home):
    home.logged(flags={f"f{number:05}": number for number in range(12_000)})
    table = check(view_of(home).first().content["table"])
    assert len(table["columns"]) == 2000
    assert table["more_columns"] == 10_009


def test_another_number_of_a_scalar_takes_the_place_of_the_last(home):
    home.logged({"loss": [3, 1, 2]})
    view = view_of(home)
    answer = view.answer("reducer", {"key": "last loss", "reducer": "min"})
    check(answer.content["column"], "TableColumn")
    assert answer.content["column"]["reducer"] == "min"
    assert cells(answer) == {"last loss": [1.0]}
    assert cells(view.answer("columns", {"keys": ["last loss"]})) == {"last loss": [1.0]}
    home.logged({"loss": [9, 8, 10]})
    assert [one["push"] for one in pushes(view)] == ["table"]
    assert cells(view.answer("columns", {"keys": ["last loss"]})) == {"last loss": [8.0, 1.0]}
    with pytest.raises(ColumnError, match="no 'median'"):
        view.answer("reducer", {"key": "last loss", "reducer": "median"})
    with pytest.raises(ColumnError, match="but one number"):
        view.answer("reducer", {"key": "status", "reducer": "min"})
    with pytest.raises(ColumnError, match="no column"):
        view.answer("reducer", {"key": "gone", "reducer": "min"})


def test_a_filter_tells_which_runs_it_chooses_and_where_it_is_wrong(home):
    for number in range(4):
        home.logged({"loss": [number]}, flags={"lr": number / 10})
    view = view_of(home)
    answer = view.answer("filter", {"expression": "loss > 1 and lr < 0.3"})
    assert list(answer.buffers[answer.content["matches"]]) == [0, 1, 0, 0]
    assert answer.content["note"] == ""
    assert list(view.answer("filter", {"expression": " "}).buffers[0]) == [1, 1, 1, 1]
    assert "nothing" in view.answer("filter", {"expression": "nothing = 1"}).content["note"]
    with pytest.raises(FilterError, match=r"loss >\n +\^"):
        view.answer("filter", {"expression": "loss >"})


def test_a_running_run_is_pushed_as_it_goes(home):
    home.logged({"loss": [5, 4]}, flags={"a": 1})
    run = home.running({"loss": [3.0]}, flags={"a": 2})
    view = view_of(home)
    assert view.is_live
    view.answer("hello", {})
    home.log(run, "loss", 1.5, 2)
    (push,) = pushes(view)
    assert push["push"] == "rows"
    assert push["rows"] == [0]
    assert push["cells"]["last loss"] == [1.5]
    assert push["cells"]["last loss step"] == [2.0]
    assert "=a" not in push["cells"]
    home.log(run, "loss", NAN, 3)
    assert pushes(view)[0]["cells"]["last loss"] == ["NaN"]
    home.end(run)
    assert pushes(view)[0]["cells"]["status"] == ["completed"]
    assert pushes(view) == []
    assert cells(view.answer("columns", {"keys": ["status"]}))["status"] == ["completed"] * 2


def test_a_scalar_that_no_run_had_before_makes_another_table(home):
    run = home.running()
    home.logged()
    view = view_of(home)
    view.answer("hello", {})
    home.log(run, "acc", 0.5, 1)
    (push,) = looked(view)
    assert "last acc" in keys(push)
    assert cells(push)["last acc"] == [None, 0.5]


def test_the_end_of_what_all_runs_had_in_common_makes_another_table(home):
    runs = [home.running(), home.running()]
    view = view_of(home)
    assert column(view.answer("hello", {}), "status")["constant"] == "running"
    home.end(runs[0])
    (push,) = looked(view)
    assert column(push, "status")["constant"] is None


def test_runs_that_come_and_go_belong_to_a_view_of_all(home):
    home.logged()
    view = view_of(home)
    view.answer("hello", {})
    run = home.logged(flags={"new": 1})
    (home.home.runs / "junk").mkdir()
    (push,) = looked(view)
    assert cells(push)["id"] == [one.id for one in home.runs]
    assert "=new" in keys(push)
    assert pushes(view) == []
    run.delete()
    (push,) = looked(view)
    assert cells(push)["id"] == [one.id for one in home.runs]
    assert len(home.runs) == 1


def test_a_part_of_the_runs_stays_as_it_is(home):
    home.logged()
    home.logged()
    view = RunTable(home.runs[:1])
    view.answer("hello", {})
    assert not view.is_live
    home.logged()
    assert pushes(view) == []


def test_what_is_chosen_is_shared_by_all_views_and_python(home):
    for _ in range(3):
        home.logged()
    runs = home.runs
    one, other = RunTable(runs), RunTable(runs)
    one.answer("hello", {})
    other.answer("hello", {})
    one.answer("select", {"ids": [runs[1].id, "unknown"]})
    assert list(runs.selected) == [runs[1]]
    assert pushes(one) == []
    assert pushes(other) == [{"push": "select", "ids": [runs[1].id]}]
    runs.selected = runs[0]
    assert pushes(one) == pushes(other) == [{"push": "select", "ids": [runs[0].id]}]
    one.answer("hello", {})
    assert pushes(one) == [{"push": "select", "ids": [runs[0].id]}]


def test_scalars_of_places_have_columns_of_their_own_and_those_of_other_runs_none(home):
    home.logged({"train#loss": [1, 2], "loss": [3], f"a/{GUILD_DIR}#loss": [4]})
    found = cells(view_of(home).answer("hello", {}))
    assert found["last train#loss"] == [2.0]
    assert found["last loss"] == [3.0]
    assert [key for key in found if key.startswith("last")] == [
        "last loss step",
        "last loss",
        "last train#loss",
    ]


def test_a_table_that_was_just_made_anew_is_not_made_again_at_once(home):
    first, other = home.running({"loss": [1]}), home.running({"loss": [1]})
    home.logged({"loss": [4, 3, 2]})
    view = view_of(home)
    view.answer("hello", {})
    view._remaking._next = math.inf
    home.log(first, "acc", 0.5, 1)
    home.log(other, "loss", 0.25, 2)
    view._rhythm.at_once()
    (push,) = view.changes()
    assert push.content["cells"]["last loss"] == [0.25]
    (push,) = looked(view)
    assert cells(push)["last acc"] == [None, None, 0.5]
    assert cells(push)["last loss"] == [2.0, 0.25, 1.0]
