"""Reading a Guild file into a project; nothing of the project is imported or run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter import registry
from guild_jupyter.guildfile.assembly import assemble
from guild_jupyter.guildfile.definitions import Project
from guild_jupyter.guildfile.files import SourceFile, read_text
from guild_jupyter.guildfile.library import Library
from guild_jupyter.guildfile.locate import OLDEST_NAME, find


@dataclass(frozen=True, slots=True)
class Reading:
    """A project, and what it was read from.

    Parameters
    ----------
    project
        The project.
    files
        Every file that was read for it.
    absent
        Files that were looked for in vain; if one appears, the project may be another one.
    """

    project: Project
    files: tuple[SourceFile, ...]
    absent: tuple[Path, ...]


def load(folder: Path, search_path: Iterable[str] | None = None) -> Project:
    """Return the project of a folder: its own Guild file or the nearest above.

    Parameters
    ----------
    folder
        Where to look for the Guild file, upward.
    search_path
        Folders of Python packages that it may include or extend; None for ``sys.path``.

    Raises
    ------
    NoGuildFile, GuildFileError
        There is none, or it says something wrong.
    """
    return read(find(folder), search_path)


def read(file: Path, search_path: Iterable[str] | None = None) -> Project:
    """Return the project that a Guild file defines.

    What is wrong with one operation or resource is kept in the project's ``problems``.

    Raises
    ------
    GuildFileError
        It cannot be read as a whole.
    """
    return read_all(file, search_path).project


def read_all(file: Path, search_path: Iterable[str] | None = None) -> Reading:
    """Return the project that a Guild file defines, and what it was read from.

    Raises
    ------
    GuildFileError
        It cannot be read as a whole.
    """
    if file.name == OLDEST_NAME:
        source = read_text(file.absolute())
        oldest: Project = registry.load("guild_jupyter.guildfile.ini:project")(source)
        return Reading(oldest, (source,), ())
    library = Library(search_path)
    project = assemble(library, library.namespace(file.absolute()))
    return Reading(project, tuple(library.files.values()), tuple(library.absent))
