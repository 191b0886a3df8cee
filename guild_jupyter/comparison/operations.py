"""What operations say of comparisons of their runs: the columns and objectives of Guild files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from guild_jupyter import paths
from guild_jupyter.comparison.directions import of_objective
from guild_jupyter.comparison.parsing import read
from guild_jupyter.comparison.specs import Spec
from guild_jupyter.errors import ColumnError, GuildError
from guild_jupyter.guildfile.cache import load_cached
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.opref import OpRef

_UNREAD: Any = object()


class Operations:
    """The operations of runs, as their Guild files define them now; each file is read once.

    What cannot be read costs no comparison: :attr:`notes` says what it is.
    """

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._projects: dict[str, Project | None] = {}
        self._columns: dict[OpRef, tuple[Spec, ...] | None] = {}
        self._known: dict[tuple[str, ...], tuple[Spec, ...]] = {}

    def columns(self, facts: Facts) -> tuple[Spec, ...] | None:
        """Return the columns that a run's operation names; None where it names none."""
        opref = facts.opref
        found: tuple[Spec, ...] | None = self._columns.get(opref, _UNREAD)
        if found is _UNREAD:
            operation = self._operation(opref)
            texts = operation.compare if operation is not None else None
            found = self._columns[opref] = (
                None if texts is None else self._read(texts, f"compare of {opref.spec}")
            )
        if found is None and facts.compare is not None:
            return self._recorded(facts.compare, facts.run.short_id)
        return found

    def _recorded(self, texts: tuple[str, ...], run: str) -> tuple[Spec, ...]:
        # most runs of an operation recorded the same: they are read once
        if texts not in self._known:
            self._known[texts] = self._read(texts, f"compare of run {run}")
        return self._known[texts]

    def directions(self, oprefs: Iterable[OpRef]) -> dict[str, str]:
        """Return the directions of the objectives; an empty text where they differ."""
        known: dict[str, str] = {}
        for opref in oprefs:
            operation = self._operation(opref)
            objective = operation.attributes.get("objective") if operation is not None else None
            for tag, way in of_objective(objective).items():
                known[tag] = way if known.get(tag, way) == way else ""
        return known

    def _read(self, texts: Iterable[str], place: str) -> tuple[Spec, ...]:
        found: list[Spec] = []
        for text in texts:
            try:
                found += read(text)
            except ColumnError as error:
                self.note(f"{place}: {text!r} is left out, {error.message}")
        return tuple(dict.fromkeys(found))

    def _operation(self, opref: OpRef) -> Operation | None:
        if opref.kind != "guildfile":
            return None
        if opref.package not in self._projects:
            self._projects[opref.package] = self._project(Path(opref.package))
        project = self._projects[opref.package]
        model = project.models.get(opref.model) if project is not None else None
        return model.operations.get(opref.operation) if model is not None else None

    def _project(self, file: Path) -> Project | None:
        if not paths.is_file(file):
            return None
        try:
            return load_cached(file.parent)
        except GuildError as error:
            self.note(f"columns of {file} are not known: {error.message}")
            return None

    def note(self, text: str) -> None:
        """Take a note, once."""
        if text not in self.notes:
            self.notes.append(text)
