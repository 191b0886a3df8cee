"""Copying the selected source into a run directory, with its manifest and digest."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter.errors import LaunchError
from guild_jupyter.launch.selection import Selection
from guild_jupyter.runstore.manifest import SOURCE, Entry


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


def copy(selection: Selection, run_dir: Path) -> Snapshot:
    """Copy the selected files into a run directory; each keeps its mode.

    Raises
    ------
    LaunchError
        A file cannot be read or written.
    """
    digest = hashlib.md5(usedforsecurity=False)
    entries = []
    made: set[Path] = set()
    by_target = {
        os.path.normpath(os.path.join(selection.destination, path)): path  # noqa: PTH118 - text
        for path in selection.files
    }
    for target in sorted(by_target):
        path = by_target[target]
        try:
            content = _copy_file(selection.root / path, run_dir / target, made)
        except OSError as error:
            raise LaunchError(
                f"the source file {path} cannot be copied: {error.strerror}",
                "Make it readable, or leave it out with 'sourcecode: [{exclude: …}]'.",
            ) from error
        digest.update(target.encode() + b"\0" + content + b"\0")
        sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        entries.append(Entry(SOURCE, target, sha1, (path,)))
    return Snapshot(entries, digest.hexdigest() if entries else None)


def _copy_file(source: Path, target: Path, made: set[Path]) -> bytes:
    if target.parent not in made:
        target.parent.mkdir(parents=True, exist_ok=True)
        made.add(target.parent)
    content = source.read_bytes()
    mode = source.stat().st_mode & 0o777
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, mode)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - the descriptor was opened exclusively
        file.write(content)
        os.fchmod(file.fileno(), mode)
    return content
