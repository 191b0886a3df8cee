"""Putting files and folders into a run directory: nothing is ever placed outside it.

Decides how: made ready in a scratch folder of the run, then moved by one rename, so that a kill
leaves no half of a file. Knows nothing of sources.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import targets
from guild_jupyter.resources.digests import file_digest

_CHUNK = 1 << 20
_FOLDER_MODE = 0o777 | stat.S_ISGID | stat.S_ISVTX
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Placed:
    """What was placed.

    Parameters
    ----------
    path
        Where, relative to the run directory.
    sha1
        Digest of a copied file, or ``-``: folders have none, and a linked file is not read.
    skipped
        Whether something was there already.
    """

    path: str
    sha1: str = "-"
    skipped: bool = False


class Placer:
    """Places things in one run directory.

    Parameters
    ----------
    run_dir
        The run directory.
    scratch
        A folder in it, on the same file system, for what is being made.
    """

    def __init__(self, run_dir: str, scratch: str) -> None:
        self.run_dir = run_dir
        self._scratch = Path(scratch)
        self._made = 0

    def place(
        self,
        path: str,
        target: str,
        *,
        link: bool,
        replace: bool,
        movable: bool = False,
        keep_links: bool = False,
    ) -> Placed:
        """Place a file or folder.

        Parameters
        ----------
        path
            What is placed.
        target
            Where, relative to the run directory.
        link
            Whether as a relative link.
        replace
            Whether what is there gives way.
        movable
            Whether the thing itself may be moved.
        keep_links
            Whether links in a folder that is copied stay links.

        Raises
        ------
        ResourceError
            The target is not in the run directory, or the thing is no file and no folder.
        """
        names = targets.parts(target)
        if not names:
            raise ResourceError(f"invalid path {target!r} (a name is needed)")
        shown = "/".join(names)
        folder = self._open(names[:-1])
        try:
            if _is_there(names[-1], folder):
                if not replace:
                    return Placed(shown, skipped=True)
                self._put_away(names[-1], folder)
            new = self._new()
            sha1 = "-"
            if link:
                new.symlink_to(self._link_text(path, names))
            elif movable:
                sha1 = "-" if Path(path).is_dir() else file_digest(path, "sha1")
                Path(path).rename(new)
            else:
                sha1 = copy(Path(path), new, keep_links=keep_links)
            os.rename(new, names[-1], dst_dir_fd=folder)
        finally:
            os.close(folder)
        return Placed(shown, sha1)

    def _new(self) -> Path:
        self._made += 1
        return self._scratch / f"{os.getpid()}-{self._made}"

    def _open(self, names: tuple[str, ...]) -> int:
        """Return a descriptor of a folder below the run directory, going through no link."""
        folder = os.open(self.run_dir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        for end, name in enumerate(names, 1):
            try:
                if not _is_there(name, folder):
                    os.mkdir(name, dir_fd=folder)
                below = os.open(name, _FOLDER, dir_fd=folder)
            except OSError as error:
                if error.errno not in (errno.ENOTDIR, errno.ELOOP):
                    raise
                raise ResourceError(
                    f"cannot place anything in {'/'.join(names)!r}: "
                    f"{'/'.join(names[:end])!r} is no folder, or a link"
                ) from error
            finally:
                os.close(folder)
            folder = below
        return folder

    def _put_away(self, name: str, folder: int) -> None:
        old = self._new()
        os.rename(name, old, src_dir_fd=folder)
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        else:
            old.unlink()

    def _link_text(self, path: str, names: tuple[str, ...]) -> str:
        where = Path(os.path.realpath(self.run_dir), *names[:-1])
        source = Path(os.path.realpath(Path(path).parent), Path(path).name)
        return os.path.relpath(source, where)


def _is_there(name: str, folder: int) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def copy(
    source: Path,
    target: Path,
    *,
    keep_links: bool = False,
    above: frozenset[tuple[int, int]] = frozenset(),
) -> str:
    """Copy a file or a whole folder; return a file's SHA-1, or -.

    Parameters
    ----------
    source
        A file or folder; a link stands for what it leads to.
    target
        Its copy; nothing may be there.
    keep_links
        Whether links in a folder stay links, with the text they have. Otherwise only those that
        lead nowhere or back do.
    above
        Identities of the folders it is in.

    Raises
    ------
    ResourceError
        There is something that is neither.
    """
    try:
        facts = source.stat()
    except OSError as error:
        if source.is_symlink():
            target.symlink_to(source.readlink())
            return "-"
        raise ResourceError(f"cannot copy {source}: {error.strerror}") from error
    if stat.S_ISREG(facts.st_mode):
        return _copy_file(source, target, facts)
    if not stat.S_ISDIR(facts.st_mode):
        raise ResourceError(f"cannot copy {source}: it is no file and no folder")
    target.mkdir()
    inside = above | {_identity(facts)}
    for below in sorted(source.iterdir()):
        new = target / below.name
        if below.is_symlink() and (keep_links or _leads_back(below, inside)):
            new.symlink_to(below.readlink())
        else:
            copy(below, new, keep_links=keep_links, above=inside)
    # At last: a folder may be one that nobody can write into.
    target.chmod(stat.S_IMODE(facts.st_mode) & _FOLDER_MODE | stat.S_IRWXU)
    return "-"


def _leads_back(link: Path, inside: frozenset[tuple[int, int]]) -> bool:
    try:
        return _identity(link.stat()) in inside
    except OSError:
        return False  # it leads nowhere


def _identity(facts: os.stat_result) -> tuple[int, int]:
    return facts.st_dev, facts.st_ino


def _copy_file(source: Path, target: Path, facts: os.stat_result) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    # Not waiting for a writer, should it have become a pipe meanwhile.
    descriptor = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as old, target.open("xb") as new:  # noqa: PTH123 - a descriptor
        while chunk := old.read(_CHUNK):
            digest.update(chunk)
            new.write(chunk)
    target.chmod(stat.S_IMODE(facts.st_mode) & 0o777 | stat.S_IWUSR | stat.S_IRUSR)
    os.utime(target, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    return digest.hexdigest()
