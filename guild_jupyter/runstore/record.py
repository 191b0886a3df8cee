"""The facts of one run that stand in its files: its line in a table, and what that leaves out."""

from __future__ import annotations

from typing import Any, NamedTuple

from guild_jupyter.redaction import redact
from guild_jupyter.runstore import line
from guild_jupyter.runstore.index.aspect import Aspect, Reading
from guild_jupyter.runstore.line import Line
from guild_jupyter.runstore.noted import Noted


class Record(NamedTuple):
    """What the files of a run say.

    Parameters
    ----------
    line
        What a line of a table says.
    initialized, tags, comments, marked, digest, compare
        As in :class:`~guild_jupyter.runstore.facts.Facts`.
    """

    line: Line
    initialized: int | None
    tags: tuple[str, ...]
    comments: tuple[str, ...]
    marked: bool
    digest: str
    compare: tuple[str, ...] | None


def read(path: str, _before: object = None) -> Reading:
    """Read the record of the run in a directory; nothing is wrong enough to raise."""
    found, seen = line.read(path)
    known = Noted(seen)
    digest = known.value("sourcecode_digest")
    compared = known.typed("compare", list, None)
    record = Record(
        line=found,
        initialized=known.typed("initialized", int, None),
        tags=tuple(redact(str(tag)) for tag in known.typed("tags", list, [])),
        comments=tuple(_bodies(known.typed("comments", list, []))),
        marked=known.value("marked") is True,
        digest=str(digest or ""),
        compare=None if compared is None else tuple(map(str, compared)),
    )
    return Reading(record, seen)


def _bodies(comments: list[Any]) -> list[str]:
    return [redact(str(one.get("body", ""))) for one in comments if isinstance(one, dict)]


def _to_data(record: Record) -> list[Any] | None:
    """Return a record as plain data; None where JSON would change it."""
    data = line.to_data(record.line)
    return None if data is None else [data, *record[1:]]


def _from_data(data: list[Any]) -> Record:
    first, *others = data
    record = Record(line.from_data(first), *others)
    return record._replace(
        tags=tuple(record.tags),
        comments=tuple(record.comments),
        compare=None if record.compare is None else tuple(record.compare),
    )


#: What the files of a run say, as an aspect that is kept.
RECORDS = Aspect("record", read, _to_data, _from_data)
