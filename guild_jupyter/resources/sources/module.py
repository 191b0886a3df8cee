"""``module`` sources: a module that the operation's interpreter must be able to import.

Looks for it without importing anything: neither its code nor that of its packages runs.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import distributions

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Request, Site

_MAKES_MODULES = re.compile(r"sys\.modules|meta_path|__path__")
_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


class ModuleSource:
    """A module's dotted name; nothing is placed."""

    def plan(self, source: PlannedSource, request: Request) -> PlannedSource:
        """Check the name's form."""
        name = request.definition.target
        if not _MODULE.fullmatch(name):
            raise ResourceError(f"{name!r} is no name of a module", "Write it as in import NAME.")
        return replace(source, target=name)

    def resolve(self, source: PlannedSource, site: Site) -> None:
        """Find the module where the operation's interpreter would.

        Raises
        ------
        ResourceError
            It is not there.
        """
        if not is_importable(source.target, site.sys_path):
            raise ResourceError(f"No module named {source.target!r}")


def is_importable(name: str, sys_path: Sequence[str]) -> bool:
    """Tell whether a module is found on a search path, without importing it or its packages."""
    parts = name.split(".")
    if name in sys.builtin_module_names:
        return True
    path: Sequence[str] | None = sys_path
    parent: ModuleSpec | None = None
    for end in range(1, len(parts) + 1):
        # By its last name alone: for a whole one, namespaces would ask for imported parents.
        spec = PathFinder.find_spec(parts[end - 1], path) if path is not None else None
        if spec is None and parent is not None and _may_make_modules(parent):
            return True
        if spec is None:
            # An editable install may be found by a hook, which only its interpreter has.
            return end == 1 and any(
                parts[0] in (found.read_text("top_level.txt") or "").split()
                for found in distributions(path=list(sys_path))
            )
        path = spec.submodule_search_locations and list(spec.submodule_search_locations)
        parent = spec
    return True


def _may_make_modules(spec: ModuleSpec) -> bool:
    """Tell whether a module's source speaks of what gives it submodules that no file has.

    ``os`` so has ``os.path``: which they are is only known to who runs it.
    """
    try:
        source = (
            spec.loader.get_source(spec.name) if isinstance(spec.loader, InspectLoader) else ""
        )
    except (ImportError, OSError, SyntaxError, ValueError):
        return False
    return _MAKES_MODULES.search(source or "") is not None
