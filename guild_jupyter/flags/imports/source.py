"""From the bytes of a script or notebook to its syntax tree, or to why it has none."""

from __future__ import annotations

import ast
import json
import warnings
from typing import Any

from guild_jupyter.flags import cells
from guild_jupyter.flags.imports.definitions import MAX_BYTES, MAX_NOTEBOOK_BYTES

PARAMETERS = "parameters"
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


class Unreadable(Exception):  # noqa: N818 - caught by those who read, and never shown as an error
    """The source has no syntax tree; the text says why."""


def script_tree(data: bytes) -> ast.Module:
    """Return the syntax tree of a script.

    Raises
    ------
    Unreadable
        It is too large, nested too deep, or no Python of this version.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"it is larger than {MAX_BYTES >> 20} MiB")
    return _parsed(data)


def _parsed(source: bytes | str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a script is not ours to tell
            return ast.parse(source)
    except _UNREADABLE as error:
        raise Unreadable(_reason(error)) from error


def _reason(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        place = f" in line {error.lineno}" if error.lineno else ""
        return f"it is no Python that this version reads: {error.msg}{place}"
    if isinstance(error, ValueError):
        return f"it is no text: {error}"
    return "it is nested too deep"


def notebook_tree(data: bytes) -> tuple[ast.Module, list[str]]:
    """Return the syntax tree of a notebook's code cells, and what of them was left out.

    A cell with the tag ``parameters`` stands for the whole notebook.

    Raises
    ------
    Unreadable
        It is no notebook, or not one in Python.
    """
    if len(data) > MAX_NOTEBOOK_BYTES:
        raise Unreadable(f"it is larger than {MAX_NOTEBOOK_BYTES >> 20} MiB")
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("it is no notebook: its JSON cannot be read") from error
    found = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(found, list):
        raise Unreadable("it is no notebook: it has no cells")
    if (language := _language(notebook)) not in ("", "python"):
        raise Unreadable(f"its language is {language}")
    code = [cell for cell in found if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    tagged = [cell for cell in code if PARAMETERS in _tags(cell)]
    body: list[ast.stmt] = []
    notes = []
    for number, cell in enumerate(tagged or code, 1):
        try:
            body += _cell(_text(cell)).body
        except Unreadable as error:
            notes.append(f"code cell {number} was not read: {error}")
    return ast.Module(body, []), notes


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = kernel.get("language") if isinstance(kernel, dict) else None
    return language.lower() if isinstance(language, str) else ""


def _tags(cell: dict[str, Any]) -> list[Any]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tags if isinstance(tags, list) else []


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def _cell(text: str) -> ast.Module:
    if len(text) > MAX_BYTES:
        raise Unreadable(f"it is larger than {MAX_BYTES >> 20} MiB")
    tree = cells.tree_of(text)
    if tree is not None and (tree.body or cells.is_foreign(text)):
        return tree
    return _parsed(text)  # nothing but comments, or it says why it is no Python
