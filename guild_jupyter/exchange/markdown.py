"""The pages of a report as Markdown: what runs say is escaped, and never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

TITLE = "# Published runs"
_MARKUP = re.compile(r"([\\`*_{}\[\]|#!~$])")
_FENCE = re.compile(r"`{3,}")


def escaped(text: str) -> str:
    """Return a text in one line that Markdown shows as it is."""
    line = " ".join(text.split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", line)


def link(text: str, path: str) -> str:
    """Return a link to a file of the report."""
    return f"[{escaped(text)}]({quote(path, errors='replace')})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already."""
    lines = [head, ["-" * max(len(name), 2) for name in head], *rows]
    return "".join(f"| {' | '.join(cell or '&nbsp;' for cell in row)} |\n" for row in lines)


def block(text: str) -> str:
    """Return a text in a fence that nothing in it ends."""
    longest = max((len(found) for found in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text.rstrip(chr(10))}\n{fence}\n"


def page(title: str, head: str, sections: Sequence[tuple[str, str]]) -> str:
    """Return the page of a run.

    Parameters
    ----------
    title
        What it is headed by; a text.
    head
        What stands above the sections; Markdown.
    sections
        The name of each, and what it says as Markdown.
    """
    names = [name for name, _ in sections]
    listed = "".join(f"- [{name}](#{name.lower().replace(' ', '-')})\n" for name in names)
    parts = [f"## {name}\n\n{text}" for name, text in sections]
    first = ["[Published runs](../README.md)\n", f"# {escaped(title)}\n", head, "## Contents\n"]
    return "\n".join([*first, listed, *parts])
