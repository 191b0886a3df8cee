"""What two sequences have in common, in bounded time whatever they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import NamedTuple

#: How many steps are taken for one comparison before what is left counts as replaced.
EFFORT = 3_000_000
#: How many insertions and removals are sought between two places that are known to fit.
_MOST_EDITS = 1000
#: Elements of which none is unique are compared one by one up to this many on both sides.
_Range = tuple[int, int, int, int]
_Match = tuple[int, int, int]


class Block(NamedTuple):
    """A stretch of the old sequence and the stretch of the new one that stands in its place.

    Parameters
    ----------
    same
        Whether they are equal.
    old, old_end, new, new_end
        The bounds.
    """

    same: bool
    old: int
    old_end: int
    new: int
    new_end: int


def compare(old: Sequence[Hashable], new: Sequence[Hashable], effort: int = EFFORT) -> list[Block]:
    """Return blocks that cover both sequences in order, equal ones and others in turn.

    Places where an element stands once in both are sought first; between them the fewest
    changes. Where that takes too long, what is left is one block that is replaced.
    """
    numbers: dict[Hashable, int] = {}
    found = _Comparison(
        [numbers.setdefault(one, len(numbers)) for one in old],
        [numbers.setdefault(one, len(numbers)) for one in new],
        effort,
    )
    return _blocks(found.matches(), len(old), len(new))


def _blocks(matches: list[_Match], old_size: int, new_size: int) -> list[Block]:
    blocks: list[Block] = []
    at_old = at_new = 0
    for old, new, count in [*matches, (old_size, new_size, 0)]:
        if old > at_old or new > at_new:
            blocks.append(Block(False, at_old, old, at_new, new))
        at_old, at_new = old + count, new + count
        if not count:
            continue
        if blocks and blocks[-1].same:
            last = blocks.pop()
            blocks.append(Block(True, last.old, at_old, last.new, at_new))
        else:
            blocks.append(Block(True, old, at_old, new, at_new))
    return blocks


class _Comparison:
    """Two sequences of numbers, and the steps that may still be taken."""

    def __init__(self, old: list[int], new: list[int], effort: int) -> None:
        self.old = old
        self.new = new
        self.effort = effort
        self.found: list[_Match] = []

    def matches(self) -> list[_Match]:
        """Return the equal stretches, in order."""
        waiting: list[_Range] = [(0, len(self.old), 0, len(self.new))]
        while waiting:
            rest = self._without_ends(waiting.pop())
            if rest[0] == rest[1] or rest[2] == rest[3]:
                continue
            self.effort -= rest[1] - rest[0] + rest[3] - rest[2]
            if self.effort < 0:
                continue
            anchors = self._anchors(rest)
            if anchors:
                waiting += self._between(anchors, rest)
            else:
                self._fewest_edits(rest)
        return sorted(self.found)

    def _without_ends(self, bounds: _Range) -> _Range:
        """Note what a range has in common at both ends; return the rest of it."""
        old, new = self.old, self.new
        begin, end, new_begin, new_end = bounds
        most = min(end - begin, new_end - new_begin)
        head = 0
        while head < most and old[begin + head] == new[new_begin + head]:
            head += 1
        tail = 0
        while tail < most - head and old[end - tail - 1] == new[new_end - tail - 1]:
            tail += 1
        if head:
            self.found.append((begin, new_begin, head))
        if tail:
            self.found.append((end - tail, new_end - tail, tail))
        return begin + head, end - tail, new_begin + head, new_end - tail

    def _anchors(self, bounds: _Range) -> list[tuple[int, int]]:
        """Return places of elements that stand once on each side, as many as keep their order."""
        begin, end, new_begin, new_end = bounds
        once = _places_of_unique(self.new, new_begin, new_end)
        pairs = [
            (place, once[number])
            for number, place in _places_of_unique(self.old, begin, end).items()
            if number in once
        ]
        pairs.sort()
        return _longest_rising(pairs)

    def _between(self, anchors: list[tuple[int, int]], bounds: _Range) -> list[_Range]:
        self.found += [(old, new, 1) for old, new in anchors]
        edges = [(bounds[0] - 1, bounds[2] - 1), *anchors, (bounds[1], bounds[3])]
        return [
            (old + 1, next_old, new + 1, next_new)
            for (old, new), (next_old, next_new) in pairwise(edges)
        ]

    def _fewest_edits(self, bounds: _Range) -> None:
        """Note what is equal on the shortest way from one range to the other (Myers 1986)."""
        begin, end, new_begin, new_end = bounds
        old, new = self.old[begin:end], self.new[new_begin:new_end]
        size, new_size = len(old), len(new)
        furthest = {1: 0}
        trail: list[dict[int, int]] = []
        for edits in range(min(size + new_size, _MOST_EDITS) + 1):
            trail.append(furthest)
            furthest = dict(furthest)
            self.effort -= len(furthest)
            for diagonal in range(-edits, edits + 1, 2):
                x = _step(furthest, diagonal, edits)
                start = x
                y = x - diagonal
                while x < size and y < new_size and old[x] == new[y]:
                    x += 1
                    y += 1
                self.effort -= 1 + x - start
                furthest[diagonal] = x
                if x >= size and y >= new_size:
                    self._walk_back(trail, (begin, new_begin), (size, new_size))
                    return
            if self.effort < 0:
                return

    def _walk_back(
        self, trail: list[dict[int, int]], begin: tuple[int, int], end: tuple[int, int]
    ) -> None:
        x, y = end
        for edits in range(len(trail) - 1, -1, -1):
            before = trail[edits]
            diagonal = x - y
            came = _step(before, diagonal, edits)
            if x > came:
                self.found.append((begin[0] + came, begin[1] + came - diagonal, x - came))
            down = diagonal == -edits or (
                diagonal != edits and before.get(diagonal - 1, -1) < before.get(diagonal + 1, -1)
            )
            x, y = (came, came - diagonal - 1) if down else (came - 1, came - diagonal)


def _step(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """Return where a diagonal is entered: by an insertion, or by a removal."""
    above, below = furthest.get(diagonal + 1, -1), furthest.get(diagonal - 1, -1)
    if diagonal == -edits or (diagonal != edits and below < above):
        return above
    return below + 1


def _places_of_unique(sequence: list[int], begin: int, end: int) -> dict[int, int]:
    places: dict[int, int] = {}
    for place in range(begin, end):
        number = sequence[place]
        places[number] = -1 if number in places else place
    return {number: place for number, place in places.items() if place >= 0}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs whose second numbers rise as their first ones do."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, new) in enumerate(pairs):
        rank = bisect_left(ends, new)
        before.append(last[rank - 1] if rank else -1)
        if rank == len(ends):
            ends.append(new)
            last.append(index)
        else:
            ends[rank] = new
            last[rank] = index
    chosen = []
    index = last[-1] if last else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]
