"""What is known after statements of which only some are run."""

from __future__ import annotations

import ast
from typing import Any

from guild_jupyter.flags.imports import plain
from guild_jupyter.flags.imports.argparse_parsers import Commands, Parser
from guild_jupyter.flags.imports.click_commands import Command
from guild_jupyter.flags.imports.domain import (
    UNKNOWN,
    ClassValue,
    Deferred,
    Function,
    Instance,
    Scope,
    Suppressing,
)

_STAND_INS = (Parser, Commands, Command, Function, ClassValue, Instance, Deferred, Suppressing)


def ends_program(node: ast.stmt) -> bool:
    """Tell whether the program ends at a statement."""
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(node, ast.Raise) or (
        isinstance(call, ast.Call) and ast.unparse(call.func) in ("sys.exit", "exit", "quit")
    )


def agreed_names(ends: list[Scope]) -> Scope:
    """Return the names after several ways; what they leave different is not known."""
    agreed = dict(ends[0])
    for end in ends[1:]:
        for name in {*agreed, *end}:
            agreed[name] = _either(agreed.get(name, UNKNOWN), end.get(name, UNKNOWN))
    return agreed


def _either(one: Any, other: Any) -> Any:  # noqa: ANN401 - any value
    if one is other:
        return one
    if plain.is_plain(one) and plain.is_plain(other):
        return one if type(one) is type(other) and one == other else UNKNOWN
    return next((value for value in (one, other) if isinstance(value, _STAND_INS)), UNKNOWN)
