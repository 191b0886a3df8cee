"""How two files differ, or the files of two sides: by their bytes, as text, or as pictures."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from guild_jupyter.diffing import notebooks, pictures, texts
from guild_jupyter.diffing.naming import renamed, safe_names
from guild_jupyter.diffing.texts import CONTEXT, Text, TextDiff
from guild_jupyter.redaction import redact
from guild_jupyter.supervise import durable
from guild_jupyter.twins.text import size

#: Larger files are not compared by line.
LARGEST_TEXT = 16 << 20
_CHUNK = 1 << 20
_SAMPLE = 8192
TEXT, NOTEBOOK, PICTURE, BINARY, OTHER = "text", "notebook", "picture", "binary", "other"
_NOTHING = Text([], [], ends="")


@dataclass(frozen=True)
class File:
    """A file of one side.

    Parameters
    ----------
    path
        Where it is.
    follow
        Whether a link is what it leads to: in a run it may lead anywhere, and is not followed.
    given
        Its text, where that is not simply what the file holds.
    """

    path: Path
    follow: bool = False
    given: str | None = field(default=None, repr=False)

    @cached_property
    def facts(self) -> os.stat_result | None:
        """What the system knows of it; None where nothing is there."""
        try:
            return self.path.stat() if self.follow else self.path.lstat()
        except (OSError, ValueError):
            return None

    @property
    def size(self) -> int:
        """Its bytes; 0 where nothing is there."""
        return self.facts.st_size if self.facts else 0

    @property
    def is_regular(self) -> bool:
        """Whether it is a plain file, which can be read to its end."""
        return self.facts is not None and stat.S_ISREG(self.facts.st_mode)

    @property
    def is_closed(self) -> bool:
        """Whether it is a plain file that may not be read."""
        return self.is_regular and self._read(1, whole=False) is None

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.facts is not None and stat.S_ISDIR(self.facts.st_mode)

    @property
    def target(self) -> str:
        """Where it leads to; empty for anything but a link that is not followed."""
        if self.facts is None or not stat.S_ISLNK(self.facts.st_mode):
            return ""
        try:
            return str(self.path.readlink())
        except OSError:
            return ""

    @cached_property
    def beginning(self) -> bytes:
        """Its first bytes; none where it cannot be read."""
        return self._read(_SAMPLE, whole=False) or b""

    @cached_property
    def content(self) -> bytes | None:
        """What it holds; None where it cannot be read, or is too large for a text."""
        return self._read(LARGEST_TEXT, whole=True)

    def _read(self, most: int, *, whole: bool) -> bytes | None:
        if not self.is_regular:
            return None
        try:
            if whole:
                return durable.read_bytes(str(self.path), most)
            with os.fdopen(durable.open_regular(str(self.path)), "rb") as file:
                return file.read(most)
        except OSError:
            return None


@dataclass(frozen=True)
class FileDiff:
    """One file on both sides; it differs, or is on one of them alone.

    Parameters
    ----------
    name
        Its path below the run or folder.
    old, new
        The file on either side; None where it is not there.
    """

    name: str
    old: File | None
    new: File | None

    @property
    def sides(self) -> list[File]:
        """The files that are there."""
        return [side for side in (self.old, self.new) if side is not None]

    @cached_property
    def kind(self) -> str:
        """What it is: text, notebook, picture, binary, or other for a link, pipe or folder."""
        if any(side.given is not None for side in self.sides):
            return TEXT
        if not all(side.is_regular for side in self.sides):
            return OTHER
        if all(pictures.kind_of(side.beginning) for side in self.sides if side.size):
            return PICTURE if any(side.size for side in self.sides) else TEXT
        if not all(texts.may_be_text(side.beginning) for side in self.sides):
            return BINARY
        if self.name.endswith(".ipynb") and self._cells:
            return NOTEBOOK
        return TEXT

    @cached_property
    def _cells(self) -> list[str] | None:
        found = [notebooks.sources(side.content or b"") for side in self.sides]
        return None if None in found else [text for text in found if text is not None]

    @cached_property
    def text(self) -> TextDiff | None:
        """How the texts differ; None for files that are no text, or too large."""
        if self.kind == NOTEBOOK and self._cells:
            found: list[Text | None] = [texts.of_text(cells) for cells in self._cells]
        elif self.kind == TEXT or (self.kind == PICTURE and self._is_drawing):
            found = [_text(side) for side in self.sides]
        else:
            return None
        both = [text for text in found if text is not None]
        if len(both) < len(self.sides):
            return None
        old = both.pop(0) if self.old is not None else _NOTHING
        new = both.pop(0) if self.new is not None else _NOTHING
        return TextDiff(old, new)

    @property
    def _is_drawing(self) -> bool:
        return all(side.beginning.lstrip()[:1] == b"<" for side in self.sides)

    @cached_property
    def first_difference(self) -> int | None:
        """The number of the first byte that differs, from 0; None where it is not known."""
        if self.old is None or self.new is None:
            return None
        try:
            return differing_at(self.old.path, self.new.path)
        except OSError:
            return None

    @property
    def notes(self) -> list[str]:
        """What is to be said of it beside its lines, in sentences without full stops."""
        if self.kind == OTHER:
            return [" became ".join(_what(side) for side in self.sides)]
        found = list(self.text.notes) if self.text is not None else []
        if self.text is not None and not self.text and self.old and self.new:
            cells = "its cells are the same: outputs or metadata differ"
            found.append(cells if self.kind == NOTEBOOK else "it differs where nothing is shown")
        if self.text is None:
            found.append(self._sizes())
        return found

    def _sizes(self) -> str:
        shown = [size(side.size) for side in self.sides]
        if any(side.is_closed for side in self.sides):
            return "it cannot be read"
        is_large = self.kind == TEXT and any(side.size > LARGEST_TEXT for side in self.sides)
        large = ", too large to be compared by line" if is_large else ""
        kind = BINARY if self.kind == TEXT and not is_large else self.kind
        if len(shown) == 1:
            return f"{kind}, {shown[0]}{large}"
        at = self.first_difference
        place = f", differ at byte {at + 1:,}" if at is not None else ""
        both = f"both {shown[0]}" if shown[0] == shown[1] else f"{shown[0]} against {shown[1]}"
        return f"{kind}, {both}{place}{large}"

    def unified(self, context: int = CONTEXT) -> list[str]:
        """Return the lines that differ, marked as ``diff -u`` does."""
        return [] if self.text is None else self.text.unified(context)


def _what(side: File) -> str:
    if side.target:
        return f"a link to {redact(side.target)}"
    if side.is_regular:
        return f"a file of {size(side.size)}"
    return "something that is no file" if side.facts else "nothing that can be read"


def _text(side: File) -> Text | None:
    if side.given is not None:
        return texts.of_text(side.given)
    return None if side.content is None else texts.of_bytes(side.content)


def differing_at(old: Path, new: Path) -> int | None:
    """Return the number of the first byte in which two files differ; None where none does.

    Raises
    ------
    OSError
        One cannot be read, or is no plain file.
    """
    with (
        os.fdopen(durable.open_regular(str(old)), "rb", buffering=0) as first,
        os.fdopen(durable.open_regular(str(new)), "rb", buffering=0) as second,
    ):
        if os.path.samestat(os.fstat(first.fileno()), os.fstat(second.fileno())):
            return None
        at = 0
        while True:
            one, other = first.read(_CHUNK) or b"", second.read(_CHUNK) or b""
            if one != other:
                return at + _first_unequal(one, other)
            if not one:
                return None
            at += len(one)


def _first_unequal(one: bytes, other: bytes) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def are_same(old: File, new: File) -> bool:
    """Tell whether two files are the same, byte by byte; links by where they lead to."""
    if old.given is not None or new.given is not None:
        return old.given == new.given
    if not old.is_regular or not new.is_regular:
        return bool(old.target) and old.target == new.target
    if old.size != new.size:
        return False
    try:
        return differing_at(old.path, new.path) is None
    except OSError:
        return False


class FilesPart:
    """The files of two sides.

    Parameters
    ----------
    name, title
        What it is called in Python, and where it is shown.
    old, new
        The files of either side, by their paths below it; they are called what is safe of these.
    """

    def __init__(
        self, name: str, title: str, old: Mapping[str, File], new: Mapping[str, File]
    ) -> None:
        self.name = name
        self.title = title
        called = safe_names([*old, *new])
        self.old = renamed(old, called)
        self.new = renamed(new, called)
        self.notes: list[str] = []

    @cached_property
    def added(self) -> dict[str, FileDiff]:
        """The files that are on the new side alone."""
        names = sorted(self.new.keys() - self.old.keys())
        return {name: FileDiff(name, None, self.new[name]) for name in names}

    @cached_property
    def removed(self) -> dict[str, FileDiff]:
        """The files that are on the old side alone."""
        names = sorted(self.old.keys() - self.new.keys())
        return {name: FileDiff(name, self.old[name], None) for name in names}

    @cached_property
    def same(self) -> list[str]:
        """The files that are equal on both sides, byte by byte."""
        common = sorted(self.old.keys() & self.new.keys())
        return [name for name in common if are_same(self.old[name], self.new[name])]

    @cached_property
    def changed(self) -> dict[str, FileDiff]:
        """The files that are on both sides and differ."""
        differing = (self.old.keys() & self.new.keys()) - set(self.same)
        return {name: FileDiff(name, self.old[name], self.new[name]) for name in sorted(differing)}

    @property
    def differing(self) -> list[FileDiff]:
        """All files that differ, ordered by name."""
        found = {**self.added, **self.removed, **self.changed}
        return [found[name] for name in sorted(found)]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __getitem__(self, name: str) -> FileDiff:
        return {**self.added, **self.removed, **self.changed}[name]

    def unified(self, context: int = CONTEXT) -> list[str]:
        """Return the lines that differ, marked as ``diff -u`` does, without names of files."""
        return [line for one in self.differing for line in one.unified(context)]

    def __repr__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.removed)} removed"
        return f"<{self.name}: {counts}, {len(self.changed)} changed, {len(self.same)} same>"
