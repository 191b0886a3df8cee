"""Answers about the project of a notebook or folder: its operations, and what is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from guild_jupyter.api import Guild
from guild_jupyter.errors import GuildError, GuildFileError, NoGuildFile, ProjectError
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.registry import load
from guild_jupyter.server import interpreters, refusals
from guild_jupyter.server.asked import Asked
from guild_jupyter.server.places import Places
from guild_jupyter.settings import PYTHON_VARIABLE
from guild_jupyter.wire import operations as wire


def told(asked: Asked) -> dict[str, Any]:
    """Return the project of a notebook or folder, as far as it can be read."""
    return _told(asked, asked.query["path"])


def made(asked: Asked) -> dict[str, Any]:
    """Make a project in a folder and return it.

    Raises
    ------
    ProjectError
        There is something of one already, or it cannot be made.
    """
    places = asked.service.places
    folder = places.folder(asked.body["path"])
    if name := asked.body.get("name", ""):
        if "/" in name or name in (".", ".."):
            raise GuildError(f"{name!r} is no name of a folder", "Give a name such as 'iris'.")
        folder /= name
        places.refuse_outside(folder)  # a link of that name may lead anywhere
    plan = load("guild_jupyter.scaffold.project:plan")(folder)
    load("guild_jupyter.scaffold.project:make")(plan)
    return _told(asked, places.shown(folder))


def _told(asked: Asked, path: str) -> dict[str, Any]:
    places = asked.service.places
    folder = places.folder(path)
    answer: dict[str, Any] = {
        "folder": places.shown(folder),
        "project": None,
        "faults": [],
        "operations": [],
        "python": os.environ.get(PYTHON_VARIABLE, ""),
        "interpreters": [one._asdict() for one in interpreters.all_of(asked.service)],
    }
    try:
        file = places.project_file(folder)
    except NoGuildFile as error:
        answer["faults"] = [] if error.message.startswith("no guild.yml") else [wire.fault(error)]
        return _scrubbed(answer, asked)
    answer["project"] = {
        "name": file.parent.name,
        "path": places.shown(file.parent),
        "file": places.shown(file),
    }
    guild = Guild(folder)
    try:
        project = guild.project()
    except (GuildFileError, ProjectError) as error:
        answer["faults"] = [wire.fault(error)]
        return _scrubbed(answer, asked)
    answer["faults"] = [*map(wire.fault, project.problems), *map(wire.fault, project.findings)]
    default = _default(project)
    for operation in project.operations:
        source = _source(places, operation, project)
        answer["operations"].append(_operation(guild, operation, default, source))
    return _scrubbed(answer, asked)


def _operation(
    guild: Guild, operation: Operation, default: Operation | None, source: str
) -> dict[str, Any]:
    is_default = default is not None and default.spec == operation.spec
    try:
        found = guild.imports(operation.spec if operation.model else f":{operation.name}")
    except GuildError as error:
        notes = [f"{error.message}. {error.hint}".strip()]
        return wire.operation(operation, notes, is_default=is_default, source=source)
    return wire.operation(found.operation, found.notes, is_default=is_default, source=source)


def _source(places: Places, operation: Operation, project: Project) -> str:
    """Return the file of an operation's program, where Jupyter shows it."""
    try:
        path = load("guild_jupyter.launch.imports:program_of")(operation, project)
    except GuildError:  # told among the notes of the operation
        return ""
    return places.shown(Path(path)) if path and places.is_inside(Path(path)) else ""


def _default(project: Project) -> Operation | None:
    model = project.default_model
    return None if model is None else model.default_operation


def _scrubbed(answer: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """Have faults name files as Jupyter shows them, and no place beyond."""
    places = asked.service.places
    known = list(places.known())
    for fault in answer["faults"]:
        if fault["file"]:
            fault["file"] = _shown(places, Path(fault["file"]))
        for name in ("message", "hint"):
            fault[name] = refusals.scrubbed(fault[name], known, asked.service.secret)
    return answer


def _shown(places: Places, file: Path) -> str:
    return places.shown(file) if places.is_inside(file) else file.name
