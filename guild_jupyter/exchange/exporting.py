"""Export: runs copied or moved into an archive, which is a folder or a zip file.

All of it appears at the end, by renames, or nothing. What is moved is removed only after the
archive was forced to the disk and read back the same.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import ArchiveError
from guild_jupyter.exchange import building_place, links, tree, zips
from guild_jupyter.exchange.admission import refuse_depth
from guild_jupyter.exchange.member import FOLDER, LINK, Member, Trace, outline, trace
from guild_jupyter.exchange.tree_writer import TreeWriter
from guild_jupyter.resources.archive_policy import MAX_BYTES, BadArchive, Policy
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.outcome import Outcome, is_there
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable, state
from guild_jupyter.supervise.recorder import is_at_work

#: What marks a folder as one that Guild copies nothing of as source code.
NOCOPY = ".guild-nocopy"
_BUILDING = ".exporting-"
# Seconds for which what is still noted of a run that has just ended is waited for.
_PATIENCE = 30.0
_PAUSE = 0.01
Record = dict[str, Trace]
_Put = Callable[[Member, Callable[[int], None]], Trace]


def is_zip(location: str | os.PathLike[str]) -> bool:
    """Tell whether a place is meant to be a zip file."""
    return os.fspath(location).lower().endswith(".zip")


def export_runs(
    runs: Iterable[Run],
    location: str | os.PathLike[str],
    home: Home,
    *,
    move: bool = False,
    copy_resources: bool = False,
) -> Outcome:
    """Copy or move runs into an archive.

    Parameters
    ----------
    runs
        The runs; those that are running, or are in the archive already, are left out.
    location
        The archive: a folder, or a zip file where the name ends in ``.zip``.
    home
        Their Guild home.
    move
        Whether they are removed from it afterwards.
    copy_resources
        Whether what links lead to outside of a run takes the links' place.

    Raises
    ------
    ArchiveError
        The archive cannot be written; nothing of it has changed, and no run is gone.
    """
    place = paths.expanded(os.fspath(location)).absolute()
    _refuse_place(place, home)
    outcome = Outcome(str(place))
    chosen = {run.id: run for run in runs}
    try:
        present = _present(place)
        wanted = [run for run in chosen.values() if _is_wanted(run, present, outcome)]
        if move:
            _refuse_foreign_places(wanted, home)
        record: Record = {}
        _let_finish(wanted)
        if wanted:
            if is_zip(place):
                _write_zip(place, wanted, record, outcome, follow=copy_resources)
            else:
                _write_folder(place, wanted, record, outcome, sync=move, follow=copy_resources)
        outcome.done = [run.id for run in wanted]
    except FileNotFoundError as error:
        raise _failed(place, error, "A run may have been deleted meanwhile.") from error
    except OSError as error:
        raise _failed(place, error, "See to its rights and to room on its disk.") from error
    except (BadArchive, zips.BadZip) as error:
        hint = "No archive may hold that: rename the file, or choose other runs."
        raise ArchiveError(f"nothing is exported to {place}: {error}", hint) from error
    if move:
        _remove_moved(place, wanted, record, home, outcome, follow=copy_resources)
    return outcome


def _let_finish(runs: list[Run]) -> None:
    """Wait until all is noted of runs that ended a moment ago: it would change them meanwhile."""
    end = time.monotonic() + _PATIENCE
    for run in runs:
        while is_at_work(run.dir) and time.monotonic() < end:
            time.sleep(_PAUSE)


def _failed(place: Path, error: OSError, hint: str) -> ArchiveError:
    about = f": {paths.shown(error.filename)}" if isinstance(error.filename, str) else ""
    return ArchiveError(f"nothing is exported to {place}{about}: {error.strerror}", hint)


def _refuse_place(place: Path, home: Home) -> None:
    real = Path(os.path.realpath(place))
    for folder in (home.runs, home.trash, home.staging):
        inside = Path(os.path.realpath(folder))
        if real == inside or inside in real.parents:
            raise ArchiveError(f"{place} is inside the Guild home", "Choose another place.")
    if is_zip(place):
        if place.is_dir():
            raise ArchiveError(f"{place} is a folder", "Choose a name without '.zip', or another.")
        if os.path.lexists(place) and not paths.is_file(place):
            raise ArchiveError(
                f"{place} is no zip file that runs can be added to",
                "It stays as it is: choose another name.",
            )
    elif os.path.lexists(place) and not place.is_dir():
        raise ArchiveError(f"{place} is no folder", "Name a folder, or a file '*.zip'.")


def _present(place: Path) -> set[str]:
    """Return the names that the archive has already."""
    if not is_zip(place):
        return set(os.listdir(place)) if place.is_dir() else set()  # noqa: PTH208 - names
    if not os.path.lexists(place):
        return set()
    try:
        return zips.top_names(str(place))
    except zips.BadZip as error:
        hint = "It stays as it is: choose another name."
        raise ArchiveError(f"{place} is no zip file that runs can be added to", hint) from error


def _is_wanted(run: Run, present: set[str], outcome: Outcome) -> bool:
    if run.id in present:
        outcome.notes.append(is_there(run.id))
    elif not links.RUN_ID.fullmatch(run.id):
        outcome.notes.append(f"{run.id} is left out: its name is no run id")
    elif run.status in state.LIVE:
        outcome.notes.append(f"{run.operation} {run.short_id} is left out: it is {run.status}")
    else:
        return True
    return False


def _refuse_foreign_places(runs: Iterable[Run], home: Home) -> None:
    for run in runs:
        if run.dir.parent != home.runs:
            raise ArchiveError(
                f"{run.dir} is not in the Guild home {home.path}",
                "Export it without moving, and remove the directory yourself.",
            )


def _members(run: Run, outcome: Outcome, *, follow: bool) -> Iterator[Member]:
    return tree.read(str(run.dir), run.id, outcome.notes.append, follow=follow)


def _put_all(
    put: _Put, runs: list[Run], record: Record, outcome: Outcome, *, follow: bool
) -> Policy:
    """Write all members of the runs; what an import would refuse is refused here."""
    policy = Policy(MAX_BYTES)
    for run in runs:
        for member in _members(run, outcome, follow=follow):
            refuse_depth(policy.admit(member.name, is_folder=member.kind == FOLDER))
            if member.kind == LINK and not links.may_stand(member.name):
                raise BadArchive(f"it has a link {member.name!r} where there may be none")
            record[member.name] = put(member, policy.count)
    return policy


def _write_folder(
    place: Path, runs: list[Run], record: Record, outcome: Outcome, *, sync: bool, follow: bool
) -> None:
    made = [folder for folder in (place, *place.parents) if not folder.exists()]
    arrived: list[str] = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        with building_place.folder(place, _BUILDING) as building:
            with TreeWriter(building, sync=sync) as writer:
                _put_all(writer.put, runs, record, outcome, follow=follow)
                writer.finish()
            (place / NOCOPY).touch()
            for run in runs:
                os.rename(f"{building}/{run.id}", place / run.id)  # noqa: PTH104 - text
                arrived.append(run.id)
        durable.sync_folder(str(place))
    except BaseException:
        for run_id in arrived:
            building_place.remove(f"{place}/{run_id}")
        if made:
            (place / NOCOPY).unlink(missing_ok=True)
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        raise


def _write_zip(
    place: Path, runs: list[Run], record: Record, outcome: Outcome, *, follow: bool
) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with (
        building_place.held(str(place)) as is_ours,
        building_place.file(place.parent, f".{place.name[:100]}{_BUILDING}") as building,
    ):
        if not is_ours:
            raise ArchiveError(f"another process adds runs to {place}", "Wait until it is done.")
        before = os.path.lexists(place)
        if before:
            if zips.top_names(str(place)).intersection(run.id for run in runs):
                raise ArchiveError(f"another process added runs to {place}", "Try again.")
            shutil.copyfile(place, building)
        with open(building, "r+b") as file:  # noqa: PTH123 - text
            with zips.ZipWriter(file) as writer:
                _put_all(writer.put, runs, record, outcome, follow=follow)
                total = writer.total
            file.flush()
            os.fsync(file.fileno())
            Policy(os.fstat(file.fileno()).st_size).count(total)
        if before:
            shutil.copymode(place, building)
            os.replace(building, place)  # noqa: PTH105 - text
        else:
            _appear(building, place)
        durable.sync_folder(str(place.parent))


def _appear(building: str, place: Path) -> None:
    """Give a file its name, unless something of that name came meanwhile."""
    try:
        os.link(building, place)
    except FileExistsError:
        raise ArchiveError(f"{place} was made by somebody else meanwhile", "Try again.") from None
    except OSError:  # a file system without hard links
        os.replace(building, place)  # noqa: PTH105 - text


def read_back(place: Path, ids: set[str]) -> Record:
    """Return what an archive has of runs, every byte read.

    Raises
    ------
    BadZip, OSError
        It cannot be read.
    """
    if not is_zip(place):
        found = (tree.read(f"{place}/{run_id}", run_id, lambda _note: None) for run_id in ids)
        return {member.name: trace(member) for members in found for member in members}
    with zips.opened(str(place)) as file:
        return {
            member.name.rstrip("/"): trace(member)
            for member in zips.read(file)
            if member.name.partition("/")[0] in ids
        }


def _remove_moved(
    place: Path, runs: list[Run], record: Record, home: Home, outcome: Outcome, *, follow: bool
) -> None:
    try:
        is_same = read_back(place, {run.id for run in runs}) == record
    except (OSError, *zips.DAMAGE):
        is_same = False
    if not is_same:
        raise ArchiveError(
            f"{place} does not read back as it was written", "No run was removed; see to the disk."
        )
    for run in runs:
        reason = _changed(run, record, follow=follow)
        if reason:
            outcome.notes.append(f"{run.short_id} is copied, and stays: {reason}")
            continue
        discard(str(run.dir), home.staging)
        outcome.moved.append(run.id)


def _changed(run: Run, record: Record, *, follow: bool) -> str:
    """Return why a run may not be removed; empty where it is as it was copied."""
    if run.status in state.LIVE:
        return f"it is {run.status} by now"
    try:
        now = {m.name: outline(m) for m in _members(run, Outcome(""), follow=follow)}
    except OSError as error:
        return str(error.strerror)
    then = {name: one for name, one in record.items() if name.partition("/")[0] == run.id}
    is_same = now.keys() == then.keys() and all(now[name].looks_like(then[name]) for name in now)
    return "" if is_same else "it was changed meanwhile"


def discard(folder: str, staging: Path) -> None:
    """Remove a run directory, which disappears at once; a kill leaves what a launch sweeps."""
    staging.mkdir(exist_ok=True)
    place = f"{staging}/{os.path.basename(folder)}.discarded"  # noqa: PTH119 - text
    os.rename(folder, place)  # noqa: PTH104 - text
    building_place.remove(place)
