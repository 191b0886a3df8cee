"""The run with the least or the greatest value of a column."""

from __future__ import annotations

from guild_jupyter.comparison.table import Request, compare
from guild_jupyter.errors import ColumnError
from guild_jupyter.runstore.runlist import RunList


def best(runs: RunList, column: str, *, greatest: bool) -> RunList:
    """Return the run with the least or greatest value of a column, the newest of equal ones.

    Parameters
    ----------
    runs
        The runs, at least one.
    column
        Its spec, such as ``min loss``, ``=lr`` or ``.started``.
    greatest
        Whether the greatest is meant.

    Raises
    ------
    ColumnError
        It is no column, or no run has a value there.
    """
    found = compare(
        runs,
        Request(
            strict_columns=[column],
            min="" if greatest else column,
            max=column if greatest else "",
            top=1,
            include_batch=True,
        ),
    )
    value = list(found[0].values())[-1]
    if not column.strip() or value is None or value != value:  # nan
        hint = "See 'compare' for the columns that there are."
        raise ColumnError(f"no run has a value for {column!r}", " ".join([*found.notes, hint]))
    return found.runs
