"""The files of a run as they are listed: folders too, in the order in which people count."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from guild_jupyter.runstore import manifest
from guild_jupyter.supervise import durable

if TYPE_CHECKING:
    from guild_jupyter.runstore.run import Run
    from guild_jupyter.supervise.rundir import RunDir

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


def of_kind(of: RunDir, kind: str) -> list[str]:
    """Return the paths of the files of a run, sorted; :meth:`Run.files` names the kinds."""
    names = sorted(own_files(of.path))
    if not kind:
        return names
    listed = manifest.read(durable.read_text(of.manifest) or "")
    by_kind = {"source": manifest.SOURCE, "dependency": manifest.DEPENDENCY}
    if kind in by_kind:
        wanted = {entry.path for entry in listed if entry.kind == by_kind[kind]}
        return [name for name in names if name in wanted]
    known = {entry.path for entry in listed}
    return [name for name in names if not known & set(_with_parents(name))]


def _with_parents(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def own_files(top: str) -> list[str]:
    """Return the paths of the files in a run directory, but for Guild's own and compiled ones."""
    found = []
    pending = [""]
    while pending:
        before = pending.pop()
        for entry in _entries(f"{top}/{before}"):
            if entry.name == _COMPILED or (entry.name == _GUILD and not before):
                continue
            if not _is_folder(entry):
                found.append(before + entry.name)
            elif not entry.is_symlink():
                pending.append(f"{before}{entry.name}/")
    return found


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
        for entry in _entries(folder):
            if not everything and (entry.name.startswith(".") or entry.name == _COMPILED):
                continue
            is_folder = _is_folder(entry) and (follow or not entry.is_symlink())
            name = f"{before}{entry.name}"
            found.append(f"{name}/" if _is_folder(entry) else name)
            if is_folder and (not follow or _is_new(entry.path, seen)):
                pending.append((f"{name}/", entry.path))
    return found


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder; nothing of one that is gone, closed, or too deep for a path."""
    try:
        with os.scandir(folder) as inside:
            return list(inside)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link that leads to itself, or where nobody may look


def _is_new(path: str, seen: set[str]) -> bool:
    place = os.path.realpath(path)
    is_new = place not in seen
    seen.add(place)
    return is_new
