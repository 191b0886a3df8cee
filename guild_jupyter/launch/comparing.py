"""A run compared with another, or with the source code as it is in the project or a folder now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from guild_jupyter.diffing import rundiff
from guild_jupyter.diffing.rundiff import RunDiff
from guild_jupyter.diffing.sides import OLD_PLACE, FolderSide, RunSide, is_inside
from guild_jupyter.diffing.view import View
from guild_jupyter.errors import GuildError, RunError
from guild_jupyter.guildfile import lookup
from guild_jupyter.guildfile.cache import load_cached
from guild_jupyter.launch.selection import select
from guild_jupyter.launch.snapshot import by_target
from guild_jupyter.paths import expanded, is_file, is_folder, shown
from guild_jupyter.redaction import redact
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run

_OTHERWISE = (
    "Name a second run to compare it with, or the folder that its source code is in now: "
    "'--dir DIR'."
)


def compare(
    old: Run,
    new: Run | Path | None,
    home: Home,
    parts: Sequence[str] = (),
    paths: Sequence[str] = (),
    view: View | None = None,
) -> RunDiff:
    """Return what differs between a run and something else.

    Parameters
    ----------
    old
        The run.
    new
        Another run; a folder; None for the project that the run is of.
    home
        The Guild home, in which no source code is.
    parts, paths, view
        What is compared, and how it is shown: as of :class:`RunDiff`.

    Raises
    ------
    RunError
        There is no such folder, part or path.
    """
    if isinstance(new, Run):
        return rundiff.of_runs(old, new, parts, paths, view)
    folder = project_of(old) if new is None else expanded(new).absolute()
    if not is_folder(folder):
        raise RunError(f"there is no folder {shown(folder)}", "Name another: '--dir DIR'.")
    is_project = new is None

    def files() -> dict[str, Path]:
        return _sources(old, folder, home, is_project=is_project)

    name = redact(f"{'working tree' if is_project else 'folder'} {folder}")
    side = FolderSide(folder, name, files(), is_project, files)
    return rundiff.with_folder(old, side, parts, paths, view)


def with_project(run: Run, parts: Sequence[str] = ()) -> RunDiff:
    """Return what differs between a run, wherever it is, and its project; as :func:`compare`."""
    place = run.dir.parent.parent  # of a run, or of the trash of a home
    return compare(run, None, Home(place.parent if place.name == "trash" else place), parts)


def project_of(run: Run) -> Path:
    """Return the folder of the project that a run is of.

    Raises
    ------
    RunError
        It does not say, or the folder is gone.
    """
    named = run.opref.folder
    if not named or not Path(named).is_absolute():
        raise RunError(f"run {run.short_id} does not say where its project is", _OTHERWISE)
    if not is_folder(named):
        raise RunError(f"the project of run {run.short_id} is gone: {shown(named)}", _OTHERWISE)
    return Path(named)


def _sources(run: Run, folder: Path, home: Home, *, is_project: bool) -> dict[str, Path]:
    """Return the source code in a folder, by the paths that it has in a run.

    It is what the operation would take now, and what the run took, as far as it is there.
    """
    side = RunSide(run)
    specs = _specs(run, folder) if is_project else ()
    chosen = select(folder, specs, [home.path, home.runs, home.staging, home.trash])
    required = set(run.files("dependency"))
    found = {
        target: chosen.root / path
        for target, path in by_target(chosen).items()
        if target not in required
    }
    for target, entry in side.entries.items():
        origin = entry.origin[0] if entry.origin else target
        place = chosen.root / origin
        name = target.removeprefix(OLD_PLACE)
        if name not in found and is_inside(origin) and is_file(place):
            found[name] = place
    return found


def _specs(run: Run, folder: Path) -> tuple[Any, ...]:
    """Return the rules for source code of the operation as it is now; none where it is gone."""
    try:
        project = load_cached(folder)
        operation = lookup.find_operation(project, f"{run.opref.model}:{run.opref.operation}")
    except GuildError:
        return ()
    return project.model_of(operation).sourcecode, operation.sourcecode
