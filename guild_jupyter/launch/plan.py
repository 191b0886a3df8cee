"""Planning a run: everything is found out and checked, and nothing is written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter import paths
from guild_jupyter.errors import GuildError, GuildFileError, NoSuchFlag
from guild_jupyter.flags import assignment, references
from guild_jupyter.flags.arguments import options_in
from guild_jupyter.flags.delivery import notebook_payload, starter_payload, starter_variables
from guild_jupyter.flags.destinations import ARGS
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.launch import environment as environments
from guild_jupyter.launch import profiles, program, required
from guild_jupyter.launch.command import PIPELINE, Command, build, main_module, split
from guild_jupyter.launch.given import tell_apart
from guild_jupyter.launch.imports import Imports, imports_of
from guild_jupyter.launch.interpreter import Interpreter, choose, forget
from guild_jupyter.launch.locating import located, of_defaults, patterns
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.recorded import guild_op
from guild_jupyter.launch.recorded_steps import to_data
from guild_jupyter.launch.selection import Selection, select, with_file
from guild_jupyter.launch.steps import refuse_wrong
from guild_jupyter.launch.trials import single
from guild_jupyter.registry import load
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.scalars.patterns import Patterns

if TYPE_CHECKING:
    from guild_jupyter.resources.candidates import RunFacts
    from guild_jupyter.resources.plan import Plan as ResourcePlan


@dataclass(frozen=True)
class RunPlan:
    """All that is known of a run before it is launched.

    Parameters
    ----------
    operation, project
        What is run.
    home
        Where the run will be.
    folder
        Where it was asked for.
    opref
        The reference to its operation.
    flags
        The value of every flag, those that choose resources included.
    user_flags
        The values that the user gave.
    command
        What is run.
    interpreter
        The Python that runs it.
    destination
        How flags reach the program.
    inherited
        The environment that the run gets from here.
    added
        What is added to it, whatever the run directory.
    delivery
        Variables that carry flags to a program of ours, which takes them out; not recorded.
    module_folders
        Where its modules are, below the run directory or absolute.
    label, label_template, tags
        The run's label, what it was made from (None for the default), and its tags.
    resources
        What must be there before it starts; None where nothing is required.
    source
        The files of its snapshot.
    patterns
        Which output lines are scalars.
    options
        What the user said.
    problem
        Why it cannot run, in Guild's words; empty where nothing is known.
    existing
        The run directory that it is started in again; None for a new one.
    refusal
        Why it is not launched, where all else of it can be looked at; None for nothing.
    """

    operation: Operation
    project: Project
    home: Home
    folder: Path
    opref: OpRef
    flags: Mapping[str, Any]
    user_flags: Mapping[str, Any]
    command: Command
    interpreter: Interpreter
    destination: str
    inherited: Mapping[str, str] = field(repr=False)
    added: Mapping[str, str] = field(repr=False)
    delivery: Mapping[str, str] = field(repr=False)
    module_folders: tuple[str, ...]
    label: str
    label_template: str | None
    tags: tuple[str, ...]
    resources: ResourcePlan | None
    source: Selection
    patterns: Patterns
    options: Options
    words: tuple[str, ...] = ()
    problem: str = ""
    existing: Path | None = None
    refusal: GuildError | None = None

    @property
    def work_folder(self) -> str | None:
        """Where the operation runs; None for its run directory."""
        return str(self.project.directory) if self.operation.in_project else None

    @property
    def guild_op(self) -> dict[str, Any]:
        """The attribute that lets Guild run the run again."""
        guild_environment = {
            name: self.added[name]
            for name in ("FLAGS_DEST", "GUILD_PLUGINS", "PROJECT_DIR")
            if name in self.added
        }
        if self.module_folders:  # Guild's own starter leaves the run directory out of the path
            own = self.operation.env.get("PYTHONPATH")
            search = (*([str(own)] if own else []), *self.module_folders)
            guild_environment["PYTHONPATH"] = os.pathsep.join(search)
        sourcecode = {"dest": self.source.destination}
        if self.source.root != self.project.directory:
            sourcecode["root"] = os.path.relpath(self.source.root, self.project.directory)
        return guild_op(
            self.operation,
            self.command,
            self.destination,
            guild_environment,
            self.label_template,
            sourcecode,
            required.recorded(self.resources, str(self.project.directory)),
        )


def plan_run(
    project: Project,
    operation: Operation,
    words: Iterable[str],
    home: Home,
    folder: Path,
    runs: Iterable[RunFacts],
    options: Options | None = None,
    values: Mapping[str, Any] | None = None,
) -> RunPlan:
    """Return the plan of a run.

    Parameters
    ----------
    project, operation
        What to run.
    words
        NAME=VALUE words as typed.
    home
        The Guild home.
    folder
        Where it is asked for.
    runs
        The runs of the home, for required operations; only looked at if there are any.
    options
        What the user says beside flags.
    values
        Flag values that are no text, as from Python.

    Raises
    ------
    GuildError
        A flag, the command, an interpreter or a resource is wrong.
    """
    try:
        return _plan(project, operation, words, home, folder, runs, options or Options(), values)
    except GuildFileError as error:
        if error.file:
            raise
        raise GuildFileError(
            error.problem,
            error.hint,
            file=str(project.file),
            line=error.line,
            key=error.key or operation.spec,
        ) from error


def _plan(
    project: Project,
    operation: Operation,
    words: Iterable[str],
    home: Home,
    folder: Path,
    runs: Iterable[RunFacts],
    chosen: Options,
    values: Mapping[str, Any] | None,
) -> RunPlan:
    typed = list(words)
    interpreter = choose(chosen.python, os.environ, operation.python_requires)
    imports = imports_of(operation, project, interpreter.search_path)
    operation = profiles.applied(imports.operation, chosen.profile)
    refuse_wrong(operation, project, interpreter.search_path)
    operation = required.with_more(operation, chosen, folder, project.directory)
    assignable = required.assignable_names(operation, project)
    given, of_resources = tell_apart(typed, values or {}, operation, assignable, folder)
    with of_defaults(operation, given, chosen.profile):
        flags = _flags(given, operation, imports, chosen)
    flags = single(flags, operation.flags)
    resources = required.plan_resources(operation, project, flags, of_resources, runs, chosen)
    source = _source(operation, project, home, resources.local_paths if resources else ())
    folders = project_folders(operation, source)
    where = operation.flags_dest or ARGS
    command = build(operation, flags, interpreter.path, str(project.directory), where)
    template = _label_template(operation, chosen)
    all_flags = {**flags, **(resources.flag_values if resources else {})}
    inherited = environments.without_kernel(os.environ)
    added = environments.additions(
        operation, project, all_flags, home.path, folder, where, chosen, source.destination
    )
    folders += _of_environment(operation, project, source, environments.module_path(added, {}))
    forget(folders)
    own_files = program.files(operation, command, folders)
    source = program.with_program(source, own_files)
    refusal = required.missing(operation, project, chosen.prefix)
    if refusal is None and resources is None:  # a resource may bring the module
        elsewhere = filter(os.path.isabs, environments.module_path(added, inherited))
        refusal = program.refusal(
            operation, project, command, source, own_files, interpreter, tuple(elsewhere)
        )
    run_dir = home.runs / "id"
    work_folder = project.directory if operation.in_project else run_dir
    own_folders = module_folders(operation, command, source)
    refusal = refusal or program.unreachable(command, own_folders, run_dir, work_folder)
    return RunPlan(
        operation=operation,
        project=project,
        home=home,
        folder=folder,
        opref=_opref(operation, project),
        flags=dict(sorted(all_flags.items())),
        user_flags=given,
        command=command,
        interpreter=interpreter,
        destination=where,
        inherited=inherited,
        added=added,
        delivery=delivery_of(operation, flags, command, where),
        module_folders=own_folders,
        label=references.label_of(template, all_flags),
        label_template=template,
        tags=tuple(dict.fromkeys((*chosen.tags, *operation.tags))),
        resources=resources,
        source=source,
        patterns=patterns(operation),
        options=chosen,
        words=tuple(typed),
        problem=program.missing(command, folders, interpreter, resources),
        refusal=refusal,
    )


def _flags(
    given: Mapping[str, Any], operation: Operation, imports: Imports, options: Options
) -> dict[str, Any]:
    """Return the value of every flag; what is not known of the program is said with an error."""
    try:
        return assignment.resolve(given, operation.flags, force=options.force_flags)
    except NoSuchFlag as error:
        unread = list(imports.notes)
        advice = "Correct the program, name the flag in the Guild file, or give --force-flags."
        if computed := sorted(imports.computed & given.keys() - operation.flags.keys()):
            names = ", ".join(map(repr, computed))
            unread.append(
                f"the program computes {names}, and no plain value is told by reading it"
            )
            advice = "Name the flag in the Guild file with a value, or give --force-flags."
        if not unread:
            raise
        raise NoSuchFlag(error.message, "\n".join((error.hint, *unread, advice))) from error


def delivery_of(
    operation: Operation, flags: Mapping[str, Any], command: Command, destination: str
) -> dict[str, str]:
    """Return the variables that carry flags to the program that carries out an operation."""
    if not command.program:
        return {}
    if command.program == PIPELINE:
        # In the record of the run secrets are left out of them.
        return starter_variables(
            json.dumps({"steps": [to_data(s) for s in operation.steps or ()]})
        )
    shadowed = options_in(command.main_arguments)
    if operation.notebook is not None:
        return starter_variables(notebook_payload(flags, operation.flags, shadowed))
    return starter_variables(starter_payload(flags, operation.flags, destination, shadowed))


def _opref(operation: Operation, project: Project) -> OpRef:
    if operation.script:
        return OpRef("script", str(project.directory), "", "", operation.script)
    return OpRef("guildfile", str(project.file), project.digest, operation.model, operation.name)


def _source(
    operation: Operation, project: Project, home: Home, resources: Iterable[str]
) -> Selection:
    if operation.steps is not None and operation.exec is None:
        return Selection(project.directory)  # each step has its own
    excluded = [home.path, home.runs, home.staging, home.trash, home.cache]
    excluded += [project.directory / path for path in resources]
    specs = (project.model_of(operation).sourcecode, operation.sourcecode)
    with located(operation, "sourcecode"):
        is_python = operation.exec is None
        source = select(project.directory, specs, excluded, is_python)
    if operation.notebook is None or operation.exec is not None:
        return source
    with located(operation, "notebook"):
        words = split(operation, "notebook")
        if words[1:] and paths.is_file(project.directory / operation.notebook):
            problem = f"{operation.notebook!r} is read as {len(words)} words"
            hint = f"Put the path in quotes of its own: notebook: \"'{operation.notebook}'\"."
            raise GuildFileError(problem, hint)
        source = with_file(source, words[0], project.directory)
    check = load("guild_jupyter.launch.notebooks:check_notebook")
    check(operation, project.directory / words[0], words)
    return source


def project_folders(operation: Operation, source: Selection) -> list[str]:
    """Return where the operation's module is looked for in the project, before it is copied."""
    is_module = operation.exec is None and operation.main is not None
    folder = main_module(operation)[0] if is_module else ""
    return [str(source.root / folder), str(source.root)] if folder else [str(source.root)]


def _of_environment(
    operation: Operation, project: Project, source: Selection, folders: list[str]
) -> list[str]:
    """Return where the project has what will be a folder of PYTHONPATH."""
    if operation.in_project:
        return program.search_path(folders, project.directory)
    if source.files:
        return program.search_path(folders, source.root, source.destination)
    return [folder for folder in folders if Path(folder).is_absolute()]


def module_folders(operation: Operation, command: Command, source: Selection) -> tuple[str, ...]:
    """Return where a run's modules are: absolute, or below its directory."""
    if command.module is None and operation.notebook is None:
        return ()
    is_copied = source.files and not operation.in_project
    base = source.destination if is_copied else str(source.root)
    nested = os.path.normpath(f"{base}/{command.module_folder}")
    return tuple(dict.fromkeys((nested, base)))


def _label_template(operation: Operation, options: Options) -> str | None:
    if options.label is not None:
        return options.label
    if options.tags:
        return " ".join((*options.tags, "${default_label}"))
    return operation.label
