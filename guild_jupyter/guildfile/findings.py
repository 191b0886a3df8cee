"""Keys of a Guild file that nobody reads: accepted as in Guild 0.9, and said with what is near.

Looks at files as they are written, not at what extends and includes make of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.errors import nearest
from guild_jupyter.flags.definitions import TYPES
from guild_jupyter.flags.destinations import ALONE, KINDS, PLAIN, is_known
from guild_jupyter.guildfile import attributes as known
from guild_jupyter.guildfile.definitions import Finding
from guild_jupyter.guildfile.dialects import Item, describe_kind, items
from guild_jupyter.guildfile.files import YamlFile
from guild_jupyter.guildfile.sections import INCLUDE

#: How near to a known attribute of a flag an unknown one must be: flags may have extra ones.
_NEAR = 0.75
#: For how many different unknown keys of one file something near is looked for.
_MOST_HINTS = 200
_TABLES: Mapping[str, Set[str]] = {
    **{name: table.keys() for name, table in known.OBJECTS.items()},
    "include": {"include"},
}
_OPERATION: Set[str] = {*known.OPERATION, "cmd"}
_FLAG = known.FLAG.keys()
_SOURCE = known.SOURCE.keys() | known.SOURCE_KINDS.keys()
_REQUIREMENT = known.RESOURCE.keys() | _SOURCE | {"resource"}
_SELECT = known.SELECT.keys()


def findings_of(files: Iterable[YamlFile]) -> list[Finding]:
    """Return what in some Guild files may not be meant, in their order."""
    return [found for file in files for found in _Reader(file).all()]


class _Reader:
    """Goes through one file."""

    def __init__(self, file: YamlFile) -> None:
        self._file = file
        self._near: dict[tuple[str, int], str] = {}

    def all(self) -> Iterator[Finding]:
        """Yield the findings of the file."""
        for item in items(self._file):
            # Of operations alone at the top, every key is one.
            alone = item.type == "model" and item.path == item.operations_path
            data = {} if alone else item.attributes
            yield from self._unknown(data, _TABLES[item.type], item.path, f"'{item.type}'")
            yield from self._no_mappings(item)
            operations = item.attributes.get("operations")
            for name, value in _entries(operations):
                yield from self._operation(value, (*item.operations_path, name))
            yield from self._operation(
                item.attributes.get("operation-defaults"), (*item.path, "operation-defaults")
            )
            yield from self._flags(item.attributes.get("flags"), (*item.path, "flags"))
            for name, value in _entries(item.attributes.get("resources")):
                yield from self._resource(value, (*item.path, "resources", name))
            yield from self._select(item.attributes.get("sourcecode"), (*item.path, "sourcecode"))

    def _no_mappings(self, item: Item) -> Iterator[Finding]:
        """Yield parts of which nothing can be included: in a model, others are errors."""
        for part in ("flags",) if item.type == "model" else ("flags", "operations", "resources"):
            data = item.attributes.get(part)
            if data is not None and not isinstance(data, Mapping):
                message = f"expected a mapping, found {describe_kind(data)}; it is not read"
                yield self._finding((*item.path, part), message, f"Write names below '{part}:'.")

    def _unknown(
        self, data: Mapping[Any, Any], table: Set[str], path: Key, of: str
    ) -> Iterator[Finding]:
        for key in [key for key in data if key not in table]:
            written = self._file.key((*path, key))
            yield self._finding(
                (*path, key),
                f"{of} has no attribute {written!r}; it is not read",
                self._nearest(written, table),
            )

    def _nearest(self, key: str, table: Set[str], cutoff: float = 0.55) -> str:
        """Return what may be meant; not for ever more keys, for looking takes its time."""
        asked = key, len(table)
        if asked not in self._near and len(self._near) < _MOST_HINTS:
            self._near[asked] = nearest(key, table, "Did you mean {}?", cutoff)
        return self._near.get(asked, "")

    def _finding(self, path: Key, message: str, hint: str) -> Finding:
        names = [
            self._file.key(path[: number + 1])
            for number, part in enumerate(path)
            if not isinstance(part, int) or isinstance(part, bool)
        ]
        return Finding(
            str(self._file.path),
            self._file.document.line(path),
            ".".join(name for name in names if name != "operations"),
            message,
            hint,
        )

    def _operation(self, data: object, path: Key) -> Iterator[Finding]:
        if not isinstance(data, Mapping):
            return
        if data.keys() - _OPERATION:
            yield from self._unknown(data, _OPERATION, path, "an operation")
        yield from self._destination(data.get("flags-dest"), (*path, "flags-dest"))
        yield from self._flags(data.get("flags"), (*path, "flags"))
        yield from self._select(data.get("sourcecode"), (*path, "sourcecode"))
        for at, step in _list(data.get("steps"), (*path, "steps")):
            yield from self._step(step, at)
        for at, required in _list(data.get("requires"), (*path, "requires")):
            yield from self._requirement(required, at)
        if isinstance(publish := data.get("publish"), Mapping):
            yield from self._unknown(
                publish, known.PUBLISH.keys(), (*path, "publish"), "'publish'"
            )
            yield from self._select(publish.get("files"), (*path, "publish", "files"))

    def _flags(self, data: object, path: Key) -> Iterator[Finding]:
        for name, flag in _entries(data):
            if not isinstance(flag, Mapping):
                continue
            for key in flag.keys() - _FLAG:
                hint = self._nearest(str(key), _FLAG, _NEAR)
                if hint:
                    message = f"a flag has no attribute {str(key)!r}; it is kept as it is"
                    yield self._finding((*path, name, key), message, hint)
            kind = flag.get("type")
            if kind is not None and kind not in TYPES:
                yield self._finding(
                    (*path, name, "type"),
                    f"no type of flags is called {str(kind)!r}; values are taken as they look",
                    nearest(str(kind), TYPES, "Did you mean {}?", 0.4)
                    or f"Types: {', '.join(TYPES)}.",
                )
            for at, choice in _list(flag.get("choices"), (*path, name, "choices")):
                if isinstance(choice, Mapping):
                    yield from self._unknown(choice, known.CHOICE.keys(), at, "a choice")

    def _destination(self, data: object, path: Key) -> Iterator[Finding]:
        if isinstance(data, str) and not is_known(data) and "{{" not in data:
            kinds = ", ".join(KINDS)
            yield self._finding(
                path,
                f"no destination of flags is called {data!r}; the program is given none",
                _nearest_destination(data) + f"Kinds: {kinds}.",
            )

    def _step(self, data: object, path: Key) -> Iterator[Finding]:
        if not isinstance(data, Mapping):
            return
        yield from self._unknown(data, known.STEP.keys(), path, "a step")
        for at, check in _list(data.get("expect"), (*path, "expect")):
            if isinstance(check, Mapping):
                yield from self._unknown(check, known.CHECK.keys(), at, "a check")

    def _requirement(self, data: object, path: Key) -> Iterator[Finding]:
        if isinstance(data, Mapping):
            yield from self._unknown(data, _REQUIREMENT, path, "a resource")
            for at, source in _list(data.get("sources"), (*path, "sources")):
                yield from self._source(source, at)

    def _resource(self, data: object, path: Key) -> Iterator[Finding]:
        sources, at = data, path
        if isinstance(data, Mapping):
            yield from self._unknown(data, known.RESOURCE.keys(), path, "a resource")
            sources, at = data.get("sources"), (*path, "sources")
        for place, source in _list(sources, at):
            yield from self._source(source, place)

    def _source(self, data: object, path: Key) -> Iterator[Finding]:
        if isinstance(data, Mapping):
            yield from self._unknown(data, _SOURCE, path, "a source")

    def _select(self, data: object, path: Key) -> Iterator[Finding]:
        if isinstance(data, Mapping):
            # A rule may stand alone; beside the others it is not read.
            table = _SELECT if _SELECT & data.keys() else _SELECT | known.RULE.keys()
            yield from self._unknown(data, table, path, "'sourcecode'")


def _entries(data: object) -> Iterator[tuple[Any, Any]]:
    if isinstance(data, Mapping):
        yield from ((name, value) for name, value in data.items() if name != INCLUDE)


def _list(data: object, path: Key) -> Iterator[tuple[Key, Any]]:
    if isinstance(data, list):
        yield from (((*path, number), entry) for number, entry in enumerate(data))
    elif isinstance(data, Mapping):
        yield path, data


def _nearest_destination(written: str) -> str:
    name, colon, _ = written.partition(":")
    # What needs a name behind a colon is meant where there is one, and else only if nothing is.
    for names in (PLAIN,) if colon else (ALONE, PLAIN):
        if hint := nearest(name, names, "Did you mean {}? "):
            return hint
    return ""
