"""What a plan has to do with what must be there first; resources are loaded only if needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter.errors import BadAssignment, FlagError, GuildError
from guild_jupyter.flags import assignment
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

_BATCH_FILES = "guild_jupyter.flags.batch_files"


def is_required(operation: Operation) -> bool:
    """Tell whether an operation requires resources; a config file for its flags is one."""
    return bool(operation.requires) or (operation.flags_dest or "").startswith(CONFIG)


def with_more(operation: Operation, options: Options, folder: Path) -> Operation:
    """Return an operation that also requires what the user asks for.

    Parameters
    ----------
    operation
        The operation.
    options
        What the user said: paths, URLs or ``KIND:TARGET``.
    folder
        Where relative paths are looked for.
    """
    if not options.more_resources:
        return operation
    more = tuple(_resource(text, folder) for text in options.more_resources)
    return replace(operation, requires=(*operation.requires, *more))


def _resource(text: str, folder: Path) -> ResourceDef:
    if not text.strip():
        raise FlagError("nothing is named to require", "Write '-D PATH', a URL or KIND:TARGET.")
    kind, colon, target = text.partition(":")
    if text.startswith(("http://", "https://")):
        source = SourceDef("url", text)
    elif colon and kind in SOURCE_KINDS:
        source = SourceDef(kind, target)
    else:
        source = SourceDef("file", str(locate.plain(folder / Path(text).expanduser())))
    return ResourceDef(source.shown_name, (source,))


def missing(operation: Operation, project: Project, prefix: str) -> GuildError | None:
    """Return the error for a path of the project that an operation needs and that is not there.

    Its hint says which operation may make it. None where nothing is missing.
    """
    for path in operation.must_exist:
        if not Path(project.directory, path).exists():
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


def tell_apart(
    words: Iterable[str],
    values: Mapping[str, Any],
    operation: Operation,
    assignable: Mapping[str, Any],
    folder: Path,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what is given for flags, and what for resources.

    Parameters
    ----------
    words
        NAME=VALUE words as typed, and ``@FILE``.
    values
        Values that are no text, as from Python.
    operation
        The operation.
    assignable
        The names of its resources.
    folder
        Where relative files are looked for.

    Raises
    ------
    FlagError
        A word is no assignment, or something is given twice.
    """
    of_resources: dict[str, str] = {}
    rest = []
    typed = list(words)
    files: list[str] = []
    if any(word.startswith("@") for word in typed):
        files, typed = load(f"{_BATCH_FILES}:tell_apart")(typed)
    for word in typed:
        name, _, text = word.partition("=")
        if name in assignable:
            of_resources[name] = text
        else:
            rest.append(word)
    given = assignment.read(rest, operation.flags)
    for name, value in values.items():
        if name in given or name in of_resources:
            raise BadAssignment(
                f"{name} is given twice, as a word and as a value", "Give it in one place."
            )
        if name in assignable:
            of_resources[name] = str(value)
        else:
            given[name] = assignment.plain_value(name, value)
    return _with_files(files, given, operation, folder), of_resources


def _with_files(
    files: list[str], given: dict[str, Any], operation: Operation, folder: Path
) -> dict[str, Any]:
    """Return flag values with those that batch files give to a single run under them."""
    if not files:
        return given
    paths = [folder / Path(file).expanduser() for file in files]
    read = load(f"{_BATCH_FILES}:read")
    rows = [row for path in paths for row in read(path, operation.flags)]
    if len(rows) != 1:
        named = " ".join(f"@{file}" for file in files)
        raise FlagError(
            f"{named} stands for {len(rows)} runs, and one is started at a time",
            "Leave one row in the file, or start one run for each in a loop.",
        )
    combined: dict[str, Any] = load(f"{_BATCH_FILES}:combine")(rows, given)[0]
    return combined
