"""Flag values that stand for several runs: refused, rather than make one other run of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.sequences import function_parts
from guild_jupyter.flags.values import told
from guild_jupyter.redaction import is_secret

_MOST = 10
_SEARCH_FUNCTIONS = frozenset({None, "uniform", "loguniform"})


def single(values: Mapping[str, Any], flags: Mapping[str, FlagDef]) -> dict[str, Any]:
    """Return flag values in which a list of one value is that value, for it stands for one run."""
    return {
        name: value[0]
        if isinstance(value, list) and len(value) == 1 and not _is_split(flags.get(name))
        else value
        for name, value in values.items()
    }


def _is_split(flag: FlagDef | None) -> bool:
    return flag is not None and bool(flag.arg_split)


def refuse_several(flags: Mapping[str, Any], operation: str = "OPERATION") -> None:
    """Refuse lists and search functions, each value of which Guild would run on its own.

    Parameters
    ----------
    flags
        The value of each flag.
    operation
        What the user calls the operation.

    Raises
    ------
    FlagError
        A flag has several values.
    """
    for name, value in flags.items():
        if (isinstance(value, list) and value) or _is_search(value):
            raise FlagError(
                f"{name}={told(name, value)} stands for several runs, "
                "and one is started at a time",
                f"Start one for each value, in a cell:\nfor value in {_values(name, value)}:\n"
                f"    %guild run {operation} {name}={{value}}\n"
                f"To give one run the whole as a text, quote it twice: {name}=\"'…'\".",
            )


def _values(name: str, value: object) -> str:
    is_short = isinstance(value, list) and len(value) <= _MOST
    return repr(value) if is_short and not is_secret(name, value) else "(…)"


def _is_search(value: object) -> bool:
    # Others only look like it: split=train[:10%] is a text.
    parts = function_parts(value) if isinstance(value, str) else None
    return parts is not None and parts[0] in _SEARCH_FUNCTIONS
