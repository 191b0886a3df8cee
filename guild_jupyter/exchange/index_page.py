"""The page that lists the reports of a folder: made of what each report says of its run."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from guild_jupyter import documents
from guild_jupyter.errors import ArchiveError, DocumentError
from guild_jupyter.exchange import links, markdown
from guild_jupyter.saving import save
from guild_jupyter.supervise import durable

COLUMNS = ("ID", "Operation", "Started", "Time", "Status", "Label")
_SHORT = 8


def day_and_time(microseconds: int | None) -> str:
    """Return a moment as reports say it, or an empty text."""
    if microseconds is None:
        return ""
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(microseconds / 1e6))
    except (OverflowError, ValueError, OSError):
        return ""


def index_rows(about: Mapping[str, object], first: str) -> list[str]:
    """Return the cells of a run, as Markdown.

    Parameters
    ----------
    about
        What ``run.yml`` says.
    first
        The first cell.
    """
    names = ("operation", "started", "time", "status", "label")
    return [first, *(markdown.escaped(str(about.get(name) or "")) for name in names)]


def refuse_other(place: Path) -> None:
    """Raise ArchiveError if a folder has a README that is no list of reports."""
    text = durable.read_text(str(place / "README.md"))
    if os.path.lexists(place / "README.md") and not (text or "").startswith(markdown.TITLE):
        raise ArchiveError(
            f"{place} has a README.md of its own", "Choose another folder, with '--dest DIR'."
        )


def write(place: Path) -> int:
    """List the reports of a folder in its README; return how many there are."""
    refuse_other(place)
    found = []
    for folder in place.iterdir():
        text = durable.read_text(str(folder / "run.yml"))
        if links.RUN_ID.fullmatch(folder.name) and text is not None:
            found.append((folder.name, _parsed(text)))
    found.sort(key=lambda pair: (str(pair[1].get("started") or ""), pair[0]), reverse=True)
    rows = [index_rows(about, f"[{name[:_SHORT]}]({name}/README.md)") for name, about in found]
    page = f"{markdown.TITLE}\n\n{markdown.table(COLUMNS, rows)}"
    save(place / "README.md", page)
    return len(found)


def _parsed(text: str) -> dict[str, object]:
    try:
        value = documents.parse(text)
    except DocumentError:
        return {}
    return value if isinstance(value, dict) else {}
