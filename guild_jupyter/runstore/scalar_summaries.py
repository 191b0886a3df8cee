"""The summaries of a run's scalars, with what tells when its event files change."""

from __future__ import annotations

import os
from dataclasses import astuple
from pathlib import Path
from typing import Any

from guild_jupyter.runstore.index.aspect import Aspect, Reading
from guild_jupyter.runstore.stamps import Seen
from guild_jupyter.scalars.series import read_run
from guild_jupyter.scalars.summary import Summary

#: Folders and event files of a run beyond which looking at each costs as much as reading.
_MOST = 2000
_EVENTS = ".tfevents."


def read(path: str, _before: object = None) -> Reading:
    """Read the summaries of the run in a directory."""
    seen = Seen(path)
    _note(seen, "")
    seen.is_sure &= len(seen.names) <= _MOST
    return Reading([series.summary() for series in read_run(Path(path))], seen)


def _note(seen: Seen, folder: str) -> None:
    """Note a folder, the event files in it, and what is below."""
    if not seen.look(folder):
        return
    try:
        with os.scandir(seen.root + folder) as entries:
            found = list(entries)
    except OSError:
        seen.is_sure = False
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            _note(seen, f"{folder}/{entry.name}")
        elif _EVENTS in entry.name:
            seen.look(f"{folder}/{entry.name}")


def _to_data(summaries: list[Summary]) -> list[tuple[Any, ...]]:
    return [astuple(one) for one in summaries]


def _from_data(data: list[list[Any]]) -> list[Summary]:
    return [Summary(*one) for one in data]


#: The summaries of a run's scalars, as an aspect that is kept.
SUMMARIES = Aspect("scalars", read, _to_data, _from_data)
