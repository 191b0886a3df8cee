"""Which runs of a home were imported: what they would execute comes from somebody else.

The mark stands in the home beside the runs, where no archive can bring or remove one.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from guild_jupyter.runstore.layout import Home, make_folder
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable

_FOLDER = "foreign"


def mark(home: Home, run_id: str, source: str) -> None:
    """Note that a run comes from elsewhere.

    Parameters
    ----------
    home
        The home that it comes into.
    run_id
        The run's id.
    source
        The archive that it was in.
    """
    folder = home.path / _FOLDER
    with suppress(FileExistsError):
        make_folder(folder, home.modes.folder)
    found = {"source": source, "time": time.time_ns() // 1000}
    durable.write_json(os.fspath(folder / run_id), found, home.modes.file)


def forget(home: Home, run_id: str) -> None:
    """Remove the mark of a run that is no more."""
    if not os.path.lexists(home.runs / run_id):
        durable.remove(os.fspath(home.path / _FOLDER / run_id))


def origin(run: Run) -> str:
    """Return the archive that a run was imported from; empty for a run of the home itself."""
    return origin_of(run.dir)


def origin_of(folder: Path) -> str:
    """Return the archive that the run in a folder was imported from; empty for none."""
    found = durable.read_json(os.fspath(folder.parent.parent / _FOLDER / folder.name))
    return "" if found is None else str(found.get("source") or "an archive")
