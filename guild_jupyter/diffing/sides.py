"""The two sides that are compared: a run, or a folder with source code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from guild_jupyter.diffing.files import File
from guild_jupyter.runstore import manifest, output
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable
from guild_jupyter.twins.text import without_escapes

#: Where Guild put source code before its release 0.9.
OLD_PLACE = ".guild/sourcecode/"
_GUILD, _COMPILED = ".guild", "__pycache__"


class RunSide:
    """A run, as a side of a comparison; what is read of it is read once.

    Parameters
    ----------
    run
        The run.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.root = run.dir
        self._attributes: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """What it is called in a line."""
        return f"{self.run.operation} {self.run.short_id}"

    @property
    def own_words(self) -> tuple[str, ...]:
        """What stands for this run alone in its values."""
        return str(self.run.dir), self.run.id

    def again(self) -> RunSide:
        """Return the run as it is now."""
        return RunSide(self.run)

    def attribute(self, name: str) -> Any:  # noqa: ANN401 - any YAML value
        """Return an attribute as it is recorded; None where there is none."""
        if name not in self._attributes:
            self._attributes[name] = self.run.attributes.get(name)
        return self._attributes[name]

    def mapping(self, name: str) -> dict[str, Any]:
        """Return an attribute that is a mapping; an empty one where it is none."""
        value = self.attribute(name)
        return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}

    def attributes(self) -> list[str]:
        """Return the names of all attributes."""
        return list(self.run.attributes)

    @cached_property
    def entries(self) -> dict[str, manifest.Entry]:
        """What was put into the run as source code, by path."""
        listed = manifest.read(durable.read_text(self.run.files_of_run.manifest) or "")
        return {one.path: one for one in listed if one.kind == manifest.SOURCE}

    @cached_property
    def _names(self) -> list[str]:
        return list(_below(str(self.root), self.root, skipped=frozenset({_GUILD})))

    def sources(self) -> dict[str, File]:
        """Return its source code, by the paths that it has in the run."""
        found = {
            path.removeprefix(OLD_PLACE): File(self.root / path)
            for path in self.entries
            if is_inside(path) and os.path.lexists(self.root / path)
        }
        if not found:
            place = self.root / OLD_PLACE
            found = {name: File(place / name) for name in _below(str(place), place)}
        return found

    def files(self) -> dict[str, File]:
        """Return its other files: what it required, and what it made."""
        return {name: File(self.root / name) for name in self._names if name not in self.entries}

    @cached_property
    def output(self) -> File:
        """Its output as it is shown; of a long one the beginning and the end."""
        path = self.run.output_path
        text = without_escapes(output.fold("".join(output.pieces(path, limited=True))))
        return File(path, given=text)

    def path(self, name: str) -> File | None:
        """Return one of its files; None where there is none."""
        file = File(self.root / name)
        return file if file.facts is not None and not _leads_out(self.root, name) else None

    def everything(self) -> list[str]:
        """Return the paths of all its files."""
        return self._names


@dataclass
class FolderSide:
    """A folder that source code is in, as a side of a comparison.

    Parameters
    ----------
    root
        The folder.
    name
        What it is called in a line.
    files_of_source
        Its source code: by the path that it would have in a run, where it is.
    is_project
        Whether it is the project that the run is of.
    anew
        Finds its source code again.
    """

    root: Path
    name: str
    files_of_source: Mapping[str, Path] = field(default_factory=dict)
    is_project: bool = False
    anew: Callable[[], Mapping[str, Path]] | None = field(default=None, repr=False)

    def again(self) -> FolderSide:
        """Return the folder as it is now."""
        found = self.files_of_source if self.anew is None else self.anew()
        return replace(self, files_of_source=found)

    def sources(self) -> dict[str, File]:
        """Return its source code, by the paths that it would have in a run."""
        return {name: File(path, follow=True) for name, path in self.files_of_source.items()}

    def path(self, name: str) -> File | None:
        """Return one of its files; None where there is none."""
        file = File(self.files_of_source.get(name, self.root / name), follow=True)
        return file if file.facts is not None else None

    def everything(self) -> list[str]:
        """Return the paths of its source code."""
        return list(self.files_of_source)


Side = RunSide | FolderSide


def is_inside(path: str) -> bool:
    """Tell whether a path below a folder stays there, as far as it can be read."""
    parts = Path(path).parts
    return bool(parts) and not path.startswith(("/", "\\")) and ".." not in parts


def _leads_out(root: Path, name: str) -> bool:
    """Tell whether a folder on the way to a file is a link: what is below belongs elsewhere."""
    return any((root / parent).is_symlink() for parent in Path(name).parents if parent.name)


def files_below(folder: Path) -> dict[str, File]:
    """Return the files in a folder and below it, by their paths there."""
    return {name: File(folder / name) for name in _below(str(folder), folder)}


def _below(place: str, root: Path, skipped: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the paths of files below a folder; links are not followed, compiled files left out."""
    waiting = [place]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            is_left_out = entry.name == _COMPILED or (folder == place and entry.name in skipped)
            if is_left_out:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                yield os.path.relpath(entry.path, root)
