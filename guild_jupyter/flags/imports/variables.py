"""Flags from the variables that a script assigns: plain ones, or the entries of one of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.imports.literals import NotLiteral, literal, variable_flag

_NAMESPACE = "SimpleNamespace"
_MAX_DEPTH = 20


def assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr, bool]]:
    """Yield each name assigned at the top level, its value, and whether it is annotated."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value, False
        elif (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.value is not None
        ):
            yield node.target.id, node.value, True


def variable_flags(tree: ast.Module) -> tuple[dict[str, FlagDef], frozenset[str]]:
    """Return a flag for each variable that is first assigned a literal, and the annotated ones.

    Names with an underscore before them are the script's own, and mappings no flags.
    """
    flags: dict[str, FlagDef] = {}
    annotated = set()
    for name, node, is_annotated in assigned(tree):
        if name.startswith("_") or name in flags:
            continue
        try:
            flag = variable_flag(name, literal(node))
        except NotLiteral:
            continue
        if flag is not None:
            flags[name] = flag
            if is_annotated:
                annotated.add(name)
    return flags, frozenset(annotated)


def entry_flags(tree: ast.Module, variable: str) -> dict[str, FlagDef] | None:
    """Return a flag for each entry of a mapping or namespace; None where there is none.

    Entries of entries have dotted names; one that is no literal is left out.
    """
    for name, node, _ in assigned(tree):
        if name == variable:
            entries = _entries(node)
            if entries is not None:
                return settings_flags(_mapping(entries, 0))
    return None


def _entries(node: ast.expr) -> list[tuple[str, ast.expr]] | None:
    if isinstance(node, ast.Dict):
        return [
            (key.value, value)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        ]
    if isinstance(node, ast.Call) and not node.args:
        function = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
        called = function.id if isinstance(function, ast.Name) else function
        if called in (_NAMESPACE, "dict"):
            return [(word.arg, word.value) for word in node.keywords if word.arg]
    return None


def _mapping(entries: list[tuple[str, ast.expr]], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, node in entries:
        inner = _entries(node)
        if inner is not None and depth < _MAX_DEPTH:
            found[name] = _mapping(inner, depth + 1)
            continue
        try:
            found[name] = literal(node)
        except NotLiteral:
            continue
    return found


def settings_flags(settings: Mapping[Any, Any], prefix: str = "") -> dict[str, FlagDef]:
    """Return a flag for each setting of nested mappings, their names joined with dots."""
    flags: dict[str, FlagDef] = {}
    for key, value in settings.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flags |= settings_flags(value, f"{name}.")
        elif (flag := variable_flag(name, value)) is not None:
            flags[name] = flag
    return flags
