from dataclasses import dataclass, field

import pandas as pd
import pytest

from guild_jupyter.frames import (
    detail_frame,
    flags_frame,
    runs_frame,
    scalars_frame,
    summary_frame,
)
from guild_jupyter.scalars.series import Series

pytestmark = pytest.mark.smoke


@dataclass
class Fact:
    """What frames know of a run."""

    short_id: str = "ab"
    operation: str = "m:train"
    started: int | None = 1_000_000
    took: float | None = 2.5
    status: str = "completed"
    exit_status: int | None = 0
    label: str = "L"
    tags: list = field(default_factory=list)
    flags: dict = field(default_factory=dict)
    scalars: list = field(default_factory=list)
    stopped: int | None = 3_500_000

    @property
    def run(self):
        return self

    opref = state = run

    @property
    def spec(self):
        return self.operation

    @property
    def seconds(self):
        return self.took

    def series(self):
        return self.scalars


def frame_of(runs):
    return runs_frame(runs, [[one.summary() for one in run.series()] for run in runs])


def sums_of(runs):
    return summary_frame(runs, [[one.summary() for one in run.series()] for run in runs])


def loss(values=(3.0, 1.0), tag="loss", prefix=".guild"):
    steps = list(range(len(values)))
    return Series(tag, prefix, steps, list(values), [float(step) for step in steps])


def kinds(frame):
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


CORE = {
    "run": "string",
    "operation": "string",
    "started": "datetime64[us]",
    "seconds": "float64",
    "status": "string",
    "exit_status": "Int64",
    "label": "string",
    "tags": "string",
}


def test_one_row_a_run_with_flags_and_last_scalars():
    runs = [
        Fact(tags=["a", "b"], flags={"lr": 0.1}, scalars=[loss()]),
        Fact(short_id="cd", started=None, took=None, exit_status=None, flags={"n": 2}),
    ]
    frame = frame_of(runs)
    assert kinds(frame) == CORE | {"lr": "float64", "n": "Int64", "loss": "float64"}
    first = frame.iloc[0]
    assert (first["run"], first["seconds"], first["tags"], first["loss"]) == (
        "ab",
        2.5,
        "a, b",
        1.0,
    )
    assert first["started"] == pd.Timestamp(1, unit="s")
    assert frame.iloc[1][["started", "seconds", "exit_status", "lr", "loss"]].isna().all()
    assert type(frame) is pd.DataFrame


def test_no_runs_are_an_empty_frame_with_the_same_types():
    assert kinds(frame_of([])) == CORE
    assert kinds(flags_frame([])) == {"run": "string"}
    assert kinds(detail_frame([])) == {
        "run": "string",
        "tag": "string",
        "step": "int64",
        "value": "float64",
        "time": "datetime64[us]",
    }
    assert kinds(sums_of([])) == kinds(sums_of([Fact(scalars=[loss()])]))
    assert len(scalars_frame([])) == 0


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1, 2], "Int64"),
        ([1, None], "Int64"),
        ([1.0, 2.0], "float64"),
        ([1, 0.5, None], "float64"),
        ([True, None], "boolean"),
        (["a", None], "string"),
        ([True, 1], "object"),
        (["a", 1], "object"),
        ([[1], {"a": 1}], "object"),
        ([10**30], "object"),
        ([None], "object"),
    ],
)
def test_a_flag_has_the_narrowest_type_that_keeps_its_values(values, dtype):
    frame = flags_frame([Fact(flags={"f": value}) for value in values])
    assert kinds(frame)["f"] == dtype
    kept = [None if value is None or value is pd.NA else value for value in frame["f"].tolist()]
    assert [a == b or (b is None and a != a) for a, b in zip(kept, values, strict=True)]


def test_names_that_are_taken_get_an_ending():
    run = Fact(
        flags={"label": "x", "loss": 1, "run": "r", "lr": 0.1},
        scalars=[loss(tag="loss"), loss(tag="status"), loss(tag="lr"), loss(prefix="logs")],
    )
    frame = frame_of([run])
    assert list(frame.columns)[8:] == [
        *("label (flag)", "loss", "lr", "run (flag)"),
        *("logs#loss", "loss (scalar)", "lr (scalar)", "status (scalar)"),
    ]
    assert frame["label"].tolist() == ["L"]
    assert list(flags_frame([run]).columns) == ["run", "label", "loss", "lr", "run (flag)"]


def test_a_time_that_no_calendar_has_is_missing():
    frame = frame_of([Fact(started=10**17, took=None), Fact(started=-(10**18))])
    assert len(frame) == 2
    assert frame["seconds"].isna().iloc[0]


def test_how_long_a_run_took_is_known_once_it_has_ended():
    frame = frame_of([Fact(took=7.0, stopped=None), Fact(took=7.0)])
    assert frame["seconds"].isna().tolist() == [True, False]


def test_every_recorded_value_is_a_row():
    frame = scalars_frame([loss(), loss((5.0,), tag="acc")])
    assert frame["tag"].tolist() == ["loss", "loss", "acc"]
    assert frame["step"].tolist() == [0, 1, 0]
    assert frame["time"].iloc[1] == pd.Timestamp(1, unit="s")
    detail = detail_frame(
        [Fact(scalars=[loss()]), Fact(short_id="none"), Fact("cd", scalars=[loss()])]
    )
    assert detail["run"].tolist() == ["ab", "ab", "cd", "cd"]
    assert list(detail.columns) == ["run", "tag", "step", "value", "time"]


def test_a_scalar_is_summed_up_in_a_row():
    (row,) = sums_of([Fact(scalars=[loss((3.0, 1.0, 2.0))])]).to_dict("records")
    assert row == {
        "run": "ab",
        "tag": "loss",
        "count": 3,
        "first": 3.0,
        "last": 2.0,
        "min": 1.0,
        "max": 3.0,
        "mean": 2.0,
        "last_step": 2,
    }


def test_the_scalars_of_steps_and_trials_are_no_columns_of_the_run_that_links_them():
    own, step = loss(), loss((9.0,), prefix="train/.guild")
    assert "train/.guild#loss" not in frame_of([Fact(scalars=[own, step])])
    assert list(detail_frame([Fact(scalars=[own, step])])["tag"]) == [
        "loss",
        "loss",
        "train/.guild#loss",
    ]
