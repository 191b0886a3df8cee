"""Checks of a step: what its run must have given before the next one starts."""

from __future__ import annotations

import filecmp
import os
import re
from pathlib import Path

from guild_jupyter.guildfile.step_definitions import CheckDef
from guild_jupyter.runstore.run import Run

_MOST = 64 << 20


def failure(check: CheckDef, run: Run, project: Path) -> str:
    """Return why a check does not hold, empty where it does.

    Parameters
    ----------
    check
        The check.
    run
        The run of the step.
    project
        The project's folder, where files to compare with are looked for that the run has not.
    """
    if check.output and not _found(check.output, _text(run.output_path)):
        return f"its output has no {check.output!r}"
    if not check.file:
        return ""
    found = _matching(run.dir, check.file)
    if not found:
        return f"there is no file {check.file!r}"
    for path in found:
        name = path.relative_to(run.dir)
        if path.is_dir() and (check.contains or check.compare_to):
            return f"{name} is a folder"
        if check.contains and not _found(check.contains, _text(path)):
            return f"{name} has no {check.contains!r}"
        if check.compare_to:
            places = (run.dir / check.compare_to, project / check.compare_to)
            wanted = next((place for place in places if place.is_file()), None)
            if wanted is None:
                where = "in the run or the project"
                return f"there is no {check.compare_to!r} {where} to compare {name} with"
            if not filecmp.cmp(path, wanted, shallow=False):
                return f"{name} differs from {check.compare_to}"
    return ""


def _matching(folder: Path, pattern: str) -> list[Path]:
    """Return the files and folders of a run that a pattern fits, nothing outside it."""
    if os.path.normpath(pattern) == ".":
        return [folder]
    try:
        found = sorted(path for path in folder.glob(pattern) if path.exists())
    except (NotImplementedError, ValueError, OSError):
        return []  # an absolute pattern, or one that makes no sense
    inside = Path(os.path.realpath(folder))
    return [path for path in found if Path(os.path.realpath(path.parent)).is_relative_to(inside)]


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.MULTILINE) is not None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST).decode(errors="replace")
    except FileNotFoundError:
        return ""
