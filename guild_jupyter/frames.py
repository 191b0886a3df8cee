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
from guild_jupyter.scalars.summary import Summary, is_another_runs, last_values


class _Run(Protocol):
    """A run, as far as a frame needs it."""

    @property
    def short_id(self) -> str: ...
    def series(self) -> list[Series]: ...


class _State(Protocol):
    """How a run is."""

    status: str
    exit_status: int | None


class _Facts(Protocol):
    """What a frame needs to know of a run."""

    @property
    def run(self) -> _Run: ...
    @property
    def operation(self) -> str: ...
    @property
    def state(self) -> _State: ...
    @property
    def started(self) -> int | None: ...
    @property
    def stopped(self) -> int | None: ...
    @property
    def seconds(self) -> float | None: ...
    @property
    def label(self) -> str: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def flags(self) -> dict[str, Any]: ...


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


def runs_frame(facts: Sequence[_Facts], summaries: Iterable[Iterable[Summary]]) -> DataFrame:
    """Return one row a run: what it is, its flags, the last value of each scalar.

    Times are UTC without a zone; ``seconds`` is the time it took, once it has ended. A flag that
    is called like another column gets the ending ``(flag)``, a scalar the ending ``(scalar)``.

    Parameters
    ----------
    facts
        What is known of each run.
    summaries
        The summaries of each run's scalars.
    """
    seconds = [None if known.stopped is None else known.seconds for known in facts]
    columns: dict[str, Any] = {
        "run": _texts(known.run.short_id for known in facts),
        "operation": _texts(known.operation for known in facts),
        "started": _times((known.started for known in facts), "us"),
        "seconds": pd.Series(seconds, dtype="float64"),
        "status": _texts(known.state.status for known in facts),
        "exit_status": pd.Series([known.state.exit_status for known in facts], dtype="Int64"),
        "label": _texts(known.label for known in facts),
        "tags": _texts(", ".join(known.tags) for known in facts),
    }
    _add_flags(columns, facts)
    # those of a pipeline's steps and of a batch's trials stand in rows of their own
    last = [
        last_values(one for one in row if not is_another_runs(one.prefix)) for row in summaries
    ]
    scalars = {
        key: pd.Series([row.get(key) for row in last], dtype="float64")
        for key in sorted({key for row in last for key in row})
    }
    for key, values in scalars.items():
        columns[_free(key, "scalar", columns)] = values
    return DataFrame(columns)


def flags_frame(facts: Sequence[_Facts]) -> DataFrame:
    """Return one row a run and one column a flag, in the order of their names."""
    columns = {"run": _texts(known.run.short_id for known in facts)}
    _add_flags(columns, facts)
    return DataFrame(columns)


def _add_flags(columns: dict[str, Any], facts: Iterable[_Facts]) -> None:
    rows = [known.flags for known in facts]
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


def summary_frame(runs: Iterable[_Run], summaries: Iterable[Iterable[Summary]]) -> DataFrame:
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
        for run, row in zip(runs, summaries, strict=True)
        for one in row
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
