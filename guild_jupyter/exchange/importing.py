"""Import: runs of an archive copied or moved into a home, whole or not at all.

Everything is read by the policy of archives into a folder of the home where nobody looks, and
appears run by run; commands of the runs are executed by nothing here.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import ArchiveError
from guild_jupyter.exchange import building_place, exporting, links, tree, zips
from guild_jupyter.exchange.admission import Admission, without_processes
from guild_jupyter.exchange.member import Member, Trace, outline
from guild_jupyter.exchange.tree_writer import TreeWriter
from guild_jupyter.resources.archive_policy import BadArchive
from guild_jupyter.runstore import foreign
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.outcome import Outcome, is_there
from guild_jupyter.supervise.rundir import RunDir

_BUILDING = "importing-"


def import_runs(
    location: str | os.PathLike[str],
    home: Home,
    ids: Collection[str] | None = None,
    *,
    move: bool = False,
    copy_resources: bool = False,
    keep_links: bool = False,
) -> Outcome:
    """Copy or move the runs of an archive into a home.

    Parameters
    ----------
    location
        The archive: a folder of run directories, or a zip file.
    home
        The Guild home.
    ids
        The runs; None for all. Those that the home has are left as they are.
    move
        Whether they are removed from the archive afterwards; only from a folder.
    copy_resources
        Whether what links lead to takes the links' place; only from a folder.
    keep_links
        Whether links that lead out of the runs are kept.

    Raises
    ------
    ArchiveError
        The archive is refused or damaged, or there is no room; nothing of it is in the home.
    """
    place = archive(location)
    if place.is_file() and (move or copy_resources):
        option = "--move" if move else "--copy-resources"
        raise ArchiveError(f"'{option}' cannot be used with zip archives", "Leave it out.")
    home.prepare()
    outcome = Outcome(str(home.path))
    try:
        present = run_ids(place)
        wanted = [run_id for run_id in present if ids is None or run_id in ids]
        for run_id in sorted(set(ids or ()).difference(present)):
            outcome.notes.append(f"{run_id[:40]} is left out: its name is no run id")
        for run_id in [run_id for run_id in wanted if os.path.lexists(home.runs / run_id)]:
            outcome.notes.append(is_there(run_id))
            wanted.remove(run_id)
        with building_place.folder(home.staging, _BUILDING) as building:
            read = _fill(
                building, place, wanted, outcome, follow=copy_resources, keep_links=keep_links
            )
            try:
                for run_id in wanted:
                    _appear(building, run_id, place, home, outcome)
            except BaseException:
                for run_id in outcome.done:
                    os.rename(home.runs / run_id, f"{building}/{run_id}")  # noqa: PTH104 - text
                raise
    except OSError as error:
        about = f": {paths.shown(error.filename)}" if isinstance(error.filename, str) else ""
        hint = "See to its rights, and to room on the disk of the Guild home."
        message = f"nothing is imported from {place}{about}: {error.strerror}"
        raise ArchiveError(message, hint) from error
    except (BadArchive, zips.BadZip) as error:
        hint = "Nothing of it was imported."
        raise ArchiveError(f"{place} is refused: {error}", hint) from error
    if move:
        _remove_moved(place, *read, outcome)
    return outcome


def archive(location: str | os.PathLike[str]) -> Path:
    """Return the path of an archive.

    Raises
    ------
    ArchiveError
        There is none.
    """
    place = paths.expanded(os.fspath(location)).absolute()
    if not os.path.lexists(place):
        raise ArchiveError(f"archive {paths.shown(str(place))} does not exist")
    if not paths.is_folder(place) and not paths.is_file(place):
        raise ArchiveError(f"{place} is no archive", "Name a folder of runs, or a zip file.")
    return place


def run_ids(place: Path) -> list[str]:
    """Return the ids of the runs in an archive, by its names alone.

    Raises
    ------
    BadZip, OSError
        It cannot be read.
    """
    if paths.is_file(place):
        with zips.opened(str(place)) as file:
            names = [name.split("/") for name in file.namelist()]
            found = {parts[0] for parts in names if parts[1:] == [".guild", "opref"]}
    else:
        with os.scandir(place) as entries:
            folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        found = {name for name in folders if os.path.lexists(RunDir(place / name).opref)}
    return sorted(name for name in found if links.RUN_ID.fullmatch(name))


def members(
    place: Path, ids: Iterable[str], outcome: Outcome, *, follow: bool
) -> Iterator[Member]:
    """Yield the members of an archive: of a folder those of the runs, of a zip file all."""
    if paths.is_file(place):
        with zips.opened(str(place)) as file:
            yield from zips.read(file)
        return
    for run_id in ids:
        yield from tree.read(f"{place}/{run_id}", run_id, outcome.notes.append, follow=follow)


def _fill(
    building: str,
    place: Path,
    wanted: list[str],
    outcome: Outcome,
    *,
    follow: bool,
    keep_links: bool,
) -> tuple[dict[str, Trace], set[str], set[str]]:
    """Write the wanted runs.

    Returns what was read of them, which of them lack a link, and the files that were dropped.
    """
    size = place.stat().st_size if place.is_file() else None
    admission = Admission(size, set(wanted), outcome.notes.append, with_links=keep_links)
    record: dict[str, Trace] = {}
    dropped: set[str] = set()
    with TreeWriter(building) as writer:
        try:
            for member in members(place, wanted, outcome, follow=follow):
                admitted = admission.admit(member)
                if admitted is not None:
                    record[admitted.name] = writer.put(admitted, admission.count)
                elif size is not None and member.opened is not None:
                    # What is left out by a damaged name is missed otherwise.
                    member.opened().close()
        except zips.BadZip:
            raise
        except zips.DAMAGE as error:  # it shows while a member is read
            raise zips.BadZip(zips.reason(error)) from error
        admission.tell_rest()
        for run_id in wanted:
            if not os.path.isfile(RunDir(f"{building}/{run_id}").opref):  # noqa: PTH113 - text
                raise BadArchive(f"{run_id} is no run")
            for name in without_processes(f"{building}/{run_id}"):
                dropped.add(f"{run_id}/{name}")
        for run_id in sorted({name.partition("/")[0] for name in dropped}):
            outcome.notes.append(f"{run_id[:8]} was copied before its end, which is not known")
        writer.finish()
    return record, admission.incomplete, dropped


def _appear(building: str, run_id: str, place: Path, home: Home, outcome: Outcome) -> None:
    target = home.runs / run_id
    if not os.path.lexists(target):
        foreign.mark(home, run_id, str(place))
        try:
            os.rename(f"{building}/{run_id}", target)  # noqa: PTH104 - text
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
        else:
            outcome.done.append(run_id)
            return
    outcome.notes.append(is_there(run_id))  # another process was faster


def _remove_moved(
    place: Path,
    record: dict[str, Trace],
    incomplete: set[str],
    dropped: set[str],
    outcome: Outcome,
) -> None:
    """Remove from a folder what is in the home now, read back the same."""
    home = Path(outcome.place)
    for run_id in outcome.done:
        if run_id in incomplete:
            outcome.notes.append(f"{run_id[:8]} is copied, and stays: a link of it was left out")
            continue
        then = {name: one for name, one in record.items() if name.partition("/")[0] == run_id}
        try:
            arrived = exporting.read_back(home / "runs", {run_id})
            left = tree.read(f"{place}/{run_id}", run_id, lambda _note: None)
            now = {member.name: outline(member) for member in left}
        except OSError:
            arrived, now = {}, {}
        is_there = arrived == {name: one for name, one in then.items() if name not in dropped}
        is_same = now.keys() == then.keys() and all(
            one.size == then[name].size and one.modified == then[name].modified
            for name, one in now.items()
        )
        if not (is_there and is_same):
            outcome.notes.append(f"{run_id[:8]} is copied, and stays: it does not read back alike")
            continue
        exporting.discard(f"{place}/{run_id}", place / ".discarded")
        outcome.moved.append(run_id)
    folder = place / ".discarded"
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
