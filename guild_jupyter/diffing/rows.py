"""The rows in which a difference of texts is shown: numbered lines, their words, folds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from guild_jupyter.diffing.texts import CHANGED, FOLDED, SAME, Stretch, Text, TextDiff
from guild_jupyter.diffing.view import View
from guild_jupyter.diffing.words import Piece, changes, pairs

#: What a row is: lines that are the same, changed ones, some that are folded or not shown.
REST = "rest"
_LONGEST_PIECE = 400
_LONGEST_SAME = 120
_AROUND = 50
_MOST_PIECES = 60
_TAB, _TAB_THAT_DIFFERS = "    ", "→   "
NO_END = "  (no newline at the end)"

__all__ = [
    "CHANGED",
    "FOLDED",
    "NO_END",
    "REST",
    "SAME",
    "Line",
    "Row",
    "Token",
    "line_of",
    "plain",
    "rows",
    "untabbed",
]


class Token(NamedTuple):
    """A stretch of a line, and what it is; an empty kind for nothing in particular."""

    length: int
    kind: str


class Line(NamedTuple):
    """A line of one side.

    Parameters
    ----------
    number
        Its number, from 1.
    pieces
        What it is made of, as far as it is shown.
    has_end
        Whether a newline ends it.
    tokens
        The tokens that it is made of, where they are known.
    """

    number: int
    pieces: list[Piece]
    has_end: bool
    tokens: Sequence[Token] = ()


class Row(NamedTuple):
    """One line on both sides, or several that are not shown.

    Parameters
    ----------
    kind
        ``same``, ``changed``, ``folded`` for same lines that are not shown, or :data:`REST` for
        what is not shown because there is too much.
    old, new
        The lines.
    hidden
        How many lines are not shown.
    at
        The numbers of the first line that is folded, from 1; 0 for other rows.
    """

    kind: str
    old: Line | None = None
    new: Line | None = None
    hidden: int = 0
    at: tuple[int, int] = (0, 0)


def rows(diff: TextDiff, view: View, room: int, *, tabs: bool = False) -> Iterator[Row]:
    """Yield the rows of a difference, old and new lines paired.

    Parameters
    ----------
    diff
        The difference.
    view
        How much is shown.
    room
        How many lines may still be shown beside.
    tabs
        Whether tabs stay, and are not blanks.
    """
    room = min(room, view.most_lines)
    left_out = 0
    for stretch in diff.stretches(view.context):
        if left_out:
            left_out += _size(stretch) if stretch.kind == CHANGED else 0
        elif stretch.kind == FOLDED:
            at = (stretch.old + 1, stretch.new + 1)
            yield Row(FOLDED, hidden=stretch.old_end - stretch.old, at=at)
        elif stretch.kind == SAME:
            shown = min(room, stretch.old_end - stretch.old)
            room -= shown
            for place in range(shown):
                yield Row(
                    SAME,
                    _line(diff.old, stretch.old + place, None, tabs),
                    _line(diff.new, stretch.new + place, None, tabs),
                )
        else:
            shown = min(room, _size(stretch))
            room -= shown
            yield from _changed(diff, stretch, shown, tabs)
            left_out = _size(stretch) - shown
    if left_out:
        yield Row(REST, hidden=left_out)


def _size(stretch: Stretch) -> int:
    return stretch.old_end - stretch.old + stretch.new_end - stretch.new


def _changed(diff: TextDiff, stretch: Stretch, most: int, tabs: bool) -> Iterator[Row]:
    """Yield the rows of changed lines; of too many a fair share of each side."""
    removed, added = stretch.old_end - stretch.old, stretch.new_end - stretch.new
    if removed + added > most:
        share = most // 2
        removed = min(removed, max(share, most - added))
        added = most - removed
    olds = [plain(diff.old, stretch.old + at) for at in range(removed)]
    news = [plain(diff.new, stretch.new + at) for at in range(added)]
    for old, new in pairs(olds, news):
        both = None if old is None or new is None else changes(olds[old], news[new])
        yield Row(
            CHANGED,
            None if old is None else _line(diff.old, stretch.old + old, both and both[0], tabs),
            None if new is None else _line(diff.new, stretch.new + new, both and both[1], tabs),
        )


def plain(text: Text, at: int) -> str:
    """Return a line as it is shown, without what ends it."""
    line = text.shown[at].removesuffix("\n")
    # A carriage return is shown where not all lines end so.
    return line if text.ends == "mixed" else line.removesuffix("\r")


def _line(text: Text, at: int, pieces: Sequence[Piece] | None, tabs: bool) -> Line:
    found = [Piece(plain(text, at), False)] if pieces is None else pieces
    return Line(at + 1, shortened(found, tabs=tabs), text.lines[at].endswith(("\n", "\r")))


def untabbed(line: str) -> str:
    """Return a line with blanks in place of tabs, as it is shown where tabs do not stay."""
    return line.replace("\t", _TAB)


def line_of(text: Text, number: int) -> Line:
    """Return a line by its number, with its tabs, as of one piece."""
    return _line(text, number - 1, None, tabs=True)


def shortened(pieces: Sequence[Piece], *, tabs: bool = False) -> list[Piece]:
    """Return the pieces of a line as they are shown: long ones cut, tabs as blanks."""
    if len(pieces) == 1:
        return [Piece(_shown(pieces[0], _LONGEST_PIECE, tabs), pieces[0].differs)]
    kept = [
        Piece(_shown(one, _LONGEST_PIECE if one.differs else _LONGEST_SAME, tabs), one.differs)
        for one in pieces[:_MOST_PIECES]
    ]
    rest = sum(len(one.text) for one in pieces[_MOST_PIECES:])
    return [*kept, Piece(_gap(rest), False)] if rest else kept


def _shown(piece: Piece, most: int, tabs: bool) -> str:
    text = piece.text
    if len(text) > most:
        hidden = len(text) - 2 * _AROUND
        text = f"{text[:_AROUND]}{_gap(hidden)}{text[-_AROUND:]}"
    return text if tabs else text.replace("\t", _TAB_THAT_DIFFERS if piece.differs else _TAB)


def _gap(count: int) -> str:
    return f" … {count:,} more characters … "
