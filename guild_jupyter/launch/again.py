"""The plan of a run that is started again, or whose source and flags another one takes over.

All comes from the run's own record, that of Guild's runs too: the Guild file may say something
else by now, or be gone.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter.errors import LaunchError, ResourceError
from guild_jupyter.flags import assignment, references
from guild_jupyter.flags.destinations import ARGS
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.launch import environment as environments
from guild_jupyter.launch import required
from guild_jupyter.launch.command import FLAG_ARGS, build
from guild_jupyter.launch.interpreter import choose, forget, missing_module
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.plan import RunPlan, delivery_of, module_folders
from guild_jupyter.launch.recorded import OURS, flag_of
from guild_jupyter.launch.selection import Selection
from guild_jupyter.launch.steps import from_data
from guild_jupyter.redaction import WITHHELD
from guild_jupyter.registry import load
from guild_jupyter.runstore import manifest
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.patterns import compile_patterns
from guild_jupyter.supervise import durable

if TYPE_CHECKING:
    from guild_jupyter.resources.candidates import RunFacts
    from guild_jupyter.resources.plan import Plan as ResourcePlan
    from guild_jupyter.resources.plan import PlannedSource

_MAIN = ["-um", "guild.op_main"]
_STEPS = ["-um", "guild.steps_main"]
_NOTEBOOK = "guild.plugins.nbexec"
_GUILD_FLAG_ARGS = "__flag_args__"
#: What is made anew for every start.
_NOT_OWN = frozenset({"FLAGS_DEST", "GUILD_PLUGINS", "PROJECT_DIR", "PYTHONPATH", "GUILD_OP"})


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
    op = _recorded(run)
    project = _project(run)
    operation = _operation(run, op)
    interpreter = choose(options.python, os.environ, operation.python_requires)
    before, of_resources = _flags_before(run, op)
    typed = list(words)
    given = assignment.read(typed, operation.flags) | dict(values or {})
    flags = assignment.resolve(given, operation.flags, force=options.force_flags)
    _refuse_withheld(run, operation, flags)
    resources = _resources(run, operation, project, flags, of_resources, list(runs), options)
    source = _source(run, op)
    where = str(op["op-cmd"].get("flags-dest") or ARGS)
    command = build(operation, flags, interpreter.path, str(project.directory), where)
    recorded = {**of_resources, **(resources.flag_values if resources else {})}
    folders = [str(run.dir / place) for place in module_folders(operation, command, source)]
    forget(folders)
    all_flags = {**flags, **recorded}
    template = op.get("label-template") if options.label is None else options.label
    label = references.label_of(template, all_flags)
    if in_place and options.label is None:
        by_itself = references.label_of(template, {**before, **of_resources})
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
        added=environments.additions(
            operation, project, flags, home.path, folder, where, options, source.destination
        ),
        delivery=delivery_of(operation, flags, command, where),
        module_folders=module_folders(operation, command, source),
        label=label,
        label_template=template,
        tags=tuple(options.tags) or tuple(run.tags),
        resources=resources,
        source=source,
        patterns=compile_patterns(op.get("output-scalars")),
        options=options,
        words=tuple(typed),
        problem=missing_module(command.module, folders, interpreter) if command.module else "",
        existing=run.dir if in_place else None,
    )


def _recorded(run: Run) -> dict[str, Any]:
    op = run.attributes.get("op")
    if not isinstance(op, Mapping) or not isinstance(op.get("op-cmd"), Mapping):
        raise LaunchError(
            f"{run.operation} {run.short_id} does not record how it was run",
            "Run the operation itself.",
        )
    return {str(key): value for key, value in op.items()}


def _project(run: Run) -> Project:
    ref = run.opref
    folder = Path(ref.folder or run.dir)
    file = Path(ref.package) if ref.kind == "guildfile" else folder / "guild.yml"
    return Project(file, ref.version, {})


def _operation(run: Run, op: Mapping[str, Any]) -> Operation:
    ref = run.opref
    command = op["op-cmd"]
    flags = {str(name): flag_of(str(name), data or {}) for name, data in _flag_data(op).items()}
    values = run.attributes.typed("flags", dict, {})
    flags = {name: replace(flag, default=values.get(name)) for name, flag in flags.items()}
    common: dict[str, Any] = {
        "name": ref.operation,
        "model": ref.model,
        "flags": flags,
        "flags_dest": str(command.get("flags-dest") or ARGS),
        "output_scalars": op.get("output-scalars"),
        "python_requires": op.get("python-requires"),
        "delete_on_success": bool(op.get("delete-on-success")),
        "script": ref.operation if ref.kind == "script" else "",
    }
    ours = op.get(OURS)
    if isinstance(ours, Mapping):
        form = _our_form(run, ours)
    else:
        form = _guilds_form(run, [str(word) for word in command.get("cmd-args") or []])
        added = command.get("cmd-env") or {}
        form["env"] = {name: value for name, value in added.items() if name not in _NOT_OWN}
    return Operation(**common, **form)


def _flag_data(op: Mapping[str, Any]) -> Mapping[Any, Any]:
    data = op["op-cmd"].get("cmd-flags")
    return data if isinstance(data, Mapping) else {}


def _our_form(run: Run, ours: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "main": ours.get("main"),
        "exec": ours.get("exec"),
        "notebook": ours.get("notebook"),
        **(_steps(run) if ours.get("steps") else {}),
        "in_project": bool(ours.get("in-project")),
        "env": ours.get("env") or {},
        "env_secrets": tuple(ours.get("env-secrets") or ()),
        "pip_freeze": ours.get("pip-freeze", True) is not False,
    }


def _guilds_form(run: Run, words: list[str]) -> dict[str, Any]:
    if words[1:3] == _STEPS:
        return _steps(run)
    if words[1:3] != _MAIN:
        joined = [FLAG_ARGS if w == _GUILD_FLAG_ARGS else shlex.quote(w) for w in words]
        return {"exec": " ".join(joined)}
    rest = [word for word in words[3:] if word != _GUILD_FLAG_ARGS]
    if "--" in rest:
        del rest[len(rest) - 1 - rest[::-1].index("--")]
    if rest[:1] == [_NOTEBOOK]:
        return {"notebook": shlex.join(rest[1:])}
    return {"main": shlex.join(rest)}


def _steps(run: Run) -> dict[str, Any]:
    written: list[object] = run.attributes.typed("steps", list, [])
    try:
        return {"steps": tuple(from_data(step) for step in written)}
    except ValueError as error:
        raise LaunchError(
            f"{run.operation} {run.short_id} has a step that makes no sense: {error}",
            "Run the operation itself.",
        ) from error


def _flags_before(run: Run, op: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of the run's flags, and what its resources added to them."""
    declared = _flag_data(op)
    values = run.attributes.typed("flags", dict, {})
    own = {str(n): value for n, value in values.items() if n in declared}
    return own, {str(n): value for n, value in values.items() if n not in declared}


def _refuse_withheld(run: Run, operation: Operation, flags: Mapping[str, Any]) -> None:
    lost = [name for name, value in flags.items() if value == WITHHELD]
    if lost:
        words = " ".join(f"{name}=VALUE" for name in lost)
        raise LaunchError(
            f"not recorded, for it looks like a secret: {', '.join(lost)}",
            f"Give it again: run --restart {run.short_id} {words}",
        )
    forms = (operation.main, operation.exec, operation.notebook, *operation.env.values())
    if any(isinstance(form, str) and WITHHELD in form for form in forms):
        raise LaunchError(
            "the command or its environment is not recorded in full, for it looks like a secret",
            "Run the operation itself.",
        )


def _source(run: Run, op: Mapping[str, Any]) -> Selection:
    spec = op.get("sourcecode")
    place = str(spec.get("dest") or ".") if isinstance(spec, Mapping) else "."
    listed = manifest.read(durable.read_text(run.files_of_run.manifest) or "")
    prefix = "" if place == "." else f"{place}/"
    files = [
        entry.path.removeprefix(prefix)
        for entry in listed
        if entry.kind == manifest.SOURCE and entry.path.startswith(prefix)
    ]
    return Selection(run.dir / place, place, files)


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
            sources=tuple(_settled(one, runs, chosen, options) for one in resource.sources),
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
