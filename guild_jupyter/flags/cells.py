"""Notebook cells read as Python: magics, shell commands and help made harmless, places kept."""

from __future__ import annotations

import ast
import re
import warnings

_MAGIC = re.compile(r"[ \t]*(?:[%!?]|[^#]*\?[ \t]*$)")
_ASSIGNED = re.compile(r"[^=\n]*[^=!<>\n]=[ \t]*(?=[%!])")
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
#: Cell magics that run the rest of their cell as it stands, in the notebook's own names.
_RUN_AS_IT_IS = frozenset({"capture", "prun", "time"})
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def tree_of(source: str) -> ast.Module | None:
    """Return the syntax tree of a cell, its places those of the cell; None if it is no Python."""
    return _parsed(python_of(source))


def python_of(source: str) -> str:
    """Return a cell as Python: as many characters, lines and columns, or nothing but blanks.

    Parameters
    ----------
    source
        The text of a code cell. Lines that only IPython understands become ``_``; so do the
        right sides of ``name = !command``. A cell of another language becomes blank.
    """
    if is_foreign(source):
        return _blank(source)
    lines = lines_of(source)
    if cell_magic := _CELL_MAGIC.match(source):
        first = source.count("\n", 0, cell_magic.start(1))
        lines[first] = _blank(lines[first])
    # The parser says where it fails: a text in quotes may have lines that look like magics.
    for _ in range(len(lines) + 1):
        wrong = _wrong_line(lines)
        if wrong is None:
            return "".join(lines)
        if not _neutralise(lines, wrong):
            break
    for at in range(len(lines)):
        _neutralise(lines, at)
    return _blank(source) if _wrong_line(lines) is not None else "".join(lines)


def is_foreign(source: str) -> bool:
    """Tell whether a magic in a cell's first line takes the rest, as ``%%bash`` does."""
    cell_magic = _CELL_MAGIC.match(source)
    return cell_magic is not None and cell_magic[1] not in _RUN_AS_IT_IS


def lines_of(source: str) -> list[str]:
    """Return the lines of a source as Python counts them, with their ends."""
    return [line for line in _LINE.findall(source) if line]


def _parsed(source: str) -> ast.Module | None:
    tree = _compiled(source)
    return tree if isinstance(tree, ast.Module) else None


def _wrong_line(lines: list[str]) -> int | None:
    """Return the number of the line at which a source is no Python, or None where it is."""
    tree = _compiled("".join(lines))
    return tree if isinstance(tree, int) else None


def _compiled(source: str) -> ast.Module | int:
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = compile(source, "<cell>", "exec", flags, dont_inherit=True)
    except SyntaxError as error:
        return max((error.lineno or 1) - 1, 0)
    except (ValueError, RecursionError, MemoryError):
        return 0  # a NUL, or nested deeper than the parser goes
    assert isinstance(tree, ast.Module)
    return tree


def _neutralise(lines: list[str], at: int) -> bool:
    """Make a line harmless, with those it continues on; tell whether IPython's signs are in it."""
    start = _start_of_magic(lines[at]) if at < len(lines) else None
    if start is None:
        return False
    goes_on = _goes_on(lines[at])
    lines[at] = lines[at][:start] + "_" + _blank(lines[at][start + 1 :])
    while goes_on and at + 1 < len(lines):
        at += 1
        goes_on = _goes_on(lines[at])
        lines[at] = _blank(lines[at])
    return True


def _start_of_magic(line: str) -> int | None:
    """Return where in a line its magic begins, or None where it has none."""
    text = line.rstrip("\r\n")
    if assigned := _ASSIGNED.match(text):
        return assigned.end()
    return len(text) - len(text.lstrip(" \t")) if _MAGIC.match(text) else None


def _goes_on(line: str) -> bool:
    return line.rstrip("\r\n").endswith("\\")


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)
