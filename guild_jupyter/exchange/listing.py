"""The runs of an archive, listed in place: a folder as it is, a zip file by what tells of runs."""

from __future__ import annotations

import os
import tempfile
import weakref
from pathlib import Path

from guild_jupyter.errors import ArchiveError
from guild_jupyter.exchange import building_place, importing, zips
from guild_jupyter.exchange.admission import Admission
from guild_jupyter.exchange.member import LINK
from guild_jupyter.exchange.tree_writer import TreeWriter
from guild_jupyter.resources.archive_policy import BadArchive
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.supervise.rundir import RunDir

_EVENTS = ".tfevents."


class _Unpacked:
    """A temporary folder that is removed once nobody refers to this any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="guild-archive-"))
        self.remove = weakref.finalize(self, building_place.remove, str(self.path))


class _UnpackedRun(Run):
    """A run of a zip file; what was unpacked of it is there as long as one of them is."""

    def __init__(self, path: Path, keeper: _Unpacked) -> None:
        super().__init__(path)
        self._keeper = keeper


def list_archive(location: str | os.PathLike[str]) -> RunList:
    """Return the runs of an archive, newest first; nothing is written to it.

    Parameters
    ----------
    location
        A folder of run directories, or a zip file.

    Raises
    ------
    ArchiveError
        There is none, or it is refused.
    """
    place = importing.archive(location)
    try:
        if place.is_dir():
            return _sorted([Run(place / name) for name in _names(place)], place)
        return _of_zip(place)
    except (BadArchive, zips.BadZip) as error:
        raise ArchiveError(
            f"{place} is refused: {error}", "Nothing of it was unpacked."
        ) from error
    except OSError as error:
        raise ArchiveError(
            f"{place} cannot be read: {error.strerror}", "See to its rights."
        ) from error


def _names(place: Path) -> list[str]:
    with os.scandir(place) as entries:
        names = [entry.name for entry in entries if not entry.name.startswith(".")]
    return [name for name in names if os.path.lexists(RunDir(place / name).opref)]


def _sorted(runs: list[Run], place: Path) -> RunList:
    return RunList(sorted(runs, key=lambda run: run.sort_key, reverse=True), str(place))


def _of_zip(place: Path) -> RunList:
    ids = importing.run_ids(place)
    admission = Admission(place.stat().st_size, set(ids), lambda _note: None, with_links=True)
    keeper = _Unpacked()
    try:
        with TreeWriter(str(keeper.path)) as writer, zips.opened(str(place)) as file:
            for member in zips.read(file):
                admitted = admission.admit(member)
                if admitted is not None and admitted.kind != LINK and _tells(admitted.name):
                    writer.put(admitted, admission.count)
            writer.finish()
    except zips.BadZip:
        raise
    except zips.DAMAGE as error:
        raise zips.BadZip(zips.reason(error)) from error
    runs: list[Run] = [_UnpackedRun(keeper.path / run_id, keeper) for run_id in ids]
    return _sorted(runs, place)


def _tells(name: str) -> bool:
    """Tell whether a member is needed to list its run, and its scalars."""
    parts = name.split("/")
    return len(parts) < 2 or parts[1] == ".guild" or _EVENTS in parts[-1]
