"""Whether bytes are a notebook that can be run, told from its JSON alone."""

from __future__ import annotations

import json
from typing import Any

#: The newest format of notebooks that is known.
_NEWEST = 4


def shape_of(data: bytes) -> tuple[str, dict[str, Any]]:
    """Return why a file is no notebook, empty where it is one, and its metadata.

    Parameters
    ----------
    data
        The bytes of the file.
    """
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "it is not UTF-8", {}
    except (ValueError, RecursionError):
        return "its JSON cannot be read" if data.strip() else "it is empty", {}
    if not isinstance(notebook, dict):
        return "its JSON is no object", {}
    version = notebook.get("nbformat")
    if version is None:
        return "it has no cells" if "cells" not in notebook else "it does not say its format", {}
    if type(version) is not int or not 1 <= version <= _NEWEST:
        return f"its format is {version!r}, and the newest that is known is {_NEWEST}", {}
    metadata = notebook.get("metadata", {})
    if not isinstance(metadata, dict):
        return "its metadata is no object", {}
    for key in ("kernelspec", "language_info"):
        if not isinstance(metadata.get(key, {}), dict):
            return f"{key!r} of its metadata is no object", {}
    return _of_cells(notebook) if version == _NEWEST else "", metadata


def _of_cells(notebook: dict[str, Any]) -> str:
    """Return what is wrong with the cells of a notebook; those of older formats are converted."""
    if "cells" not in notebook:
        return "it has no cells"
    if not isinstance(notebook["cells"], list):
        return "its cells are no list"
    for number, cell in enumerate(notebook["cells"], 1):
        if problem := _of_cell(cell):
            return f"cell {number} {problem}"
    return ""


def _of_cell(cell: Any) -> str:  # noqa: ANN401 - of JSON
    if not isinstance(cell, dict):
        return "is no object"
    if not isinstance(cell.get("cell_type"), str):
        return "has no type"
    lines = cell.get("source")
    if not isinstance(lines, str) and not _are(lines, str):
        return "has no text"
    metadata = cell.get("metadata", {})
    if not isinstance(metadata, dict):
        return "has metadata that is no object"
    if not _are(metadata.get("tags") or [], str):
        return "has tags that are no list of names"
    if not _are(cell.get("outputs", []), dict):
        return "has outputs that are no list of objects"
    return ""


def _are(values: object, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)
