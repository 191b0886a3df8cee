"""What text bytes are, and how two texts differ by line; credentials in them are not shown."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from guild_jupyter.diffing.lines import Block, compare
from guild_jupyter.redaction import redact

#: Lines that are shown around what changed.
CONTEXT = 3
_SAMPLE = 8192
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.02
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UTF8, _LATIN = "UTF-8", "Latin-1"
_LF, _CRLF, _CR, _MIXED = "LF", "CRLF", "CR", "mixed"
_PLAIN = frozenset({_LF, _CRLF, _CR})


@dataclass(frozen=True)
class Text:
    """A text as it is compared and as it is shown.

    Parameters
    ----------
    lines
        Its lines as they are, with what ends them.
    shown
        The same with credentials withheld.
    encoding
        In words.
    ends
        How its lines end: ``LF``, ``CRLF``, ``CR`` or ``mixed``; empty for fewer than two lines.
    """

    lines: Sequence[str]
    shown: Sequence[str]
    encoding: str = _UTF8
    ends: str = _LF


def of_text(text: str, encoding: str = _UTF8) -> Text:
    """Return a text; lines end with a newline, or with a carriage return where all do."""
    ends = _ends(text)
    lines = _lines(text, ends)
    safe = redact(text)
    if safe == text:
        return Text(lines, lines, encoding, ends)
    shown = _lines(safe, ends)
    # A key of several lines becomes one: there the lines that are shown are compared.
    return Text(lines if len(lines) == len(shown) else shown, shown, encoding, ends)


def _ends(text: str) -> str:
    pairs = text.count("\r\n")
    newlines = text.count("\n") - pairs
    returns = text.count("\r") - pairs
    found = [name for name, n in ((_CRLF, pairs), (_LF, newlines), (_CR, returns)) if n]
    # A carriage return amid lines that end otherwise is part of its line.
    if found == [_LF, _CR]:
        return _LF
    return found[0] if len(found) == 1 else _MIXED if found else ""


def _lines(text: str, ends: str) -> list[str]:
    end = "\r" if ends == _CR else "\n"
    lines = text.split(end)
    last = lines.pop()
    return [f"{line}{end}" for line in lines] + ([last] if last else [])


def may_be_text(beginning: bytes) -> bool:
    """Tell whether bytes that begin so can be a text."""
    if beginning.startswith(tuple(mark for mark, _, _ in _BOMS)):
        return True
    controls = len(_CONTROLS.findall(beginning))
    return b"\0" not in beginning and controls <= _MOST_CONTROLS * len(beginning)


def of_bytes(data: bytes) -> Text | None:
    """Return the text that bytes are; None where they are none."""
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            try:
                return of_text(data.decode(codec), name)
            except UnicodeDecodeError:
                return None
    if b"\0" in data or not may_be_text(data[:_SAMPLE]):
        return None
    try:
        return of_text(data.decode())
    except UnicodeDecodeError:
        return of_text(data.decode("latin-1"), _LATIN)


class Stretch(NamedTuple):
    """Lines to show, or same lines that are folded away.

    Parameters
    ----------
    kind
        :data:`SAME`, :data:`CHANGED` or :data:`FOLDED`.
    old, old_end, new, new_end
        The bounds of the lines on both sides.
    """

    kind: str
    old: int
    old_end: int
    new: int
    new_end: int


SAME, CHANGED, FOLDED = "same", "changed", "folded"


@dataclass(frozen=True)
class TextDiff:
    """How two texts differ.

    Parameters
    ----------
    old, new
        The texts.
    """

    old: Text
    new: Text
    notes: list[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", list(self._notes()))

    def _notes(self) -> Iterator[str]:
        if self.old.encoding != self.new.encoding:
            yield f"encoding: {self.old.encoding} became {self.new.encoding}"
        if self.old.ends and self.new.ends and self.old.ends != self.new.ends:
            yield f"line ends: {self.old.ends} became {self.new.ends}"

    @cached_property
    def blocks(self) -> list[Block]:
        """The stretches of lines that are equal, and those that are not, in turn."""
        return compare(self._keys(self.old), self._keys(self.new))

    def _keys(self, text: Text) -> Sequence[str]:
        """Return the lines as they are compared: how all of them end does not tell them apart."""
        both = (self.old.ends, self.new.ends)
        if both[0] != both[1] and all(ends in _PLAIN for ends in both):
            return [_without_end(line) for line in text.lines]
        return text.lines

    @property
    def removed(self) -> list[str]:
        """The lines of the old text that are not in the new one, as they are shown."""
        return [
            _without_end(line)
            for block in self.blocks
            if not block.same
            for line in self.old.shown[block.old : block.old_end]
        ]

    @property
    def added(self) -> list[str]:
        """The lines of the new text that are not in the old one, as they are shown."""
        return [
            _without_end(line)
            for block in self.blocks
            if not block.same
            for line in self.new.shown[block.new : block.new_end]
        ]

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many lines were added, and how many removed."""
        changed = [block for block in self.blocks if not block.same]
        return (
            sum(block.new_end - block.new for block in changed),
            sum(block.old_end - block.old for block in changed),
        )

    def __bool__(self) -> bool:
        return bool(self.notes) or any(not block.same for block in self.blocks)

    def apply(self) -> str:
        """Return the new text, made of the lines of the old one and of the differences."""
        made: list[str] = []
        for block in self.blocks:
            same, side = self.old.lines[block.old : block.old_end], self.new.lines
            made += same if block.same else side[block.new : block.new_end]
        return "".join(made)

    def stretches(self, context: int = CONTEXT, least: int = 4) -> Iterator[Stretch]:
        """Yield what is shown: changed lines, the same ones around them, others folded.

        Parameters
        ----------
        context
            How many lines around changed ones are shown.
        least
            How many lines a fold hides at least.
        """
        blocks = self.blocks
        for number, block in enumerate(blocks):
            if not block.same:
                yield Stretch(CHANGED, *block[1:])
                continue
            count = block.old_end - block.old
            head = 0 if number == 0 else min(context, count)
            tail = 0 if number == len(blocks) - 1 else min(context, count - head)
            hidden = count - head - tail
            if hidden < least:
                yield Stretch(SAME, *block[1:])
                continue
            middle, end = block.old + head, block.old_end - tail
            shift = block.new - block.old
            if head:
                yield Stretch(SAME, block.old, middle, block.new, middle + shift)
            yield Stretch(FOLDED, middle, end, middle + shift, end + shift)
            if tail:
                yield Stretch(SAME, end, block.old_end, end + shift, block.new_end)

    def unified(self, context: int = CONTEXT) -> list[str]:
        """Return lines that begin with minus, plus or blank, and ``@@`` before each hunk.

        They are those of ``diff -u`` without the names of the files.
        """
        lines: list[str] = []
        for hunk in self._hunks(context):
            lines.append(_place(hunk))
            for stretch in hunk:
                old = self.old.shown[stretch.old : stretch.old_end]
                new = self.new.shown[stretch.new : stretch.new_end]
                if stretch.kind == SAME:
                    lines += _marked(" ", old)
                else:
                    lines += [*_marked("-", old), *_marked("+", new)]
        return lines

    def _hunks(self, context: int) -> Iterator[list[Stretch]]:
        hunk: list[Stretch] = []
        for stretch in self.stretches(context, 1):
            if stretch.kind != FOLDED:
                hunk.append(stretch)
            elif hunk:
                yield hunk
                hunk = []
        if any(stretch.kind == CHANGED for stretch in hunk):
            yield hunk


_NO_END = "\\ No newline at end of file"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + _without_end(line)
        if not line.endswith(("\n", "\r")):
            yield _NO_END


def _place(hunk: list[Stretch]) -> str:
    old, new = hunk[-1].old_end - hunk[0].old, hunk[-1].new_end - hunk[0].new
    first, second = hunk[0].old + (old > 0), hunk[0].new + (new > 0)
    return f"@@ -{_span(first, old)} +{_span(second, new)} @@"


def _span(first: int, count: int) -> str:
    return f"{first}" if count == 1 else f"{first},{count}"


def _without_end(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")
