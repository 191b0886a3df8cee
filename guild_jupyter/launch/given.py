"""What a user gives in words and values, told apart: for flags, for resources, in batch files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from guild_jupyter import paths
from guild_jupyter.errors import BadAssignment, FlagError
from guild_jupyter.flags import assignment
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.registry import load

_BATCH_FILES = "guild_jupyter.flags.batch_files"


def tell_apart(
    words: Iterable[str],
    values: Mapping[str, Any],
    operation: Operation,
    assignable: Mapping[str, Any],
    folder: Path,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what is given for flags, and what for resources.

    Parameters
    ----------
    words
        NAME=VALUE words as typed, and ``@FILE``.
    values
        Values that are no text, as from Python.
    operation
        The operation.
    assignable
        The names of its resources.
    folder
        Where relative files are looked for.

    Raises
    ------
    FlagError
        A word is no assignment, or something is given twice.
    """
    of_resources: dict[str, str] = {}
    rest = []
    typed = list(words)
    files: list[str] = []
    if any(word.startswith("@") for word in typed):
        files, typed = load(f"{_BATCH_FILES}:tell_apart")(typed)
    for word in typed:
        name, _, text = word.partition("=")
        if name in assignable:
            of_resources[name] = text
        else:
            rest.append(word)
    given = assignment.read(rest, operation.flags)
    for name, value in values.items():
        if name in given or name in of_resources:
            raise BadAssignment(
                f"{name} is given twice, as a word and as a value", "Give it in one place."
            )
        if name in assignable:
            of_resources[name] = str(value)
        else:
            given[name] = assignment.plain_value(name, value)
    return _with_files(files, given, operation, folder), of_resources


def _with_files(
    files: list[str], given: dict[str, Any], operation: Operation, folder: Path
) -> dict[str, Any]:
    """Return flag values with those that batch files give to a single run under them."""
    if not files:
        return given
    places = [folder / paths.expanded(file) for file in files]
    read = load(f"{_BATCH_FILES}:read")
    rows = [row for path in places for row in read(path, operation.flags)]
    if len(rows) != 1:
        named = " ".join(f"@{file}" for file in files)
        raise FlagError(
            f"{named} stands for {len(rows)} runs, and one is started at a time",
            "Leave one row in the file, or start one run for each in a loop.",
        )
    combined: dict[str, Any] = load(f"{_BATCH_FILES}:combine")(rows, given)[0]
    return combined
