"""The lines of one file that differs, as they cross to a page: in portions, with tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any

from guild_jupyter.diffing import pictures
from guild_jupyter.diffing.colouring import Colours
from guild_jupyter.diffing.files import PICTURE, File, FileDiff
from guild_jupyter.diffing.rows import (
    CHANGED,
    FOLDED,
    SAME,
    Line,
    Row,
    Token,
    line_of,
    plain,
    rows,
)
from guild_jupyter.diffing.syntax import Coloured, merged
from guild_jupyter.diffing.texts import CONTEXT, Text, TextDiff
from guild_jupyter.diffing.view import everything
from guild_jupyter.diffing.words import Piece
from guild_jupyter.errors import RunError
from guild_jupyter.redaction import redact

#: Rows of one answer.
MOST_ROWS = 2000
#: Larger pictures do not cross.
LARGEST_PICTURE = 2 << 20
_MOST_CONTEXT = 1_000_000
_TOO_LARGE = "too large to be shown here, or cannot be read"

Encoded = dict[str, Any]
Known = Mapping[int, Sequence[Token]]


def told(text: str) -> str:
    """Return a text that can cross: half of a pair of surrogates becomes what names it."""
    return text.encode("utf-8", "backslashreplace").decode()


def piece(one: Coloured) -> Encoded:
    """Return a part of a line or value, with what is not usual alone."""
    found: Encoded = {"text": told(one.text)}
    if one.differs:
        found["changed"] = True
    if one.kind:
        found["token"] = one.kind
    return found


def pieces(found: Iterable[Piece]) -> list[Encoded]:
    """Return parts of a value."""
    return [piece(Coloured(one.text, one.differs, "")) for one in found if one.text]


class OpenedFile:
    """One file of which a reader asks for lines; it remembers how far it told them.

    Parameters
    ----------
    part
        The name of the part that it is in.
    name
        What it is called there.
    text
        How its texts differ; None where it is no text.
    file
        The file; None for a value of several lines.
    """

    def __init__(
        self, part: str, name: str, text: TextDiff | None, file: FileDiff | None = None
    ) -> None:
        self.part = part
        self.name = name
        self.text = text
        self.file = file
        self._at: tuple[int, int] = (-1, 0)
        self._rest: Iterator[Row] = iter(())
        self._has_more = False

    @cached_property
    def _colours(self) -> tuple[Colours, Colours]:
        if self.text is None or self.file is None:
            return Colours("", []), Colours("", [])
        return self._colours_of(self.text.old), self._colours_of(self.text.new)

    def _colours_of(self, text: Text) -> Colours:
        return Colours(self.name, [plain(text, at) for at in range(len(text.shown))])

    def page(
        self, context: int = CONTEXT, start: int = 0, most: int = MOST_ROWS
    ) -> tuple[Encoded, list[bytes]]:
        """Return rows from a number on, and pictures as buffers.

        Parameters
        ----------
        context
            How many same lines around changed ones are shown.
        start
            How many rows the reader has.
        most
            How many more are told at most.
        """
        context, start = min(max(0, context), _MOST_CONTEXT), max(0, start)
        found = self._rows(context, start, most)
        answer = self._answer(found)
        answer["start"] = start
        left = self._count(context) - start - len(found)
        answer["more_rows"] = max(1, left) if self._has_more else 0
        buffers: list[bytes] = []
        if self.file is not None and self.file.kind == PICTURE and not start:
            buffers = _pictures(answer, self.file.old, self.file.new)
        return answer, buffers

    def between(self, old: int, new: int, count: int) -> Encoded:
        """Return same lines that were folded, by the numbers of the first one.

        Raises
        ------
        RunError
            The file has no such lines, or too many were asked for.
        """
        if self.text is None or not 0 < count <= MOST_ROWS or min(old, new) < 1:
            raise RunError(f"{self.name} has no such lines", "Ask for fewer, or open it again.")
        if old + count - 1 > len(self.text.old.lines) or new + count - 1 > len(
            self.text.new.lines
        ):
            raise RunError(f"{self.name} has fewer lines", "Open it again.")
        found = [
            Row(SAME, line_of(self.text.old, old + at), line_of(self.text.new, new + at))
            for at in range(count)
        ]
        return {**self._answer(found), "more_rows": 0}

    @cached_property
    def _is_different(self) -> bool:
        return self.text is not None and any(not block.same for block in self.text.blocks)

    def _rows(self, context: int, start: int, most: int) -> list[Row]:
        if self.text is None or not self._is_different:
            return []
        if self._at != (context, start):
            shown = everything(context=context)
            found = rows(self.text, shown, shown.most_lines, tabs=True)
            self._rest = islice(found, start, None)
        taken = list(islice(self._rest, most))
        self._at = (context, start + len(taken))
        following = list(islice(self._rest, 1))
        self._has_more = bool(following)
        self._rest = chain(following, self._rest)
        return taken

    def _count(self, context: int) -> int:
        """Return how many rows there are at least."""
        if self.text is None:
            return 0
        return sum(
            1 if one.kind == FOLDED else max(one.old_end - one.old, one.new_end - one.new)
            for one in self.text.stretches(context)
        )

    def _answer(self, found: Sequence[Row]) -> Encoded:
        # Of what is the same, the new line is told.
        olds = [row.old.number - 1 for row in found if row.old and row.kind == CHANGED]
        news = [row.new.number - 1 for row in found if row.new]
        known = self._colours[0].of(olds), self._colours[1].of(news)
        answer: Encoded = {
            "part": self.part,
            "file": told(self.name),
            "rows": [self._row(row, known) for row in found],
            "said": [] if self.file is None else [told(redact(one)) for one in self.file.notes],
        }
        if self.text is not None:
            answer["added"], answer["removed"] = self.text.counts
        return answer

    def _row(self, row: Row, tokens: tuple[Known, Known]) -> Encoded:
        if row.kind == FOLDED:
            return {
                "kind": FOLDED,
                "old": [],
                "new": [],
                "old_number": row.at[0],
                "new_number": row.at[1],
                "count": row.hidden,
            }
        kind = row.kind
        if kind == CHANGED:
            kind = "added" if row.old is None else "removed" if row.new is None else CHANGED
        found: Encoded = {"kind": kind}
        for name, line, known in zip(("old", "new"), row[1:3], tokens, strict=True):
            if line is None or (name == "old" and kind == SAME):
                # What is the same is told once.
                found[name] = []
            else:
                found[name] = self._line(line, known)
            if line is not None:
                found[f"{name}_number"] = line.number
                if not line.has_end:
                    found.setdefault("no_end", []).append(name)
        return found

    @staticmethod
    def _line(line: Line, known: Known) -> list[Encoded]:
        of_line = known.get(line.number - 1, ())
        return [piece(one) for one in merged(line.pieces, of_line) if one.text]


def _pictures(answer: Encoded, old: File | None, new: File | None) -> list[bytes]:
    buffers: list[bytes] = []
    kinds: list[str] = []
    for name, side in (("old", old), ("new", new)):
        kind, data = pictures.read(side.path, LARGEST_PICTURE) if side else ("", b"")
        kinds.append(kind)
        answer[f"{name}_picture"] = len(buffers) if kind else None
        if kind:
            buffers.append(data)
        elif side:
            answer["said"].append(f"the {name} picture is {_TOO_LARGE}")
    answer["picture_types"] = kinds
    return buffers
