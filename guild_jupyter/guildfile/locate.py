"""Where the Guild file of a folder is: in it, or in the nearest parent that has one."""

from __future__ import annotations

import os
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import NoGuildFile, ProjectError

NAME = "guild.yml"
#: The project file of the oldest dialect; guild.yml wins where both are.
OLDEST_NAME = "Guild"


def find(start: Path) -> Path:
    """Return the Guild file of ``start`` or of the nearest folder above it.

    A folder, pipe or broken link of its name is one too: reading it says what is wrong with it.

    Raises
    ------
    NoGuildFile
        There is none up to the root of the file system.
    ProjectError
        The folder cannot be looked into.
    """
    folder = plain(start)
    if why := paths.hindrance(folder):
        raise _unusable(folder, why)
    if not paths.is_folder(folder):
        raise NoGuildFile(f"{start} is not a folder", "Give the folder that holds guild.yml.")
    for candidate in (folder, *folder.parents):
        file = candidate / NAME
        if os.path.lexists(file):
            return file
        if candidate == folder and (why := paths.hindrance(file)):
            raise _unusable(folder, why)
        if _has_oldest(candidate):
            return candidate / OLDEST_NAME
    raise NoGuildFile(
        f"no guild.yml in {folder} or above",
        "Give a project with '--project DIR', in a notebook also with '%guild cd DIR', or write a "
        "guild.yml such as: 'train: {main: train, flags: {epochs: 5}}'; "
        "'init --project NAME' makes one.",
    )


def passed_over(file: Path) -> Path | None:
    """Return the project file of the oldest dialect that guild.yml beside it goes before."""
    if file.name == NAME and _has_oldest(file.parent):
        return file.parent / OLDEST_NAME
    return None


def _has_oldest(folder: Path) -> bool:
    """Tell whether a folder has a file of exactly that name, whatever case counts for there."""
    if not paths.is_file(folder / OLDEST_NAME):
        return False
    try:
        return OLDEST_NAME in os.listdir(folder)  # noqa: PTH208 - the names alone
    except OSError:
        return True  # it may be opened, but its folder not be listed


def plain(folder: Path) -> Path:
    """Return a folder's absolute path without ``~`` and ``..``: its parents are what they seem.

    Raises
    ------
    ProjectError
        It is no path.
    """
    if "\0" in str(folder):
        raise _unusable(folder, paths.hindrance(folder))
    place = paths.expanded(folder)
    if str(place).startswith("~") and not paths.is_there(place.parts[0]):
        raise _unusable(folder, f"there is no user {place.parts[0][1:]}")
    if not place.is_absolute():
        place = current() / place
    return Path(os.path.abspath(place))  # noqa: PTH100 - pathlib keeps the dots


def _unusable(folder: Path, why: str) -> ProjectError:
    return ProjectError(
        f"{paths.shown(folder)} cannot be used: {why}",
        "Choose another folder, or see to its rights and its links.",
    )


def current() -> Path:
    """Return the current folder.

    Raises
    ------
    NoGuildFile
        It was deleted.
    """
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise NoGuildFile(
            "the current folder does not exist any more",
            "Give a project with '--project DIR', in a notebook also with '%guild cd DIR'.",
        ) from None
