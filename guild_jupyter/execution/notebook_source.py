"""Flags into the cells of a notebook: a cell of parameters, or the values of assignments.

Works on the texts of cells alone; everything outside the values stays as it is.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.cells import lines_of, python_of, tree_of

PARAMETERS = "parameters"
INJECTED = "injected-parameters"

#: Start and end in a text, and what to put there.
_Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook.

    Parameters
    ----------
    source
        Its text.
    is_code
        Whether it is executed.
    tags
        Its tags.
    """

    source: str
    is_code: bool = True
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rewritten:
    """The cells of a notebook with the values of flags.

    Parameters
    ----------
    sources
        The new text of each cell.
    injected
        The text of the cell of values that belongs into the notebook; empty for none.
    place
        The number of the cell before which it belongs.
    replaces
        Whether it takes the place of that cell, one that was injected before.
    unused
        The flags that nothing in the notebook takes, in the order given.
    """

    sources: tuple[str, ...]
    injected: str = ""
    place: int = 0
    replaces: bool = False
    unused: tuple[str, ...] = ()


def with_flags(
    cells: Sequence[Cell], values: Mapping[str, Any], patterns: Mapping[str, str]
) -> Rewritten:
    """Return the cells with the values of flags.

    A flag with a pattern goes where the pattern matches. Any other goes into a cell after the one
    tagged ``parameters``; where there is none, into the assignments to its name at the top level.

    Parameters
    ----------
    cells
        The cells of a Python notebook.
    values
        The value of each flag; those without one (None) leave the notebook as it is.
    patterns
        By flag, the regular expression that says what to replace: its groups, or all of it
        if it has none, where it first matches in each cell.

    Raises
    ------
    FlagError
        A pattern is no regular expression.
    """
    given = {name: value for name, value in values.items() if value is not None}
    sources = [cell.source for cell in cells]
    code = [at for at, cell in enumerate(cells) if cell.is_code]
    by_pattern = {name: _compiled(name, patterns[name]) for name in given if patterns.get(name)}
    used: set[str] = set()
    for at in code:
        edits = []
        for name, pattern in by_pattern.items():
            found = _matches(pattern, sources[at], literal(given[name]))
            edits += found
            used.update([name] if found else [])
        sources[at] = _edited(sources[at], edits)
    named = {name.replace("-", "_"): name for name in given if name not in by_pattern}
    marked = [at for at in code if PARAMETERS in cells[at].tags]
    if marked:
        injected = {name: literal(given[flag]) for name, flag in named.items() if _is_name(name)}
        known = _names(sources[at] for at in code)
        used.update(named[name] for name in injected if name in known)
        text = "\n".join(f"{name} = {value}" for name, value in injected.items())
        place = marked[0] + 1
        replaces = place < len(cells) and INJECTED in cells[place].tags
        unused = tuple(name for name in given if name not in used)
        return Rewritten(tuple(sources), text, place, replaces, unused)
    used.update(_assign(sources, code, {name: given[flag] for name, flag in named.items()}, named))
    return Rewritten(tuple(sources), unused=tuple(name for name in given if name not in used))


def literal(value: object) -> str:
    """Return a value as Python source; what is not a number is one there too."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"float('{value}')"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, Mapping):
        pairs = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return repr(value if isinstance(value, bool | int | float | str | None) else str(value))


def _compiled(flag: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.MULTILINE)
    except re.error as error:
        raise FlagError(
            f"nb-replace of the flag {flag} is no regular expression: {error}",
            "Write a '\\' before signs that are meant as they are.",
        ) from error


def _matches(pattern: re.Pattern[str], source: str, text: str) -> list[_Edit]:
    """Return what to replace where a pattern first matches."""
    found = pattern.search(source)
    if found is None:
        return []
    spans = [found.span(group) for group in range(1, pattern.groups + 1)]
    # A group in a part of the pattern that did not take part has no place.
    return [(*span, text) for span in spans or [found.span()] if span[0] >= 0]


def _edited(source: str, edits: Iterable[_Edit]) -> str:
    """Return a text with its edits; of two that overlap, the one that begins first counts."""
    parts = []
    done = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        if start >= done:
            parts += [source[done:start], text]
            done = end
    return "".join([*parts, source[done:]])


def _assign(
    sources: list[str], code: Sequence[int], values: Mapping[str, Any], flags: Mapping[str, str]
) -> set[str]:
    """Put values into the assignments of cells; return the flags that had one.

    Every assignment of a literal gets it, as with Guild, for a later one would undo the flag. A
    name that is nowhere assigned a literal gets it where it is first assigned anything.
    """
    literals: dict[int, list[_Edit]] = {at: [] for at in code}
    others: dict[str, tuple[int, _Edit]] = {}
    used: set[str] = set()
    for at in code:
        for name, is_literal, edit in _assignments(sources[at], values):
            if is_literal:
                literals[at].append(edit)
                used.add(name)
            else:
                others.setdefault(name, (at, edit))
    for name, (at, edit) in others.items():
        if name not in used:
            literals[at].append(edit)
            used.add(name)
    for at, edits in literals.items():
        sources[at] = _edited(sources[at], edits)
    return {flags[name] for name in used}


def _assignments(source: str, values: Mapping[str, Any]) -> Iterable[tuple[str, bool, _Edit]]:
    """Yield name, whether the value is a literal, and edit of the assignments at the top level."""
    tree = tree_of(source)
    place = _Places(python_of(source))
    for statement in tree.body if tree else ():
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets, value = [statement.target], statement.value
        else:
            continue
        alone = len(targets) == 1 and isinstance(targets[0], ast.Name)
        for target in targets:
            for name in _bound(target):
                if name not in values:
                    continue
                text = literal(values[name])
                if alone:
                    edit = (place.start(value), place.end(value), text)
                else:  # the others that are assigned here keep their values
                    end = place.end(statement)
                    edit = (end, end, f"; {name} = {text}")
                yield name, _is_literal(value), edit


def _bound(target: ast.expr) -> Iterable[str]:
    """Yield the names that a target binds."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from _bound(element)
    elif isinstance(target, ast.Starred):
        yield from _bound(target.value)


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _is_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def _names(sources: Iterable[str]) -> set[str]:
    """Return every name in the code of cells."""
    trees = (tree_of(source) for source in sources)
    return {
        node.id for tree in trees if tree for node in ast.walk(tree) if isinstance(node, ast.Name)
    }


class _Places:
    """From the lines and bytes of a syntax tree to the characters of its text."""

    def __init__(self, source: str) -> None:
        self._lines = lines_of(source)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self._at(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        return self._at(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def _at(self, line: int, column: int) -> int:
        before = self._lines[line - 1].encode(errors="surrogatepass")[:column]
        return self._starts[line - 1] + len(before.decode(errors="surrogatepass"))
