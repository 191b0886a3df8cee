"""Copying the files of a run back into a project: all is checked before the first is written.

Files are opened by folders that are open already, and never through a link, so that nothing is
read or written outside of the run and of the target. Each file is replaced by a rename.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from guild_jupyter import paths
from guild_jupyter.errors import RunError
from guild_jupyter.runstore import manifest
from guild_jupyter.scaffold import tracked
from guild_jupyter.supervise import durable

if TYPE_CHECKING:
    from guild_jupyter.runstore.run import Run

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_NEVER = frozenset({".git", ".guild", ".hg", ".svn"})
_CHUNK = 1 << 20
_SHOWN = 5
NOT_OF_PROJECT = "not of the project"


@dataclass(frozen=True)
class Wanted:
    """Which files are copied, and what may be replaced.

    Parameters
    ----------
    sourcecode, dependencies
        Whether source code is, and what was required of the project.
    everything
        Whether all other files are.
    exclude
        Patterns of paths that are not.
    replace
        Whether any file may be replaced; None for those that version control can bring back.
    """

    sourcecode: bool = True
    dependencies: bool = True
    everything: bool = False
    exclude: tuple[str, ...] = ()
    replace: bool | None = None


@dataclass
class Merge:
    """What copying would do.

    Parameters
    ----------
    run
        The run.
    target
        The folder.
    files
        Path below the run, and below the target, of each file that is copied.
    skipped
        Path below the run, and why it is not copied.
    replaced
        Those paths below the target where another file is now.
    """

    run: Run
    target: Path
    files: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)

    def copy(self) -> list[Path]:
        """Copy the files, each of them whole or not at all; return what was written.

        Raises
        ------
        RunError
            One cannot be copied; those before it are.
        """
        written: list[Path] = []
        for name, place in self.files:
            try:
                _copy(self.run.dir, name, self.target, place)
            except OSError as error:
                raise RunError(
                    f"{place} cannot be copied: {error.strerror}",
                    f"{len(written)} of {len(self.files)} files are copied, this one is as it "
                    "was. See to rights, links and room on the disk, then merge again.",
                ) from error
            written.append(self.target / place)
        return written


def plan(run: Run, target: Path, wanted: Wanted | None = None) -> Merge:
    """Return what copying a run's files into a folder would do; nothing is written.

    Raises
    ------
    RunError
        The folder is none, or files would be lost.
    """
    wanted = wanted or Wanted()
    if not paths.is_folder(target):
        raise RunError(f"{target} is no folder", "Make it first, or name another.")
    merge = Merge(run, target)
    blocked = []
    for name, (place, why) in _places(run, wanted).items():
        reason = why or _refusal(run, name, place)
        found = "" if reason else _compared(run.dir, name, target, place)
        if reason or found == "unchanged":
            merge.skipped.append((name, reason or found))
            continue
        if found == "other":
            merge.replaced.append(place)
        elif found:
            blocked.append(f"{place} ({found})")
        merge.files.append((name, place))
    if blocked:
        raise RunError(
            f"files cannot be put in place: {_some(blocked)}", "Move what is there away."
        )
    _refuse_loss(merge, wanted.replace)
    return merge


def _places(run: Run, wanted: Wanted) -> dict[str, tuple[str, str]]:
    """Return where each file of the run belongs in the project, and why it is not copied."""
    listed = manifest.read(durable.read_text(run.files_of_run.manifest) or "")
    known = {entry.path: entry for entry in listed}
    found = {}
    for name in run.files():
        entry = next((known[part] for part in _with_parents(name) if part in known), None)
        place, why = name, ""
        if entry is not None and entry.kind == manifest.SOURCE:
            place = entry.origin[0] if entry.origin else name
            why = "" if wanted.sourcecode else "source code"
        elif entry is not None and (origin := _of_project(entry)):
            place = str(PurePosixPath(origin) / PurePosixPath(name).relative_to(entry.path))
            why = "" if wanted.dependencies else "required"
        elif not wanted.everything:
            why = NOT_OF_PROJECT
        if any(fnmatch(name, one) or fnmatch(place, one) for one in wanted.exclude):
            why = "excluded"
        found[name] = (place, why)
    return found


def _with_parents(name: str) -> list[str]:
    path = PurePosixPath(name)
    return [name, *(str(parent) for parent in path.parents)]


def _of_project(entry: manifest.Entry) -> str:
    """Return the path in the project that a required file came from; empty for another origin."""
    if entry.kind != manifest.DEPENDENCY or len(entry.origin) != 1:
        return ""
    scheme, _, path = entry.origin[0].partition(":")
    is_relative = path and not path.startswith(("/", ".."))
    return path if scheme == "file" and is_relative else ""


def _refusal(run: Run, name: str, place: str) -> str:
    """Return why a file is not copied wherever it belongs; empty if it can be."""
    parts = PurePosixPath(place).parts
    if place.startswith("/") or not parts or ".." in parts or "\0" in place:
        return "its place is outside of the project"
    if _NEVER.intersection(part.lower() for part in parts):
        return "its place is not for files of a run"
    try:
        mode = run.path(name).lstat().st_mode
    except OSError:
        return "it is gone"
    if stat.S_ISLNK(mode):
        return "a link"
    return "" if stat.S_ISREG(mode) else "no regular file"


def _compared(source: Path, name: str, target: Path, place: str) -> str:
    """Return what is at the place: nothing, the same, ``other``, or why it cannot be replaced."""
    with ExitStack() as opened:
        try:
            folder = _folder(target, PurePosixPath(place).parts[:-1], opened)
            facts = os.stat(PurePosixPath(place).name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return ""
        except OSError:
            return "a link or a file is in the way"
        if not stat.S_ISREG(facts.st_mode):
            return "a folder or a link is there"
        try:
            there = _opened(target, place, opened)
            ours = _opened(source, name, opened)
            return "unchanged" if _are_alike(ours, there) else "other"
        except OSError:
            return "it cannot be read"


def _are_alike(one: int, other: int) -> bool:
    if os.fstat(one).st_size != os.fstat(other).st_size:
        return False
    while True:
        first, second = os.read(one, _CHUNK), os.read(other, _CHUNK)
        if first != second:
            return False
        if not first:
            return True


def _refuse_loss(merge: Merge, replace: bool | None) -> None:
    """Refuse to replace what cannot be had back, unless that is wanted."""
    if replace or not merge.replaced:
        return
    way = "'--replace' replaces them all the same."
    if replace is False:
        raise RunError(f"files would be replaced: {_some(merge.replaced)}", way)
    lost = [one for one in merge.replaced if not tracked.can_be_had_back(merge.target, one)]
    if lost:
        raise RunError(
            f"files would be lost that Git does not have as they are: {_some(lost)}",
            f"Commit, stage or stash them. {way}",
        )


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _folder(top: Path, parts: tuple[str, ...], opened: ExitStack, *, make: bool = False) -> int:
    """Open a folder below another one, no link on the way."""
    descriptor = os.open(top, _FOLDER & ~os.O_NOFOLLOW)
    opened.callback(os.close, descriptor)
    for part in parts:
        if make:
            with suppress(FileExistsError):
                os.mkdir(part, dir_fd=descriptor)
        descriptor = os.open(part, _FOLDER, dir_fd=descriptor)
        opened.callback(os.close, descriptor)
    return descriptor


def _opened(top: Path, name: str, opened: ExitStack) -> int:
    """Open a regular file below a folder to read it, no link on the way."""
    path = PurePosixPath(name)
    folder = _folder(top, path.parts[:-1], opened)
    descriptor = os.open(path.name, _FILE, dir_fd=folder)
    opened.callback(os.close, descriptor)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise OSError(0, "it is no regular file")
    return descriptor


def _copy(source: Path, name: str, target: Path, place: str) -> None:
    path = PurePosixPath(place)
    with ExitStack() as opened:
        ours = _opened(source, name, opened)
        folder = _folder(target, path.parts[:-1], opened, make=True)
        temporary = f".{secrets.token_hex(8)}.merging"
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC
        mode = os.fstat(ours).st_mode
        # Its owner can write it, and the umask holds, as for any file of a project.
        theirs = os.open(temporary, flags, 0o666 | mode & 0o111, dir_fd=folder)
        try:
            try:
                while piece := os.read(ours, _CHUNK):
                    durable.write_all(theirs, piece)
            finally:
                os.close(theirs)
            os.replace(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            raise
