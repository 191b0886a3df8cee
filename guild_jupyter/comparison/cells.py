"""Cells of a comparison as text: for files as Guild writes them, and for people."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import Any

from guild_jupyter.flags.values import readable
from guild_jupyter.twins.text import duration, number

_MORE_DECIMALS = re.compile(r"(\.\d{6})\d+")
_LISTS = (list, dict, tuple)


def is_number(cell: Any) -> bool:  # noqa: ANN401 - any plain value
    """Tell whether a cell is a number; yes and no are none."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def full(cell: Any) -> str:  # noqa: ANN401 - any plain value
    """Return a cell with all its digits, as Guild writes it into CSV files."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, timedelta):
        return str(timedelta(days=cell.days, seconds=cell.seconds))
    return str(cell)


def cut(cell: Any) -> str:  # noqa: ANN401 - any plain value
    """Return a cell as Guild's table has it: no more than six decimals."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and math.isfinite(cell):
        text = repr(cell)
        mantissa, letter, exponent = text.partition("e")
        if letter:
            mantissa += "" if "." in mantissa else ".0"
            return f"{mantissa}e{exponent}"
        return _MORE_DECIMALS.sub(r"\1", text)
    return full(cell)


def short(cell: Any) -> str:  # noqa: ANN401 - any plain value
    """Return a cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return number(cell)
    if isinstance(cell, timedelta):
        return duration(cell.total_seconds())
    return readable(cell) if isinstance(cell, _LISTS) else full(cell)


def _moment(when: datetime) -> str:
    try:
        return when.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (OverflowError, ValueError):
        return "?"
