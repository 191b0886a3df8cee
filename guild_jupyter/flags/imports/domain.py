"""What expressions of a script stand for while it is read: plain data, and stand-ins for the rest.

Nothing here is an object of the script: a class of it is a table of syntax trees.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

Scope = dict[str, Any]
#: The branches around a place of which it is not known whether they are taken, outermost first.
Branch = tuple[int, ...]


def is_within(place: Branch, branch: Branch) -> bool:
    """Tell whether a place is reached only where a branch is taken."""
    return place[: len(branch)] == branch


class Leaving(IntEnum):
    """How statements are left: by their end, or earlier, and then how far."""

    NOT = 0
    PROGRAM = 1
    TURN = 2
    LOOP = 3
    FUNCTION = 4


class _Unknown:
    """A value that only running the script would tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()
#: The name that stands for all names of a mapping that are not known.
MORE = "**"


@dataclass(frozen=True)
class Reference:
    """Something outside the project, by its dotted path: ``argparse.ArgumentParser``."""

    path: str


@dataclass(eq=False)
class Function:
    """A function of the project.

    Parameters
    ----------
    node
        Its syntax tree.
    module
        Where its global names are.
    scopes
        The local names around it, where it is a function in a function.
    receiver
        What its first parameter is, for a method.
    options
        The options that decorators gave it, innermost last.
    owner
        The class that it is a method of.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef
    module: Module
    scopes: tuple[Scope, ...] = ()
    receiver: Any = UNKNOWN
    options: list[Any] = field(default_factory=list)
    owner: ClassValue | None = None

    def bound(self, receiver: object) -> Function:
        """Return the same function as a method of a value."""
        return Function(
            self.node, self.module, self.scopes, receiver, list(self.options), self.owner
        )


@dataclass(eq=False)
class Module:
    """A module of the project: its names as far as it has been read."""

    name: str
    names: Scope = field(default_factory=dict)
    is_package: bool = False


@dataclass(eq=False)
class Deferred:
    """A name imported from a module that is read when the name is used."""

    module: str
    name: str | None
    importer: Module
    level: int = 0

    def absolute(self) -> str:
        """Return the dotted name of the module, from the outermost package on."""
        if not self.level:
            return self.module
        package = self.importer.name.split(".")
        above = self.level - (1 if self.importer.is_package else 0)
        kept = package[: len(package) - above] if above else package
        return ".".join([*kept, *([self.module] if self.module else [])])


@dataclass(eq=False)
class ClassValue:
    """A class of the project."""

    name: str
    bases: list[Any]
    names: Scope
    module: Module
    #: What it declares with annotations, by name, and whether that makes it a dataclass.
    fields: dict[str, Any] = field(default_factory=dict)
    is_dataclass: bool = False

    def inherits(self, *paths: str, depth: int = 0) -> bool:
        """Tell whether the class has one of these among its bases, near or far."""
        return depth < 20 and any(
            (isinstance(base, Reference) and base.path in paths)
            or (isinstance(base, ClassValue) and base.inherits(*paths, depth=depth + 1))
            for base in self.bases
        )

    def find(self, name: str, depth: int = 0, *, skip_own: bool = False) -> Any:  # noqa: ANN401 - any value
        """Return what a name stands for in the class or the first base that has it."""
        if not skip_own and name in self.names:
            return self.names[name]
        if depth < 20:
            for base in self.bases:
                found = base.find(name, depth + 1) if isinstance(base, ClassValue) else UNKNOWN
                if found is not UNKNOWN:
                    return found
        return UNKNOWN


@dataclass(eq=False)
class Instance:
    """An object of a class of the project."""

    kind: ClassValue
    attributes: Scope = field(default_factory=dict)
    #: Whose methods are meant where this is ``super()`` of another.
    real: Instance | None = None


@dataclass(frozen=True, eq=False)
class Above:
    """What ``super()`` is where the class above is none of the project."""

    receiver: Any


@dataclass(frozen=True)
class Member:
    """A member of an enumeration."""

    kind: str
    name: str
    value: Any


@dataclass(frozen=True, eq=False)
class Bound:
    """A method of plain data or of a stand-in, before it is called."""

    receiver: Any
    name: str


@dataclass(frozen=True, eq=False)
class Builder:
    """A stand-in that is called: given positional and named arguments, it returns a value."""

    build: Callable[[list[Any], dict[str, Any]], Any]


@dataclass(frozen=True, eq=False)
class Suppressing:
    """What ``contextlib.suppress`` gives: a context that an exception may end quietly."""


ENUMS = ("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag")


def members(kind: ClassValue) -> list[Member]:
    """Return the members of an enumeration; none for another class."""
    if not kind.inherits(*ENUMS):
        return []
    return [
        Member(kind.name, name, value)
        for name, value in kind.names.items()
        if not name.startswith("_") and isinstance(value, (str, int, float, tuple))
    ]
