"""Files of a run by the path that a user gives: found below its directory, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from guild_jupyter import paths
from guild_jupyter.errors import RunError, nearest

if TYPE_CHECKING:
    from guild_jupyter.runstore.run import Run


def located(run: Run, name: str, *, kind: str = "", folders: bool = False) -> Path:
    """Return the path of a file of a run.

    What is linked into the run is of the run; what ``..`` leads to is not.

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
        There is no such file.
    """
    path = Path(os.path.normpath(run.path(name)))
    is_there = paths.is_file(path) or (folders and paths.is_folder(path))
    is_inside = path.is_relative_to(run.dir)
    if is_there and is_inside and (not kind or _is_of(run, path, kind)):
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


def _is_of(run: Run, path: Path, kind: str) -> bool:
    name = path.relative_to(run.dir).as_posix()
    return any(name == "." or one == name or one.startswith(f"{name}/") for one in run.files(kind))
