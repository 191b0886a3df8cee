"""The scalars of runs, in a few numbers and value by value."""

import json

import pytest

from guild_jupyter.comparison.scalars import DETAIL, SUMMARY, detail, summaries
from guild_jupyter.errors import ColumnError
from guild_jupyter.scalars.events import EventWriter


def test_each_series_has_a_row(home):
    run = home.logged({"loss": [3, 1, 2], "train#acc": [0.5]})
    found = summaries(home.runs)
    assert found.columns == list(SUMMARY)
    assert [row["key"] for row in found] == ["loss", "train#acc"]
    assert found[0] == {
        "run": run.short_id,
        "key": "loss",
        "prefix": ".guild",
        "tag": "loss",
        "count": 3,
        "first": 3.0,
        "first_step": 1,
        "last": 2.0,
        "last_step": 3,
        "min": 1.0,
        "min_step": 2,
        "max": 3.0,
        "max_step": 1,
        "mean": 2.0,
        "total": 6.0,
    }
    assert found[1:][0]["prefix"] == "train"
    assert str(found.df["last_step"].dtype) == "Int64"
    assert "train#acc" in repr(found)
    assert "<table" in found._repr_mimebundle_()["text/html"]


def test_each_value_has_a_row_with_its_times(home):
    run = home.logged({"loss": [3, 1]})
    with EventWriter(run.dir / ".guild") as writer:
        writer.add("zero", 1.0, 1, 0.0)  # as Guild writes them
    found = detail(home.runs)
    assert found.columns == list(DETAIL)
    assert [(row["key"], row["step"], row["value"]) for row in found] == [
        ("loss", 1, 3.0),
        ("loss", 2, 1.0),
        ("zero", 1, 1.0),
    ]
    assert [row["relative"] for row in found] == [0.0, 1.0, None]
    assert found[0]["time"].timestamp() == 1_700_000_001
    assert found[2]["time"] is None
    assert str(found.df["time"].dtype) == "datetime64[us]"
    assert [row["key"] for row in detail(home.runs, ["zero"])] == ["zero"]


def test_scalars_are_chosen_by_key_or_by_pattern(home):
    home.logged({"loss": [1], "val_loss": [1], "train#acc": [1]})

    def keys(*texts):
        return [row["key"] for row in summaries(home.runs, texts)]

    assert keys("loss") == ["loss"]
    assert keys("los") == ["loss", "val_loss"]
    assert keys("^train#", "loss") == ["loss", "train#acc"]
    assert keys("loss$") == ["loss", "val_loss"]


def test_what_matches_nothing_is_told_and_what_is_no_pattern_is_refused(home):
    assert summaries(home.runs, ["x"]).notes == []
    home.logged({"loss": [1]})
    found = summaries(home.runs, ["lss"])
    assert found.notes == ["no run has a scalar 'lss'. Did you mean 'loss'?"]
    assert repr(found) == "no scalars\nno run has a scalar 'lss'. Did you mean 'loss'?"
    with pytest.raises(ColumnError, match="no regular expression") as refused:
        summaries(home.runs, ["lo(ss"])
    assert refused.value.hint == "lo(ss\n  ^"
    with pytest.raises(ColumnError) as refused:
        summaries(home.runs, ["(" + "a" * 200])
    assert refused.value.hint == ""


def test_csv_and_json_have_all_digits(home, tmp_path):
    home.logged({"loss": [0.1, float("inf")]})
    path = tmp_path / "scalars.csv"
    text = detail(home.runs).to_csv(path)
    assert path.read_text() == text
    header, first, second = text.splitlines()
    assert header == ",".join(DETAIL)
    assert first.endswith(",1,0.10000000149011612,2023-11-14T22:13:21+00:00,0.0")
    assert ",2,inf," in second
    rows = json.loads(detail(home.runs).to_json())
    assert [row["value"] for row in rows] == [0.10000000149011612, "inf"]
    assert rows[0]["time"] == "2023-11-14T22:13:21+00:00"


def test_without_scalars_there_are_no_rows(home):
    home.logged()
    found = summaries(home.runs)
    assert list(found) == []
    assert list(found.df.columns) == list(SUMMARY)
    assert repr(found) == "no scalars"


def test_a_hundred_rows_are_shown(home):
    home.logged({f"s{number}": [number] for number in range(103)})
    assert "and 3 more, not shown" in repr(summaries(home.runs))
