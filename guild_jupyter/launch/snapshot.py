"""Copying the selected source into a run directory, with its manifest and digest."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter.errors import LaunchError
from guild_jupyter.launch.selection import Selection
from guild_jupyter.runstore.layout import make_folder
from guild_jupyter.runstore.manifest import SOURCE, Entry
from guild_jupyter.supervise import durable, faults

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Snapshot:
    """What was copied.

    Parameters
    ----------
    entries
        The manifest's entries.
    digest
        Guild's digest of the source: MD5 over sorted paths and contents; None without files.
    """

    entries: list[Entry]
    digest: str | None


def copy(selection: Selection, run_dir: Path, folder_mode: int = 0o700) -> Snapshot:
    """Copy the selected files into a run directory; each keeps its mode.

    Parameters
    ----------
    selection
        The files.
    run_dir
        The run directory.
    folder_mode
        Permissions of the folders that are made, whatever the umask.

    Raises
    ------
    LaunchError
        A file cannot be read.
    OSError
        A file cannot be written.
    """
    digest = hashlib.md5(usedforsecurity=False)
    entries = []
    made = {str(run_dir)}
    for target, path in sorted(by_target(selection).items()):
        try:
            source = os.open(selection.root / path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise LaunchError(
                f"the source file {path} cannot be read: {error.strerror}",
                "Make it readable, or leave it out with 'sourcecode: [{exclude: …}]'.",
            ) from error
        try:
            _make_folder(os.path.dirname(f"{run_dir}/{target}"), folder_mode, made)  # noqa: PTH120 - text
            digest.update(target.encode() + b"\0")
            sha1 = _copy_file(source, f"{run_dir}/{target}", digest)
            digest.update(b"\0")
        finally:
            os.close(source)
        entries.append(Entry(SOURCE, target, sha1, (path,)))
    return Snapshot(entries, digest.hexdigest() if entries else None)


def digest(selection: Selection) -> str | None:
    """Return the digest that a snapshot of the selected files would have; None without files."""
    found = hashlib.md5(usedforsecurity=False)
    for target, path in sorted(by_target(selection).items()):
        found.update(target.encode() + b"\0")
        try:
            found.update((selection.root / path).read_bytes() + b"\0")
        except OSError:
            return None
    return found.hexdigest() if selection.files else None


def by_target(selection: Selection) -> dict[str, str]:
    """Return the selected files by where they come to be in the run directory."""
    return {
        os.path.normpath(os.path.join(selection.destination, path)): path  # noqa: PTH118 - text
        for path in selection.files
    }


def _make_folder(folder: str, mode: int, made: set[str]) -> None:
    if folder in made:
        return
    _make_folder(os.path.dirname(folder), mode, made)  # noqa: PTH120 - text
    try:
        make_folder(folder, mode)
    except FileExistsError:
        if not os.path.isdir(folder):  # noqa: PTH112 - text
            raise
    made.add(folder)


def _copy_file(source: int, target: str, digest: hashlib._Hash) -> str:
    mode = os.fstat(source).st_mode & 0o777
    sha1 = hashlib.sha1(usedforsecurity=False)
    faults.reach("source.copying")
    # While it is written, only its owner has it; a mode without writing is set at the end.
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        while content := os.read(source, _CHUNK):
            digest.update(content)
            sha1.update(content)
            durable.write_all(descriptor, content)
        os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)
    return sha1.hexdigest()
