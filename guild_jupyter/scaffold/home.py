"""A Guild home of a folder's own."""

from __future__ import annotations

from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import HomeError
from guild_jupyter.runstore.layout import Home

NAME = ".guild"
#: By this file Guild tells folders that are no source code.
_NOT_SOURCE = ".guild-nocopy"


def is_home(folder: Path) -> bool:
    """Tell whether a folder has a Guild home of its own."""
    return paths.is_folder(folder / NAME / "runs")


def make(folder: Path, *, share_group: bool = False) -> Home:
    """Make the Guild home of a folder, and the folder if need be; return it.

    What is there already is left as it is.

    Raises
    ------
    HomeError
        It cannot be made, or others may write it.
    """
    home = Home(folder / NAME, share_group)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        home.prepare()
        (home.path / _NOT_SOURCE).touch()
    except OSError as error:
        raise HomeError(
            f"the Guild home {home.path} cannot be made: {error.strerror}",
            "Choose another folder.",
        ) from error
    return home
