"""How compared runs are shown where nothing moves."""

import re

from guild_jupyter.comparison.display import runs_table
from guild_jupyter.comparison.table import Request, compare


def html(compared):
    return compared._repr_mimebundle_()["text/html"]


def test_constant_columns_are_folded_into_one_line(home):
    for lr in (0.1, 0.2):
        home.logged({"loss": [lr]}, flags={"lr": lr, "epochs": 5, "none": None})
    table = runs_table(compare(home.runs))
    assert list(table.columns) == ["run", "lr", "loss ↓", "started"]
    assert "label" not in dict(table.folded)
    assert table.folded_heading == "same in all 2 runs"
    assert ("epochs", "5") in table.folded
    assert ("none", "–") in table.folded
    assert "same in all 2 runs" in html(compare(home.runs))
    assert "epochs 5" in repr(compare(home.runs))


def test_nothing_is_folded_of_a_single_run_nor_numbers_and_texts_taken_for_equal(home):
    home.logged(flags={"a": 1})
    assert not runs_table(compare(home.runs)).folded
    home.logged(flags={"a": True})
    assert "a" in runs_table(compare(home.runs)).columns


def test_the_best_value_is_marked_by_the_direction(home):
    for loss, acc, x in ((2, 0.5, 1), (1, 0.75, 2), (1, 0.25, 3), (float("nan"), 0.1, 4)):
        home.logged({"loss": [loss], "acc": [acc], "x": [x]})
    home.logged()
    compared = compare(home.runs, Request(strict_columns="loss, acc, x, loss step, count loss"))
    table = runs_table(compared)
    assert list(table.columns) == ["run", "loss ↓", "acc ↑", "x", "loss step", "count loss"]
    assert table.strong == {(2, 1), (3, 1), (3, 2)}
    assert html(compared).count("<strong") == 3
    lines = repr(compared).splitlines()
    assert lines[4].split()[1:] == ["1*", "0.75*", "2", "1", "1"]
    said = compare(home.runs, Request(strict_columns="x", maximize="x"))
    assert runs_table(said).strong == {(1, 1)}


def test_equal_values_are_not_best(home):
    home.logged({"loss": [1], "a": [1]})
    home.logged({"loss": [1], "a": [2]})
    assert not runs_table(compare(home.runs)).strong


def test_a_hundred_rows_are_shown_and_the_rest_is_counted(home):
    for number in range(103):
        home.logged(flags={"n": number})
    compared = compare(home.runs)
    assert html(compared).count("<tr") == 101
    assert "and 3 more, not shown" in repr(compared)
    top = compare(home.runs, Request(top=2))
    assert "the first 2 of 103 runs" in repr(top)
    assert html(top).count("<tr") == 3


def test_foreign_text_is_text_and_long_text_is_cut(home):
    home.logged(label="x" * 200, flags={"<b>": "<script>", "c": "\x1b[31m"}, spec="<i>")
    home.logged(label="other")
    shown = html(compare(home.runs))
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "\x1b" not in shown
    assert "x" * 39 + "…" in shown
    assert f'title="{"x" * 200}"' in shown


def test_marked_runs_and_live_ones_are_told(home, monkeypatch):
    home.logged(marked=True, spec="a")
    home.logged(spec="b", flags={"n": 1})
    compared = compare(home.runs)
    assert "a [marked]" in repr(compared)
    assert "as of" not in repr(compared)
    assert "a [marked]" in compared.to_text()
    monkeypatch.setattr("guild_jupyter.supervise.state.LIVE", frozenset({"completed"}))
    assert re.match(r"as of \d\d:\d\d", repr(compared))


def test_no_runs_are_told(home):
    assert repr(compare(home.runs)) == "no runs to compare"
    assert "no runs to compare" in html(compare(home.runs))


def test_the_whole_table_as_text_has_guilds_form(home):
    home.logged({"loss": [0.6000000238]}, flags={"s": "a b", "t": True})
    home.logged(flags={"s": "日本"})
    text = compare(home.runs, Request(strict_columns="loss, =s, =t")).to_text()
    one, two = (run.short_id for run in home.runs)
    assert text == "\n".join(
        [
            "run       loss      s     t",
            f"{one}            日本  ",
            f"{two}  0.600000  a b   yes",
        ]
    )


def test_markdown_has_a_cell_for_each_value(home):
    home.logged({"loss": [0.25]}, flags={"a|b": "x|`y`<z>"})
    compared = compare(home.runs, Request(strict_columns="='a|b', loss"))
    assert compared.to_markdown() == "\n".join(
        [
            r"| run | a\|b | loss |",
            "| --- | --- | ---: |",
            f"| {home.runs[0].short_id} | x\\|\\`y\\`&lt;z> | 0.25 |",
        ]
    )


def test_a_label_that_repeats_flags_that_are_columns_is_left_out(home):
    home.logged(flags={"a": 1}, label="a=1")
    home.logged(flags={"a": 2}, label="a=2")
    assert "label" not in runs_table(compare(home.runs)).columns
    assert "a=1" in repr(compare(home.runs, Request(skip_op_cols=True)))
    home.logged(flags={"a": 3}, label="the best")
    table = runs_table(compare(home.runs))
    labels = [row[list(table.columns).index("label")] for row in table.rows]
    assert labels == ["the best", "", ""]
    assert compare(home.runs)[1]["label"] == "a=2"


def test_what_is_asked_for_stands_next_to_the_run_and_the_usual_at_the_end(home):
    for loss in (1, 2):
        home.logged({"loss": [loss], "acc": [loss]}, flags={"lr": loss}, label=f"l{loss}")
    table = runs_table(compare(home.runs, Request(columns="first acc", min="loss")))
    assert list(table.columns) == [
        "run",
        "loss ↓",
        "first acc ↑",
        "lr",
        "acc ↑",
        "started",
        "label",
    ]
    strict = runs_table(compare(home.runs, Request(strict_columns=".started, loss")))
    assert list(strict.columns) == ["run", "started", "loss ↓"]


def test_the_run_stays_in_view_in_a_wide_table(home):
    home.logged({"loss": [1]})
    home.logged({"loss": [2]})
    assert html(compare(home.runs)).count("position:sticky") == 3


def test_what_was_asked_for_in_vain_is_said_above_the_rows(home):
    home.logged({"loss": [1]})
    lines = repr(compare(home.runs, Request(columns="los"))).splitlines()
    assert "los" in lines[0]
    assert lines[1].startswith("run ")
