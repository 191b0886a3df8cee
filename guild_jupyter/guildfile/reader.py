"""Reading a Guild file into a project; nothing of the project is imported or run."""

from __future__ import annotations

import hashlib
from pathlib import Path

from guild_jupyter import documents, registry
from guild_jupyter.errors import DocumentError, GuildFileError, ProjectError
from guild_jupyter.guildfile.build import Place, build_model
from guild_jupyter.guildfile.definitions import Model, Project
from guild_jupyter.guildfile.dialects import items
from guild_jupyter.guildfile.locate import OLDEST_NAME, find

_CHECK = "Check indentation, colons and quotes on and just above that line."
_TOO_MUCH = "Make the file simpler."


def load(folder: Path) -> Project:
    """Return the project of a folder: its own Guild file or the nearest above.

    Raises
    ------
    NoGuildFile, GuildFileError
        There is none, or it says something wrong.
    """
    return read(find(folder))


def read(file: Path) -> Project:
    """Return the project that a Guild file defines.

    Raises
    ------
    GuildFileError
        It cannot be read or says something wrong.
    """
    try:
        content = file.read_bytes()
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise GuildFileError(
            f"byte {error.start} is not UTF-8", "Save the file as UTF-8.", file=str(file)
        ) from error
    except OSError as error:
        raise ProjectError(f"cannot read {file}: {error.strerror}", "Check its rights.") from error
    if file.name == OLDEST_NAME:
        oldest: Project = registry.load("guild_jupyter.guildfile.ini:project")(
            text, file.absolute(), _digest(content)
        )
        return oldest
    return Project(file.absolute(), _digest(content), _models(text, str(file)))


def _digest(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _models(text: str, file: str) -> dict[str, Model]:
    try:
        document = documents.read(text)
    except DocumentError as error:
        raise GuildFileError(
            f"not valid YAML: {error.message}",
            error.hint or (_TOO_MUCH if " than " in error.message else _CHECK),
            file=file,
            line=error.line,
        ) from error
    place = Place(document, file)
    models: dict[str, Model] = {}
    for item in items(document, file):
        if item.type == "include":
            raise place.error(
                (*item.path, "include"),
                "'include' is not read by this version",
                "Write what it brings in place, or run this operation with Guild itself.",
            )
        if item.type != "model":
            continue
        if item.name in models:
            raise place.error(
                (*item.path, "model"), f"a second model {item.name!r}", "Give it another name."
            )
        models[item.name] = build_model(item, place)
    return models
