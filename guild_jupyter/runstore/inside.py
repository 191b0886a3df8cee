"""Files of a run by the path that a user gives: found below its directory, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from guild_jupyter import paths
from guild_jupyter.errors import RunError, nearest
from guild_jupyter.registry import load

if TYPE_CHECKING:
    from guild_jupyter.runstore.run import Run


def located(run: Run, name: str, *, kind: str = "", folders: bool = False) -> Path:
    """Return the path of a file of a run.

    What is linked into the run is of the run; what ``..`` leads to is not. Of a run that was
    imported, somebody else made the links: they are followed within its home only.

    Parameters
    ----------
    run
        The run.
    name
        The path below its directory.
    kind
        ``source`` for its source code only; empty for all of it.
    folders
        Whether a folder will do.

    Raises
    ------
    RunError
        There is no such file, or it is none to be followed.
    """
    path = Path(os.path.normpath(run.path(name)))
    is_there = paths.is_file(path) or (folders and paths.is_folder(path))
    is_inside = path.is_relative_to(run.dir)
    if is_there and is_inside and (not kind or _is_of(run, path, kind)):
        _refuse_foreign(run, path, name)
        return path
    names = run.files(kind)
    what = "no source file" if kind else "no file"
    raise RunError(
        f"run {run.short_id} has {what} {name!r}",
        nearest(name, names, "Did you mean {}? ").strip(),
    )


def leads_out(run: Run, path: Path) -> Path | None:
    """Return where links lead from a path of a run, where that is outside of its directory."""
    place = Path(os.path.realpath(path))
    return None if place.is_relative_to(os.path.realpath(run.dir)) else place


def _refuse_foreign(run: Run, path: Path, name: str) -> None:
    """Raise RunError for a link of an imported run that leads out of the home it is in."""
    place = leads_out(run, path)
    if place is None or place.is_relative_to(os.path.realpath(run.dir.parent.parent)):
        return
    if archive := load("guild_jupyter.runstore.foreign:origin")(run):
        raise RunError(
            f"{name} of run {run.short_id} is a link to {paths.shown(place)}, which is not "
            f"followed: the run was imported from {paths.shown(archive)}",
            "Open that file itself if you trust the link.",
        )


def _is_of(run: Run, path: Path, kind: str) -> bool:
    name = path.relative_to(run.dir).as_posix()
    return any(name == "." or one == name or one.startswith(f"{name}/") for one in run.files(kind))
