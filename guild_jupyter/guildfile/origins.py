"""In which file and on which line each value of a composed object stands; makes the errors.

Nothing is written down per value: an error looks through the objects that the composed one was
made from, nearest first, for the one that says the most of its key path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from guild_jupyter.documents import Key
from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.dialects import describe_kind
from guild_jupyter.guildfile.files import YamlFile

T = TypeVar("T")

_WANTED: dict[type, str] = {dict: "a mapping", list: "a list", str: "text"}
#: What an operation does not say it takes from here.
_DEFAULTS = "operation-defaults"
#: And this from its model.
OF_MODEL = ("plugins", "python-requires")
#: What a bare value stands for: an operation's, a flag's, a resource's.
_BARE = ("main", "default", "sources")


@dataclass(frozen=True, slots=True)
class Origin:
    """A part of a file that a part of a composed object comes from.

    Parameters
    ----------
    at
        Key path of the part in the composed object.
    file
        The file.
    path
        Key path of the part in the file.
    """

    at: Key
    file: YamlFile
    path: Key


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, and how many keys of what was looked for are not there."""

    file: str
    line: int
    key: str
    missing: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of one object stand, such as an operation's.

    Parameters
    ----------
    origins
        The origins of what it is a part of.
    path
        Its key path in that.
    """

    origins: Origins
    path: Key

    def spot(self, *keys: Any) -> Spot:  # noqa: ANN401 - keys of any YAML
        """Return where the value at some keys of it stands, or what is nearest around it."""
        return self.origins.spot((*self.path, *keys))

    def has(self, *keys: Any) -> bool:  # noqa: ANN401 - keys of any YAML
        """Tell whether a file says the value at some keys of it."""
        return self.spot(*keys).missing == 0


class Origins:
    """The origins of one composed object; earlier ones go before later ones."""

    def __init__(self, *origins: Origin) -> None:
        self._by_place: dict[Key, list[Origin]] = {}
        for origin in origins:
            self.add(origin)

    def add(self, origin: Origin) -> None:
        """Add an origin behind the others."""
        self._by_place.setdefault(origin.at, []).append(origin)

    def __iter__(self) -> Iterator[Origin]:
        return (origin for origins in self._by_place.values() for origin in origins)

    def graft(self, at: Key, others: Origins, part: Key) -> None:
        """Say that what stands below ``at`` comes from a part of another composed object."""
        for size in range(len(part) + 1):
            for origin in list(others._by_place.get(part[:size], ())):
                self.add(Origin(at, origin.file, (*origin.path, *part[size:])))

    def spot(self, path: Key) -> Spot:
        """Return where a value stands; where nothing says it, what is nearest around it."""
        missing, origin, full = self._best(path)
        names = [
            origin.file.key(full[: number + 1])
            for number, part in enumerate(full)
            if not isinstance(part, int) or isinstance(part, bool)
        ]
        return Spot(
            str(origin.file.path),
            origin.file.document.line(full),
            ".".join(name for name in names if name != "operations"),
            missing,
        )

    def written(self, path: Key) -> str:
        """Return the last key of a path as it is written."""
        _, origin, full = self._best(path)
        return origin.file.key(full)

    def _best(self, path: Key) -> tuple[int, Origin, Key]:
        best: tuple[int, Origin, Key] | None = None
        for wanted in _places(path):
            for size in range(len(wanted) + 1):
                for origin in self._by_place.get(wanted[:size], ()):
                    full = (*origin.path, *wanted[size:])
                    missing = _missing(origin.file.document.data, full)
                    if best is None or missing < best[0]:
                        best = missing, origin, full
            if best is not None and best[0] == 0:
                break
        assert best is not None, "every composed object has an origin"
        return best

    def error(
        self, path: Key, message: str, hint: str, category: str = "invalid"
    ) -> GuildFileError:
        """Return an error about the value at a key path."""
        spot = self.spot(path)
        return GuildFileError(
            message, hint, file=spot.file, line=spot.line, key=spot.key, category=category
        )

    def expect(self, path: Key, value: Any, kind: type[T], hint: str) -> T:  # noqa: ANN401 - any
        """Return a value if it is of the kind, else raise the error."""
        if not isinstance(value, kind):
            found = describe_kind(value)
            raise self.error(path, f"expected {_WANTED[kind]}, found {found}", hint)
        return value


def _places(path: Key) -> Iterator[Key]:
    """Yield where a value may stand: the defaults of operations, and those of the model."""
    yield path
    if len(path) > 2 and path[0] == "operations":
        yield (_DEFAULTS, *path[2:])
        if path[2] in OF_MODEL:
            yield path[2:]


def _missing(data: Any, path: Key) -> int:  # noqa: ANN401 - any YAML value
    """Return how many of the last keys of a path are not there."""
    for depth, key in enumerate(path):
        left = len(path) - depth
        if isinstance(data, Mapping):
            there = key in data
        elif isinstance(data, list):
            there = isinstance(key, int) and key < len(data)
        else:
            return 0 if key in _BARE and left == 1 else left
        if not there:
            return left
        data = data[key]
    return 0
