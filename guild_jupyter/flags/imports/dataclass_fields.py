"""Fields of the dataclasses of a script, as options that are made of them need them."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import Any

from guild_jupyter.flags.imports.domain import UNKNOWN, ClassValue, Deferred, Module, Reference

DECORATOR = Reference("dataclasses.dataclass")
MISSING = Reference("dataclasses.MISSING")
_MAX_DEPTH = 20
_SHOWN = ("name", "type", "default", "default_factory", "metadata", "init")


@dataclass(frozen=True, eq=False)
class Field:
    """A field of a dataclass; what ``field(…)`` gives is one without a name and a type."""

    name: str = ""
    type: Any = UNKNOWN
    default: Any = MISSING
    default_factory: Any = MISSING
    metadata: Any = UNKNOWN
    init: Any = True
    #: The type itself where ``type`` is the text of one.
    hint: Any = UNKNOWN

    def attribute(self, name: str) -> Any:  # noqa: ANN401 - any value
        """Return what an attribute of the field is."""
        return getattr(self, name) if name in _SHOWN else UNKNOWN


def declared(arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    """Return what ``field(…)`` gives."""
    known = {name: value for name, value in named.items() if name in _SHOWN[2:]}
    return UNKNOWN if arguments else Field(**{"metadata": {}, **known})


def add_field(kind: ClassValue, node: ast.AnnAssign, hint: Any) -> None:  # noqa: ANN401 - any value
    """Add what an annotated name in the body of a class, which has been read, declares."""
    text = ast.unparse(node.annotation)
    if not isinstance(node.target, ast.Name) or "ClassVar" in text:
        return
    name = node.target.id
    value = kind.names.get(name, MISSING)
    given = value if isinstance(value, Field) else Field(default=value, metadata={})
    shown = text if _has_texts(kind.module) else hint
    kind.fields[name] = replace(given, name=name, type=shown, hint=hint)
    if isinstance(value, Field):
        del kind.names[name]
        if value.default != MISSING:
            kind.names[name] = value.default


def _has_texts(module: Module) -> bool:
    imported = module.names.get("annotations")
    return isinstance(imported, Deferred) and imported.module == "__future__"


def fields_of(kind: ClassValue, depth: int = 0) -> dict[str, Field]:
    """Return the fields of a dataclass by name, those of its bases first; none of others."""
    found: dict[str, Field] = {}
    for base in reversed(kind.bases if depth < _MAX_DEPTH else []):
        if isinstance(base, ClassValue):
            found |= fields_of(base, depth + 1)
    return found | (kind.fields if kind.is_dataclass else {})
