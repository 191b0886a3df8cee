"""Files that are run as they are: scripts, notebooks and programs that no Guild file names."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import LaunchError, NoSuchOperation
from guild_jupyter.guildfile.definitions import Operation, Project

_PYTHON, _NOTEBOOK = ".py", ".ipynb"


def is_file(name: str, folder: Path) -> bool:
    """Tell whether a word names a file that may be run as it is."""
    path = Path(name)
    looks_like_one = path.suffix in (_PYTHON, _NOTEBOOK) or "/" in name or bool(path.suffix)
    return looks_like_one and paths.is_file(folder / path)


def is_script(name: str) -> bool:
    """Tell whether a word can only mean a script or notebook, which may be missing."""
    return Path(name).suffix in (_PYTHON, _NOTEBOOK)


def script_project(folder: Path) -> Project:
    """Return the project of a folder that has no Guild file."""
    return Project(folder / "guild.yml", "", {})


def script_operation(name: str, folder: Path) -> Operation:
    """Return the operation that runs a file as it is.

    Parameters
    ----------
    name
        Path of the file below the project's folder.
    folder
        The project's folder.

    Raises
    ------
    NoSuchOperation
        It lies elsewhere.
    LaunchError
        It is no program.
    """
    path = Path(os.path.normpath(folder / paths.expanded(name)))
    if not path.is_relative_to(folder):
        raise NoSuchOperation(
            f"{name} is not in the project {folder}",
            "Change to its folder, or choose it with '--project DIR'.",
        )
    place = path.relative_to(folder).as_posix()
    if path.suffix == _NOTEBOOK:
        return Operation(place, notebook=shlex.quote(place), script=place, flags_import=True)
    if path.suffix == _PYTHON:
        module = shlex.quote(place.removesuffix(_PYTHON))
        return Operation(place, main=module, script=place, flags_import=True)
    if not os.access(path, os.X_OK):
        raise LaunchError(
            f"{name} is neither a Python script, a notebook nor a program",
            f"Make it executable: chmod +x {shlex.quote(name)}",
        )
    return Operation(place, exec=f"./{shlex.quote(place)} ${{flag_args}}", script=place)
