"""Flag values that stand for several runs: refused, rather than make one other run of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.sequences import function_parts
from guild_jupyter.flags.values import readable

_SEARCH_FUNCTIONS = frozenset({None, "uniform", "loguniform"})


def refuse_several(flags: Mapping[str, Any]) -> None:
    """Refuse lists and search functions, each value of which Guild would run on its own.

    Raises
    ------
    FlagError
        A flag has several values.
    """
    for name, value in flags.items():
        if (isinstance(value, list) and value) or _is_search(value):
            raise FlagError(
                f"{name}={readable(value)} stands for several runs, and one is started at a time",
                f"Start them in a loop, as in: for value in (1, 2): "
                f"%guild run train {name}={{value}}. To pass a list to one run, give its text: "
                f"{name}='1 2'.",
            )


def _is_search(value: object) -> bool:
    # Others only look like it: split=train[:10%] is a text.
    parts = function_parts(value) if isinstance(value, str) else None
    return parts is not None and parts[0] in _SEARCH_FUNCTIONS
