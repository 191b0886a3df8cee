"""Choosing among the paths in a folder, and giving what is placed another name.

Decides by names alone, as ``select``, ``select-min``, ``select-max`` and ``rename`` say. A
pattern means a whole relative path; a folder can be selected as a whole, as in Guild.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Iterator, Sequence

from guild_jupyter.errors import ResourceError

_INTERNAL = ".guild"
_BYTECODE = "pyc"


def paths_below(folder: str, *, through_links: bool) -> Iterator[str]:
    """Yield every relative path in a folder, sorted, a folder before what is in it.

    What Guild keeps in a run directory is left out.

    Parameters
    ----------
    folder
        The folder.
    through_links
        Whether links to folders are followed, as for a run, whose files may themselves be links
        to another run; a link that leads back to a folder it is in is not.
    """
    yield from _below(folder, "", frozenset({_identity(folder)}), through_links)


def _identity(folder: str) -> tuple[int, int]:
    facts = os.stat(folder)  # noqa: PTH116 - names that are no paths of ours
    return facts.st_dev, facts.st_ino


def _below(
    folder: str, prefix: str, above: frozenset[tuple[int, int]], through_links: bool
) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if not prefix and entry.name.startswith(_INTERNAL):
            continue
        yield prefix + entry.name
        if entry.is_dir(follow_symlinks=through_links):
            identity = _identity(entry.path)
            if identity not in above:
                inside = above | {identity}
                yield from _below(entry.path, f"{prefix}{entry.name}/", inside, through_links)


def is_bytecode(path: str) -> bool:
    """Tell whether Python wrote something for itself: linked, a later run would write into it."""
    return path.endswith(f".{_BYTECODE}") or "__pycache__" in path.split("/")


def without_bytecode(paths: Iterable[str], patterns: Sequence[str]) -> Iterable[str]:
    """Return paths without those of bytecode, unless a pattern names that."""
    if any(_BYTECODE in pattern for pattern in patterns):
        return paths
    return (path for path in paths if not is_bytecode(path))


def select(
    paths: Iterable[str], patterns: Sequence[str], minimum: str = "", maximum: str = ""
) -> list[str]:
    """Return the paths that fit, in their order.

    Parameters
    ----------
    paths
        Relative paths.
    patterns
        Regular expressions for whole paths; any of them may fit.
    minimum, maximum
        Like a pattern, with one group: only the path with the least or greatest number in it.
    """
    everything = list(paths)
    rules = [re.compile(pattern) for pattern in patterns]
    wanted = {path for path in everything if any(rule.fullmatch(path) for rule in rules)}
    for pattern, best in ((minimum, min), (maximum, max)):
        numbers = dict(_numbers(everything, re.compile(pattern))) if pattern else {}
        if numbers:
            wanted.add(best(numbers, key=numbers.__getitem__))
    return [path for path in everything if path in wanted]


def _numbers(paths: Iterable[str], rule: re.Pattern[str]) -> Iterator[tuple[str, float]]:
    for path in paths:
        match = rule.fullmatch(path)
        try:
            number = float(match[1]) if match else float("nan")
        except (TypeError, ValueError):  # the group took no part, or is no number
            continue
        if not math.isnan(number):
            yield path, number


def renamed(name: str, rules: Iterable[tuple[str, str]]) -> str:
    """Return a name changed by the first rule that changes it.

    Raises
    ------
    ResourceError
        A replacement refers to a group that is not there.
    """
    for pattern, replacement in rules:
        try:
            new = re.sub(pattern, replacement, name, count=1)
        except (re.error, IndexError) as error:
            raise ResourceError(f"cannot rename {name!r} to {replacement!r}: {error}") from error
        if new != name:
            return new
    return name
