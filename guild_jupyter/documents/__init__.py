"""YAML as Guild reads and writes it: one float rule of its own, and limits for foreign text."""

from guild_jupyter.documents.document import Document, Key
from guild_jupyter.documents.reading import check, parse, read
from guild_jupyter.documents.refusals import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_DIRECTIVES,
    MAX_NODES,
)
from guild_jupyter.documents.writing import dump, dump_flow

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
]
