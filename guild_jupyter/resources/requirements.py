"""What ``requires`` of an operation stands for: resources in place, and named ones looked up.

Knows names only; what a resource's sources lead to is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from guild_jupyter.errors import ResourceError, nearest
from guild_jupyter.flags.destinations import CONFIG
from guild_jupyter.flags.references import resolve
from guild_jupyter.guildfile.definitions import Model, Operation, Project, ResourceDef, SourceDef


def required(
    operation: Operation, model: Model, project: Project, values: Mapping[str, Any]
) -> list[ResourceDef]:
    """Return the resources that an operation requires, in order.

    A program that reads its flags from a config file needs that file: ``flags-dest:
    config:PATH`` requires it even where nobody wrote so.

    Parameters
    ----------
    operation
        The operation.
    model
        Its model.
    project
        Its project.
    values
        Flag values, for ``${flag}`` in names of resources.

    Raises
    ------
    ResourceError
        A named resource is not defined.
    FlagError
        A name refers to a flag that is not there.
    """
    found = [
        find(resolve(item, values, "requires"), operation, model, project)
        if isinstance(item, str)
        else item
        for item in operation.requires
    ]
    return [*found, *_flags_file(operation, found)]


def foreign(operation: Operation, values: Mapping[str, Any]) -> set[int]:
    """Return the places in ``requires`` of what is named as another package's: ``pkg/res``."""
    return {
        number
        for number, item in enumerate(operation.requires)
        if isinstance(item, str) and "/" in resolve(item, values, "requires")
    }


def find(name: str, operation: Operation, model: Model, project: Project | None) -> ResourceDef:
    """Return a named resource: ``res`` of the operation's model, ``model:res``, ``package/res``.

    Raises
    ------
    ResourceError
        It is not defined.
    """
    model_name, colon, local = name.rpartition(":")
    models = project.models if project else {model.name: model}
    owner = models.get(model_name) if colon else model
    if owner is not None and local in owner.resources:
        return owner.resources[local]
    if project is not None and name in project.package_resources:
        return project.package_resources[name]
    known = [
        *model.resources,
        *(f"{other.name}:{res}" for other in models.values() for res in other.resources),
    ]
    listed = (
        f"Resources: {', '.join(dict.fromkeys(known))}." if known else "There are no resources."
    )
    raise ResourceError(
        f"resource {name!r} required by operation {operation.spec!r} is not defined",
        nearest(name, known, "Did you mean {}? ") + listed,
    )


def _flags_file(operation: Operation, found: list[ResourceDef]) -> list[ResourceDef]:
    destination = operation.flags_dest or ""
    target = destination.removeprefix(CONFIG)
    if target == destination or not target:
        return []
    given = {(s.kind, s.target) for resource in found for s in resource.sources}
    if ("config", target) in given:
        return []
    source = SourceDef(
        "config", target, attributes={"replace-existing": True, "always-resolve": True}
    )
    # The program opens the path it knows, so the file keeps its folder (Guild 0.9 drops it).
    return [ResourceDef(source.uri, (source,), target_path=str(PurePath(target).parent))]
