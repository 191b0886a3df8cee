"""Runs, flags and scalars as plain pandas DataFrames; the only module that imports pandas.

Columns have types: times are datetimes, flags and scalars keep numbers as numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

import pandas as pd
from pandas import DataFrame

from guild_jupyter.scalars.series import Series


class _Run(Protocol):
    """What a frame needs to know of a run."""

    @property
    def short_id(self) -> str: ...
    @property
    def operation(self) -> str: ...
    @property
    def started(self) -> int | None: ...
    @property
    def stopped(self) -> int | None: ...
    @property
    def status(self) -> str: ...
    @property
    def exit_status(self) -> int | None: ...
    @property
    def label(self) -> str: ...
    @property
    def tags(self) -> list[str]: ...
    @property
    def flags(self) -> dict[str, Any]: ...
    def series(self) -> list[Series]: ...


__all__ = [
    "DataFrame",
    "detail_frame",
    "flags_frame",
    "runs_frame",
    "scalars_frame",
    "summary_frame",
]


def _times(values: Iterable[float | None], unit: Literal["s", "us"]) -> pd.Series[Any]:
    return pd.Series(pd.to_datetime(pd.Series(list(values), dtype="float64"), unit=unit))


def runs_frame(runs: Sequence[_Run]) -> DataFrame:
    """Return one row a run: what it is, its flags, the last value of each scalar.

    Times are UTC without a zone; ``seconds`` is the time it took. A flag and a scalar of one
    name are told apart by the ending ``(scalar)``.
    """
    started = [run.started for run in runs]
    stopped = [run.stopped for run in runs]
    columns: dict[str, Any] = {
        "run": [run.short_id for run in runs],
        "operation": [run.operation for run in runs],
        "started": _times(started, "us"),
        "seconds": [
            (end - begin) / 1e6 if begin is not None and end is not None else None
            for begin, end in zip(started, stopped, strict=True)
        ],
        "status": [run.status for run in runs],
        "exit_status": pd.array([run.exit_status for run in runs], dtype="Int64"),
        "label": [run.label for run in runs],
        "tags": [", ".join(run.tags) for run in runs],
    }
    frame = DataFrame(columns)
    frame["seconds"] = frame["seconds"].astype("float64")
    flags = flags_frame(runs).drop(columns="run")
    last = [{one.key: one.last for one in run.series()} for run in runs]
    scalars = DataFrame(last, index=range(len(runs)), dtype="float64")
    taken = {*frame.columns, *flags.columns}
    scalars = scalars.rename(columns=lambda key: f"{key} (scalar)" if key in taken else key)
    flags = flags.rename(columns=lambda name: f"{name} (flag)" if name in columns else name)
    return pd.concat([frame, flags, scalars], axis=1)


def flags_frame(runs: Sequence[_Run]) -> DataFrame:
    """Return one row a run and one column a flag, in the order of their names."""
    rows = [run.flags for run in runs]
    names = sorted({name for row in rows for name in row})
    frame = DataFrame({"run": [run.short_id for run in runs]})
    for name in names:
        frame[name] = pd.Series([row.get(name) for row in rows]).convert_dtypes()
    return frame


def scalars_frame(series: Iterable[Series]) -> DataFrame:
    """Return one row a recorded value of one run: tag, step, value, time."""
    tags: list[str] = []
    steps: list[int] = []
    values: list[float] = []
    times: list[float] = []
    for one in series:
        tags += [one.key] * len(one.steps)
        steps += one.steps
        values += one.values
        times += one.wall_times
    return DataFrame(
        {
            "tag": pd.Series(tags, dtype="str"),
            "step": pd.Series(steps, dtype="int64"),
            "value": pd.Series(values, dtype="float64"),
            "time": _times(times, "s"),
        }
    )


def summary_frame(runs: Sequence[_Run]) -> DataFrame:
    """Return one row a run and scalar, with its first, last, least, greatest and mean value."""
    rows = [
        {
            "run": run.short_id,
            "tag": one.key,
            "count": one.count,
            "first": one.first,
            "last": one.last,
            "min": one.min,
            "max": one.max,
            "mean": one.mean,
            "last_step": one.last_step,
        }
        for run in runs
        for one in run.series()
    ]
    names = ["run", "tag", "count", "first", "last", "min", "max", "mean", "last_step"]
    return DataFrame(rows, columns=names)


def detail_frame(runs: Sequence[_Run]) -> DataFrame:
    """Return one row a recorded value of every run: run, tag, step, value, time."""
    frames = []
    for run in runs:
        frame = scalars_frame(run.series())
        frame.insert(0, "run", run.short_id)
        frames.append(frame)
    if not frames:
        frame = scalars_frame([])
        frame.insert(0, "run", pd.Series([], dtype="str"))
        return frame
    return pd.concat(frames, ignore_index=True)
