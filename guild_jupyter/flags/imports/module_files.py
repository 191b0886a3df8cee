"""Files of modules and scripts, found by their path alone, and whether they are still the same."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter.flags.imports.definitions import MAX_BYTES

# A file that was changed just before it was read may be changed again within its time stamp.
_RACY = 100_000_000

Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at a path.

    Parameters
    ----------
    mark
        Size, time and number of the file, None where there was none.
    digest
        That of its bytes, empty where it was not read.
    limit
        How many bytes were read at most.
    is_sure
        Whether the mark tells that the bytes are the same.
    """

    mark: Mark | None
    digest: bytes = b""
    limit: int = 0
    is_sure: bool = True


class ModuleFiles:
    """Where modules are looked for; remembers every path that was looked at.

    Parameters
    ----------
    folders
        Folders of the project, in the order of the search.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self.folders = tuple(folders)
        self.seen: dict[str, Look] = {}

    def find(self, name: str) -> tuple[bytes, bool] | None:
        """Return the source of a module, and whether it is a package; None for none here."""
        parts = name.split(".")
        if parts[0] in sys.stdlib_module_names or not all(map(str.isidentifier, parts)):
            return None
        for folder in self.folders:
            base = os.path.join(folder, *parts)  # noqa: PTH118 - many paths
            for path, is_package in ((f"{base}/__init__.py", True), (f"{base}.py", False)):
                data = self.read(path)
                if data is not None:
                    return data, is_package
        return None

    def main(self, name: str, more: Sequence[str] = ()) -> tuple[str, str] | None:
        """Return the file that ``-m NAME`` runs, and the package that it is in.

        Parameters
        ----------
        name
            Dotted name of a module or package.
        more
            Where to look last, for a module that is installed; the standard library is not meant
            by a name that is missing in the project.
        """
        parts = name.split(".")
        if not all(parts):
            return None
        installed = () if parts[0] in sys.stdlib_module_names else more
        for folder in (*self.folders, *installed):
            base = os.path.join(folder, *parts)  # noqa: PTH118 - many paths
            if folder in installed and self._is_file(f"{folder}/os.py"):
                continue  # where Python's own modules are, with some that the list leaves out
            main = f"{base}/__main__.py"
            if self._is_file(f"{base}/__init__.py"):
                return (main, name) if self._is_file(main) else None
            if self._is_file(f"{base}.py"):
                return f"{base}.py", name.rpartition(".")[0]
            if self._is_file(main):
                return main, name
        return None

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes | None:
        """Return the bytes of a file, one more than a limit at most; None where there is none."""
        data, self.seen[path] = _looked(path, limit)
        return data

    def _is_file(self, path: str) -> bool:
        mark = _mark(path)
        if path not in self.seen:
            self.seen[path] = Look(mark)
        return mark is not None


def confirmed(path: str, look: Look) -> Look | None:
    """Return a newer look at a path, None where something else is there.

    The mark is compared first, and the bytes only where it differs or is not sure to tell.
    """
    mark = _mark(path)
    if mark is None or look.mark is None or not look.digest:
        return look if (mark is None) is (look.mark is None) else None
    if mark == look.mark and look.is_sure:
        return look
    newer = _looked(path, look.limit)[1]
    return newer if newer.digest == look.digest else None


def _looked(path: str, limit: int) -> tuple[bytes | None, Look]:
    mark = _mark(path)
    if mark is None:
        return None, Look(None)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - many paths
            data = file.read(limit + 1)
    except OSError:
        return None, Look(mark)
    return data, Look(mark, _digest(data), limit, time.time_ns() - mark[1] > _RACY)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _mark(path: str) -> Mark | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - many paths
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def with_absolute_default(value: object, folder: Path) -> object:
    """Return a default that is the path of something beside the script as an absolute path."""
    if not isinstance(value, str) or os.sep not in value or os.path.isabs(value):  # noqa: PTH117
        return value
    try:
        path = os.path.normpath(folder / value)
        return path if os.path.exists(path) else value  # noqa: PTH110 - never raises
    except ValueError:
        return value
