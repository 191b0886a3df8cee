"""``module`` sources: a module that the operation's interpreter must be able to import.

Looks for it without importing anything: neither its code nor that of its packages runs.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import distributions

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Request, Site

_MAKES_MODULES = re.compile(r"sys\.modules|meta_path|__path__")
#: What has a module look for its submodules in more folders than its own.
_MORE_PATHS = re.compile(
    r"__path__(\s*:[^=\n]+)?\s*\+?=(?!=|\s*\[\s*\])|__path__\.(append|insert|extend)\b|declare_namespace"
)
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
        if spec is None and parent is not None and _makes(parent, parts, end):
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


def _makes(parent: ModuleSpec, parts: Sequence[str], end: int) -> bool:
    """Tell whether a module's source gives it a submodule that no file has, as ``os.path``.

    Parameters
    ----------
    parent
        The module.
    parts, end
        The name that is looked for, and up to where it is the submodule's.
    """
    try:
        loader = parent.loader
        source = loader.get_source(parent.name) if isinstance(loader, InspectLoader) else ""
        if not source or not _MAKES_MODULES.search(source):
            return False
        nodes = list(ast.walk(ast.parse(source)))
    except (ImportError, OSError, SyntaxError, ValueError):
        return False
    if parts[0] in sys.stdlib_module_names:
        return _is_entered(nodes, parts, end)
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    last = parts[end - 1]
    # What else is looked into, or is below a made module, is only known to who runs it.
    return bool(_MORE_PATHS.search(source) or texts & {".".join(parts[:end]), last, f".{last}"})


def _is_entered(nodes: Iterable[ast.AST], parts: Sequence[str], end: int) -> bool:
    """Tell whether a text names a module where it is put, or by what is added to its parent's."""
    for node in nodes:
        match node:
            case ast.Subscript(ast.Attribute(attr="modules"), ast.Constant(text), ast.Store()):
                if text == ".".join(parts):
                    return True
            case ast.BinOp(ast.Name("__name__"), ast.Add(), ast.Constant(text)):
                if text == "." + ".".join(parts[end - 1 :]):
                    return True
    return False
