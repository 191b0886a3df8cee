"""``$include`` in operations, resources and flags: what it brings, from which object.

Unlike in Guild 0.9, names behind ``#`` are exact, what the target inherits counts too, and
references to params are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.errors import nearest
from guild_jupyter.guildfile import inheritance
from guild_jupyter.guildfile.definitions import Finding
from guild_jupyter.guildfile.dialects import describe_kind
from guild_jupyter.guildfile.inheritance import MAX_ENTRIES, Composed, Inheritance
from guild_jupyter.guildfile.origins import Origins
from guild_jupyter.guildfile.substitution import TooLargeError, filled

INCLUDE = "$include"
_HINT = "Write '$include: CONFIG', 'CONFIG#NAME,NAME' or 'MODEL:OPERATION'."
_AS_MAPPINGS: Mapping[str, Callable[[Mapping[Any, Any]], dict[Any, Any]]] = {
    "operations": inheritance.as_operations,
    "resources": inheritance.as_resources,
    "flags": inheritance.as_flags,
}


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of an object: what it says, and what to call it."""

    owner: Composed
    at: Key
    data: Mapping[Any, Any]
    label: str


@dataclass
class Sections:
    """Brings the includes of one project's sections in."""

    inheritance: Inheritance
    findings: list[Finding] = field(default_factory=list)
    _brought: int = 0

    def expanded(
        self, owner: Composed, kind: str, at: Key, data: Mapping[Any, Any], label: str
    ) -> Mapping[Any, Any]:
        """Return a section with what it includes below its own entries.

        Parameters
        ----------
        owner
            The object.
        kind
            ``operations``, ``resources`` or ``flags``.
        at
            The section's key path in the object; its origins learn of what is brought.
        data
            What it says.
        label
            What it is called in a cycle.

        Raises
        ------
        GuildFileError
            A reference leads nowhere, or back to itself.
        """
        return self._expanded(kind, _Section(owner, at, data, label), ())

    def _expanded(
        self, kind: str, section: _Section, chain: tuple[tuple[int, Key], ...], labels: str = ""
    ) -> Mapping[Any, Any]:
        if INCLUDE not in section.data:
            return section.data
        own = dict(section.data)
        value = own.pop(INCLUDE)
        origins, at = section.owner.origins, (*section.at, INCLUDE)
        chain = (*chain, (id(section.owner), section.at))
        labels = f"{labels}{section.label} -> "
        brought: dict[Any, Any] = {}
        for number, reference in enumerate(value if isinstance(value, list) else [value]):
            spot = (*at, number) if isinstance(value, list) else at
            if not isinstance(reference, str):
                found = describe_kind(reference)
                raise origins.error(spot, f"expected what to include, found {found}", _HINT)
            name, hash_, names = reference.partition("#")
            target = self._target(kind, name.strip(), section.owner, spot)
            if (id(target.owner), target.at) in chain:
                raise origins.error(
                    spot,
                    f"a cycle of $include: {labels}{target.label}",
                    "Remove one of them.",
                    "cycle",
                )
            if len(chain) > inheritance.MAX_CHAIN:
                raise origins.error(
                    spot, f"more than {inheritance.MAX_CHAIN} levels of $include", "Use fewer."
                )
            values = self._expanded(kind, target, chain, labels)
            if hash_:
                values = self._picked(values, names, target, origins, spot)
            values = _AS_MAPPINGS[kind](_filled(values, target.owner, section.owner, spot))
            self._count(len(values), origins, spot)
            brought = _merged(values, brought)
            origins.graft(section.at, target.owner.origins, target.at)
        for name, entry in own.items():
            if kind == "resources" and isinstance(entry, list):
                brought.pop(name, None)  # sources alone: they stand for the whole, as in Guild
        return _merged(_AS_MAPPINGS[kind](own), brought)

    def _count(self, more: int, origins: Origins, at: Key) -> None:
        self._brought += more
        if self._brought > MAX_ENTRIES:
            raise origins.error(
                at, f"what is included comes to more than {MAX_ENTRIES} entries", "Include less."
            )

    def _target(self, kind: str, name: str, owner: Composed, spot: Key) -> _Section:
        object_name, colon, operation = name.partition(":")
        for namespace in owner.namespaces:
            item = namespace.find(object_name)
            if item is not None:
                target = self.inheritance.compose(item, namespace)
                break
        else:
            namespace = owner.namespaces[0]
            known = [*dict.fromkeys(namespace.names)]
            operations = [f":{key}" for key in _operations_of(namespace.find(""))]
            raise owner.origins.error(
                spot,
                f"no model or config {object_name!r} to include from",
                nearest(name, [*known, *operations], "Did you mean {}? ")
                + f"Models and configs: {', '.join(known) or 'none'}.",
                "reference",
            )
        if not colon:
            data = target.data.get(kind)
            found = data if isinstance(data, Mapping) else {}
            if data is not None and not isinstance(data, Mapping):
                kinds = describe_kind(data)
                raise target.origins.error(
                    (kind,), f"expected a mapping, found {kinds}", f"Write names below '{kind}:'."
                )
            return _Section(target, (kind,), found, object_name)
        return self._of_operation(kind, target, object_name, operation, owner, spot)

    def _of_operation(
        self, kind: str, target: Composed, model: str, name: str, owner: Composed, spot: Key
    ) -> _Section:
        if kind != "flags":
            raise owner.origins.error(
                spot, f"only flags can be included from an operation, not {kind}", _HINT
            )
        operations = target.data.get("operations")
        known: Mapping[Any, Any] = operations if isinstance(operations, Mapping) else {}
        if INCLUDE in known and name not in known:
            known = self.expanded(target, "operations", ("operations",), known, model)
        if name not in known:
            names = ", ".join(f"{model}:{key}" for key in known if key != INCLUDE) or "none"
            raise owner.origins.error(
                spot,
                f"no operation '{model}:{name}' to include from",
                nearest(name, map(str, known), f"Did you mean {model}:{{}}? ")
                + f"Its operations: {names}.",
                "reference",
            )
        defaults = target.data.get("operation-defaults")
        for data, at in (
            (known[name], ("operations", name, "flags")),
            (defaults, ("operation-defaults", "flags")),
        ):
            if isinstance(data, Mapping) and isinstance(data.get("flags"), Mapping):
                return _Section(target, at, data["flags"], f"{model}:{name}")
        return _Section(target, ("operations", name, "flags"), {}, f"{model}:{name}")

    def _picked(
        self, values: Mapping[Any, Any], names: str, target: _Section, origins: Origins, at: Key
    ) -> dict[Any, Any]:
        wanted = [name.strip() for name in names.split(",") if name.strip()]
        by_text = {str(key): key for key in values}
        for name in wanted:
            if name not in by_text:
                spot = origins.spot(at)
                hint = nearest(name, by_text, "Did you mean {}?")
                self.findings.append(
                    Finding(
                        spot.file, spot.line, spot.key, f"{target.label} has no {name!r}", hint
                    )
                )
        return {by_text[name]: values[by_text[name]] for name in wanted if name in by_text}


def _operations_of(item: Any) -> list[str]:  # noqa: ANN401 - an item or None
    data = item.attributes.get("operations") if item is not None else None
    return [str(key) for key in data] if isinstance(data, Mapping) else []


def _merged(over: Mapping[Any, Any], under: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return the entries of both, those of ``under`` first.

    Of an entry that both have each attribute is one's or the other's as a whole.
    """
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(value, Mapping) and isinstance(below, Mapping)
        merged[key] = {**below, **value} if both and below is not None else value
    return merged


def _filled(
    values: Mapping[Any, Any], target: Composed, owner: Composed, at: Key
) -> Mapping[Any, Any]:
    if not target.params or target is owner:
        return values
    try:
        found: Mapping[Any, Any] = filled(values, {**target.params, **owner.params})
    except TooLargeError as error:
        raise inheritance.too_large(owner.origins, at) from error
    return found
