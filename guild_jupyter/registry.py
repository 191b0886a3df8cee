"""Families of interchangeable parts: a literal table of import strings, and entry points.

Nothing is imported before it is used; a plug-in that does not load harms nobody but itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from guild_jupyter.errors import GuildError

T = TypeVar("T")


def load(reference: str) -> Any:  # noqa: ANN401 - whatever the import string names
    """Return the object that ``"package.module:name"`` names, importing the module."""
    module, _, name = reference.partition(":")
    return attrgetter(name)(import_module(module))


class Registry(Generic[T]):
    """The parts of one kind, by name.

    Parameters
    ----------
    kind
        What a part is called in messages, such as ``command``.
    builtin
        Name to import string of the parts that come with the package.
    group
        Entry-point group through which other packages add theirs; built-ins win.
    """

    def __init__(self, kind: str, builtin: Mapping[str, str], group: str = "") -> None:
        self.kind = kind
        self.builtin = dict(builtin)
        self.group = group
        self._plugins: dict[str, str] | None = None

    def names(self) -> list[str]:
        """Return every name, built-ins first, in the order of the table."""
        return [*self.builtin, *(name for name in self._plugged() if name not in self.builtin)]

    def __contains__(self, name: object) -> bool:
        return name in self.builtin or name in self._plugged()

    def get(self, name: str) -> T:
        """Return the part of that name.

        Raises
        ------
        GuildError
            There is none, or a plug-in does not load.
        """
        reference = self.builtin.get(name) or self._plugged().get(name)
        if reference is None:
            raise GuildError(f"there is no {self.kind} {name!r}")
        try:
            return cast(T, load(reference))
        except Exception as error:  # a plug-in may raise whatever it likes
            if name in self.builtin:
                raise
            raise GuildError(
                f"the {self.kind} {name!r} of a plug-in ({reference}) does not load: {error}"
            ) from error

    def _plugged(self) -> dict[str, str]:
        if self._plugins is None:
            # Reading the metadata of all packages takes a while: only for names not built in.
            entry_points = load("importlib.metadata:entry_points")
            found = entry_points(group=self.group) if self.group else ()
            self._plugins = {point.name: f"{point.module}:{point.attr}" for point in found}
        return self._plugins
