"""Which event files belong to a run.

Decides where they are looked for and which links count. Knows nothing of what is in them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter.scalars.summary import GUILD_DIR

_MARK = "tfevents"
_EMPTY = ".profile-empty"  # a sign to TensorBoard's profiler, with nothing in it
_NEVER_HERE = frozenset({"proto", "attrs"})  # of a `.guild`: another run's template, attributes
_MOST_LINKS = 8  # on one way: a pipeline's step may be a pipeline

_Identity = tuple[int, int]
Visit = Callable[[str, os.stat_result | None], object]


@dataclass(frozen=True, slots=True)
class EventFile:
    """One event file of a run.

    Parameters
    ----------
    prefix
        Its directory relative to the run, with ``/`` between the parts.
    name
        Its own name.
    path
        Where it is.
    status
        What it was when it was found.
    """

    prefix: str
    name: str
    path: str
    status: os.stat_result

    @property
    def relative(self) -> str:
        """Its path relative to the run."""
        return f"{self.prefix}/{self.name}" if self.prefix else self.name


def event_files(run_dir: Path | str, visited: Visit | None = None) -> list[EventFile]:
    """Return the files of a run whose name has ``tfevents``, those of one place in their order.

    Links to directories are followed where these are runs, as those of a pipeline to its steps
    and of a batch to its trials, but never to where the way came from. The proto of a batch is
    no run.

    Parameters
    ----------
    run_dir
        The run directory.
    visited
        Called with the path below the run of every directory before it is looked into, of every
        link that may lead to one some day, and of every file; with what it was, where that was
        asked already.
    """
    try:
        root = os.stat(run_dir)  # noqa: PTH116 - of many runs
    except OSError:
        return []
    look: Visit = visited or (lambda _path, _status: None)
    return sorted(
        _walk(os.fspath(run_dir), "", root, ((root.st_dev, root.st_ino),), look),
        key=lambda file: (file.prefix, file.name),
    )


def _walk(
    path: str,
    prefix: str,
    status: os.stat_result | None,
    runs: tuple[_Identity, ...],
    visited: Visit,
) -> Iterator[EventFile]:
    """Yield the files below a directory; `runs` were entered on the way there."""
    visited(prefix, status)
    try:
        with os.scandir(path) as found:
            entries = list(found)
    except OSError:
        return  # removed meanwhile, or not ours to read
    in_guild = prefix.rpartition("/")[2] == GUILD_DIR
    for entry in entries:
        name = entry.name
        inner = f"{prefix}/{name}" if prefix else name
        try:
            if entry.is_dir():
                if in_guild and name in _NEVER_HERE:
                    continue
                way = _entered(entry, runs) if entry.is_symlink() else runs
                if way:
                    yield from _walk(entry.path, inner, None, way, visited)
            # is_file: opening a pipe of that name would wait for ever
            elif _MARK in name and not name.endswith(_EMPTY) and entry.is_file():
                status = entry.stat()
                visited(inner, status)
                yield EventFile(prefix, name, entry.path, status)
            elif entry.is_symlink() and not entry.is_file():
                visited(inner, None)
        except OSError:
            continue


def _entered(link: os.DirEntry[str], runs: tuple[_Identity, ...]) -> tuple[_Identity, ...]:
    """Return the runs entered behind a link to a directory; none where it is not followed."""
    if len(runs) > _MOST_LINKS or not Path(link.path, GUILD_DIR, "opref").is_file():
        return ()
    status = link.stat()
    identity = status.st_dev, status.st_ino
    return () if identity in runs else (*runs, identity)
