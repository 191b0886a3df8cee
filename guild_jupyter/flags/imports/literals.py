"""Literals of a syntax tree, and their form as a flag: default, type, words."""

from __future__ import annotations

import ast
import shlex
from typing import Any

from guild_jupyter import documents
from guild_jupyter.flags.definitions import FlagDef

#: More items or characters than this are data, not a setting.
MAX_ITEMS = 1000
MAX_TEXT = 4096
_MAX_DEPTH = 20


class NotLiteral(Exception):  # noqa: N818 - a finding, not a fault
    """The expression is no literal that a flag can hold."""


def literal(node: ast.expr, depth: int = 0) -> Any:  # noqa: ANN401 - plain data
    """Return the value of a literal: a number, text, yes, no, nothing, a list or a mapping.

    Raises
    ------
    NotLiteral
        The expression is something else, tuples included.
    """
    if depth > _MAX_DEPTH:
        raise NotLiteral
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        return _signed(node)
    if isinstance(node, ast.Constant) and is_scalar(node.value):
        return node.value
    if isinstance(node, ast.List) and len(node.elts) <= MAX_ITEMS:
        return [literal(item, depth + 1) for item in node.elts]
    if isinstance(node, ast.Dict) and len(node.keys) <= MAX_ITEMS:
        keys = [literal(key, depth + 1) if key else None for key in node.keys]
        if all(isinstance(key, str) for key in keys):
            values = (literal(value, depth + 1) for value in node.values)
            return dict(zip(keys, values, strict=True))
    raise NotLiteral


def _signed(node: ast.UnaryOp) -> int | float:
    number = node.operand.value if isinstance(node.operand, ast.Constant) else None
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise NotLiteral
    return -number if isinstance(node.op, ast.USub) else number


def is_scalar(value: object) -> bool:
    """Tell whether a value is one that a flag can hold by itself."""
    if isinstance(value, str):
        return len(value) <= MAX_TEXT
    return value is None or isinstance(value, (bool, int, float))


def variable_flag(name: str, value: Any) -> FlagDef | None:  # noqa: ANN401 - plain data
    """Return the flag that stands for a variable of a value; None for a mapping or a date."""
    if isinstance(value, list):
        return FlagDef(name, default=words(value), arg_split=True)
    if not is_scalar(value):
        return None
    return FlagDef(name, default=value, type=_type_of(value))


def _type_of(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, (int, float)) else "string"


def words(values: list[Any]) -> str:
    """Return a list as words of a shell, each of them YAML."""
    return " ".join(shlex.quote(_word(value)) for value in values)


def _word(value: object) -> str:
    return value if isinstance(value, str) else documents.dump(value).strip()
