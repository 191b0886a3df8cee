"""What a plan has to do with what must be there first; resources are loaded only if needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter import paths
from guild_jupyter.errors import FlagError, GuildError
from guild_jupyter.flags.destinations import CONFIG
from guild_jupyter.guildfile import locate
from guild_jupyter.guildfile.definitions import (
    SOURCE_KINDS,
    Operation,
    Project,
    ResourceDef,
    SourceDef,
)
from guild_jupyter.launch.options import Options
from guild_jupyter.registry import load

if TYPE_CHECKING:
    from guild_jupyter.resources.candidates import RunFacts
    from guild_jupyter.resources.plan import Plan as ResourcePlan


def is_required(operation: Operation) -> bool:
    """Tell whether an operation requires resources; a config file for its flags is one."""
    return bool(operation.requires) or (operation.flags_dest or "").startswith(CONFIG)


def with_more(operation: Operation, options: Options, folder: Path, project: Path) -> Operation:
    """Return an operation that also requires what the user asks for; paths are linked to.

    Parameters
    ----------
    operation
        The operation.
    options
        What the user said: paths, URLs or ``KIND:TARGET``.
    folder
        Where relative paths are looked for.
    project
        The project's folder: a path that means the same there is recorded as it was written.
    """
    if not options.more_resources:
        return operation
    more = tuple(_resource(text, folder, project) for text in options.more_resources)
    return replace(operation, requires=(*operation.requires, *more))


def _resource(text: str, folder: Path, project: Path) -> ResourceDef:
    if not text.strip():
        raise FlagError("nothing is named to require", "Write '-D PATH', a URL or KIND:TARGET.")
    kind, colon, target = text.partition(":")
    if text.startswith(("http://", "https://")):
        source = SourceDef("url", text)
    elif colon and kind in SOURCE_KINDS:
        source = SourceDef(kind, target)
    else:
        given = paths.expanded(text)
        path = locate.plain(folder / given)
        target = text if path == locate.plain(project / given) else str(path)
        kinds = ", ".join(f"{kind}:TARGET" for kind in SOURCE_KINDS)
        advice = f"It is asked for with -D, which takes a path, a URL, or {kinds}. Check the path."
        source = SourceDef("file", target, target_type="link", attributes={"help": advice})
        return ResourceDef(text, (source,))
    return ResourceDef(source.shown_name, (source,))


def missing(operation: Operation, project: Project, prefix: str) -> GuildError | None:
    """Return the error for a path of the project that an operation needs and that is not there.

    Its hint says which operation may make it. None where nothing is missing.
    """
    for path in operation.must_exist:
        if not paths.is_there(project.directory / path):
            describe = load("guild_jupyter.resources.remedies:missing_path")
            model = project.model_of(operation)
            found: GuildError = describe(path, model, operation=operation, prefix=prefix)
            return found
    return None


def assignable_names(operation: Operation, project: Project) -> Mapping[str, Any]:
    """Return the names by which a user chooses resources, as if they were flags."""
    if not operation.requires:
        return {}
    names: Mapping[str, Any] = load("guild_jupyter.resources.naming:assignable_names")(
        operation, project.model_of(operation), project
    )
    return names


def plan_resources(
    operation: Operation,
    project: Project,
    flags: Mapping[str, Any],
    given: Mapping[str, str],
    runs: Iterable[RunFacts],
    options: Options,
) -> ResourcePlan | None:
    """Return the plan of an operation's resources; None where nothing is required."""
    if not is_required(operation):
        return None
    parent = options.parent
    plan: ResourcePlan = load("guild_jupyter.resources.planning:plan_resources")(
        operation,
        project.model_of(operation),
        project,
        flags,
        given,
        list(runs),
        force=options.force_resources,
        postpone_operations=options.stage,
        only_runs=None if parent is None else parent.runs,
        trust=options.trust,
        prefix=options.prefix,
    )
    return plan


def recorded(plan: ResourcePlan | None, project: str) -> list[dict[str, Any]]:
    """Return planned resources as Guild records them."""
    if plan is None:
        return []
    found: list[dict[str, Any]] = load("guild_jupyter.launch.recorded_resources:to_guild")(
        plan, project
    )
    return found
