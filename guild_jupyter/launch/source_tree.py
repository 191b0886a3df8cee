"""The files in a folder that may be source code: it is walked, or Git lists them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.launch.source_rules import Rule, deciding

_BYTECODE = "__pycache__"
#: What building a Python package leaves behind.
_BUILT = frozenset({"build", "dist"})
_CHECKPOINTS = ".ipynb_checkpoints"
_OF_TOOLS = frozenset({".guild", ".git"})
_ENVIRONMENT_MARKS = ("bin/activate", "Scripts/activate")
_NO_COPY = ".guild-nocopy"


def candidates(
    root: Path,
    rules: Sequence[Rule],
    listed: list[str] | None,
    is_python: bool,
    tracked: Callable[[], list[str] | None] = lambda: None,
) -> Iterable[str]:
    """Return the paths of what may be source code; rules for files still decide on each.

    Parameters
    ----------
    root
        The folder.
    rules
        Those of the Guild file. Virtual environments, bytecode and what Git ignores is looked
        into where one names the folder.
    listed
        What Git lists in the folder; None where it is not under Git.
    is_python
        Whether Python runs the operation: what building a package leaves is no source then.
    tracked
        Says what Git lists with the tracked files that are not in `listed`, where there may be
        any: rules look into their folders.
    """
    if listed is None:
        return _of_walk(root, rules, is_python)
    known = list(_of_git(root, listed, is_python))
    if not any(rule.include or rule.kind == "dir" for rule in rules):
        return known
    more = tracked()
    folders = _folders_of(known if more is None else _of_git(root, more, is_python))
    return _of_git_and_rules(root, frozenset(known), rules, folders)


def _of_git_and_rules(
    root: Path, known: frozenset[str], rules: Sequence[Rule], folders: frozenset[str]
) -> Iterator[str]:
    opened: list[str] = []

    def enter(path: str) -> bool:
        # A rule for folders that calls one by its name wants what is in it.
        named = [rule for rule in rules if rule.kind == "dir" and rule.matches(path)][-1:]
        if path not in folders and any(rule.include and rule.is_plain for rule in named):
            opened.append(f"{path}/")
        return _enter_under_git(root, path, rules, folders)

    for path in _tree(str(root), enter):
        if path in known or path.startswith(tuple(opened)) or deciding(rules, path, root / path):
            yield path


def _of_walk(root: Path, rules: Sequence[Rule], is_python: bool) -> Iterator[str]:
    named: list[str] = []

    def enter(path: str) -> bool:
        if _enter(root, path, rules, is_python):
            return True
        if is_python or _of_rules(path, rules) is False or not _is_named(path, rules):
            return False
        if _is_closed(root, path):
            return False
        named.append(f"{path}/")
        return True

    for path in _tree(str(root), enter):
        if not path.startswith(tuple(named)) or deciding(rules, path, root / path):
            yield path


def _of_git(root: Path, listed: list[str], is_python: bool) -> Iterator[str]:
    """Yield what Git lists less what is no source; links to folders are followed."""
    marks = tuple(f"/{mark}" for mark in (*_ENVIRONMENT_MARKS, _NO_COPY))
    dropped = {
        f"{path[: -len(mark)]}/"
        for path in listed
        if path.endswith(marks)
        for mark in marks
        if path.endswith(mark)
    }
    dropped_folders = tuple(dropped)
    never = (f"{_BYTECODE}/", f"{_CHECKPOINTS}/")
    for path in listed:
        if path.startswith(dropped_folders) or any(name in path for name in never):
            continue
        full = f"{root}/{path}"
        if os.path.islink(full) and os.path.isdir(full):  # noqa: PTH112, PTH114 - many files
            if not _is_loop(str(root), full):
                yield from _tree(str(root), lambda path: _is_plain(path, is_python), path)
        else:
            yield path


def _is_named(folder: str, rules: Sequence[Rule]) -> bool:
    return any(rule.names(folder) for rule in rules)


def _is_plain(path: str, is_python: bool) -> bool:
    name = path.rpartition("/")[2]
    is_built = is_python and (name in _BUILT or name.endswith(".egg-info"))
    return not is_built and name not in (_BYTECODE, _CHECKPOINTS, *_OF_TOOLS)


def _of_rules(path: str, rules: Sequence[Rule]) -> bool | None:
    decided = [rule for rule in rules if rule.kind == "dir" and rule.matches(path)]
    return decided[-1].include if decided else None


def _is_closed(root: Path, path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(".") or paths.is_there(root / path / _NO_COPY)


def _enter(root: Path, path: str, rules: Sequence[Rule], is_python: bool) -> bool:
    decided = _of_rules(path, rules)
    if decided is not None:
        return decided
    if _is_closed(root, path) or not _is_plain(path, is_python):
        return False
    return not any(paths.is_there(root / path / mark) for mark in _ENVIRONMENT_MARKS)


def _enter_under_git(
    root: Path, path: str, rules: Sequence[Rule], folders: frozenset[str]
) -> bool:
    above, _, name = path.rpartition("/")
    if name in _OF_TOOLS:
        return False
    decided = _of_rules(path, rules)
    if decided is not None:
        return decided
    if paths.is_there(root / path / _NO_COPY):
        return False
    if path in folders or _is_named(path, rules):
        return True
    # It is in a folder that was entered though Git does not list it: a rule wants that.
    return bool(above) and above not in folders


def _tree(root: str, enter: Callable[[str], bool], start: str = "") -> Iterator[str]:
    """Yield every file below a folder; links are followed, but not round in circles."""
    for folder, names, files in os.walk(f"{root}/{start}".rstrip("/"), followlinks=True):
        prefix = f"{folder[len(root) :].lstrip('/')}/".lstrip("/")
        names[:] = sorted(
            name
            for name in names
            if enter(prefix + name) and not _is_loop(root, f"{folder}/{name}")
        )
        yield from (prefix + name for name in sorted(files))


def _is_loop(root: str, place: str) -> bool:
    if not os.path.islink(place):  # noqa: PTH114 - many files
        return False
    target = os.path.realpath(place)
    if f"{os.path.realpath(root)}/".startswith(f"{target.rstrip('/')}/"):
        return True
    above = os.path.dirname(place)  # noqa: PTH120 - text
    while len(above) > len(root):
        if os.path.realpath(above) == target:
            return True
        above = os.path.dirname(above)  # noqa: PTH120 - text
    return False


def _folders_of(paths: Iterable[str]) -> frozenset[str]:
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(folders)
