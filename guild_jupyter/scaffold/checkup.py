"""The state of a setup as plain data: Guild file, homes, Python, libraries, GPUs, panel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from guild_jupyter import paths
from guild_jupyter._version import __version__
from guild_jupyter.errors import (
    FlagError,
    FlagNote,
    GuildError,
    GuildFileError,
    NoGuildFile,
    ResourceError,
)
from guild_jupyter.guildfile import locate
from guild_jupyter.guildfile.definitions import Finding, Operation, Project
from guild_jupyter.redaction import redact
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.scaffold import installation
from guild_jupyter.scaffold.usage import Amount, measure

#: Seconds in which the home in use is measured, and each of the others.
IN_USE_SECONDS, OTHER_SECONDS = 2.0, 0.3
_MOST_HOMES = 6
#: Seconds in which operations are looked into.
_SECONDS_OF_OPERATIONS = 5.0
_FORM = 1

Data = dict[str, Any]
#: Tells what is wrong with an operation that can be read, and what may not be meant.
Faults = Callable[[Operation], Iterable[GuildError | Finding]]


def examine(
    read: Callable[[], Project],
    home: Home,
    others: Iterable[tuple[Path, str]] = (),
    faults: Faults = lambda _: [],
) -> Data:
    """Return the state of a setup; no code of the project is run.

    Parameters
    ----------
    read
        Reads the project.
    home
        The Guild home in use.
    others
        Other homes, each with how it is known.
    faults
        Tells what is wrong with an operation that can be read.
    """
    guild_file = of_guild_file(read, faults)
    homes = [_home(home, "in use", IN_USE_SECONDS)]
    seen = {home.path}
    for path, source in others:
        if path not in seen and paths.is_folder(path) and len(homes) < _MOST_HOMES:
            seen.add(path)
            homes.append(_home(Home(path), source, OTHER_SECONDS))
    return {
        "form": _FORM,
        "ok": guild_file["error"] is None and not guild_file["problems"],
        "version": __version__,
        "guild_file": guild_file,
        "homes": homes,
        "python": installation.python(),
        "packages": installation.packages(),
        "gpus": installation.gpus(),
        "panel": installation.panel(),
    }


def of_guild_file(
    read: Callable[[], Project],
    faults: Faults = lambda _: [],
) -> Data:
    """Return what is to be said of the Guild file; reading it may fail.

    Parameters
    ----------
    read
        Reads the project.
    faults
        Tells what is wrong with an operation that can be read.
    """
    said: Data = {
        **dict.fromkeys(("path", "error", "models", "operations")),
        "problems": [],
        "findings": [],
    }
    try:
        project = read()
    except NoGuildFile:
        return said
    except GuildError as error:
        return {**said, "path": getattr(error, "file", None), "error": _error(error)}
    models = project.models.values()
    named = [
        {"operation": f"{model.name}:{name}".removeprefix(":"), **_error(error)}
        for model in models
        for name, error in model.problems.items()
    ]
    said_so = {error for model in models for error in model.problems.values()}
    others = [error for error in project.problems if error not in said_so]
    wrong, odd = _faults(project, faults)
    return {
        **said,
        "path": str(project.file),
        "models": len(models),
        "operations": len(project.operations),
        "problems": [*named, *({"operation": "", **_error(error)} for error in others), *wrong],
        "findings": [*_passed_over(project), *map(_finding, project.findings), *odd],
    }


def _faults(project: Project, faults: Faults) -> tuple[list[Data], list[Data]]:
    """Return what is wrong with operations, and what may only be missing as yet."""
    wrong: list[Data] = []
    odd: list[Data] = []
    end = time.monotonic() + _SECONDS_OF_OPERATIONS
    for operation in project.operations:
        if time.monotonic() > end:
            message = f"{operation.spec} and what comes after it was not looked into"
            odd.append(_odd(operation, message, "That would take longer."))
            break
        for error in faults(operation):
            if isinstance(error, Finding):
                odd.append(_finding(error))
            elif isinstance(error, (GuildFileError, FlagError)) and not isinstance(
                error, FlagNote
            ):
                said = _error(error)
                place = {} if said["line"] else _place(operation)
                wrong.append({"operation": operation.spec, **said, **place})
            else:
                keys = ("requires",) if isinstance(error, ResourceError) else ("flags-import",)
                odd.append(_odd(operation, redact(error.message), redact(error.hint), *keys))
    # What several operations take over is said once.
    return wrong, list({tuple(said.values()): said for said in odd}.values())


def _passed_over(project: Project) -> list[Data]:
    file = locate.passed_over(project.file)
    if file is None:
        return []
    message = f"{project.file.name} is read, and {file.name} beside it is not"
    return [_finding(Finding(str(file), 0, file.name, message, "Remove one of them."))]


def _finding(finding: Finding) -> Data:
    return {
        "file": finding.file,
        "line": finding.line,
        "key": redact(finding.key),
        "message": redact(finding.message),
        "hint": redact(finding.hint),
    }


def _odd(operation: Operation, message: str, hint: str, *keys: str) -> Data:
    return {**_place(operation, *keys), "message": message, "hint": hint}


def _place(operation: Operation, *keys: str) -> Data:
    """Return where a value of an operation is; where the operation is if it is not written."""
    written = operation.places is not None and operation.places.has(*keys)
    file, line, key = operation.place(*(keys if written else ()))
    return {"file": file, "line": line, "key": key}


def _error(error: GuildError) -> Data:
    message, file, line, key = error.message, "", 0, ""
    if isinstance(error, GuildFileError):
        message, file, line, key = error.problem, error.file, error.line, error.key
    return {
        "file": file,
        "message": redact(message),
        "hint": redact(error.hint),
        "line": line,
        "key": redact(key),
    }


def _home(home: Home, source: str, seconds: float) -> Data:
    usage = measure(home, seconds)
    return {
        "path": str(home.path),
        "source": source,
        "exists": paths.is_folder(home.path),
        "concern": home.concerns() or _closed(home),
        "runs": _amount(usage.runs),
        "biggest": [
            {"id": name, "operation": Run(home.runs / name).operation, "bytes": size}
            for size, name in usage.runs.biggest
        ],
        "trash": _amount(usage.trash),
        "cache": _amount(usage.cache),
        "free_bytes": usage.free,
    }


def _closed(home: Home) -> str:
    why = paths.hindrance(home.runs)
    return f"the Guild home {home.path} cannot be used: {why}" if why else ""


def _amount(amount: Amount) -> Data:
    return {"count": amount.count, "bytes": amount.bytes, "whole": amount.whole}
