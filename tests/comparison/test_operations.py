"""What Guild files say of comparisons."""

import pytest

from guild_jupyter.comparison.table import Request, compare
from guild_jupyter.errors import ColumnError

GUILD_FILE = """
- model: m
  operations:
    train:
      exec: 'true'
      compare: [=lr, min loss as low, "loss at"]
      objective: {maximize: loss}
    other:
      exec: 'true'
      objective: loss
    plain: {exec: 'true'}
"""


def of_project(home, folder, text=GUILD_FILE):
    file = folder / "guild.yml"
    file.write_text(text)
    for run in home.runs:
        opref = run.dir / ".guild/opref"
        opref.write_text(opref.read_text().replace("/p/guild.yml", str(file)))


def test_columns_of_the_guild_file_count_before_those_of_the_run(home, tmp_path):
    home.logged({"loss": [2, 3]}, spec="m:plain", flags={"a": 1}, compare=["loss as own"])
    home.logged({"loss": [2, 3]}, spec="m:train", flags={"lr": 1}, compare=["loss as own"])
    home.logged(spec="m:gone", flags={"a": 5})
    home.logged(spec="no:model", flags={"a": 6})
    of_project(home, tmp_path)
    compared = compare(home.runs, Request(skip_core=True))
    assert compared.columns == ["run", "a", "lr", "low", "own"]
    assert [row["low"] for row in compared] == [None, None, 2.0, None]
    (note,) = compared.notes
    assert note.startswith("compare of m:train: 'loss at' is left out")


def test_objectives_tell_which_value_is_best(home, tmp_path):
    home.logged({"loss": [1]}, spec="m:train")
    of_project(home, tmp_path)
    assert [column.direction for column in compare(home.runs).layout if column.direction] == [
        "max"
    ]
    home.logged({"loss": [1]}, spec="m:other")
    of_project(home, tmp_path)
    layout = compare(home.runs, Request(columns="loss")).layout
    assert not any(column.direction for column in layout if column.heading == "loss")


def test_a_guild_file_that_makes_no_sense_is_told_and_costs_nothing_else(home, tmp_path):
    home.logged(flags={"a": 1}, spec="m:train")
    home.logged(flags={"a": 2}, spec="m:other")
    of_project(home, tmp_path, "- model: [")
    compared = compare(home.runs)
    assert [row["a"] for row in compared] == [2, 1]
    assert len(compared.notes) == 1
    assert "guild.yml are not known" in compared.notes[0]


def test_runs_of_scripts_have_the_usual_columns(home):
    run = home.logged(flags={"a": 1})
    (run.dir / ".guild/opref").write_text("script:/p '' '' train.py")
    assert compare(home.runs, Request(skip_core=True)).columns == ["run", "a"]


def test_a_best_that_nothing_tells_is_refused_but_where_a_run_says_it_told(home):
    home.logged({"x": [1, 2], "y": [1, 2]}, compare=["x at best y"])
    compared = compare(home.runs, Request(skip_core=True))
    assert compared.notes == ["x at best y: whether less or more of y is better is not known"]
    assert compared[0]["x at best y"] is None
    assert compare(home.runs, Request(maximize="y"))[0]["x at best y"] == 2.0
    with pytest.raises(ColumnError, match="is not known"):
        compare(home.runs, Request(columns="x at best y"))
