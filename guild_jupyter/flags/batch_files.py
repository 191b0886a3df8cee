"""Trials from a file, ``@trials.csv``: its rows, and how they combine with flags that are typed.

A file is CSV (also without an extension) with the names in its first line, or JSON or YAML with
a list of mappings. Reading it starts nothing.
"""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from guild_jupyter import documents, paths
from guild_jupyter.errors import BatchFileError, DocumentError
from guild_jupyter.flags.assignment import plain_value, resolve
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.grid import MAX_TRIALS, trials
from guild_jupyter.flags.values import parse

MAX_BYTES = 8 << 20
_FORMS = "Write the trials as .csv, .json, .yml or .yaml."
_MAPPINGS = "Write a list of mappings, such as [{lr: 0.1}, {lr: 0.2}]."


def tell_apart(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the paths of ``@FILE`` words, and the other words."""
    every = list(words)
    files = [word[1:] for word in every if word.startswith("@")]
    return files, [word for word in every if not word.startswith("@")]


def read(path: str | Path, flags: Mapping[str, FlagDef] | None = None) -> list[dict[str, Any]]:
    """Return the trials that a file holds: the flags of each by name.

    Parameters
    ----------
    path
        The file; a leading ``~`` is the home folder.
    flags
        The operation's flags: by their types, the cells of CSV are read as on the command line,
        and aliases are told from names.

    Raises
    ------
    BatchFileError
        The file is not there, of another kind, or not a list of trials.
    """
    file = paths.expanded(path)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise BatchFileError(f"{path}: trials are not read from {file.suffix} files", _FORMS)
    known = flags or {}
    rows = reader(str(path), _text(str(path), file), known)
    if len(rows) > MAX_TRIALS:
        raise BatchFileError(f"{path}: more than {MAX_TRIALS} trials", "Split the file.")
    names = {flag.alias: name for name, flag in known.items() if flag.alias}
    return [
        {names.get(name, name): plain_value(name, value) for name, value in row.items()}
        for row in rows
    ]


def _text(name: str, file: Path) -> str:
    try:
        # A pipe would be waited for, and a device never ends.
        with open(file, "rb", opener=_without_waiting) as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise BatchFileError(f"{name} is not a file", _FORMS)
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise BatchFileError(f"{name} is larger than {MAX_BYTES >> 20} MiB", "Split the file.")
        return data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BatchFileError(f"batch file {name} does not exist", "Check the path.") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BatchFileError(f"{name}:{line}: not UTF-8", "Save the file as UTF-8.") from error
    except (OSError, ValueError) as error:
        raise BatchFileError(f"batch file {name} cannot be read: {error}", _FORMS) from error


def _without_waiting(path: str, how: int) -> int:
    return os.open(path, how | getattr(os, "O_NONBLOCK", 0))


def _csv_rows(name: str, text: str, flags: Mapping[str, FlagDef]) -> list[dict[str, Any]]:
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        header = next(lines, [])
        if doubled := {column for column in header if header.count(column) > 1}:
            raise BatchFileError(
                f"{name}:1: two columns are named {min(doubled)!r}", "Give each flag one column."
            )
        rows = []
        for cells in lines:
            if len(cells) > len(header):
                raise BatchFileError(
                    f"{name}:{lines.line_num}: {len(cells)} cells, but {len(header)} names",
                    "Put quotes around a cell that has a comma in it.",
                )
            if cells:
                # Cells that are left out at the end leave those flags as they are.
                pairs = zip(header, cells, strict=False)
                rows.append({column: _cell(column, cell, flags) for column, cell in pairs})
    except csv.Error as error:
        raise BatchFileError(f"{name}:{lines.line_num}: {error}", _FORMS) from error
    return rows


def _cell(column: str, cell: str, flags: Mapping[str, FlagDef]) -> Any:  # noqa: ANN401 - a flag's value
    flag = flags.get(column) or next((f for f in flags.values() if f.alias == column), None)
    return parse(cell, flag.type if flag else None)


def _json_rows(name: str, text: str, _: Mapping[str, FlagDef]) -> list[dict[str, Any]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BatchFileError(f"{name}:{error.lineno}: {error.msg}", _MAPPINGS) from error
    except (RecursionError, ValueError) as error:
        raise BatchFileError(f"{name}: {error}", _MAPPINGS) from error
    return _mappings(name, data)


def _yaml_rows(name: str, text: str, _: Mapping[str, FlagDef]) -> list[dict[str, Any]]:
    try:
        document = documents.read(text)
    except DocumentError as error:
        place = f"{name}:{error.line}" if error.line else name
        raise BatchFileError(f"{place}: {error.message}", error.hint or _MAPPINGS) from error
    return _mappings(name, document.data, document)


_READERS = {
    "": _csv_rows,
    ".csv": _csv_rows,
    ".json": _json_rows,
    ".yml": _yaml_rows,
    ".yaml": _yaml_rows,
}


def _mappings(
    name: str,
    data: Any,  # noqa: ANN401 - what a file holds
    document: documents.Document | None = None,
) -> list[dict[str, Any]]:
    rows = [data] if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise BatchFileError(f"{name}: the trials are no list", _MAPPINGS)
    for number, row in enumerate(rows):
        place = f"{name}:{document.line((number,))}" if document else name
        if not isinstance(row, dict):
            raise BatchFileError(f"{place}: trial {number + 1} is no mapping", _MAPPINGS)
        if odd := [key for key in row if not isinstance(key, str)]:
            raise BatchFileError(f"{place}: {odd[0]!r} is no name of a flag", _MAPPINGS)
    return rows


def combine(rows: Iterable[Mapping[str, Any]], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what each trial is given: its row, and over it what is typed on the command line."""
    return [{**row, **given} for row in rows]


def all_trials(
    rows: Sequence[Mapping[str, Any]],
    given: Mapping[str, Any],
    flags: Mapping[str, FlagDef],
    seed: int | None = None,
) -> list[dict[str, Any]]:
    """Return every flag of each trial: the operation's, under those of the row, under those typed.

    A list in a row stands for its items, one trial each. As in Guild, names and values are not
    checked against the operation's.

    Parameters
    ----------
    rows
        The trials of the files.
    given
        The flags that are typed.
    flags
        The operation's flags.
    seed
        What draws from ranges depend on.

    Raises
    ------
    FlagError
        A search function makes no sense, or there are too many trials.
    """
    found: list[dict[str, Any]] = []
    for number, row in enumerate(combine(rows, given)):
        own = None if seed is None else seed + number
        found += trials(resolve(row, flags, force=True), own)
        if len(found) > MAX_TRIALS:
            raise BatchFileError(f"the files stand for more than {MAX_TRIALS} runs", "Split them.")
    return found
