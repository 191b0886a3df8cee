"""Which Python runs an operation, and what it can import; nothing is imported to find out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path

from guild_jupyter.errors import LaunchError
from guild_jupyter.registry import load
from guild_jupyter.settings import PYTHON_VARIABLE

_PATIENCE = 30
_ASK = "import json, sys; print(json.dumps([sys.version.split()[0], [p for p in sys.path if p]]))"


@dataclass(frozen=True)
class Interpreter:
    """A Python interpreter.

    Parameters
    ----------
    path
        Its absolute path, links left as they are: a virtual environment is told by it.
    version
        Its version, such as ``3.12.1``.
    search_path
        Where it looks for modules, the run directory left out.
    """

    path: str
    version: str
    search_path: tuple[str, ...]


def choose(option: str | None, environment: Mapping[str, str]) -> Interpreter:
    """Return the interpreter for an operation: the option, GUILD_PYTHON_EXE, else this one.

    Raises
    ------
    LaunchError
        The one that was named does not run.
    """
    named = option or environment.get(PYTHON_VARIABLE)
    if not named:
        return _this()
    found = load("shutil:which")(str(Path(named).expanduser()))
    if found is None:
        raise LaunchError(
            f"no such interpreter: {named}",
            "Give a path or name of a Python with '--python'.",
        )
    path = str(Path(found).absolute())
    if path == sys.executable:
        return _this()
    return _asked(path, Path(path).stat().st_mtime_ns)


def _this() -> Interpreter:
    # What the kernel's own scripts and notebooks put in front is not the operation's.
    own = [path for path in sys.path if path and path != str(Path.cwd())]
    return Interpreter(sys.executable, sys.version.split()[0], tuple(own))


@lru_cache(maxsize=16)
def _asked(path: str, _changed: int) -> Interpreter:
    try:
        done = subprocess.run(
            [path, "-c", _ASK],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=True,
            stdin=subprocess.DEVNULL,
            cwd=os.path.sep,
        )
        version, search_path = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise LaunchError(
            f"{path} is not a Python interpreter that runs", "Give another with '--python'."
        ) from error
    return Interpreter(path, version, tuple(search_path))


def missing_module(module: str, folders: Sequence[str]) -> str | None:
    """Return Python's words for a module that ``-m`` cannot run, or None where it can.

    Parameters
    ----------
    module
        Dotted name; a package is run by its ``__main__``.
    folders
        Where to look, in order.
    """
    search: Sequence[str] = list(folders)
    spec = None
    parts = module.split(".")
    for number in range(len(parts)):
        name = ".".join(parts[: number + 1])
        if not all(part.isidentifier() or "-" in part for part in parts):
            return f"No module named {module}"
        spec = PathFinder.find_spec(name, list(search))
        if spec is None:
            built_in = parts[0] in sys.builtin_module_names or parts[0] in sys.stdlib_module_names
            return None if number == 0 and built_in else f"No module named {module}"
        search = list(spec.submodule_search_locations or ())
    is_package = spec is not None and spec.submodule_search_locations is not None
    if is_package and PathFinder.find_spec(f"{module}.__main__", list(search)) is None:
        return f"No module named {module}.__main__"
    return None


def source_of(module: str, folders: Sequence[str]) -> Path | None:
    """Return the source file of a module, or None where it has none that can be found."""
    search: list[str] = list(folders)
    spec = None
    parts = module.split(".")
    for number in range(len(parts)):
        spec = PathFinder.find_spec(".".join(parts[: number + 1]), search)
        if spec is None:
            return None
        search = list(spec.submodule_search_locations or ())
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        return None
    return Path(spec.origin)
