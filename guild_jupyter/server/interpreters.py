"""Which Pythons a run can be started with: those of the kernels that Jupyter has."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from guild_jupyter.errors import LaunchError
from guild_jupyter.server.service import Service
from guild_jupyter.settings import PYTHON_VARIABLE

_VERSION = tuple(map(str, sys.version_info[:2]))
#: What Jupyter replaces by its own Python when it starts a kernel; others are looked for on PATH.
_OWN = frozenset({"python", *(f"python{'.'.join(_VERSION[:parts])}" for parts in (1, 2))})


class KernelPython(NamedTuple):
    """The Python of a kernel.

    Parameters
    ----------
    kernelspec
        The name of its kernelspec.
    display_name
        What Jupyter calls it.
    path
        The interpreter.
    """

    kernelspec: str
    display_name: str
    path: str


def all_of(service: Service) -> list[KernelPython]:
    """Return the Pythons of all kernels, by the names of those; others' kernels have none."""
    if service.specs is None:
        return []
    found = service.awaited(service.specs.get_all_specs())
    # Those of a gateway are on another machine, and have no folder here.
    here = {name: one for name, one in found.items() if one.get("resource_dir")}
    pythons = (_of_spec(name, one["spec"], one["resource_dir"]) for name, one in here.items())
    return sorted(filter(None, pythons))


def option(service: Service, kernelspec: str) -> str | None:
    """Return the interpreter for a plan; None where that is not decided by a kernelspec.

    Raises
    ------
    LaunchError
        There is no such kernelspec, or it is of no Python.
    """
    if not kernelspec or os.environ.get(PYTHON_VARIABLE):
        return None
    for one in all_of(service):
        if one.kernelspec == kernelspec:
            return one.path
    raise LaunchError(
        f"there is no kernel {kernelspec[:80]!r} with a Python", "Choose another interpreter."
    )


def _of_spec(name: str, spec: Mapping[str, Any], folder: str) -> KernelPython | None:
    words: Sequence[str] = spec.get("argv") or []
    if str(spec.get("language", "")).lower() != "python" or not words:
        return None
    first = words[0].replace("{prefix}", sys.prefix).replace("{resource_dir}", folder)
    if first in _OWN:
        first = sys.executable
    path = first if Path(first).is_absolute() else shutil.which(first)
    return None if path is None else KernelPython(name, str(spec.get("display_name", name)), path)
