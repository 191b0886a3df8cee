"""How a difference is shown: beside each other or not, how much of it, in which colours."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from guild_jupyter.diffing.texts import CONTEXT


@dataclass(frozen=True)
class View:
    """How a difference is shown.

    Parameters
    ----------
    side_by_side
        Whether old and new lines stand beside each other.
    context
        How many lines around changed ones are shown.
    most_lines
        How many lines of one file are shown.
    most_in_all
        How many lines are shown in all.
    most_values
        How many values of one part are shown.
    most_files
        How many files of one part are shown.
    colours
        Whether text has the colours of a terminal.
    width
        Columns of a terminal, for lines beside each other.
    """

    side_by_side: bool = False
    context: int = CONTEXT
    most_lines: int = 200
    most_in_all: int = 1000
    most_values: int = 60
    most_files: int = 60
    colours: bool = False
    width: int = 160


def everything(side_by_side: bool = False, context: int = CONTEXT, **more: bool | int) -> View:
    """Return a view in which nothing is left out; other fields as :class:`View`."""
    most = sys.maxsize
    return View(side_by_side, context, most, most, most, most, **more)  # type: ignore[arg-type]  # of their kinds
