"""The files of a run as they are listed: folders too, in the order in which people count."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guild_jupyter.runstore.run import Run

_DIGITS = re.compile(r"([0-9]+)")
_GUILD = ".guild"
_COMPILED = "__pycache__"


def entries(
    run: Run, kind: str = "", pattern: str = "", *, everything: bool = False, follow: bool = False
) -> list[str]:
    """Return the paths of what is in a run; those of folders end with a slash.

    Parameters
    ----------
    run
        The run.
    kind
        As :meth:`Run.files`; empty for all that is not hidden, and folders.
    pattern
        A path below the run, with wildcards; what it fits is listed, and what lies in there. One
        that begins with a dot asks for what is hidden.
    everything
        Whether hidden and compiled files and Guild's own are listed too.
    follow
        Whether folders that are linked are looked into; each of them once.
    """
    top = str(run.dir)
    wanted = pattern.removeprefix("./").strip("/")
    everything = everything or (wanted.startswith(".") and wanted != ".")
    found = run.files(kind) if kind else _below(top, everything=everything, follow=follow)
    return sorted((name for name in found if _fits(name, wanted)), key=natural)


def natural(name: str) -> list[tuple[str, int]]:
    """Return what a path is ordered by: in it, ``f2`` comes before ``f10``."""
    parts = _DIGITS.split(name)
    return [
        (text, int(number[:4000]) if number else -1)
        for text, number in zip(parts[::2], [*parts[1::2], ""], strict=True)
    ]


def _fits(name: str, pattern: str) -> bool:
    if not pattern or pattern == ".":
        return True
    parts = name.rstrip("/").split("/")
    wanted = pattern.split("/")
    return len(parts) >= len(wanted) and all(map(fnmatchcase, parts, wanted))


def _below(top: str, *, everything: bool, follow: bool) -> list[str]:
    found = []
    pending = [("", top)]
    seen = {os.path.realpath(top)} if follow else set()
    while pending:
        before, folder = pending.pop()
        try:
            with os.scandir(folder) as inside:
                listed = list(inside)
        except OSError:
            continue  # it was removed, or may not be looked into
        for entry in listed:
            if not everything and (entry.name.startswith(".") or entry.name == _COMPILED):
                continue
            is_folder = entry.is_dir(follow_symlinks=follow)
            name = f"{before}{entry.name}"
            found.append(f"{name}/" if entry.is_dir() else name)
            if is_folder and (not follow or _is_new(entry.path, seen)):
                pending.append((f"{name}/", entry.path))
    return found


def _is_new(path: str, seen: set[str]) -> bool:
    place = os.path.realpath(path)
    is_new = place not in seen
    seen.add(place)
    return is_new
