"""How named values differ: flags, attributes, variables, packages, scalars."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from guild_jupyter import documents
from guild_jupyter.diffing import texts
from guild_jupyter.diffing.naming import renamed, safe_names
from guild_jupyter.diffing.texts import CONTEXT, TextDiff
from guild_jupyter.redaction import WITHHELD, redacted, redacted_words


class Change(NamedTuple):
    """A value that changed."""

    old: Any
    new: Any


class ValuesPart:
    """The named values of two sides; what is secret of them is withheld.

    Parameters
    ----------
    name, title
        What it is called in Python, and where it is shown.
    old, new
        The values of either side, as they are recorded; they are called what is safe of their
        names.
    own
        Names of values that cannot be the same in two runs, such as the id.
    """

    def __init__(
        self,
        name: str,
        title: str,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        own: Collection[str] = (),
    ) -> None:
        self.name = name
        self.title = title
        self.notes: list[str] = []
        called = safe_names([*old, *new])
        self._exact_old, self._exact_new = renamed(old, called), renamed(new, called)
        self._own = {called.get(key, key) for key in own}
        self._texts: dict[str, TextDiff] = {}

    @cached_property
    def old(self) -> dict[str, Any]:
        """The values of the old side."""
        return _withheld(self._exact_old)

    @cached_property
    def new(self) -> dict[str, Any]:
        """The values of the new side."""
        return _withheld(self._exact_new)

    @cached_property
    def added(self) -> dict[str, Any]:
        """The values that the new side alone has."""
        return {name: self.new[name] for name in sorted(self.new.keys() - self.old.keys())}

    @cached_property
    def removed(self) -> dict[str, Any]:
        """The values that the old side alone has."""
        return {name: self.old[name] for name in sorted(self.old.keys() - self.new.keys())}

    @cached_property
    def changed(self) -> dict[str, Change]:
        """The values that differ, by name: the old one and the new one."""
        return {
            name: Change(self.old[name], self.new[name])
            for name in sorted(self.old.keys() & self.new.keys())
            if not _are_same(self._exact_old[name], self._exact_new[name])
        }

    @property
    def same(self) -> list[str]:
        """The names of the values that are equal."""
        common = self.old.keys() & self.new.keys()
        return sorted(name for name in common if name not in self.changed)

    @property
    def own(self) -> list[str]:
        """The names of changed values that are another in every run."""
        return [name for name in self.changed if name in self._own]

    @property
    def withheld(self) -> list[str]:
        """The names of values that are recorded on neither side: they may differ."""
        return [name for name in self.same if self._exact_old[name] == WITHHELD]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __getitem__(self, name: str) -> Change:
        if name in self.changed:
            return self.changed[name]
        if name in self.old or name in self.new:
            return Change(self.old.get(name), self.new.get(name))
        raise KeyError(name)

    @cached_property
    def text(self) -> TextDiff:
        """How the values differ as the YAML that is recorded of them."""
        return as_text(self.old, self.new)

    def text_of(self, name: str) -> TextDiff:
        """Return how one value differs as YAML."""
        if name not in self._texts:
            self._texts[name] = as_text(self.old.get(name), self.new.get(name))
        return self._texts[name]

    def unified(self, context: int = CONTEXT) -> list[str]:
        """Return the lines of YAML that differ, marked as ``diff -u`` does."""
        return self.text.unified(context)

    def __repr__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.removed)} removed"
        return f"<{self.name}: {counts}, {len(self.changed)} changed, {len(self.same)} same>"


def as_text(old: object, new: object) -> TextDiff:
    """Return how two plain values differ as YAML."""
    return TextDiff(*(texts.of_text(documents.dump(one) if one else "") for one in (old, new)))


def _withheld(values: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = redacted(values)
    for name, value in shown.items():
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            shown[name] = redacted_words(value)  # a command says its secrets in two words
    return shown


def _are_same(old: object, new: object) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return old == new or (old != old and new != new)  # nan is not itself
    return type(old) is type(new) and old == new


def packages(listed: object) -> dict[str, str]:
    """Return packages and their versions, of the lines that ``pip freeze`` prints.

    Parameters
    ----------
    listed
        The attribute ``pip_freeze``; anything else than a list of texts names none.
    """
    lines = [line for line in listed if isinstance(line, str)] if isinstance(listed, list) else []
    found: dict[str, str] = {}
    for line in lines:
        for mark in ("==", " @ "):
            name, sign, version = line.partition(mark)
            if sign:
                found[name.strip()] = version.strip()
                break
        else:
            where, sign, name = line.rpartition("#egg=")
            found[name if sign else line.strip()] = where if sign else ""
    return found
