"""What Git tracks or does not ignore in a folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from guild_jupyter import paths

_PATIENCE = 20
_LIST = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
_OF_GIT = (".git", ".guildignore")


def files(folder: Path) -> list[str] | None:
    """Return the paths of the files that Git tracks or does not ignore, sorted.

    None stands for a folder outside Git, one that Git does not read, and one that it ignores as
    a whole. Files that were deleted, and links to folders, are in the list.
    """
    if not any(paths.is_there(place / ".git") for place in (folder, *folder.parents)):
        return None
    return sorted(_listed(folder)) or None


def _listed(folder: Path) -> set[str]:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *_LIST],
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return set()
    found = set()
    for name in map(os.fsdecode, done.stdout.split(b"\0")):
        path = name.rstrip("/")
        inner = f"{folder}/{path}"
        if path and os.path.exists(f"{inner}/.git") and not os.path.islink(inner):  # noqa: PTH110, PTH114 - many files
            # A submodule, or a repository of its own in this one.
            found |= {f"{path}/{below}" for below in _listed(folder / path)}
        elif path and not path.rpartition("/")[2].startswith(_OF_GIT):
            found.add(path)
    return found
