"""Completion of commands, operations, flags, choices and run references."""

from __future__ import annotations

from itertools import islice
from pathlib import Path, PurePosixPath

from guild_jupyter import paths
from guild_jupyter.errors import GuildError
from guild_jupyter.flags.values import readable, told
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.launch.required import assignable_names
from guild_jupyter.notebook.commands import COMMANDS
from guild_jupyter.notebook.dispatch import is_run_command, leading_options, without_project
from guild_jupyter.notebook.session import Session
from guild_jupyter.redaction import is_secret
from guild_jupyter.supervise.state import LIVE

_MAX_RUNS = 30
_LATEST = "latest"
_HIDDEN = ("--alias", "--run-id", "--link")


def complete(line: str, session: Session) -> tuple[int, list[str]]:
    """Return what can stand in place of the last word of a line.

    Parameters
    ----------
    line
        What stands between the magic's name and the cursor.
    session
        Whose project and home are meant.

    Returns
    -------
    tuple[int, list[str]]
        Length of the word that is replaced, and the words that fit.
    """
    with without_project():
        return _complete(line, session)


def _complete(line: str, session: Session) -> tuple[int, list[str]]:
    words = line.split()
    last = words.pop() if line and not line[-1].isspace() else ""
    try:
        place, rest = leading_options(words)
        there = session.at(place.get("--project"), place.get("--home"))
        candidates = _candidates(rest, last, there)
    except GuildError:
        candidates = []
    return len(last), [word for word in dict.fromkeys(candidates) if word.startswith(last)]


def _candidates(words: list[str], last: str, session: Session) -> list[str]:
    if not words:
        return [*COMMANDS.names(), *_operations(session)]
    first, *rest = words
    if first in ("run", "runs") and rest and is_run_command(rest[0]):
        first, rest = rest[0], rest[1:]
    if last.startswith("-"):
        return _options(first)
    if rest and rest[-1].startswith("-"):
        found = _of_option(first, rest, last, session)
        if found is not None:
            return found
    if first == "help":
        return [*COMMANDS.names(), *_operations(session)]
    if first == "runs":
        return [*filter(is_run_command, COMMANDS.names()), *_runs(session, last)]
    found = _arguments(first, rest, last, session)
    if found or last or first not in COMMANDS:
        return found
    # Where there is nothing to name, its options: IPython would offer all that it knows.
    return [option for option in _options(first) if option.startswith("--")]


def _arguments(first: str, rest: list[str], last: str, session: Session) -> list[str]:
    """Return what can follow a command or an operation that is no option."""
    if first not in COMMANDS:
        return _after_operation(first, rest, last, session)
    if first == "run":
        named = [word for word in rest if not word.startswith("-") and "=" not in word]
        assignments = _flags(named[0] if named else "", rest, last, session)
        return assignments if named else [*_operations(session), *assignments]
    if first == "cd":
        return _folders(last)
    if first in ("restore", "purge"):
        return [run.typed_id for run in islice(session.guild.deleted(), _MAX_RUNS)]
    return _runs(session, last, live=first == "stop") if is_run_command(first) else []


def _of_option(command: str, words: list[str], last: str, session: Session) -> list[str] | None:
    """Return what may follow the option that the words end with; None if it takes nothing."""
    option = words[-1]
    if option in ("-C", "--project", "-H", "--home"):
        return _folders(last)
    if option in ("-Fo", "--operation") or (option == "-o" and command == "runs"):
        return _operations(session)
    if option in ("--restart", "--start", "--proto"):
        return _runs(session, last)
    if option == "--profile":
        return _profiles(command, words, session)
    if option in ("-D", "--dep", "--python", "--test-output-scalars"):
        return _folders(last)
    if option in ("-l", "--label", "-t", "--tag", "--gpus", "--stop-after"):
        return []
    if option in ("-p", "--path"):
        if command == "cat":
            return _files(words, session)
        if command == "ls":
            return _folders_of(_files(words, session))
    return None


def _profiles(command: str, words: list[str], session: Session) -> list[str]:
    named = [word for word in (command, *words) if not word.startswith("-") and "=" not in word]
    operation = _operation(next((word for word in named if word != "run"), ""), session)
    return list(operation.profiles) if operation else []


def _after_operation(name: str, rest: list[str], last: str, session: Session) -> list[str]:
    """Return what may follow an operation that is named without ``run``."""
    models = session.guild.project().models
    if rest and rest[0] in models:
        return _flags(f"{rest[0]}:{name}", rest, last, session)
    found = _flags(name, rest, last, session)
    if not rest:
        found += [
            model.name for model in models.values() if model.name and name in model.operations
        ]
        operation = _operation(name, session)
        if operation is not None and operation.requires:
            found += _runs(session, last)
    return found


def _options(command: str) -> list[str]:
    """Return the options of a command; those of ``run`` for an operation."""
    parser = COMMANDS.get(command if command in COMMANDS else "run").parser("")
    options = [option for action in parser._actions for option in action.option_strings]
    return [option for option in options if option not in _HIDDEN]


def _operations(session: Session) -> list[str]:
    try:
        operations = session.guild.operations()
    except GuildError:
        return []
    shown = [op for op in operations if not op.name.startswith("_")]
    return [*(op.name for op in shown), *(op.spec for op in shown)]


def _operation(spec: str, session: Session) -> Operation | None:
    try:
        return session.guild.operation(spec)
    except GuildError:
        return None


def _flags(spec: str, given: list[str], last: str, session: Session) -> list[str]:
    """Return the assignments that an operation may get, those made already left out."""
    operation = _operation(spec, session)
    if operation is None:
        return []
    name, sign, _ = last.partition("=")
    if sign:
        values = _values(operation, name) or _chosen_runs(operation, name, session)
        return [f"{name}={value}" for value in values]
    assigned = {word.partition("=")[0] for word in given}
    return [f"{flag}=" for flag in sorted(operation.flags) if flag not in assigned]


def _values(operation: Operation, name: str) -> list[str]:
    flag = operation.flags.get(name)
    if flag is None:
        return []
    if flag.choices:
        values = [choice.value for choice in flag.choices]
        return [readable(value) for value in values if not is_secret(flag.name, value)]
    if flag.type == "boolean" or isinstance(flag.default, bool):
        return ["yes", "no"]
    return [] if flag.default is None else [told(flag.name, flag.default)]


def _chosen_runs(operation: Operation, name: str, session: Session) -> list[str]:
    """Return the runs that can be chosen for what is required by a name, as in ``prepare=ID``."""
    if name not in assignable_names(operation, session.guild.project()):
        return []
    wanted = name.rpartition(":")[2]
    fitting = (run for run in session.guild.runs() if run.opref.operation == wanted)
    found = [run.typed_id for run in islice(fitting, _MAX_RUNS)]
    return found or _runs(session, "")


def _runs(session: Session, last: str, *, live: bool = False) -> list[str]:
    """Return how runs can be named; by their operations only once something is typed."""
    found = (run for run in session.guild.runs() if not live or run.status in LIVE)
    runs = list(islice(found, _MAX_RUNS))
    named = [run.operation for run in runs] if last else []
    return [*(run.typed_id for run in runs), _LATEST, *named] if runs else []


def _files(words: list[str], session: Session) -> list[str]:
    """Return the files of the run that the words name, the newest where they name none."""
    named = [word for word in words if not word.startswith("-")]
    return session.guild.find(named[0] if named else _LATEST).files()


def _folders_of(files: list[str]) -> list[str]:
    found = {str(parent) for name in files for parent in PurePosixPath(name).parents}
    return sorted(found - {"."})


def _folders(last: str) -> list[str]:
    """Return the folders that a path may be continued with."""
    start = last.rpartition("/")[0] + "/" if "/" in last else ""
    place = Path(Path.cwd(), paths.expanded(start))
    try:
        found = sorted(entry.name for entry in place.iterdir() if entry.is_dir())
    except OSError:
        return []
    return [f"{start}{name}/" for name in found if not name.startswith(".")]
