"""What ``run`` is asked to run: an operation, its flags, and the run that it works on."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter.errors import CommandError, NoGuildFile, NoSuchRun
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state

_TRAIN = "train"
#: In the oldest dialect these work on a run that is there.
_ON_RUNS = ("evaluate", "serve")


@dataclass(frozen=True)
class Asked:
    """What the words ask for.

    Parameters
    ----------
    operation
        The operation, as it is written.
    spec
        What it is called, for the facade.
    words
        The assignments.
    of_run
        Directory of the run that it works on; None for none.
    """

    operation: Operation
    spec: str
    words: list[str]
    of_run: Path | None = None


def asked(args: Namespace, session: Session) -> Asked:
    """Tell the operation, and a model or a run named after it, from the assignments.

    Raises
    ------
    GuildError
        There is no such operation, model or run, or a run is missing.
    """
    words = list(args.words)
    spec = _spec(args.alias, words, session)
    project, operation = session.guild.definition(spec)
    reference = None
    if words and not _is_assignment(words[0]):
        reference = words.pop(0)
    if args.latest_run and reference is not None:
        raise CommandError("a run is given, and --latest-run", "Give one of them.")
    if args.latest_run or reference is not None:
        required = _requirement(operation, project, reference or "--latest-run")
    elif operation.in_project and operation.name in _ON_RUNS and not args.help_op:
        raise CommandError(
            f"{operation.spec} works on a run that is there",
            f"Give one: '{session.prefix} {operation.name} RUN', or '--latest-run'; "
            f"'{session.prefix} list-runs' lists them.",
        )
    else:
        return Asked(operation, spec, words)
    run = (
        _latest(operation, project, session)
        if reference is None
        else _named(reference, operation, project, session)
    )
    is_ours = run.dir.parent == session.guild.home.runs
    chosen = [f"{required}={run.id if is_ours else run.dir}"] if required else []
    return Asked(operation, spec, [*words, *chosen], run.dir.absolute())


def _spec(alias: str | None, words: list[str], session: Session) -> str:
    """Take the words that name the operation and its model off the others."""
    if alias is None:
        return words.pop(0) if words and not _is_assignment(words[0]) else ""
    if words and not _is_assignment(words[0]):
        try:
            models = session.guild.project().models
        except NoGuildFile:
            return alias
        if words[0] in models:
            return f"{words.pop(0)}:{alias}"
    return alias


def _is_assignment(word: str) -> bool:
    return ("=" in word and not word.startswith(("/", "./", "../", "~"))) or word.startswith("@")


def _requirement(operation: Operation, project: Project, reference: str) -> str:
    """Return the name that chooses the one run an operation requires; empty for none."""
    assignable = load("guild_jupyter.resources.naming:assignable_names")(
        operation, project.model_of(operation), project
    )
    names = {name.main: name for name in assignable.values() if name.kind == "operation"}
    if len(names) > 1:
        raise CommandError(
            f"{operation.spec} requires several runs, and {reference!r} may be each of them",
            f"Say which: {' or '.join(f'{name}={reference}' for name in names)}.",
        )
    return next(iter(names), "")


def _named(reference: str, operation: Operation, project: Project, session: Session) -> Run:
    try:
        return session.guild.find(reference)
    except NoSuchRun as error:
        models = ", ".join(filter(None, project.models)) or "none"
        flag = (
            f"To set the flag, write {reference}=VALUE. " if reference in operation.flags else ""
        )
        raise CommandError(
            f"{reference!r} is neither a model nor a run",
            f"{flag}{error.hint} Models: {models}.",
        ) from error


def _latest(operation: Operation, project: Project, session: Session) -> Run:
    """Return the newest completed run of the model's training, else of its other operations."""
    model = project.model_of(operation)
    trains = _TRAIN in model.operations and operation.name != _TRAIN
    for run in session.guild.runs():
        ref = run.opref
        is_ours = ref.package == str(project.file) and ref.model == operation.model
        is_wanted = ref.operation == _TRAIN if trains else ref.operation != operation.name
        if is_ours and is_wanted and run.status == state.COMPLETED:
            return run
    wanted = _TRAIN if trains else "another operation"
    raise NoSuchRun(
        f"there is no completed run of {wanted} in this project",
        f"Run '{session.prefix} {_TRAIN}' first." if trains else "Name a run.",
    )
