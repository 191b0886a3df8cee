"""What a model says together with the models and configs that it extends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guild_jupyter.documents import MAX_NODES
from guild_jupyter.errors import GuildFileError, nearest
from guild_jupyter.guildfile.attributes import INHERITABLE
from guild_jupyter.guildfile.dialects import Item, describe_kind, operation_attributes
from guild_jupyter.guildfile.library import Library, Namespace
from guild_jupyter.guildfile.origins import Origin, Origins
from guild_jupyter.guildfile.substitution import CycleError, TooLargeError, resolved

MAX_CHAIN = 100
#: An operation or a flag is at least two values, so no file alone has more.
MAX_ENTRIES = MAX_NODES // 2
_NAMES = "Write 'extends: NAME' or 'extends: [NAME, PACKAGE/NAME]'."


@dataclass(frozen=True)
class Composed:
    """A model or config with what it extends merged in.

    Parameters
    ----------
    item
        The object.
    namespaces
        Where its names are looked up: its own file, then those of what it extends.
    data
        Its attributes; never changed in place.
    origins
        Where they stand.
    params
        Values for ``{{ NAME }}``, references among them filled in.
    """

    item: Item
    namespaces: tuple[Namespace, ...]
    data: Mapping[str, Any]
    origins: Origins
    params: Mapping[str, Any]

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders of the files that it comes from, its own first."""
        return tuple(dict.fromkeys(namespace.folder for namespace in self.namespaces))


class Inheritance:
    """Composes the objects of one project, each once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._done: dict[int, Composed] = {}
        self._entries = 0

    def compose(self, item: Item, namespace: Namespace, chain: tuple[Item, ...] = ()) -> Composed:
        """Return an object with what it extends.

        Raises
        ------
        GuildFileError
            What it extends is not there, or extends itself.
        """
        if id(item) not in self._done:
            self._done[id(item)] = self._compose(item, namespace, (*chain, item))
        return self._done[id(item)]

    def _compose(self, item: Item, namespace: Namespace, chain: tuple[Item, ...]) -> Composed:
        origins = Origins(
            Origin((), item.source, item.path),
            Origin(("operations",), item.source, item.operations_path),
        )
        parents = _parents(item.attributes.get("extends"), origins)
        data = dict(item.attributes)
        namespaces = [namespace]
        if parents:
            data = normalized(data)
        for at, name in parents:
            parent, where = self._parent(name, at, namespace, origins)
            if any(parent is other for other in chain):
                start = next(n for n, other in enumerate(chain) if other is parent)
                names = " -> ".join(other.name for other in (*chain[start:], parent))
                raise origins.error(
                    at, f"a cycle of extends: {names}", "Remove one of them.", "cycle"
                )
            if len(chain) > MAX_CHAIN:
                raise origins.error(at, f"more than {MAX_CHAIN} levels of extends", "Use fewer.")
            composed = self.compose(parent, where, chain)
            taken = {k: v for k, v in normalized(composed.data).items() if k in INHERITABLE}
            data = _merged(data, taken)
            for origin in composed.origins:
                origins.add(origin)
            namespaces += composed.namespaces
        self._count(data, origins)
        return Composed(
            item,
            tuple(dict.fromkeys(namespaces)),
            data,
            origins,
            _params(data.get("params"), origins),
        )

    def _parent(
        self, name: str, at: tuple[Any, ...], namespace: Namespace, origins: Origins
    ) -> tuple[Item, Namespace]:
        package, slash, local = name.rpartition("/")
        where: Namespace | None = namespace
        if slash:
            if not local:
                raise origins.error(at, f"{name!r} names a package and no model", _NAMES)
            where = self._library.package(package.replace("/", "."))
        if where is None:
            raise origins.error(
                at,
                f"no Guild file of a package {package!r}",
                "Install the package, or name a model or config of this file.",
                "reference",
            )
        found = where.find(local)
        if found is None:
            of = f" in package {package!r}" if slash else ""
            known = ", ".join(dict.fromkeys(where.names)) or "none"
            raise origins.error(
                at,
                f"no model or config {local!r}{of}",
                nearest(local, where.names, "Did you mean {}? ") + f"Models and configs: {known}.",
                "reference",
            )
        return found, where

    def _count(self, data: Mapping[str, Any], origins: Origins) -> None:
        """Raise if many small models that extend a large one come to more than a file can say."""
        operations = data.get("operations")
        for value in operations.values() if isinstance(operations, Mapping) else ():
            flags = value.get("flags") if isinstance(value, Mapping) else None
            self._entries += 1 + (len(flags) if isinstance(flags, Mapping) else 0)
        if self._entries > MAX_ENTRIES:
            raise origins.error(
                (),
                f"what is extended comes to more than {MAX_ENTRIES} operations and flags",
                "Extend less.",
            )


def _merged(child: Mapping[Any, Any], parent: Mapping[Any, Any]) -> dict[Any, Any]:
    merged = dict(child)
    for key, value in parent.items():
        own = merged.get(key)
        if key not in merged:
            merged[key] = value
        elif isinstance(own, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(own, value)
    return merged


def _parents(value: object, origins: Origins) -> list[tuple[tuple[Any, ...], str]]:
    entries = value if isinstance(value, list) else [] if value is None else [value]
    found = []
    for number, entry in enumerate(entries):
        at: tuple[Any, ...] = ("extends", number) if entries is value else ("extends",)
        if not isinstance(entry, str) or not entry:
            raise origins.error(
                at, f"expected the name of a model or config, found {describe_kind(entry)}", _NAMES
            )
        found.append((at, entry))
    return found


def _params(data: object, origins: Origins) -> Mapping[str, Any]:
    if data is None:
        return {}
    params = origins.expect(("params",), data, dict, "Write 'params: {NAME: VALUE}'.")
    try:
        return resolved({str(name): value for name, value in params.items()})
    except TooLargeError as error:
        raise too_large(origins, ("params",)) from error
    except CycleError as error:
        raise origins.error(
            ("params",), f"a cycle of params: {error}", "Give one of them a value.", "cycle"
        ) from error


def too_large(origins: Origins, at: tuple[Any, ...]) -> GuildFileError:
    """Return the error about params that make too much."""
    return origins.error(at, "references to params make a value that is too large", "Use fewer.")


def normalized(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object's attributes with bare values as mappings, so that they can be merged."""
    new = dict(data)
    if isinstance(operations := new.get("operations"), Mapping):
        new["operations"] = as_operations(operations)
    if isinstance(resources := new.get("resources"), Mapping):
        new["resources"] = as_resources(resources)
    if isinstance(flags := new.get("flags"), Mapping):
        new["flags"] = as_flags(flags)
    if "operation-defaults" in new:
        new["operation-defaults"] = _operation(new["operation-defaults"])
    return new


def as_operations(data: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return operations as mappings: text is what they run."""
    return {k: v if k == "$include" else _operation(v) for k, v in data.items()}


def _operation(data: object) -> object:
    if isinstance(data, str):
        return {"main": data}
    if not isinstance(data, Mapping):
        return data
    new = operation_attributes(data)
    if isinstance(flags := new.get("flags"), Mapping):
        new["flags"] = as_flags(flags)
    return new


def as_resources(data: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return resources as mappings: a list is their sources."""
    return {
        key: {"sources": value} if key != "$include" and isinstance(value, list) else value
        for key, value in data.items()
    }


def as_flags(data: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return flags as mappings: a bare value is their default."""
    return {
        key: value if key == "$include" or not is_bare(value) else {"default": value}
        for key, value in data.items()
    }


def is_bare(value: object) -> bool:
    """Tell whether a value stands for a flag's default."""
    return value is None or isinstance(value, (str, int, float, list))
