"""Runs, flags and scalars as plain pandas DataFrames; the only module that imports pandas.

Columns have types: times are datetimes, flags and scalars keep numbers as numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

import pandas as pd
from pandas import DataFrame

from guild_jupyter.scalars.series import Series
from guild_jupyter.scalars.summary import is_another_runs, last_values


class _Run(Protocol):
    """What a frame needs to know of a run."""

    @property
    def short_id(self) -> str: ...
    @property
    def operation(self) -> str: ...
    @property
    def started(self) -> int | None: ...
    def seconds(self) -> float | None: ...
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
    "comparison_frame",
    "detail_frame",
    "flags_frame",
    "runs_frame",
    "scalars_frame",
    "summary_frame",
]


_SUMMARY = {
    "run": "string",
    "tag": "string",
    "count": "int64",
    "first": "float64",
    "last": "float64",
    "min": "float64",
    "max": "float64",
    "mean": "float64",
    "last_step": "int64",
}


def _times(values: Iterable[float | None], unit: Literal["s", "us"]) -> pd.Series[Any]:
    numbers = pd.Series(list(values), dtype="float64")
    return pd.Series(pd.to_datetime(numbers, unit=unit, errors="coerce")).astype("datetime64[us]")


def _texts(values: Iterable[str]) -> pd.Series[Any]:
    return pd.Series(list(values), dtype="string")


def _typed(values: list[Any]) -> pd.Series[Any]:
    """Return flag values as a column of the narrowest type that holds them all as they are."""
    kinds = {type(value) for value in values if value is not None}
    dtype = "object"
    if kinds == {bool}:
        dtype = "boolean"
    elif kinds == {int}:
        fits = all(abs(value) < 1 << 63 for value in values if value is not None)
        dtype = "Int64" if fits else "object"
    elif kinds and kinds <= {int, float}:
        dtype = "float64"
    elif kinds == {str}:
        dtype = "string"
    return pd.Series(values, dtype=dtype)


def _free(name: str, ending: str, taken: Collection[str]) -> str:
    while name in taken:
        name = f"{name} ({ending})"
    return name


def runs_frame(runs: Sequence[_Run]) -> DataFrame:
    """Return one row a run: what it is, its flags, the last value of each scalar.

    Times are UTC without a zone; ``seconds`` is the time it took. A flag that is called like
    another column gets the ending ``(flag)``, a scalar the ending ``(scalar)``.
    """
    started = [run.started for run in runs]
    seconds = [run.seconds() for run in runs]
    columns: dict[str, Any] = {
        "run": _texts(run.short_id for run in runs),
        "operation": _texts(run.operation for run in runs),
        "started": _times(started, "us"),
        "seconds": pd.Series(seconds, dtype="float64"),
        "status": _texts(run.status for run in runs),
        "exit_status": pd.Series([run.exit_status for run in runs], dtype="Int64"),
        "label": _texts(run.label for run in runs),
        "tags": _texts(", ".join(run.tags) for run in runs),
    }
    _add_flags(columns, runs)
    # those of a pipeline's steps and of a batch's trials stand in rows of their own
    last = [
        last_values(one for one in run.series() if not is_another_runs(one.prefix)) for run in runs
    ]
    scalars = {
        key: pd.Series([row.get(key) for row in last], dtype="float64")
        for key in sorted({key for row in last for key in row})
    }
    for key, values in scalars.items():
        columns[_free(key, "scalar", columns)] = values
    return DataFrame(columns)


def flags_frame(runs: Sequence[_Run]) -> DataFrame:
    """Return one row a run and one column a flag, in the order of their names."""
    columns = {"run": _texts(run.short_id for run in runs)}
    _add_flags(columns, runs)
    return DataFrame(columns)


def _add_flags(columns: dict[str, Any], runs: Sequence[_Run]) -> None:
    rows = [run.flags for run in runs]
    for name in sorted({name for row in rows for name in row}):
        columns[_free(name, "flag", columns)] = _typed([row.get(name) for row in rows])


def scalars_frame(series: Iterable[Series]) -> DataFrame:
    """Return one row a recorded value of one run: tag, step, value, time."""
    return DataFrame(_values(series))


def _values(series: Iterable[Series]) -> dict[str, pd.Series[Any]]:
    tags: list[str] = []
    steps, values, times = array("q"), array("d"), array("d")
    for one in series:
        tags += [one.key] * len(one.steps)
        steps.extend(one.steps)
        values.extend(one.values)
        times.extend(one.wall_times)
    moments = pd.Series(times, dtype="float64")
    return {
        "tag": _texts(tags),
        "step": pd.Series(steps, dtype="int64"),
        "value": pd.Series(values, dtype="float64"),
        "time": _times(moments.mask(moments == 0), "s"),  # Guild records no time
    }


def summary_frame(runs: Sequence[_Run]) -> DataFrame:
    """Return one row a run and scalar, with its first, last, least, greatest and mean value."""
    rows = [
        (
            run.short_id,
            one.key,
            one.count,
            one.first,
            one.last,
            one.min,
            one.max,
            one.mean,
            one.last_step,
        )
        for run in runs
        for one in run.series()
    ]
    return DataFrame(rows, columns=list(_SUMMARY)).astype(_SUMMARY)


def detail_frame(runs: Sequence[_Run]) -> DataFrame:
    """Return one row a recorded value of every run: run, tag, step, value, time."""
    owners: list[str] = []
    everything: list[Series] = []
    for run in runs:
        series = run.series()
        everything += series
        owners += [run.short_id] * sum(len(one.steps) for one in series)
    return DataFrame({"run": _texts(owners), **_values(everything)})


def comparison_frame(headings: Sequence[str], values: Sequence[list[Any]]) -> DataFrame:
    """Return columns of plain values as a DataFrame; each has the type of what is in it."""
    columns = {heading: _column(column) for heading, column in zip(headings, values, strict=True)}
    return DataFrame(columns)


def _column(values: list[Any]) -> pd.Series[Any]:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {datetime}:
        utc = pd.Series(pd.to_datetime(pd.Series(values), utc=True, errors="coerce"))
        return utc.dt.tz_localize(None).astype("datetime64[us]")
    if kinds == {timedelta}:
        return pd.Series(values, dtype="timedelta64[us]")
    return _typed(values)
