"""The plan of a run that is started again, or whose source and flags another one takes over.

All comes from the run's own record, that of Guild's runs too: the Guild file may say something
else by now, or be gone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter import paths
from guild_jupyter.errors import LaunchError, ResourceError
from guild_jupyter.flags import assignment, references
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.launch import environment as environments
from guild_jupyter.launch import program, required
from guild_jupyter.launch.building import SUBJECT_LINK
from guild_jupyter.launch.command import build
from guild_jupyter.launch.interpreter import choose, forget
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.plan import RunPlan, delivery_of, module_folders
from guild_jupyter.launch.record import Record
from guild_jupyter.redaction import WITHHELD
from guild_jupyter.registry import load
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable

if TYPE_CHECKING:
    from guild_jupyter.resources.candidates import RunFacts
    from guild_jupyter.resources.plan import Plan as ResourcePlan
    from guild_jupyter.resources.plan import PlannedSource


def plan_again(
    run: Run,
    words: Iterable[str],
    home: Home,
    folder: Path,
    runs: Iterable[RunFacts],
    options: Options,
    values: Mapping[str, Any] | None = None,
    *,
    in_place: bool,
) -> RunPlan:
    """Return the plan of starting a run again.

    Parameters
    ----------
    run
        The run; Guild's own will do.
    words
        NAME=VALUE words that change flags.
    home
        The Guild home.
    folder
        Where it is asked for.
    runs
        The runs of the home, for required operations that were left open.
    options
        What the user says beside flags.
    values
        Flag values that are no text, as from Python.
    in_place
        Whether it is started in its own directory; otherwise a new run takes over its source
        code, its operation and its flags.

    Raises
    ------
    GuildError
        The record does not say enough, or a flag is wrong.
    """
    record = Record(run)
    project = record.project
    operation = record.operation
    options = _with_subject(options, run)
    interpreter = choose(options.python, os.environ, operation.python_requires)
    typed = list(words)
    given = assignment.read(typed, operation.flags) | dict(values or {})
    flags = assignment.resolve(given, operation.flags, force=options.force_flags)
    _refuse_withheld(operation, flags)
    of_resources = record.of_resources
    resources = _resources(run, operation, project, flags, of_resources, list(runs), options)
    source = record.source
    where = record.destination
    command = build(operation, flags, interpreter.path, str(project.directory), where)
    recorded = {**of_resources, **(resources.flag_values if resources else {})}
    all_flags = {**flags, **recorded}
    added = environments.additions(
        operation, project, all_flags, home.path, folder, where, options, source.destination
    )
    folders = [str(run.dir / place) for place in module_folders(operation, command, source)]
    base = project.directory if operation.in_project else run.dir
    folders += program.search_path(environments.module_path(added, {}), base)
    forget(folders)
    template = record.label_template if options.label is None else options.label
    label = references.label_of(template, all_flags)
    if in_place and options.label is None:
        by_itself = references.label_of(template, {**record.of_flags, **of_resources})
        label = label if run.label == by_itself else run.label  # written by hand since: it stays
    return RunPlan(
        operation=operation,
        project=project,
        home=home,
        folder=folder,
        opref=run.opref,
        flags=dict(sorted(all_flags.items())),
        user_flags=given,
        command=command,
        interpreter=interpreter,
        destination=where,
        inherited=environments.without_kernel(os.environ),
        added=added,
        delivery=delivery_of(operation, flags, command, where),
        module_folders=module_folders(operation, command, source),
        label=label,
        label_template=template,
        tags=tuple(options.tags) or tuple(run.tags),
        resources=resources,
        source=source,
        patterns=record.patterns,
        options=options,
        words=tuple(typed),
        problem=program.missing(command, folders, interpreter, resources),
        existing=run.dir if in_place else None,
    )


def _with_subject(options: Options, run: Run) -> Options:
    """Return options that know the run that this one works on."""
    link = run.dir / SUBJECT_LINK
    if options.of_run is not None or not link.is_symlink():
        return options
    subject = Path(os.path.realpath(link))
    if not paths.is_file(subject / ".guild" / "opref"):
        raise LaunchError(
            f"the run that {run.operation} {run.short_id} works on is gone: {subject.name}",
            "Restore it, or run the operation on another run.",
        )
    return replace(options, of_run=subject)


def _refuse_withheld(operation: Operation, flags: Mapping[str, Any]) -> None:
    lost = [name for name, value in flags.items() if value == WITHHELD]
    if lost:
        raise LaunchError(
            f"the values of these flags are not recorded: {', '.join(lost)}",
            "They look like secrets. Give them again, as NAME=VALUE behind the run.",
        )
    forms = (operation.main, operation.exec, operation.notebook, *operation.env.values())
    steps = repr(operation.steps)
    if WITHHELD in steps or any(isinstance(form, str) and WITHHELD in form for form in forms):
        raise LaunchError(
            "the command or its environment is not recorded in full",
            "A part of it looks like a secret. Run the operation itself.",
        )


def _resources(
    run: Run,
    operation: Operation,
    project: Project,
    flags: Mapping[str, Any],
    of_resources: Mapping[str, Any],
    runs: list[RunFacts],
    options: Options,
) -> ResourcePlan | None:
    """Return the resources as they were planned, runs that were left open chosen now.

    Whether commands among them are trusted is not taken from the record: it may be anybody's.
    """
    data = (durable.read_json(run.files_of_run.plan) or {}).get("resources")
    if not data:
        made_by_guild = load("guild_jupyter.launch.recorded_resources:of_guild")
        needed = replace(operation, requires=made_by_guild(Path(run.files_of_run.attr("op"))))
        given = {name: str(value) for name, value in of_resources.items() if value is not None}
        return required.plan_resources(needed, project, flags, given, runs, options)
    plan: ResourcePlan = load("guild_jupyter.resources.plan:Plan").from_json(data)
    chosen: dict[str, Any] = {}
    resources = tuple(
        replace(
            resource,
            sources=tuple(
                _with_values(_settled(one, runs, chosen, options), flags, operation)
                for one in resource.sources
            ),
        )
        for resource in plan.resources
    )
    return replace(
        plan,
        resources=resources,
        flag_values={**plan.flag_values, **chosen},
        force=options.force_resources,
        trusted=options.trust,
    )


def _with_values(
    source: PlannedSource, flags: Mapping[str, Any], operation: Operation
) -> PlannedSource:
    """Return a file of settings with the values that the flags have now."""
    if source.kind != "config":
        return source
    now = load("guild_jupyter.resources.sources.config:flag_values")(flags, operation.flags)
    return replace(source, values=tuple((dict(source.values) | dict(now)).items()))


def _settled(
    source: PlannedSource, runs: list[RunFacts], chosen: dict[str, Any], options: Options
) -> PlannedSource:
    if not source.postponed:
        return source
    found = load("guild_jupyter.resources.candidates:choose")(source.target, runs)
    if found is None:
        missing = f"no suitable run for {source.target}"
        if not (options.force_resources or source.optional):
            raise ResourceError(missing, f"Run {source.target} first.")
        return replace(source, postponed=False, missing=missing)
    chosen[source.name] = found.id
    return replace(source, postponed=False, path=found.path, run=found.id, config=found.id)
