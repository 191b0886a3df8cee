"""Which files of a project are its source code: Guild's default rules, and ``sourcecode``.

A file that the defaults would take is left out, and named, where it is large; a rule of the
Guild file that names it takes it whatever its size.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from guild_jupyter import paths
from guild_jupyter.errors import GuildFileError, nearest
from guild_jupyter.launch import git
from guild_jupyter.launch.source_rules import Rule, deciding, is_text
from guild_jupyter.launch.source_tree import candidates

MAX_FILE = 10 << 20
MAX_ALL = 100 << 20
#: How many files are taken from a project that is not under Git, where nothing says which.
MAX_COUNT = 2000
#: Begins the reason of a file with which the taking of files ended.
ENDS = "and what comes after"
_GUILD = ".guild"
_IGNORE = ".guildignore"
_OF_SELECTION = frozenset({"select", "root", "dest", "digest"})
_OF_RULE = frozenset({"include", "exclude"})
_KINDS = ("", "dir", "text", "binary")
_HINT = (
    "Write 'include: PATTERN' or 'exclude: PATTERN', one a list item; "
    "a pattern is text, or '{dir: TEXT}', '{text: TEXT}' or '{binary: TEXT}'."
)


class RulesError(GuildFileError):
    """A spec of source code has a form that Guild does not know.

    Parameters
    ----------
    message, hint
        What is wrong.
    at
        The number of the spec, and the keys of the wrong value in it.
    """

    def __init__(self, message: str, hint: str, at: tuple[str | int, ...] = ()) -> None:
        super().__init__(message, hint)
        self.at = at

    def below(self, *keys: str | int) -> RulesError:
        """Return the error about what stands below some keys."""
        return RulesError(self.problem, self.hint, (*keys, *self.at))


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
        Relative paths.
    skipped
        Paths that are left out, with the reason: their size, their number or their name.
    rules
        What the Guild file says.
    excluded
        Paths that are no source whatever the rules.
    is_off
        Whether the Guild file says to copy nothing.
    """

    root: Path
    destination: str = "."
    files: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    rules: tuple[Rule, ...] = field(default=(), repr=False)
    excluded: tuple[str, ...] = field(default=(), repr=False)
    is_off: bool = False


def select(
    project: Path, specs: Iterable[Any], excluded: Iterable[Path], is_python: bool = True
) -> Selection:
    """Return the source files of a project.

    Parameters
    ----------
    project
        The project's folder.
    specs
        ``sourcecode`` of the model and of the operation, as written. One that says to copy
        nothing undoes those before it; rules after it count as if it were the first.
    excluded
        Files and folders that are no source: the Guild home, files of resources.
    is_python
        Whether Python runs the operation: what building a package leaves is no source then.

    Raises
    ------
    RulesError
        A spec has a form that Guild does not know.
    GuildFileError
        There is no folder to select from.
    """
    selection = Selection(project)
    rules: list[Rule] = []
    is_any = True
    for number, spec in enumerate(specs):
        try:
            found = _rules(spec, selection, project)
        except RulesError as error:
            raise error.below(number) from None
        if found is None:
            rules, is_any = [], False
        elif found:
            rules, is_any = [*rules, *found], True
    if not is_any:
        nothing = (Rule(False, "*"),)
        return Selection(selection.root, selection.destination, rules=nothing, is_off=True)
    left_out = _below(selection.root, excluded)
    selection.rules, selection.excluded = tuple(rules), left_out
    if not paths.is_folder(selection.root):
        raise GuildFileError(
            f"there is no folder {selection.root} to take source code from",
            "Correct 'root' under 'sourcecode'; it is a folder of the project.",
        )
    listed = git.files(selection.root, project / _IGNORE)
    taken = count = 0

    def tracked() -> list[str] | None:
        # Patterns of .guildignore leave files out, and close no folder that Git tracks.
        ignore = project / _IGNORE
        return git.files(selection.root, ignore, True) if paths.is_file(ignore) else None

    for path in candidates(selection.root, rules, listed, is_python, tracked):
        full = selection.root / path
        if _is_within(path, left_out) or not os.path.isfile(full):  # noqa: PTH113 - many files
            continue
        rule = deciding(rules, path, full)
        if rule is not None and not rule.include:
            continue
        if rule is None and listed is None:
            if count > MAX_COUNT or not is_text(full):
                continue
            count += 1
            if count > MAX_COUNT:
                selection.skipped.append((path, f"{ENDS}: over {MAX_COUNT} files"))
                if not any(rule.include for rule in rules):
                    break
                continue
        size = _size(full)
        reason = _unrecordable(path) or ("" if rule else _too_much(size, taken))
        if reason:
            selection.skipped.append((path, reason))
            continue
        selection.files.append(path)
        taken += 0 if rule else size
    return selection


def with_file(selection: Selection, path: str, project: Path) -> Selection:
    """Return a selection that has a file whatever the rules say: the program itself.

    Raises
    ------
    GuildFileError
        It is not there, or not below the folder of the source code.
    """
    place = os.path.relpath(os.path.normpath(project / path), selection.root)
    if place.startswith("..") or not paths.is_file(selection.root / place):
        near = nearest(path, (p.name for p in project.glob("*.ipynb")), "Did you mean {}? ")
        raise GuildFileError(
            f"there is no file {path} in {selection.root}",
            f"{near}Give its path in the project; one with a space in quotes of its own.",
        )
    if place in selection.files:
        return selection
    skipped = [(name, why) for name, why in selection.skipped if name != place]
    return replace(selection, files=[*selection.files, place], skipped=skipped)


def ruled_out(selection: Selection, path: str) -> bool:
    """Tell whether a file is left out by more than Git, its size or number, or what is in it."""
    if path.startswith("..") or _is_within(path, selection.excluded) or _unrecordable(path):
        return True
    rule = deciding(selection.rules, path, selection.root / path)
    if rule is not None:
        return not rule.include
    folders = (str(parent) for parent in PurePosixPath(path).parents)
    of_folders = [rule for rule in selection.rules if rule.kind == "dir"]
    decided = ([rule for rule in of_folders if rule.matches(folder)] for folder in folders)
    return any(rules and not rules[-1].include for rules in decided)


def _is_within(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _below(root: Path, places: Iterable[Path]) -> tuple[str, ...]:
    base = os.path.realpath(root)
    relative = (os.path.relpath(os.path.realpath(place), base) for place in places)
    return (_GUILD, *(path for path in relative if path != "." and not path.startswith("..")))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # it went away: copying it says so


def _unrecordable(path: str) -> str:
    # A line of Guild's manifest is UTF-8 and names one file.
    is_text = path.isascii() or not any("\ud800" <= character <= "\udfff" for character in path)
    return (
        "" if is_text and "\n" not in path and "\r" not in path else "its name is not plain text"
    )


def _too_much(size: int, taken: int) -> str:
    if size > MAX_FILE:
        return f"larger than {MAX_FILE >> 20} MB"
    return f"more than {MAX_ALL >> 20} MB in all" if taken + size > MAX_ALL else ""


def _rules(spec: Any, selection: Selection, project: Path) -> list[Rule] | None:  # noqa: ANN401 - any YAML value
    """Return the rules of a spec; None where it says to copy nothing."""
    at: tuple[str, ...] = ()
    if isinstance(spec, Mapping) and (_OF_SELECTION & set(spec) or not _OF_RULE & set(spec)):
        if spec.get("root"):
            selection.root = Path(os.path.normpath(project / str(spec["root"])))
        if spec.get("dest"):
            try:
                selection.destination = destination(str(spec["dest"]))
            except RulesError as error:
                raise error.below("dest") from None
        spec, at = spec.get("select"), ("select",)
    if spec is None:
        return []
    if spec is False or spec == []:
        return None
    entries = spec if isinstance(spec, list) else [spec]
    if all(isinstance(entry, str) for entry in entries):
        return [Rule(False, "*"), *(_rule(True, entry, selection.root) for entry in entries)]
    rules = []
    for number, entry in enumerate(entries):
        try:
            rules += _entry_rules(entry, selection.root)
        except RulesError as error:
            raise error.below(*at, *([number] if entries is spec else [])) from None
    return rules


def destination(text: str) -> str:
    """Return the folder below the run directory that source code is put into.

    Raises
    ------
    RulesError
        It is none, or Guild's own.
    """
    path = os.path.normpath(text)
    first, *more = PurePosixPath(path).parts or (".",)
    if first in ("/", "..") or (first == _GUILD and more[:1] != ["sourcecode"]):
        raise RulesError(
            f"source code cannot be put into {text!r}",
            "Write 'dest: FOLDER', a folder below the run directory.",
        )
    return path


def _entry_rules(entry: Any, root: Path) -> list[Rule]:  # noqa: ANN401 - any YAML value
    if isinstance(entry, str):
        return [_rule(True, entry, root)]
    if not isinstance(entry, Mapping) or len(_OF_RULE & set(entry)) != 1:
        raise RulesError(f"cannot understand {entry!r}", _HINT)
    include = "include" in entry
    value = entry["include"] if include else entry["exclude"]
    typed = value if isinstance(value, Mapping) else {"": value}
    rules = []
    for kind, patterns in typed.items():
        for pattern in patterns if isinstance(patterns, list) else [patterns]:
            if kind not in _KINDS or not isinstance(pattern, str):
                raise RulesError(f"cannot understand {entry!r}", _HINT)
            rules.append(_rule(include, pattern, root, kind))
    return rules


def _rule(include: bool, pattern: str, root: Path, kind: str = "") -> Rule:
    if not kind and paths.is_folder(root / pattern.lstrip("/")):
        return Rule(include, f"{pattern.rstrip('/')}/*")
    return Rule(include, pattern, kind)
