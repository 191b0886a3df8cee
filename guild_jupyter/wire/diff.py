"""A difference of runs as it crosses to a page: parts, values, files, and a few open ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from guild_jupyter.diffing import wording
from guild_jupyter.diffing.files import NOTEBOOK, OTHER, TEXT, FileDiff, FilesPart
from guild_jupyter.diffing.rundiff import Part, RunDiff
from guild_jupyter.diffing.sides import RunSide, Side
from guild_jupyter.diffing.values import ValuesPart
from guild_jupyter.diffing.words import Piece, changes
from guild_jupyter.errors import RunError
from guild_jupyter.redaction import redact
from guild_jupyter.wire.difflines import Encoded, OpenedFile, pieces, told

#: Values and files of one part.
MOST_VALUES, MOST_FILES = 1000, 2000
_LONGEST_VALUE = 600
#: Files whose lines are counted at once, and how many bytes of them are read for that.
_MOST_COUNTED, _MOST_READ = 100, 8 << 20
#: Rows of files that come open: of one of them, and of all.
_MOST_OPEN, _MOST_OPEN_IN_ALL = 120, 240
#: Opened files that are remembered.
_KEPT = 15


class EncodedDiff:
    """A difference for a page, and its files for what is asked of them later.

    Parameters
    ----------
    diff
        The difference.
    line
        The line that makes it again.
    """

    def __init__(self, diff: RunDiff, line: str) -> None:
        self.diff = diff
        self.line = line
        self._opened: dict[tuple[str, str], OpenedFile] = {}

    def encoded(self) -> Encoded:
        """Return it as the schema ``diff`` says."""
        room = _Room()
        parts = [_part(part, room) for part in self.diff.parts if wording.is_told(part)]
        return {
            "old": _side(self.diff.old),
            "new": _side(self.diff.new),
            "parts": parts,
            "same": told(redact(wording.the_same(self.diff))),
            "is_of_itself": self.diff.is_of_itself,
            "line": told(self.line),
            "opened": list(self._first(parts)),
        }

    def file(self, part: str, name: str) -> OpenedFile:
        """Return a file, or a value of several lines, by the name under which it crossed.

        Raises
        ------
        RunError
            There is none of that name, or it does not differ.
        """
        key = (part, name)
        if key not in self._opened:
            found = _found(self.diff, part, name)
            # A reader who opens many files has read the first of them.
            for known in list(self._opened)[:-_KEPT]:
                del self._opened[known]
            self._opened[key] = found
        return self._opened[key]

    def _first(self, parts: list[Encoded]) -> Iterator[Encoded]:
        left = _MOST_OPEN_IN_ALL
        for part in parts:
            for file in part["files"]:
                counts = (file["added"] or 0) + (file["removed"] or 0)
                if file["kind"] != TEXT or not 0 < counts <= min(left, _MOST_OPEN):
                    continue
                found, _ = self.file(part["name"], file["name"]).page(most=_MOST_OPEN + 1)
                if len(found["rows"]) <= min(left, _MOST_OPEN):
                    left -= len(found["rows"])
                    yield found


class _Room:
    """How many files may still be counted."""

    def __init__(self) -> None:
        self.files, self.bytes = _MOST_COUNTED, _MOST_READ

    def has(self, file: FileDiff) -> bool:
        """Tell whether a file may be read, and take its room."""
        size = sum(side.size for side in file.sides)
        if not self.files or size > self.bytes:
            return False
        self.files, self.bytes = self.files - 1, self.bytes - size
        return True


def _side(side: Side) -> Encoded:
    return {
        "name": told(redact(side.name)),
        "about": told(redact(wording.about(side))),
        "run": side.run.id if isinstance(side, RunSide) else None,
    }


def _part(part: Part, room: _Room) -> Encoded:
    _, _, count = wording.title(part).partition(": ")
    found: Encoded = {"name": part.name, "title": part.title, "count": count}
    values: list[Encoded] = []
    files: list[Encoded] = []
    more_values = more_files = 0
    if isinstance(part, ValuesPart):
        names = wording.shown_names(part)
        values = [_value(part, name) for name in names[:MOST_VALUES]]
        more_values = max(0, len(names) - MOST_VALUES)
        values += [_value(part, name) | {"change": "own"} for name in part.own]
    else:
        differing = part.differing
        files = [_file(one, room) for one in islice(differing, MOST_FILES)]
        more_files = max(0, len(differing) - MOST_FILES)
    remarks = [told(redact(one)) for one in wording.remarks(part, of_own=False)]
    return {
        **found,
        "values": values,
        "more_values": more_values,
        "files": files,
        "more_files": more_files,
        "remarks": remarks,
    }


def _value(part: ValuesPart, name: str) -> Encoded:
    found: Encoded = {"name": told(name), "old": [], "new": []}
    if name not in part.changed:
        is_new = name in part.added
        value = (part.added if is_new else part.removed)[name]
        shown = [Piece(_cut(wording.value_text(part, value)), False)]
        side = "new" if is_new else "old"
        return {**found, "change": "added" if is_new else "removed", side: pieces(shown)}
    both = part.changed[name]
    olds, news = changes(*(_cut(wording.value_text(part, one)) for one in both))
    found |= {"change": "changed", "old": pieces(olds), "new": pieces(news)}
    if step := wording.step(part, name):
        found["step"] = step
    if any(map(wording.is_long, both)):
        found["is_long"] = True
    return found


def _cut(text: str) -> str:
    more = len(text) - _LONGEST_VALUE
    return text if more <= 0 else f"{text[:_LONGEST_VALUE]} … {more:,} more characters"


def _file(one: FileDiff, room: _Room) -> Encoded:
    happened = "removed" if one.new is None else "added" if one.old is None else "changed"
    found: Encoded = {
        "name": told(one.name),
        "change": happened,
        "kind": _kind(one),
        "said": "",
        "added": None,
        "removed": None,
    }
    if room.has(one):
        found["said"] = told(redact(" · ".join(one.notes)))
        if one.text is not None:
            found["added"], found["removed"] = one.text.counts
        elif one.kind in (TEXT, NOTEBOOK):
            found["kind"] = "binary"  # as its bytes say beyond the first
    return found


def _kind(one: FileDiff) -> str:
    if one.kind == NOTEBOOK:
        return TEXT
    if one.kind != OTHER:
        return one.kind
    if any(side.target for side in one.sides):
        return "link"
    return "folder" if any(side.is_folder for side in one.sides) else OTHER


def _found(diff: RunDiff, part_name: str, name: str) -> OpenedFile:
    part = next((one for one in diff.parts if one.name == part_name), None)
    if isinstance(part, FilesPart):
        for one in part.differing:
            if told(one.name) == name:
                return OpenedFile(part_name, one.name, one.text, one)
    elif part is not None:
        for key in part.changed:
            if told(key) == name:
                return OpenedFile(part_name, key, part.text_of(key))
    where = part.title if part is not None else "the difference"
    raise RunError(f"{where} has no {name!r} that differs", "Execute the cell again.")
