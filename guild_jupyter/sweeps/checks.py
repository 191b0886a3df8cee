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
        The project's folder, for files to compare with.
    """
    if check.output and not _found(check.output, _text(run.output_path)):
        return f"its output has no {check.output!r}"
    if not check.file:
        return ""
    try:
        found = [path for path in run.dir.glob(check.file) if path.is_file()]
    except (NotImplementedError, ValueError, OSError):
        found = []
    inside = os.path.realpath(run.dir)
    files = sorted(path for path in found if os.path.realpath(path.parent).startswith(inside))
    if not files:
        return f"there is no file {check.file!r}"
    for path in files:
        name = path.relative_to(run.dir)
        if check.contains and not _found(check.contains, _text(path)):
            return f"{name} has no {check.contains!r}"
        if check.compare_to:
            wanted = project / check.compare_to
            if not wanted.is_file():
                return f"there is no {check.compare_to!r} in the project to compare {name} with"
            if not filecmp.cmp(path, wanted, shallow=False):
                return f"{name} differs from {check.compare_to}"
    return ""


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.MULTILINE) is not None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST).decode(errors="replace")
    except FileNotFoundError:
        return ""
