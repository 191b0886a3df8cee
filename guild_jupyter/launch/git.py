"""What Git tracks or does not ignore in a folder, further patterns for it included."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from guild_jupyter import paths

_PATIENCE = 20
_LIST = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
_TRACKED_AND_IGNORED = ("ls-files", "-z", "--cached", "--ignored")
_OF_GIT = (".git", ".guildignore")


def files(
    folder: Path, ignore: Path | None = None, keep_tracked: bool = False
) -> list[str] | None:
    """Return the paths of the files that Git tracks or does not ignore, sorted.

    None stands for a folder outside Git, one that Git does not read, and one that it ignores as
    a whole. Files that were deleted, and links to folders, are in the list.

    Parameters
    ----------
    folder
        The folder.
    ignore
        A file of further patterns, in the syntax of .gitignore; what Git tracks is ignored by
        them too.
    keep_tracked
        Whether they ignore nothing that Git tracks, as those of .gitignore.
    """
    if not any(paths.is_there(place / ".git") for place in (folder, *folder.parents)):
        return None
    more = (f"--exclude-from={ignore}",) if ignore and paths.is_file(ignore) else ()
    found = sorted(_listed(folder, more, keep_tracked))
    # Where further patterns leave nothing, Git knows of the folder all the same.
    return found if found or (more and _listed(folder, ())) else None


def _listed(folder: Path, more: tuple[str, ...], keep_tracked: bool = False) -> set[str]:
    names = _asked(folder, *_LIST, *more)
    if more and not keep_tracked:
        names -= _asked(folder, *_TRACKED_AND_IGNORED, *more)
    found = set()
    for path in names:
        inner = f"{folder}/{path}"
        if os.path.exists(f"{inner}/.git") and not os.path.islink(inner):  # noqa: PTH110, PTH114 - many files
            # A submodule, or a repository of its own in this one.
            found |= {f"{path}/{below}" for below in _listed(folder / path, more, keep_tracked)}
        elif not path.rpartition("/")[2].startswith(_OF_GIT):
            found.add(path)
    return found


def _asked(folder: Path, *words: str) -> set[str]:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return set()
    names = (os.fsdecode(name).rstrip("/") for name in done.stdout.split(b"\0"))
    return {name for name in names if name}
