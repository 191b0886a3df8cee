"""From the source of a script or notebook to what it takes; nothing of it is imported or run."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace

from guild_jupyter.flags.destinations import (
    ARGS,
    CLICK,
    CONTAINERS,
    GLOBALS,
    reaches_command_line,
)
from guild_jupyter.flags.imports.click_commands import Command
from guild_jupyter.flags.imports.definitions import Imported
from guild_jupyter.flags.imports.script import Finder, Script
from guild_jupyter.flags.imports.source import Unreadable, notebook_tree, script_tree
from guild_jupyter.flags.imports.variables import assigned, entry_flags, variable_flags

_PARSERS = frozenset(
    {"absl", "argparse", "click", "docopt", "fire", "getopt", "optparse", "typer"}
)
# Without one of these words, a script neither makes a parser nor gets one from elsewhere.
_MAY_PARSE = re.compile(rb"arg|cli|conf|opt|pars", re.IGNORECASE)


def read_script(
    data: bytes,
    destination: str | None = None,
    words: Sequence[str] = (),
    find: Finder = lambda _: None,
    package: str = "",
) -> Imported:
    """Return what a script takes.

    Parameters
    ----------
    data
        Its bytes.
    destination
        How flags reach it, None to tell it from the script.
    words
        Its base arguments, which may name a subcommand.
    find
        Finds other modules of the project by dotted name.
    package
        The package that the script is in, empty for none.
    """
    try:
        tree = script_tree(data)
    except Unreadable as error:
        return Imported(destination, notes=(str(error),))
    if destination is not None and not reaches_command_line(destination):
        return _of_variables(tree, destination)
    script = Script(tree, find, package)
    reader = script.reader() if _MAY_PARSE.search(data) else None
    notes = ("it is so long that it was read only in part",) if script.is_cut else ()
    if reader is None:
        found = destination or _destination(tree)
        return _of_variables(tree, found) if found == GLOBALS else Imported(found, notes=notes)
    own = CLICK if isinstance(reader, Command) else ARGS
    return Imported(
        destination or own, reader.chosen(words).flags(), variables=_names(tree), notes=notes
    )


def read_notebook(data: bytes, destination: str | None = None) -> Imported:
    """Return what a notebook takes: the variables that its cells assign, annotated or not.

    Parameters
    ----------
    data
        Its bytes.
    destination
        How flags reach it, None for its variables.
    """
    try:
        tree, notes = notebook_tree(data)
    except Unreadable as error:
        return Imported(destination or GLOBALS, notes=(str(error),))
    found = _of_variables(tree, destination or GLOBALS)
    # Guild leaves annotated variables of scripts alone, and knows none of notebooks.
    return replace(found, on_demand=frozenset(), notes=(*found.notes, *notes))


def _names(tree: ast.Module) -> frozenset[str]:
    return frozenset(name for name, _, _ in assigned(tree))


def _of_variables(tree: ast.Module, destination: str) -> Imported:
    names = _names(tree)
    if destination == GLOBALS:
        flags, annotated = variable_flags(tree)
        return Imported(destination, flags, annotated, names)
    for prefix in CONTAINERS:
        if destination.startswith(prefix):
            variable = destination.removeprefix(prefix)
            entries = entry_flags(tree, variable)
            if entries is None:
                note = f"it assigns no mapping or SimpleNamespace to {variable!r}"
                return Imported(destination, variables=names, notes=(note,))
            return Imported(destination, entries, variables=names)
    return Imported(destination, variables=names)


def _destination(tree: ast.Module) -> str:
    """Return how flags reach a script whose options are not known."""
    found = GLOBALS
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules = {(node.module or "").partition(".")[0]}
        else:
            continue
        if modules & (_PARSERS - {"click"}):
            return ARGS
        if "click" in modules:
            found = CLICK
    return found
