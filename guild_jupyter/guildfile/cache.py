"""The last projects that were read, for as long as every file they were read from is the same."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.definitions import Project
from guild_jupyter.guildfile.files import Identity, digest_of, identity_of, is_there, read_bytes
from guild_jupyter.guildfile.locate import find
from guild_jupyter.guildfile.reader import Reading, read_all

_Key = tuple[Path, tuple[str, ...]]

#: Nanoseconds in which a file system may give two writes the same time.
_TICK = 100_000_000


class ProjectCache:
    """Keeps projects; several threads may use one.

    A file whose size, time and inode are the same is taken for unchanged. One whose are not is
    read again, and the project is built again only if its content is another one.

    Parameters
    ----------
    size
        How many projects are kept.
    """

    def __init__(self, size: int = 4) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._kept: dict[_Key, _Kept] = {}

    def load(self, folder: Path, search_path: Iterable[str] | None = None) -> Project:
        """Return the project of a folder as its files say it now.

        Parameters are those of :func:`guild_jupyter.guildfile.reader.load`.

        Raises
        ------
        NoGuildFile, GuildFileError
            There is none, or it says something wrong.
        """
        file = find(folder)
        key = file, tuple(sys.path if search_path is None else search_path)
        with self._lock:
            kept = self._kept.pop(key, None)
            if kept is None or not kept.is_current():
                kept = _Kept(read_all(file, key[1]))
            self._kept[key] = kept
            while len(self._kept) > self._size:
                del self._kept[next(iter(self._kept))]
            return kept.project


class _Kept:
    """One project, and what its files were."""

    def __init__(self, reading: Reading) -> None:
        self.project = reading.project
        self._identities = {file.path: _trusted(file.identity) for file in reading.files}
        self._digests = {file.path: file.digest for file in reading.files}
        self._absent = reading.absent

    def is_current(self) -> bool:
        """Tell whether every file still says the same, and none that was missing is there."""
        return not any(is_there(path) for path in self._absent) and all(
            (known is not None and identity_of(path) == known) or self._says_the_same(path)
            for path, known in list(self._identities.items())
        )

    def _says_the_same(self, path: Path) -> bool:
        try:
            content, identity = read_bytes(path)
        except GuildFileError:
            return False
        if digest_of(content) != self._digests[path]:
            return False
        self._identities[path] = _trusted(identity)
        return True


def _trusted(identity: Identity) -> Identity | None:
    """Return an identity; None for a file so young that its next change may look the same."""
    return identity if abs(time.time_ns() - identity[1]) > _TICK else None


_shared = ProjectCache()


def load_cached(folder: Path, search_path: Iterable[str] | None = None) -> Project:
    """Return the project of a folder from the cache that the whole process shares."""
    return _shared.load(folder, search_path)
