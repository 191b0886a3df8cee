"""Which words differ within two lines of which one stands in the place of the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from guild_jupyter.diffing.lines import compare

# A number with its fraction is one word.
_WORD = re.compile(r"\d\w*(?:\.\d\w*)*|\w+|\s+|[^\w\s]")
_LONGEST, _SHORT, _TOLD_APART = 2000, 400, 400
_EFFORT = 8_000
#: Lines that have less in common are not told apart by words: all of them is another.
_LEAST_ALIKE = 0.4
_MOST_OF_WORD = 4
#: How many lines on each side are paired by what they have in common, and not by their order.
_MOST_PAIRED = 24


class Piece(NamedTuple):
    """A part of a line, and whether it differs from the other line's."""

    text: str
    differs: bool


def changes(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of an old line and of a new one; together they are the lines.

    Lines that have little in common are one piece each, which does not count as different.
    """
    if len(old) > _LONGEST or len(new) > _LONGEST:
        return _by_ends(old, new)
    # A notebook is given text and HTML of the same lines.
    olds, news = (_kept if len(old) + len(new) < _SHORT else _by_words)(old, new)
    return list(olds), list(news)


def _by_words(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    first, second = _WORD.findall(old), _WORD.findall(new)
    blocks = compare(first, second, _EFFORT)
    alike = sum(_weight(first[b.old : b.old_end]) for b in blocks if b.same)
    if alike < _LEAST_ALIKE * max(_weight(first), _weight(second)):
        return [Piece(old, False)], [Piece(new, False)]
    olds = [Piece("".join(first[b.old : b.old_end]), not b.same) for b in blocks]
    news = [Piece("".join(second[b.new : b.new_end]), not b.same) for b in blocks]
    return _joined(olds), _joined(news)


_kept = lru_cache(maxsize=2048)(_by_words)


def _by_ends(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of lines too long to be compared by words: what is between equal ends."""
    most = min(len(old), len(new))
    head = _common(old, new, most)
    tail = _common(old[head:][::-1], new[head:][::-1], most - head)
    if not head and not tail:
        return [Piece(old, False)], [Piece(new, False)]
    return tuple(  # type: ignore[return-value]  # of two
        _joined(
            [
                Piece(line[:head], False),
                Piece(line[head : len(line) - tail], True),
                Piece(line[len(line) - tail :], False),
            ]
        )
        for line in (old, new)
    )


def _common(old: str, new: str, most: int) -> int:
    """Return how many of the first characters are the same, found by halves."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[:middle] == new[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return pieces without empty ones; blanks between two that differ differ too."""
    kept = [piece for piece in pieces if piece.text]
    joined: list[Piece] = []
    for index, piece in enumerate(kept):
        is_between = 0 < index < len(kept) - 1
        differs = piece.differs or (is_between and not piece.text.strip())
        if joined and joined[-1].differs == differs:
            joined[-1] = Piece(joined[-1].text + piece.text, differs)
        else:
            joined.append(Piece(piece.text, differs))
    return joined


def pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Return which new line stands for which old one, in order; None where none does.

    Lines of long blocks are paired as they come.
    """
    if len(old) == len(new) == 1 or max(len(old), len(new)) > _MOST_PAIRED:
        count = min(len(old), len(new))
        paired: list[tuple[int | None, int | None]] = [(place, place) for place in range(count)]
        paired += [(place, None) for place in range(count, len(old))]
        return paired + [(None, place) for place in range(count, len(new))]
    return _by_likeness([_counted(line) for line in old], [_counted(line) for line in new])


def _counted(line: str) -> Counter[str]:
    return Counter(_WORD.findall(line[:_TOLD_APART]))


def _weight(words: Iterable[str]) -> int:
    """Return how much words tell: a long one not much more than a short one, blanks nothing."""
    return sum(min(len(word), _MOST_OF_WORD) for word in words if not word.isspace())


def _likeness(old: Counter[str], new: Counter[str], longest: int) -> float:
    return _weight((old & new).elements()) / longest if longest else 1.0


def _by_likeness(
    old: list[Counter[str]], new: list[Counter[str]]
) -> list[tuple[int | None, int | None]]:
    """Return the pairing in order with the most likeness, pairs of unlike lines left out."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    weights = [[_weight(line.elements()) for line in side] for side in (old, new)]
    like = [
        [
            _likeness(one, other, max(weight, another))
            for other, another in zip(new, weights[1], strict=True)
        ]
        for one, weight in zip(old, weights[0], strict=True)
    ]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            together = like[row][column]
            paired = together + best[row + 1][column + 1] if together >= _LEAST_ALIKE else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    found: list[tuple[int | None, int | None]] = []
    row = column = 0
    while row < len(old) or column < len(new):
        if row < len(old) and best[row][column] == best[row + 1][column]:
            found.append((row, None))
            row += 1
        elif column < len(new) and best[row][column] == best[row][column + 1]:
            found.append((None, column))
            column += 1
        else:
            found.append((row, column))
            row, column = row + 1, column + 1
    return found
