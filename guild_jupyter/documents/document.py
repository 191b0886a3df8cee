"""What a YAML text says, and on which line each key and item stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

Key = tuple[Any, ...]


class Lines(NamedTuple):
    """The lines of what is in one mapping or list.

    Parameters
    ----------
    own
        The 1-based line of each key, or of each item in order.
    below
        By key or index, the lines of those that are mappings or lists themselves.
    """

    own: dict[Any, int] | list[int]
    below: dict[Any, Lines]

    def by_key(self) -> dict[Any, int]:
        """Return the line of each key or index."""
        return self.own if isinstance(self.own, dict) else dict(enumerate(self.own))

    def walk(self, path: Key = ()) -> Iterator[tuple[Key, int]]:
        """Yield every key path and its line, all below a path."""
        for key, line in self.by_key().items():
            yield (*path, key), line
            if key in self.below:
                yield from self.below[key].walk((*path, key))


@dataclass(frozen=True)
class Document:
    """What a YAML text says, and where.

    Parameters
    ----------
    data
        Plain data.
    below
        Where its keys and items stand; None if it has none.
    first_line
        Line on which the data begin.
    """

    data: Any
    below: Lines | None = None
    first_line: int = 1

    def line(self, path: Key) -> int:
        """Return the line of a key path, or of its nearest parent that is known."""
        line, below = self.first_line, self.below
        for part in path:
            known = below.by_key() if below else {}
            # a number or a date may be known by its text
            keys = [part] if part in known else [key for key in known if str(key) == str(part)]
            if below is None or not keys:
                break
            line, below = known[keys[0]], below.below.get(keys[0])
        return line

    @property
    def lines(self) -> dict[Key, int]:
        """The line of every key path."""
        return {(): self.first_line, **dict(self.below.walk() if self.below else ())}
