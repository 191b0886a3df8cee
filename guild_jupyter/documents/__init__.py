"""YAML as Guild reads and writes it: one float rule of its own, and limits for foreign text.

The parser is imported when it is first used: most attributes of runs are read without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from guild_jupyter.documents.limits import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_DIRECTIVES,
    MAX_NODES,
)
from guild_jupyter.documents.oneline import dump_flow, simple_text

if TYPE_CHECKING:
    from guild_jupyter.documents.document import Document, Key
    from guild_jupyter.documents.reading import check, parse, read
    from guild_jupyter.documents.writing import dump

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_DIRECTIVES",
    "MAX_NODES",
    "Document",
    "Key",
    "check",
    "dump",
    "dump_flow",
    "parse",
    "read",
    "simple_text",
]

_PLACES = {
    **dict.fromkeys(("Document", "Key"), "document"),
    **dict.fromkeys(("check", "parse", "read"), "reading"),
    "dump": "writing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = value
    return value
