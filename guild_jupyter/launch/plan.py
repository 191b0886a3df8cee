"""Planning a run: everything is found out and checked, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter.errors import (
    GuildFileError,
    LaunchError,
)
from guild_jupyter.flags import assignment, references
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.launch import destination as destinations
from guild_jupyter.launch import environment as environments
from guild_jupyter.launch import required
from guild_jupyter.launch.command import Command, build, guild_op, main_module
from guild_jupyter.launch.interpreter import (
    Interpreter,
    choose,
    forget,
    missing_module,
    source_of,
)
from guild_jupyter.launch.selection import Selection, select
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.scalars.patterns import Patterns, compile_patterns

if TYPE_CHECKING:
    from guild_jupyter.resources.candidates import RunFacts
    from guild_jupyter.resources.plan import Plan as ResourcePlan


@dataclass(frozen=True)
class Options:
    """What a user can say about a run beside its flags.

    Parameters
    ----------
    label
        Label or label template; None for the operation's.
    tags
        Tags for the run.
    python
        Interpreter; None to choose.
    gpus
        Devices that the run may see: numbers with commas, empty for none, None for all.
    force_flags
        Skip the checks of flags.
    grace
        Seconds between the request to stop and the force; None for the user's setting.
    head, tail
        How many of the first and of the last bytes of the output are kept; None for the default.
    processes
        At how many processes of the user the operation can start no more; None for no limit.
    """

    label: str | None = None
    tags: tuple[str, ...] = ()
    python: str | None = None
    gpus: str | None = None
    force_flags: bool = False
    grace: float | None = None
    head: int | None = None
    tail: int | None = None
    processes: int | None = None


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

    @property
    def guild_op(self) -> dict[str, Any]:
        """The attribute that lets Guild run the run again."""
        guild_environment = {
            name: self.added[name]
            for name in ("FLAGS_DEST", "GUILD_PLUGINS", "PROJECT_DIR")
            if name in self.added
        }
        if self.module_folders:  # Guild's own starter leaves the run directory out of the path
            guild_environment["PYTHONPATH"] = os.pathsep.join(self.module_folders)
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
    interpreter = choose(chosen.python, os.environ)
    _refuse_unknown_forms(operation)
    assignable = required.assignable_names(operation, project)
    given, of_resources = required.tell_apart(typed, values or {}, operation, assignable)
    flags = assignment.resolve(given, operation.flags, force=chosen.force_flags)
    resources = required.plan_resources(operation, project, flags, of_resources, runs)
    source = _source(operation, project, home, resources.local_paths if resources else ())
    folders = _project_folders(operation, source)
    forget(folders)
    where = _destination(operation, folders, interpreter)
    command = build(
        operation,
        flags,
        interpreter.path,
        str(project.directory),
        pass_flags=where in destinations.PASSED_AS_ARGUMENTS,
    )
    template = _label_template(operation, chosen)
    all_flags = {**flags, **(resources.flag_values if resources else {})}
    return RunPlan(
        operation=operation,
        project=project,
        home=home,
        folder=folder,
        opref=OpRef(
            "guildfile", str(project.file), project.digest, operation.model, operation.name
        ),
        flags=dict(sorted(all_flags.items())),
        user_flags=given,
        command=command,
        interpreter=interpreter,
        destination=where,
        inherited=environments.without_kernel(os.environ),
        added=environments.additions(
            operation, project, flags, home.path, folder, where, chosen.gpus, source.destination
        ),
        module_folders=_module_folders(command, source),
        label=references.label_of(template, all_flags),
        label_template=template,
        tags=tuple(dict.fromkeys((*chosen.tags, *operation.tags))),
        resources=resources,
        source=source,
        patterns=_patterns(operation, project),
        options=chosen,
        words=tuple(typed),
        problem=_problem(command, folders, interpreter),
    )


def _refuse_unknown_forms(operation: Operation) -> None:
    if operation.main is None and operation.exec is None:
        form = "steps" if "steps" in operation.attributes else "notebook"
        raise LaunchError(
            f"operation {operation.spec} is made of '{form}', which this version does not run",
            "Give it a 'main' or an 'exec', or run it with Guild itself.",
        )


def _source(
    operation: Operation, project: Project, home: Home, resources: Iterable[str]
) -> Selection:
    excluded = [home.path, home.runs, home.staging, home.trash, home.cache]
    excluded += [project.directory / path for path in resources]
    try:
        return select(
            project.directory,
            (project.models[operation.model].sourcecode, operation.sourcecode),
            excluded,
        )
    except GuildFileError as error:
        raise GuildFileError(
            error.problem,
            error.hint,
            file=str(project.file),
            line=operation.line,
            key=f"{operation.spec}.sourcecode",
        ) from error


def _project_folders(operation: Operation, source: Selection) -> list[str]:
    """Return where the operation's module is looked for in the project, before it is copied."""
    folder = main_module(operation)[0] if operation.exec is None else ""
    return [str(source.root / folder), str(source.root)] if folder else [str(source.root)]


def _destination(operation: Operation, folders: list[str], interpreter: Interpreter) -> str:
    where = operation.flags_dest
    if where is None:
        if operation.exec is not None or not operation.flags:
            return destinations.ARGS
        _, module, _ = main_module(operation)
        script = source_of(module, [*folders, *interpreter.search_path])
        where = destinations.detect(script, operation.flags)
    if where in destinations.PASSED_AS_ARGUMENTS or where == destinations.NONE:
        return where
    if operation.exec is not None or not operation.flags:
        return where
    raise LaunchError(
        f"the flags of {operation.spec} go to '{where}', which this version does not do",
        "Read them from the command line with argparse and write 'flags-dest: args'.",
    )


def _module_folders(command: Command, source: Selection) -> tuple[str, ...]:
    if command.module is None:
        return ()
    base = source.destination if source.files else str(source.root)
    nested = os.path.normpath(f"{base}/{command.module_folder}")
    return tuple(dict.fromkeys((nested, base)))


def _label_template(operation: Operation, options: Options) -> str | None:
    if options.label is not None:
        return options.label
    if operation.label is None and options.tags:
        return " ".join((*options.tags, "${default_label}"))
    return operation.label


def _patterns(operation: Operation, project: Project) -> Patterns:
    try:
        return compile_patterns(operation.output_scalars)
    except ValueError as error:
        raise GuildFileError(
            str(error),
            "See 'output-scalars' in Guild's documentation.",
            file=str(project.file),
            line=operation.line,
            key=f"{operation.spec}.output-scalars",
        ) from error


def _problem(command: Command, folders: list[str], interpreter: Interpreter) -> str:
    if command.module is None:
        return ""
    return missing_module(command.module, folders, interpreter)
