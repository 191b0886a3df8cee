"""Where a script takes its flags from, told by its syntax tree; the script is never run."""

from __future__ import annotations

import ast
from collections.abc import Collection
from pathlib import Path

ARGS = "args"
GLOBALS = "globals"
NONE = "none"
PASSED_AS_ARGUMENTS = frozenset({ARGS, "args:click"})
_OF_MODULE = ("global:", "dict:", "namespace:")


def is_of_module(destination: str) -> bool:
    """Tell whether flags become values of the module's own variables."""
    return destination == GLOBALS or destination.startswith(_OF_MODULE)


_PARSERS = frozenset(
    {"absl", "argparse", "click", "docopt", "fire", "getopt", "optparse", "typer"}
)


def detect(script: Path | None, flags: Collection[str]) -> str:
    """Return the ``flags-dest`` of a script that none is given for.

    A script that reads its command line gets arguments; one that only has module variables of
    the flags' names gets those set, as Guild does it; any other gets arguments.

    Parameters
    ----------
    script
        The script's source file; None where it is not known.
    flags
        Names of the operation's flags.
    """
    try:
        tree = ast.parse(script.read_bytes()) if script else None
    except (OSError, SyntaxError, ValueError, RecursionError):
        tree = None
    if tree is None or _reads_command_line(tree):
        return ARGS
    return GLOBALS if _assigned(tree) & {name.replace("-", "_") for name in flags} else ARGS


def _reads_command_line(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            if any(alias.name.split(".")[0] in _PARSERS for alias in node.names):
                return True
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").split(".")[0] in _PARSERS:
                return True
            if node.module == "sys" and any(alias.name == "argv" for alias in node.names):
                return True
        elif isinstance(node, ast.Attribute) and node.attr == "argv":
            return True
    return False


def _assigned(tree: ast.Module) -> set[str]:
    names = set()
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names
