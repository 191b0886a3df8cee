"""Flag values that stand for several runs: refused, rather than make one other run of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.values import is_search_function, readable


def refuse_several(flags: Mapping[str, Any]) -> None:
    """Refuse lists and search functions, each value of which Guild would run on its own.

    Raises
    ------
    FlagError
        A flag has several values.
    """
    for name, value in flags.items():
        if (isinstance(value, list) and value) or is_search_function(value):
            raise FlagError(
                f"{name}={readable(value)} stands for several runs, and one is started at a time",
                f"Start them in a loop, as in: for value in (1, 2): "
                f"%guild run train {name}={{value}}. To pass a list to one run, give its text: "
                f"{name}='1 2'.",
            )
