"""Every file that is read for one project: its Guild file, what that includes, and packages.

Packages are looked for as files on a search path; nothing is imported.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter.errors import GuildFileError, nearest
from guild_jupyter.guildfile.dialects import Item, describe_kind, items
from guild_jupyter.guildfile.files import YamlFile, is_there, read_file
from guild_jupyter.guildfile.origins import Origin, Origins

MAX_INCLUDES = 1000
MAX_DEPTH = 100
_NAME = "guild.yml"
_WRAPPED = "gpkg"


@dataclass(frozen=True, slots=True, eq=False)
class Namespace:
    """The objects of a Guild file, those of its includes in place.

    Parameters
    ----------
    file
        The file.
    items
        Its models, configs and packages.
    package
        The package that it was found as, empty for the project's own.
    """

    file: Path
    items: tuple[Item, ...]
    package: str = ""

    @property
    def folder(self) -> Path:
        """The folder that relative paths of its objects start from, included ones too."""
        return self.file.parent

    def find(self, name: str) -> Item | None:
        """Return the config, else the model, of a name."""
        found = [item for item in self.items if item.name == name and item.type != "package"]
        configs = [item for item in found if item.type == "config"]
        return next(iter(configs or found), None)

    @property
    def names(self) -> list[str]:
        """The names of its models and configs."""
        return [item.name for item in self.items if item.type != "package" and item.name]


class Library:
    """The files of one project, each read once.

    Parameters
    ----------
    search_path
        Folders that hold Python packages; None for those of this process.
    """

    def __init__(self, search_path: Iterable[str] | None = None) -> None:
        found = sys.path if search_path is None else search_path
        self.search_path = tuple(folder for folder in found if folder)
        #: Every file, in the order in which it was needed.
        self.files: dict[Path, YamlFile] = {}
        #: Files that would have been used before the ones that were.
        self.absent: list[Path] = []
        self._installed: set[Path] = set()
        self._packages: dict[str, Namespace | None] = {}

    def read(self, file: Path) -> YamlFile:
        """Return a file; it is read at most once."""
        if file not in self.files:
            self.files[file] = read_file(file)
        return self.files[file]

    @property
    def own_files(self) -> list[YamlFile]:
        """The files that are no package's: those that belong to the project."""
        return [
            source
            for file, source in self.files.items()
            if not self._installed.intersection(file.parents)
        ]

    def namespace(self, file: Path, package: str = "") -> Namespace:
        """Return the objects of a Guild file and of what it includes.

        Raises
        ------
        GuildFileError
            A file cannot be read, is not found, or includes itself.
        """
        return Namespace(file, tuple(self._spliced(self.read(file), (file,), [0])), package)

    def package(self, name: str) -> Namespace | None:
        """Return the objects of a package's Guild file, or None if there is none."""
        if name not in self._packages:
            file = self._package_file(name.replace("-", "_"))
            self._packages[name] = None if file is None else self.namespace(file, name)
        return self._packages[name]

    def _package_file(self, dotted: str) -> Path | None:
        parts = dotted.split(".")
        if not all(part.isidentifier() for part in parts):
            return None
        for below in (parts, [_WRAPPED, *parts]):
            for folder in self.search_path:
                file = Path(folder, *below, _NAME)
                if is_there(file):
                    self._installed.add(file.parent)
                    return file
                self.absent.append(file)
        return None

    def _spliced(self, source: YamlFile, chain: tuple[Path, ...], count: list[int]) -> list[Item]:
        found: list[Item] = []
        for item in items(source):
            if item.type != "include":
                found.append(item)
                continue
            for file, error in self._included(item):
                count[0] += 1
                if file in chain:
                    names = " -> ".join(map(str, (*chain[chain.index(file) :], file)))
                    raise error(f"a cycle of includes: {names}", "Remove one of them.", "cycle")
                if count[0] > MAX_INCLUDES:
                    raise error(f"more than {MAX_INCLUDES} includes", "Include each file once.")
                if len(chain) > MAX_DEPTH:
                    raise error(f"more than {MAX_DEPTH} levels of includes", "Use fewer.")
                found += self._spliced(self.read(file), (*chain, file), count)
        return found

    def _included(self, item: Item) -> list[tuple[Path, _Error]]:
        value = item.attributes["include"]
        origins = Origins(Origin((), item.source, item.path))
        names = value if isinstance(value, list) else [] if value is None else [value]
        found = []
        for number, name in enumerate(names):
            at = ("include", number) if isinstance(value, list) else ("include",)
            if not isinstance(name, str) or not name:
                raise origins.error(
                    at,
                    f"expected the path of a Guild file, found {describe_kind(name)}",
                    "Write 'include: FILE' or 'include: [FILE, PACKAGE]'.",
                )
            file = self._find(name, item.source.path.parent)
            error = _Error(origins, at)
            if file is None:
                known = sorted(path.name for path in item.source.path.parent.glob("*.yml"))
                raise error(
                    f"no file {name!r} to include, and no Python package of that name",
                    nearest(name, known, "Did you mean {}? ")
                    + "Give a path relative to this file, or a package that has a guild.yml.",
                    "include",
                )
            found.append((file, error))
        return found

    def _find(self, name: str, folder: Path) -> Path | None:
        local = folder / name
        if is_there(local):
            # Two ways to one file must not hide a cycle.
            return local.resolve() if ".." in local.parts else local
        self.absent.append(local)
        return self._package_file(name)


@dataclass(frozen=True, slots=True)
class _Error:
    """Makes errors about one value."""

    origins: Origins
    at: tuple[object, ...]

    def __call__(self, message: str, hint: str, category: str = "invalid") -> GuildFileError:
        return self.origins.error(self.at, message, hint, category)
