"""Which folders and Guild homes a server speaks of: those below its root, and those in use."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from guild_jupyter import paths
from guild_jupyter.api import Guild
from guild_jupyter.errors import HomeError, NoGuildFile, ProjectError
from guild_jupyter.guildfile import locate
from guild_jupyter.runstore import recent_homes

_ODD = re.compile(r"[^\w-]+")
_LONGEST_NAME = 40
_DIGEST = 8
_MOST_MET = 50


class NamedHome(NamedTuple):
    """A Guild home, and the name by which it is asked for."""

    name: str
    path: Path
    is_used: bool


class Places:
    """The places of one server.

    Parameters
    ----------
    root
        The folder that Jupyter shows.
    """

    def __init__(self, root: str | Path) -> None:
        self.root = locate.plain(Path(root))
        self._met: dict[Path, None] = {}
        self._lock = Lock()

    def folder(self, path: str) -> Path:
        """Return the folder of a notebook, or a folder itself, by its path as Jupyter shows it.

        Raises
        ------
        ProjectError
            There is none below the root.
        """
        parts = [part for part in path.split("/") if part]
        if "\0" in path or "\\" in path or any(part in (".", "..") for part in parts):
            raise ProjectError(f"{path[:200]!r} is no path of this server")
        place = self.root.joinpath(*parts)
        if not self.is_inside(place):
            raise ProjectError(
                f"{path} leads out of the folder that Jupyter shows",
                "Start Jupyter in a folder above it.",
            )
        if paths.is_folder(place):
            return place
        if paths.is_there(place) and paths.is_folder(place.parent):
            return place.parent
        raise ProjectError(
            f"there is no {path[:200]} any more", "Open another notebook or folder."
        )

    def project_file(self, folder: Path) -> Path:
        """Return the Guild file of a folder.

        Raises
        ------
        NoGuildFile
            There is none, or none below the root.
        """
        file = locate.find(folder)
        if not self.is_inside(file):
            name = self.shown(folder) or folder.name
            raise NoGuildFile(
                f"the Guild file of {name} is above the folder that Jupyter shows",
                "Start Jupyter in the folder of the Guild file, or above it.",
            )
        return file

    def refuse_outside(self, folder: Path) -> None:
        """Raise ProjectError for a folder that is not below the root."""
        if not self.is_inside(folder):
            raise ProjectError(
                f"the project {folder.name} is not below the folder that Jupyter shows",
                "Start Jupyter in a folder above it.",
            )

    def is_inside(self, place: Path) -> bool:
        """Tell whether a place is the root or below it, wherever links lead."""
        root = os.path.realpath(self.root)
        try:
            return os.path.commonpath((root, os.path.realpath(place))) == root
        except ValueError:
            return False

    def shown(self, place: Path) -> str:
        """Return a place below the root as Jupyter shows it; the root itself is an empty text."""
        try:
            found = place.relative_to(self.root).as_posix()
        except ValueError:
            return place.name
        return "" if found == "." else found

    def homes(self, path: str = "") -> list[NamedHome]:
        """Return the homes that may be asked for: the one in use first, then those of late.

        Parameters
        ----------
        path
            The notebook or folder for which one is in use.
        """
        used = self._used(path)
        with self._lock:
            met = list(self._met)
        found = dict.fromkeys((used, self._used(), *met, *recent_homes.lately()))
        there = (home for home in found if home == used or paths.is_folder(home))
        return [NamedHome(name_of(home), home, home == used) for home in there]

    def guild(self, home: str = "", path: str = "") -> Guild:
        """Return the facade for a folder and a home.

        Parameters
        ----------
        home
            The name of the home; empty for the one in use.
        path
            The notebook or folder.

        Raises
        ------
        HomeError, ProjectError
            There is no such home, or folder.
        """
        folder = self.folder(path)
        if not home:
            self._used(path)
            return Guild(folder)
        for one in self.homes(path):
            if one.name == home:
                return Guild(folder, one.path)
        raise HomeError(f"no Guild home in use is called {home[:80]!r}", "Choose another home.")

    def known(self) -> Iterator[Path]:
        """Give every place that may be named to whoever asks."""
        yield self.root
        with self._lock:
            met = list(self._met)
        yield from met
        yield from recent_homes.lately()

    def _used(self, path: str = "") -> Path:
        home = Guild(self.folder(path)).home.path
        with self._lock:
            self._met.pop(home, None)
            self._met[home] = None
            while len(self._met) > _MOST_MET:
                del self._met[next(iter(self._met))]
        return home


def name_of(home: Path) -> str:
    """Return the name of a home: always the same, and no other home's."""
    folder = home.parent if home.name.startswith(".") else home
    readable = _ODD.sub("-", folder.name)[:_LONGEST_NAME].strip("-") or "home"
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:_DIGEST]
    return f"{readable}-{digest}"
