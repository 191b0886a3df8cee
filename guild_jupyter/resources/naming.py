"""By which names a user chooses other sources, and what resources are called in messages.

Guild offers only the flag names of operation sources and explicit ``flag-name`` attributes.
Here ``operation:prep`` and ``prep`` both work beside a source's name, and a file, url or config
source can also be chosen by its name, or by that of its resource where it is the only source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guild_jupyter.errors import ResourceError
from guild_jupyter.guildfile.definitions import Model, Operation, Project, ResourceDef, SourceDef
from guild_jupyter.resources import requirements

_CHOOSABLE = ("config", "file", "operation", "url")


@dataclass(frozen=True, slots=True)
class Assignable:
    """A name to the left of ``=`` that chooses a source.

    Parameters
    ----------
    name
        The name.
    kind
        The source's kind: for ``operation`` the value is a run, else a path or URL.
    target
        What is used without an assignment: an operation spec, a path or a URL.
    resource
        The resource's name.
    main
        The name that is recorded with the run; ``name`` is another one for it.
    """

    name: str
    kind: str
    target: str
    resource: str
    main: str


def assignable_names(
    operation: Operation, model: Model, project: Project | None = None
) -> dict[str, Assignable]:
    """Return what a user may assign beside the operation's flags, by name.

    Parameters
    ----------
    operation
        The operation; a flag of the same name goes before a source.
    model
        Its model.
    project
        Its project, for resources of other models.
    """
    found: dict[str, Assignable] = {}
    for item in operation.requires:
        try:
            resource = (
                requirements.find(item, operation, model, project)
                if isinstance(item, str)
                else item
            )
        except ResourceError:  # undefined, or named by a flag's value: said when it is planned
            continue
        for source in resource.sources:
            names = choosing_names(source, resource)
            for name in names:
                if name not in operation.flags or name == source.flag_name:
                    found.setdefault(
                        name,
                        Assignable(
                            name, source.kind, source.target, resource_name(resource), names[0]
                        ),
                    )
    return found


def choosing_names(source: SourceDef, resource: ResourceDef) -> tuple[str, ...]:
    """Return the names that choose a source, the one that is recorded first."""
    if source.kind not in _CHOOSABLE or source.flag_name is False:
        return ()
    names = [source.flag_name if isinstance(source.flag_name, str) else None, source.name]
    if source.kind == "operation":
        names += [source.uri, source.target]
    elif len(resource.sources) == 1 and resource.name != source.shown_name:
        names.append(resource.name)
    return tuple(dict.fromkeys(name for name in names if name))


def flag_name(source: SourceDef, resource: ResourceDef) -> str | None:
    """Return the flag under which a source's choice is recorded even if nobody made one."""
    if source.kind == "operation" and source.flag_name is False:
        return source.name or source.uri  # as in Guild, nobody can choose by it
    if source.kind == "operation" or isinstance(source.flag_name, str):
        return next(iter(choosing_names(source, resource)), None)
    return None


def source_name(source: SourceDef) -> str:
    """Return what a source is called in messages and in the ``deps`` of a run."""
    flag = source.flag_name if isinstance(source.flag_name, str) else None
    return source.name or flag or source.uri


def resource_name(resource: ResourceDef) -> str:
    """Return what a resource is called: one written in place by its source's name."""
    only = resource.sources[0] if len(resource.sources) == 1 else None
    inline = only is not None and resource.name == only.shown_name
    return source_name(only) if only is not None and inline else resource.name


def chosen(
    source: SourceDef, resource: ResourceDef, given: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return the name and value by which a user chose a source; an empty value is no choice."""
    for name in choosing_names(source, resource):
        if given.get(name):
            return name, given[name]
    return None
