"""The folders of a Guild home, and whether the home may be used."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import NamedTuple

from guild_jupyter import paths
from guild_jupyter.errors import HomeError


class Modes(NamedTuple):
    """Permissions of what is written: for the owner alone, or for the group too."""

    folder: int
    file: int


PRIVATE = Modes(0o700, 0o600)
GROUP = Modes(0o750, 0o640)
#: What the folders in a home that its group may write take over from it.
#: How many characters of an id people see and type.
SHORT_ID = 8
_OPEN_TO_GROUP = stat.S_IWGRP | stat.S_ISGID | stat.S_ISVTX


def make_folder(path: str | os.PathLike[str], mode: int) -> None:
    """Make a folder with exactly these permissions; it hands on its group if its parent does.

    Raises
    ------
    OSError
        It is there already, or cannot be made.
    """
    folder = Path(path)
    folder.mkdir(mode)
    folder.chmod(mode | (folder.stat().st_mode & stat.S_ISGID))


class Home(NamedTuple):
    """A Guild home.

    Parameters
    ----------
    path
        Its absolute path.
    share_group
        Whether the user's group may read runs, and may own the home.
    """

    path: Path
    share_group: bool = False

    @property
    def modes(self) -> Modes:
        """Permissions of new run folders and files."""
        return GROUP if self.share_group else PRIVATE

    @property
    def runs(self) -> Path:
        """Where runs are."""
        return self.path / "runs"

    @property
    def staging(self) -> Path:
        """Where runs are built before they appear, on the same file system."""
        return self.path / "staging"

    @property
    def trash(self) -> Path:
        """Where deleted runs are."""
        return self.path / "trash" / "runs"

    @property
    def purging(self) -> Path:
        """Where deleted runs are while they are removed for good."""
        return self.path / "purging"

    @property
    def cache(self) -> Path:
        """What can be deleted at any moment."""
        return self.path / "cache"

    def concerns(self) -> str:
        """Return a sentence about a home that belongs to somebody else, or an empty text."""
        try:
            facts = self.path.stat()
        except OSError:
            return ""
        if sys.platform != "win32" and facts.st_uid != os.getuid():
            return f"the Guild home {self.path} belongs to another user (uid {facts.st_uid})"
        return ""

    def make_cache(self) -> None:
        """Make the folder of what can be deleted, where it is missing from a home of one's own."""
        try:
            is_own = sys.platform == "win32" or self.path.stat().st_uid == os.getuid()
            if is_own and not os.path.lexists(self.cache):
                make_folder(self.cache, self._shelf_mode())
        except OSError:
            return  # everything works without it

    def prepare(self) -> None:
        """Make the home ready for a new run.

        Raises
        ------
        HomeError
            It cannot be made or written, or others may write it.
        """
        self._refuse_planted_link()
        self._ensure(self.path)
        self._refuse_writable_by_others()
        for folder in (self.runs, self.staging, self.cache):
            self._ensure(folder)
        for folder in (self.runs, self.staging):
            if not os.access(folder, os.W_OK | os.X_OK):
                raise HomeError(
                    f"the Guild home cannot be written: {folder}",
                    "Choose another with '--home DIR' or the variable GUILD_HOME.",
                )

    def _shelf_mode(self) -> int:
        """Return the permissions of the folders in the home: as open to its group as it is."""
        opened = self.path.stat().st_mode & _OPEN_TO_GROUP if paths.is_there(self.path) else 0
        return self.modes.folder | (opened if self.share_group and opened & stat.S_IWGRP else 0)

    def _ensure(self, folder: Path) -> None:
        try:
            make_folder(folder, self._shelf_mode())
        except FileExistsError:
            if not paths.is_folder(folder):
                raise HomeError(f"{folder} is not a folder", "Move it away.") from None
        except OSError as error:
            raise HomeError(
                f"the Guild home cannot be used: {folder}: {error.strerror}",
                "Choose another with '--home DIR' or the variable GUILD_HOME.",
            ) from error

    def _refuse_planted_link(self) -> None:
        # A link of one's own, to a larger disk, is welcome; so is the administrator's.
        try:
            facts = self.path.lstat()
        except OSError:
            return
        if stat.S_ISLNK(facts.st_mode) and facts.st_uid not in (0, os.getuid()):
            raise HomeError(
                f"the Guild home is not safe: {self.path} is a link of another user "
                f"(uid {facts.st_uid})",
                "Choose another with '--home DIR' or the variable GUILD_HOME.",
            )

    def _refuse_writable_by_others(self) -> None:
        unsafe = stat.S_IWOTH if self.share_group else stat.S_IWGRP | stat.S_IWOTH
        for folder in (self.path, self.runs, self.staging):
            try:
                mode = folder.stat().st_mode
            except OSError:
                continue
            if mode & unsafe and not mode & stat.S_ISVTX:
                who = "everybody" if mode & stat.S_IWOTH else "its group"
                raise HomeError(
                    f"the Guild home is not safe: {folder} can be written by {who}",
                    f"Run 'chmod go-w {folder}', or set 'share: group' for a team's server "
                    "(see the README).",
                )


def new_id() -> str:
    """Return a new run id: 32 hexadecimal digits that no other run has.

    What people type of it, its beginning, is taken for no index: that would be digits alone, with
    a zero in front.
    """
    while is_like_an_index(made := os.urandom(16).hex()):
        pass
    return made


def is_like_an_index(run_id: str) -> bool:
    """Tell whether the beginning of an id may be taken for a place in a list of runs.

    Without a zero in front, its digits would be the place of one in ten million runs.
    """
    return run_id.startswith("0") and run_id[:SHORT_ID].isdecimal()
