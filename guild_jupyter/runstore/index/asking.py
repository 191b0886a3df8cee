"""Asking for an aspect of runs, wherever they are: what is kept of them is used if it is true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guild_jupyter.runstore.index.aspect import Aspect
from guild_jupyter.runstore.index.shelf import Shelf

_MOST = 16
_shelves: dict[str, Shelf] = {}


def ask(aspect: Aspect, paths: Sequence[str]) -> list[Any]:
    """Return an aspect of runs, in their order.

    Parameters
    ----------
    aspect
        What about them.
    paths
        Their directories. Of those that are in no folder called ``runs`` nothing is kept.
    """
    found: list[Any] = [None] * len(paths)
    groups: dict[str, list[tuple[int, str]]] = {}
    for number, path in enumerate(paths):
        folder, _, id_ = path.rpartition("/")
        groups.setdefault(folder, []).append((number, id_))
    for folder, members in groups.items():
        ids = [id_ for _, id_ in members]
        is_kept = _is_shelf(folder)
        values = shelf(folder).ask(aspect, ids) if is_kept else _read(aspect, folder, ids)
        for (number, _), value in zip(members, values, strict=True):
            found[number] = value
    return found


def shelf(folder: str) -> Shelf:
    """Return what this process keeps of the runs in a folder."""
    known = _shelves.get(folder)
    if known is None:
        while len(_shelves) >= _MOST:
            _shelves.pop(next(iter(_shelves)), None)
        known = _shelves.setdefault(folder, Shelf(folder))
    return known


def forget() -> None:
    """Drop all that this process keeps."""
    _shelves.clear()


def _is_shelf(folder: str) -> bool:
    return folder.startswith("/") and folder.endswith("/runs")


def _read(aspect: Aspect, folder: str, ids: Sequence[str]) -> list[Any]:
    return [aspect.read(f"{folder}/{id_}", None).value for id_ in ids]
