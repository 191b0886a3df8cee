"""What an operation says that runs as it is, and may not be meant: names that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from guild_jupyter.errors import GuildError, ResourceError, nearest
from guild_jupyter.flags.references import names_in
from guild_jupyter.guildfile.definitions import (
    Finding,
    Operation,
    Project,
    ResourceDef,
    SourceDef,
)
from guild_jupyter.launch import required
from guild_jupyter.registry import load

#: Names that commands and values may refer to beside flags.
_OF_COMMANDS = ("python_exe", "guild_python_exe", "project_dir", "flag_args", "main_args")
_OF_LABELS = ("default_label",)

Keys = tuple[Any, ...]
Place = tuple[str, int, str]


def oddities(operation: Operation, project: Project) -> list[Finding]:
    """Return what an operation says that is accepted and may not be meant.

    Parameters
    ----------
    operation, project
        The operation, its flags complete.
    """
    return [
        *_of_label(operation, project),
        *_of_values(operation),
        *_of_cycles(operation),
        *_of_sources(operation, project),
    ]


def _finding(operation: Operation, keys: Keys, message: str, hint: str) -> Finding:
    return Finding(*operation.place(*keys), message, hint)


def _of_label(operation: Operation, project: Project) -> Iterator[Finding]:
    choosable = required.assignable_names(operation, project)
    known = {*operation.flags, *choosable, *_OF_LABELS}
    for name in names_in(operation.label or ""):
        if name not in known:
            message = f"{operation.spec} has no flag {name!r}: ${{{name}}} is empty in the label"
            yield _finding(operation, ("label",), message, _near(name, operation.flags))


def _of_values(operation: Operation) -> Iterator[Finding]:
    """Yield references in the values of flags that are no flags; only those that are written."""
    known = {*operation.flags, *_OF_COMMANDS}
    for keys, value in _written_values(operation):
        for name in names_in(value) if isinstance(value, str) else ():
            if name not in known:
                message = f"{operation.spec} has no flag {name!r}: ${{{name}}} stays in the value"
                yield _finding(operation, keys, message, _near(name, operation.flags))


def _written_values(operation: Operation) -> Iterator[tuple[Keys, Any]]:
    for name, flag in operation.flags.items():
        if operation.places is None or operation.places.has("flags", name, "default"):
            yield ("flags", name, "default"), flag.default
    for profile, values in operation.profiles.items():
        yield from ((("profiles", profile, name), value) for name, value in values.items())


def _of_cycles(operation: Operation) -> Iterator[Finding]:
    """Yield the cycles of flags whose defaults refer to each other, each once."""
    leads_to = {
        name: [other for other in names_in(flag.default) if other in operation.flags]
        for name, flag in operation.flags.items()
        if isinstance(flag.default, str)
    }
    done: set[str] = set()
    for start in leads_to:
        way: dict[str, Iterator[str]] = {}
        following: str | None = start
        while following is not None or way:
            if following is None:  # back to where the last one was named
                done.add(way.popitem()[0])
            elif following in way:
                names = list(way)
                cycle = " -> ".join([*names[names.index(following) :], following])
                message = f"the values of flags lead back to themselves: {cycle}"
                hint = "Give one of them another value."
                yield _finding(operation, ("flags", following, "default"), message, hint)
            elif following not in done:
                way[following] = iter(leads_to.get(following, ()))
            following = next(way[next(reversed(way))], None) if way else None


def _near(name: str, flags: Iterable[str]) -> str:
    listed = list(flags)
    return nearest(name, listed, "Did you mean ${{{}}}? ") + (
        f"Flags: {', '.join(sorted(listed)) or 'none'}."
    )


def _of_sources(operation: Operation, project: Project) -> Iterator[Finding]:
    """Yield sources that are runs of an operation which the project does not have."""
    specs = [
        f"{model.name}:{name}".removeprefix(":")
        for model in project.models.values()
        for name in (*model.operations, *model.problems)
    ]
    names = {*specs, *(spec.rpartition(":")[2] for spec in specs)}
    for place, source in _operation_sources(operation, project):
        spec = source.target
        # Of a package, or told by a flag: what that is, is known when it runs.
        if "${" in spec or "/" in spec or _is_any(spec, specs):
            continue
        message = f"this project has no operation {spec!r}"
        hint = nearest(spec, names, "Did you mean {}? ")
        yield Finding(*place, message, f"{hint}Operations: {', '.join(specs)}.")


def _is_any(spec: str, specs: list[str]) -> bool:
    fits: Callable[[str, str, str], bool] = load("guild_jupyter.resources.candidates:fits")
    try:
        return any(fits(spec, *known.rpartition(":")[::2]) for known in specs)
    except ResourceError:  # said when it is planned
        return True


def _operation_sources(
    operation: Operation, project: Project
) -> Iterator[tuple[Place, SourceDef]]:
    for number, item in enumerate(operation.requires):
        starts: list[Keys] = [("requires", number), ("requires",)]
        owner = operation
        resource: ResourceDef | None
        if isinstance(item, ResourceDef):
            resource = item
        else:
            resource, named = _named(item, operation, project)
            if named is not None:
                owner = named
                # Above the operation, where its model has the resource.
                starts = [("resources", item.rpartition(":")[2])]
        is_named = starts[0][0] == "resources"
        for place, source in enumerate(resource.sources if resource else ()):
            if source.kind == "operation":
                own = ("operation",)
                below: list[Keys] = [("sources", place, *own), (place, *own), own, ()]
                keys = [(*start, *more) for start in starts for more in below]
                yield _first(owner, keys, of_model=is_named), source


def _named(
    name: str, operation: Operation, project: Project
) -> tuple[ResourceDef | None, Operation | None]:
    """Return a named resource, and an operation of the model that defines it."""
    model_name, colon, _ = name.rpartition(":")
    model = project.models.get(model_name) if colon else project.model_of(operation)
    try:
        found: ResourceDef = load("guild_jupyter.resources.requirements:find")(
            name, operation, project.model_of(operation), project
        )
    except GuildError:  # named by a flag
        return None, None
    beside = model.operations.values() if model and name not in project.package_resources else ()
    return found, next(iter(beside), None)


def _first(operation: Operation, candidates: list[Keys], *, of_model: bool) -> Place:
    """Return where the most is said of what stands at one of some keys."""
    if operation.places is None:
        return operation.place("requires")
    origins = operation.places.origins
    start = () if of_model else operation.places.path
    spots = [origins.spot((*start, *keys)) for keys in candidates]
    whole = [spot for spot in spots if spot.missing == 0]
    spot = max(whole or spots, key=lambda spot: spot.line)
    return spot.file, spot.line, spot.key
