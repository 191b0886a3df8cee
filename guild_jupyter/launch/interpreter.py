"""Which Python runs an operation, and what it can import; nothing is imported to find out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from guild_jupyter import paths
from guild_jupyter.errors import LaunchError
from guild_jupyter.registry import load
from guild_jupyter.settings import PYTHON_VARIABLE

if TYPE_CHECKING:
    from guild_jupyter.launch.versions import Versions

_PATIENCE = 30
_VERSION = re.compile(r"\d+\.\d+")
_ASK = "import json, sys; print(json.dumps([sys.version.split()[0], [p for p in sys.path if p]]))"
_FIND = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"


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


def choose(
    option: str | None, environment: Mapping[str, str], requirement: str | None = None
) -> Interpreter:
    """Return the interpreter for an operation: the option, GUILD_PYTHON_EXE, else this one.

    Parameters
    ----------
    option
        A path or name; None for none.
    environment
        The environment variables.
    requirement
        Which versions will do, such as ``>=3.9``; None for any. Where none is named and this
        one will not do, others are looked for beside it and on PATH.

    Raises
    ------
    LaunchError
        The one that was named does not run, or none fits.
    """
    named = option or environment.get(PYTHON_VARIABLE)
    chosen = _named(named) if named else _this()
    if requirement is None:
        return chosen
    versions: Versions = load("guild_jupyter.launch.versions:Versions")(requirement)
    if versions.fit(chosen.version):
        return chosen
    if named:
        raise LaunchError(
            f"{chosen.path} is Python {chosen.version}, and the operation requires {requirement}",
            "Name another with '--python', or none to have one looked for.",
        )
    folders = [str(Path(chosen.path).parent), *os.get_exec_path(dict(environment))]
    looked_at = []
    for path in versions.candidates(folders):
        try:
            other = _named(path)
        except LaunchError:  # a shim without a version behind it, a link to nothing …
            looked_at.append(f"{path} does not run")
            continue
        if versions.fit(other.version):
            return other
        looked_at.append(f"{path} is Python {other.version}")
    tried = f"Looked at: {', '.join(looked_at)}. " if looked_at else ""
    raise LaunchError(
        f"no Python fits the requirement {requirement!r}; this one is {chosen.version}",
        f"{tried}Install one, name it with '--python', or correct 'python-requires'.",
    )


def _named(named: str) -> Interpreter:
    found = load("shutil:which")(str(paths.expanded(named)))
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
    try:
        here = str(Path.cwd())
    except FileNotFoundError:
        here = ""
    own = [path for path in sys.path if path and path != here]
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
        if not _VERSION.match(version):
            raise ValueError(version)
    except (OSError, subprocess.SubprocessError, ValueError, TypeError) as error:
        raise LaunchError(
            f"{path} is not a Python interpreter that runs", "Give another with '--python'."
        ) from error
    return Interpreter(path, version, tuple(search_path))


def missing_module(module: str, folders: Sequence[str], interpreter: Interpreter) -> str:
    """Return Python's words for a module that ``-m`` cannot run, empty where it can.

    Parameters
    ----------
    module
        Dotted name; a package is run by its ``__main__``.
    folders
        Where to look before the interpreter's own folders.
    interpreter
        The Python that is to run it.
    """
    first, *more = module.split(".")
    spec = _find(first, [*folders, *interpreter.search_path])
    if spec is None:
        # Built in, frozen, or found by an import hook, as editable installations are.
        return "" if _imports(interpreter, first) else f"No module named {module}"
    for part in more:
        spec = _find(part, spec.submodule_search_locations or ())
        if spec is None:
            return f"No module named {module}"
    if spec.submodule_search_locations is None:
        return ""
    main = _find("__main__", spec.submodule_search_locations)
    return "" if main else f"No module named {module}.__main__"


def forget(folders: Iterable[str]) -> None:
    """Have folders listed anew: a file made a moment ago is not in what Python remembers."""
    for folder in folders:
        sys.path_importer_cache.pop(folder, None)


def _find(part: str, folders: Iterable[str]) -> ModuleSpec | None:
    # Without the names of its packages, which Python looks up among what is imported. An empty
    # part, as in "a..b", would be found as a folder.
    return PathFinder.find_spec(part, list(folders)) if part else None


def _imports(interpreter: Interpreter, name: str) -> bool:
    try:
        done = subprocess.run(
            [interpreter.path, "-c", _FIND, name],
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=os.path.sep,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def source_of(module: str, folders: Sequence[str]) -> Path | None:
    """Return the source file of a module, or None where it has none that can be found."""
    specs = _specs(module, folders)
    origin = specs[-1].origin if specs else None
    return Path(origin) if origin and origin.endswith(".py") else None


def files_of(module: str, folders: Sequence[str]) -> list[Path]:
    """Return the files that ``-m`` needs of a module: those of its packages, and what is run.

    None where it is not in the folders.
    """
    specs = _specs(module, folders)
    if specs and specs[-1].submodule_search_locations is not None:
        main = _find("__main__", specs[-1].submodule_search_locations)
        specs = [*specs, main] if main else []
    # A package without a file of its own has no origin.
    return [Path(spec.origin) for spec in specs if spec.origin]


def _specs(module: str, folders: Sequence[str]) -> list[ModuleSpec]:
    """Return the specs of a module and, before it, of its packages; none where one is missing."""
    specs: list[ModuleSpec] = []
    search: Sequence[str] = folders
    for part in module.split("."):
        spec = _find(part, search)
        if spec is None:
            return []
        specs.append(spec)
        search = spec.submodule_search_locations or ()
    return specs
