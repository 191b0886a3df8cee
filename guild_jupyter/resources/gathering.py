"""From where a source leads to the files to place: verified, unpacked, selected, named.

Decides what is taken and how the manifest will call it; knows neither the kind of source nor
how anything is placed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import archives, cache, postprocess, selecting
from guild_jupyter.resources.archive_policy import BadArchive
from guild_jupyter.resources.digests import file_digest
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Site


@dataclass(frozen=True, slots=True)
class Item:
    """A file or folder to place.

    Parameters
    ----------
    path
        Where it is.
    target
        Where it goes, relative to the run directory.
    uri
        What the manifest calls its source.
    member
        Its path in the archive; empty outside archives.
    shown
        The path that ``deps`` tells.
    movable
        Whether it was made for this run and may be moved.
    """

    path: str
    target: str
    uri: str
    shown: str
    member: str = ""
    movable: bool = False


def gather(source: PlannedSource, origin: Origin, site: Site, scratch: str) -> list[Item]:
    """Return what a source gives.

    Parameters
    ----------
    source
        The source.
    origin
        Where it leads.
    site
        Where resolving happens.
    scratch
        An existing folder in the run directory for what is unpacked.

    Raises
    ------
    ResourceError
        The digest is wrong, or an archive is refused.
    """
    try:
        return _gathered(source, origin, site, scratch)
    except BadArchive:
        # Kept in the cache, it would be refused in every later run too.
        origin.forget()
        raise
    except FileNotFoundError as error:
        if not origin.is_shared or Path(origin.path).exists():
            raise
        raise ResourceError(
            f"another run has removed {origin.path!r}, which it could not unpack",
            "Run it again: it is fetched anew.",
        ) from error


def _gathered(source: PlannedSource, origin: Origin, site: Site, scratch: str) -> list[Item]:
    path = Path(origin.path)
    if path.is_dir():
        if source.post_process:
            origin = postprocess.processed_folder(source, origin, site)
        return _from_folder(source, origin)
    if source.sha256 and not origin.verified:
        found = file_digest(origin.path, "sha256")
        if found != source.sha256:
            raise ResourceError(
                f"{origin.path!r} has an unexpected sha256 "
                f"(expected {source.sha256} but got {found})"
            )
    kind = archives.kind_of(path.name, source.archive) if source.unpack else ""
    if source.post_process:
        processed = postprocess.processed_file(source, origin.path, kind, site)
        return _from_contents(source, origin, processed, is_own=False)
    if kind:
        unpacked = _unpacked(source, origin.path, site, kind, scratch)
        return _from_contents(source, origin, unpacked, is_own=not source.link)
    uri = _uri(source, origin, origin.path)
    return [Item(origin.path, _target(source, path.name, _kept(origin, "")), uri, origin.path)]


def _from_folder(source: PlannedSource, origin: Origin) -> list[Item]:
    if source.selects:
        names: Iterable[str] = _selected(source, origin.path)
    elif origin.contents is not None:
        names = origin.contents
    else:
        path = origin.path
        target = _target(source, Path(path).name, _kept(origin, ""))
        return [Item(path, target, _uri(source, origin, path), path)]
    items = []
    for name in names:
        path = str(Path(origin.path, name))
        target = _target(source, PurePosixPath(name).name, _kept(origin, name))
        items.append(Item(path, target, _uri(source, origin, path), path))
    return items


def _from_contents(
    source: PlannedSource, origin: Origin, folder: str, *, is_own: bool
) -> list[Item]:
    """Return what is in a folder that was made of one file; its own may be moved."""
    names = _selected(source, folder) if source.selects else _top(folder)
    uri = _uri(source, origin, origin.path)
    return [
        Item(
            str(Path(folder, name)),
            _target(source, PurePosixPath(name).name, str(PurePosixPath(name).parent)),
            uri,
            # A link shows where its content is; what was unpacked for this run is gone again.
            str(Path(folder, name)) if source.link else origin.path,
            name,
            # Selected paths may be within each other, so they are copied.
            movable=is_own and not source.selects,
        )
        for name in names
    ]


def _unpacked(source: PlannedSource, archive: str, site: Site, kind: str, scratch: str) -> str:
    """Return a folder with an archive's content: shared if it is linked, else the run's own."""
    if not source.link:
        site.say(f"Unpacking {archive}")
        site.progress(f"unpacking {source.name}")(0, None)
        folder = tempfile.mkdtemp(prefix="unpacked-", dir=scratch)
        archives.unpack(archive, folder, kind)
        return folder
    entry = cache.entry(site.home, ("file", str(Path(archive).absolute())))
    facts = Path(archive).stat()
    # The name changes with the archive, and runs that link to the old content keep it.
    name = f"unpacked-{facts.st_size:x}-{facts.st_mtime_ns:x}-{facts.st_ino:x}"
    ready = entry / name
    with cache.locked(entry, lambda: site.say(f"Waiting for another run that unpacks {archive}")):
        if not ready.is_dir():
            site.say(f"Unpacking {archive}")
            site.progress(f"unpacking {source.name}")(0, None)
            folder = tempfile.mkdtemp(prefix=cache.MAKING, dir=entry)
            try:
                archives.unpack(archive, folder, kind)
                Path(folder).rename(ready)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
    return str(ready)


def _selected(source: PlannedSource, folder: str) -> list[str]:
    is_run = source.kind == "operation"
    paths: Iterable[str] = selecting.paths_below(folder, through_links=is_run)
    if is_run:
        paths = selecting.without_bytecode(paths, source.select)
    return selecting.select(paths, source.select, source.select_min, source.select_max)


def _top(folder: str) -> list[str]:
    return sorted(entry.name for entry in Path(folder).iterdir())


def _kept(origin: Origin, name: str) -> str:
    """Return the folder of a path, relative to the origin's base where it is below that."""
    path = Path(origin.path, name)
    if origin.base and path.is_relative_to(origin.base):
        return path.relative_to(origin.base).parent.as_posix()
    return PurePosixPath(name).parent.as_posix() if name else ""


def _uri(source: PlannedSource, origin: Origin, path: str) -> str:
    if not origin.uri_by_path:
        return source.uri
    below = Path(path).is_relative_to(origin.base)
    shown = Path(path).relative_to(origin.base).as_posix() if below else path
    return f"file:{shown}"


def _target(source: PlannedSource, name: str, kept: str) -> str:
    name = selecting.renamed(name, source.rename)
    # As in Guild, a preserved path takes the place of the target path.
    folder = kept if source.preserve_path else source.target_path
    return f"{folder}/{name}" if folder else name
