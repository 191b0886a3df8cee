"""Notebooks as they are compared: the source of their cells, and not the JSON around it."""

from __future__ import annotations

import json
from typing import Any


def sources(data: bytes) -> str | None:
    """Return the cells of a notebook as a text; None where the bytes are no notebook."""
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError):
        return None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        return None
    texts = [_cell(cell) for cell in cells if isinstance(cell, dict)]
    return "\n".join(texts)


def _cell(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    kind = str(cell.get("cell_type", ""))
    ended = f"{text}\n" if text and not text.endswith("\n") else text
    # Surrogates may stand alone in JSON, and nowhere else.
    heading = "# %%\n" if kind == "code" else f"# %% [{kind}]\n"
    return (heading + ended).encode("utf-8", errors="replace").decode()
