"""Comparisons of runs: columns, values, and the order of the runs."""

import pytest

from guild_jupyter.comparison.table import Request, compare
from guild_jupyter.errors import ColumnError

CORE = ["run", "operation", "started", "time", "status", "label"]


def cells(compared, heading):
    return [row[heading] for row in compared]


def test_the_usual_columns_are_flags_the_step_and_scalars(home):
    home.logged({"loss": [3, 1], "acc": [0.5], "sys/mem": [1]}, flags={"x": 1, "b": "two"})
    home.logged({"zeta": [1], "beta": [1]}, flags={"q": 0.5})
    home.logged(flags={})
    compared = compare(home.runs)
    own = ["b", "x", "acc", "loss"]
    assert compared.columns == [*CORE, "q", "step", "beta", "zeta", *own]
    assert cells(compared, "step") == [None, 1, 2]
    assert cells(compared, "loss") == [None, None, 1.0]
    assert compare(home.runs, Request(all_scalars=True)).columns[-1] == "sys/mem"
    assert compare(home.runs, Request(skip_core=True)).columns[:2] == ["run", "q"]
    assert compare(home.runs, Request(skip_op_cols=True)).columns == CORE
    extra = Request(skip_op_cols=True, skip_core=True, extra_cols=True)
    assert compare(home.runs, extra).columns == ["run", "sourcecode"]


def test_only_scalars_of_the_system_give_the_step_of_the_first(home):
    home.logged({"sys/b": [1, 2], "sys/a": [1]})
    compared = compare(home.runs, Request(all_scalars=True, skip_core=True))
    assert compared.columns == ["run", "step", "sys/a", "sys/b"]
    assert cells(compared, "step") == [1]


def test_columns_can_be_added_or_given_alone(home):
    home.logged({"loss": [3, 1, 2]}, flags={"lr": 0.1})
    added = compare(home.runs, Request(columns="min loss step, .id"))
    assert added.columns == [*CORE, "lr", "step", "loss", "loss step", "id"]
    alone = compare(home.runs, Request(strict_columns=["min loss", "=lr"]))
    assert alone.columns == ["run", "loss", "lr"]
    assert cells(alone, "loss") == [1.0]
    with pytest.raises(ColumnError, match="cannot be added"):
        compare(home.runs, Request(columns="a", strict_columns="b"))


def test_headings_never_collide(home):
    home.logged({"loss": [3, 1, 2], "x": [7]}, flags={"x": 5, "label": "f"}, label="a label")
    compared = compare(home.runs, Request(columns="min loss, max loss step, loss at 1 as x, .x"))
    assert len(set(compared.columns)) == len(compared.columns)
    row = compared[0]
    assert (row["label"], row["=label"]) == ("a label", "f")
    assert (row["=x"], row["last x"], row["x"], row[".x"]) == (5, 7.0, 3.0, None)
    assert (row["loss"], row["min loss"]) == (2.0, 1.0)
    only = compare(home.runs, Request(strict_columns="min loss, max loss"))
    assert only.columns == ["run", "min loss", "max loss"]
    same = compare(home.runs, Request(strict_columns="a#loss, 'a loss', loss as 'last a loss'"))
    assert len(set(same.columns)) == 4


def test_a_name_given_twice_by_operations_is_one_column(home):
    home.logged({"zeta": [1, 2]}, spec="a", compare=["zeta step as where", "count zeta as n"])
    home.logged({"beta": [1]}, spec="b", compare=["beta step as where"])
    compared = compare(home.runs, Request(skip_core=True))
    assert compared.columns == ["run", "where", "n"]
    assert cells(compared, "where") == [1, 2]
    assert cells(compared, "n") == [None, 2]


def test_a_column_for_all_runs_is_for_those_too_whose_operation_does_not_name_it(home):
    home.logged({"loss": [1]}, compare=["loss"])
    home.logged({"loss": [2]}, compare=[])
    assert cells(compare(home.runs), "loss") == [None, 1.0]
    assert cells(compare(home.runs, Request(columns="loss")), "loss") == [2.0, 1.0]


def test_scalars_of_several_places_have_a_column_each(home):
    home.logged({"loss": [1], "train#loss": [2], "val#loss": [3], "val#acc": [4]})
    home.logged({"train#loss": [5], "val#loss": [6]})
    compared = compare(home.runs, Request(skip_core=True))
    assert compared.columns == ["run", "step", "train loss", "val loss", "acc", "loss"]
    assert cells(compared, "train loss") == [5.0, 2.0]
    assert cells(compared, "acc") == [None, 4.0]


def test_runs_are_ordered_by_a_column_those_without_a_value_last(home):
    for value in (2, 1, None, float("nan"), 3):
        home.logged({} if value is None else {"loss": [value]}, flags={"n": value or "none"})
    low = compare(home.runs, Request(strict_columns="loss", min="loss"))
    assert cells(low, "loss")[:3] == [1.0, 2.0, 3.0]
    high = compare(home.runs, Request(strict_columns="loss", max="loss", top=2))
    assert cells(high, "loss") == [3.0, 2.0]
    assert high.left_out == 3
    assert high.runs.places == [1, 5]
    # a column that is not shown, by its spec
    assert cells(compare(home.runs, Request(strict_columns="loss", max="=n")), "loss")[0] == 3.0
    by_start = compare(home.runs, Request(min="started", top=1))
    assert by_start[0]["run"] == home.runs[-1].short_id


def test_texts_are_ordered_after_numbers(home):
    for value in ("b", 2, [1], "a", 1):
        home.logged(flags={"v": value})
    request = Request(strict_columns="=v", min="v")
    assert cells(compare(home.runs, request), "v") == [1, 2, [1], "a", "b"]


def test_an_order_by_what_is_not_there_is_refused_with_what_is_near(home):
    home.logged({"loss": [1]}, flags={"rate": 1})
    with pytest.raises(ColumnError, match="no column 'lss'") as refused:
        compare(home.runs, Request(min="lss"))
    assert "Did you mean 'loss'?" in refused.value.hint
    with pytest.raises(ColumnError) as refused:
        compare(home.runs, Request(skip_op_cols=True, max="rate"))
    assert "The flag of that name is written '=rate'." in refused.value.hint
    with pytest.raises(ColumnError, match="by one column"):
        compare(home.runs, Request(min="loss", max="loss"))
    for top in (0, -1, True):
        with pytest.raises(ColumnError, match="no number of runs"):
            compare(home.runs, Request(top=top))


def test_unchanged_columns_can_be_left_out(home):
    home.logged({"loss": [1]}, flags={"same": 1, "other": 1})
    home.logged({"loss": [1]}, flags={"same": 1, "other": 2})
    compared = compare(home.runs, Request(skip_unchanged=True))
    assert compared.columns == ["run", "started", "other"]
    assert compare(home.runs[:0], Request(skip_unchanged=True)).columns == ["run"]


def test_the_runs_of_batches_are_left_out_unless_asked_for(home):
    home.logged(flags={"a": 1})
    batch = home.logged(flags={"a": [1, 2]})
    (batch.dir / ".guild/proto").mkdir()
    trial = home.logged(flags={"a": 2})
    compared = compare(home.runs)
    assert cells(compared, "a") == [2, 1]
    assert compared.runs.places == [1, 3]
    assert compared.runs[0] == trial
    assert len(compare(home.runs, Request(include_batch=True))) == 3
    proto = batch.dir / ".guild/proto/.guild"
    proto.mkdir()
    (proto / "opref").write_text("guildfile:/p/guild.yml 0 m op")
    (batch.dir / ".guild/opref").write_text("builtin:guildai 0 '' +")
    operations = compare(home.runs, Request(include_batch=True)).df["operation"]
    assert "m:op+" in operations.tolist()


def test_runs_and_the_facade_compare_by_the_same_words(home, tmp_path):
    from guild_jupyter.api import Guild

    home.logged({"loss": [3, 1]}, flags={"lr": 0.1})
    compared = home.runs.compare("min loss as low", skip_core=True, max="low")
    assert compared.columns[-1] == "low"
    guild = Guild(tmp_path, home.home.path)
    assert guild.compare(strict_columns=["=lr"]).rows == [
        {"run": home.runs[0].short_id, "lr": 0.1}
    ]
    with pytest.raises(ColumnError, match="no option 'tpo'") as refused:
        home.runs.compare(tpo=1)
    assert "Did you mean 'top'?" in refused.value.hint


def test_a_list_of_metrics_may_be_one_text(home):
    home.logged({"a": [1], "b": [2]})
    for names in ("a, b", ["a", "b"]):
        layout = compare(home.runs, Request(strict_columns="a,b", maximize=names)).layout
        assert [column.direction for column in layout] == ["", "max", "max"]


def test_of_many_columns_that_runs_could_be_ordered_by_the_first_are_named(home):
    home.logged(flags={f"flag{number}": number for number in range(30)})
    with pytest.raises(ColumnError) as raised:
        compare(home.runs, Request(min="nothing"))
    assert raised.value.hint.startswith("Columns: 'run', 'operation'")
    assert raised.value.hint.endswith(" and 16 more.")
    assert "'flag29'" not in raised.value.hint
