"""Which files of a project are its source code: Guild's default rules, and ``sourcecode``.

A file that the defaults would take is left out, and named, where it is large; a rule of the
Guild file that names it takes it whatever its size.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from guild_jupyter.errors import GuildFileError

MAX_FILE = 10 << 20
MAX_ALL = 100 << 20
MAX_COUNT = 2000
_TEXT = frozenset(
    {".csv", ".ipynb", ".json", ".md", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml"}
)
_SAMPLE = 1024
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SKIPPED_FOLDERS = frozenset(
    {"__pycache__", "build", "dist", ".ipynb_checkpoints", ".guild", ".git"}
)
_ENVIRONMENT_MARKS = ("bin/activate", "Scripts/activate")
_NO_COPY = ".guild-nocopy"
_GIT_PATIENCE = 20


@dataclass(frozen=True)
class Rule:
    """One include or exclude of the Guild file."""

    include: bool
    pattern: str
    kind: str = ""

    def matches(self, path: str) -> bool:
        """Tell whether a path below the root matches: its name alone where there is no slash."""
        pattern = self.pattern.lstrip("/")
        if "/" not in self.pattern:
            return fnmatch(path.rpartition("/")[2], pattern)
        return fnmatch(path, pattern)


@dataclass
class Selection:
    """The files of a source snapshot.

    Parameters
    ----------
    root
        Folder that paths are relative to.
    destination
        Folder below the run directory.
    files
        Relative paths, sorted.
    skipped
        Paths that are left out for their size, with the reason.
    """

    root: Path
    destination: str = "."
    files: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def select(project: Path, specs: Iterable[Any], excluded: Collection[Path]) -> Selection:
    """Return the source files of a project.

    Parameters
    ----------
    project
        The project's folder.
    specs
        ``sourcecode`` of the model and of the operation, as written.
    excluded
        Files and folders that are no source: the Guild home, files of resources.

    Raises
    ------
    GuildFileError
        A spec has a form that Guild does not know.
    """
    selection = Selection(project)
    rules: list[Rule] = []
    for spec in specs:
        found = _rules(spec, selection, project)
        if found is None:
            return Selection(selection.root, selection.destination)
        rules += found
    banned = {str(path) for path in excluded}
    tracked = _git_files(selection.root)
    taken = 0
    for path in _walk(selection.root, rules, tracked, banned):
        rule = _deciding(rules, path)
        if rule is not None and not rule.include:
            continue
        full = selection.root / path
        if rule is None and tracked is None and not _is_text(full):
            continue
        size = full.stat().st_size
        reason = "" if rule else _too_much(size, taken, len(selection.files))
        if reason:
            selection.skipped.append((path, reason))
            continue
        selection.files.append(path)
        taken += size
    return selection


def _too_much(size: int, taken: int, count: int) -> str:
    if size > MAX_FILE:
        return f"larger than {MAX_FILE >> 20} MB"
    if taken + size > MAX_ALL:
        return f"more than {MAX_ALL >> 20} MB in all"
    return f"more than {MAX_COUNT} files" if count >= MAX_COUNT else ""


def _deciding(rules: list[Rule], path: str) -> Rule | None:
    for rule in reversed(rules):
        if rule.kind != "dir" and rule.matches(path):
            return rule
    return None


def _walk(
    root: Path, rules: list[Rule], tracked: frozenset[str] | None, banned: set[str]
) -> Iterable[str]:
    if tracked is not None and not any(rule.include for rule in rules):
        for path in sorted(tracked):
            full = root / path
            is_banned = any(str(parent) in banned for parent in (full, *full.parents))
            if not is_banned and full.is_file() and not _in_skipped_folder(path):
                yield path
        return
    folders = None if tracked is None else _folders_of(tracked)
    for folder, names, files in os.walk(root, followlinks=True):
        below = os.path.relpath(folder, root)
        prefix = "" if below == "." else f"{below}/"
        names[:] = sorted(
            name
            for name in names
            if f"{folder}/{name}" not in banned and _enter(root, prefix + name, rules, folders)
        )
        for name in sorted(files):
            path = prefix + name
            place = f"{folder}/{name}"
            listed = tracked is None or path in tracked or _deciding(rules, path) is not None
            if listed and place not in banned and os.path.isfile(place):  # noqa: PTH113 - many files
                yield path


def _enter(root: Path, path: str, rules: list[Rule], folders: set[str] | None) -> bool:
    decided = [rule for rule in rules if rule.kind == "dir" and rule.matches(path)]
    if decided:
        return decided[-1].include
    name = path.rpartition("/")[2]
    if name in _SKIPPED_FOLDERS or name.endswith(".egg-info"):
        return False
    full = root / path
    if (full / _NO_COPY).exists():
        return False
    if folders is not None:
        return path in folders or any(rule.include and "/" in rule.pattern for rule in rules)
    return not name.startswith(".") and not any(
        (full / mark).exists() for mark in _ENVIRONMENT_MARKS
    )


def _in_skipped_folder(path: str) -> bool:
    return any(part in _SKIPPED_FOLDERS for part in path.split("/")[:-1])


def _folders_of(paths: Iterable[str]) -> set[str]:
    folders = set()
    for path in paths:
        parts = path.split("/")[:-1]
        folders |= {"/".join(parts[: count + 1]) for count in range(len(parts))}
    return folders


def _git_files(root: Path) -> frozenset[str] | None:
    """Return what Git tracks or does not ignore below a folder; None outside Git."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    try:
        done = subprocess.run(
            [
                "git",
                "-C",
                str(root),
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ],
            capture_output=True,
            check=True,
            timeout=_GIT_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    names = (os.fsdecode(name) for name in done.stdout.split(b"\0") if name)
    return frozenset(
        n for n in names if not n.rpartition("/")[2].startswith((".git", ".guildignore"))
    )


def _is_text(path: Path) -> bool:
    if path.suffix.lower() in _TEXT:
        return True
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
    except OSError:
        return False
    if b"\0" in sample or b"\xff" in sample:
        return False
    return len(_CONTROL.findall(sample)) <= len(sample) // 10


def _rules(spec: Any, selection: Selection, project: Path) -> list[Rule] | None:  # noqa: ANN401 - any YAML value
    """Return the rules of a spec; None where it says to copy nothing."""
    if isinstance(spec, Mapping) and {"select", "root", "dest", "digest"} & set(spec):
        if spec.get("root"):
            selection.root = (project / str(spec["root"])).resolve()
        selection.destination = str(spec.get("dest") or ".")
        spec = spec.get("select")
    if spec is None:
        return []
    if spec is False or spec == []:
        return None
    entries = spec if isinstance(spec, list) else [spec]
    if all(isinstance(entry, str) for entry in entries):
        return [Rule(False, "*"), *(_rule(True, entry, selection.root) for entry in entries)]
    return [rule for entry in entries for rule in _entry_rules(entry, selection.root)]


def _entry_rules(entry: Any, root: Path) -> list[Rule]:  # noqa: ANN401 - any YAML value
    if isinstance(entry, str):
        return [_rule(True, entry, root)]
    if not isinstance(entry, Mapping) or len({"include", "exclude"} & set(entry)) != 1:
        raise GuildFileError(
            f"sourcecode: cannot understand {entry!r}",
            "Write 'include: PATTERN' or 'exclude: PATTERN', one a list item.",
        )
    include = "include" in entry
    value = entry["include"] if include else entry["exclude"]
    typed = value if isinstance(value, Mapping) else {"": value}
    return [
        _rule(include, str(pattern), root, str(kind))
        for kind, patterns in typed.items()
        for pattern in (patterns if isinstance(patterns, list) else [patterns])
    ]


def _rule(include: bool, pattern: str, root: Path, kind: str = "") -> Rule:
    if not kind and (root / pattern).is_dir():
        return Rule(include, f"{pattern.rstrip('/')}/*")
    return Rule(include, pattern, kind)
