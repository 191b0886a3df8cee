"""Which presenter a page means that opens a view, confined to the places of a server."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from guild_jupyter.api import Guild
from guild_jupyter.errors import GuildError
from guild_jupyter.launch.comparing import compare, project_of
from guild_jupyter.presenting import acting
from guild_jupyter.presenting.folder_watch import FolderWatch
from guild_jupyter.presenting.presenter import Message, Presenter
from guild_jupyter.registry import load
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.server.asked import check
from guild_jupyter.server.places import Places

_SCHEMA = "open"
_PRESENTING = "guild_jupyter.presenting"
_KEPT = 2
#: The questions that may be about the project of a run as it is now.
_OF_PROJECTS = frozenset({"diff", "lines"})


class Opened:
    """A presenter over the runs of one home, which shows no project of elsewhere.

    Parameters
    ----------
    presenter
        The presenter.
    home
        The home.
    places
        The places of the server.
    """

    def __init__(self, presenter: Presenter, home: Path, places: Places) -> None:
        self.presenter = presenter
        self.kind = presenter.kind
        self.line = presenter.line
        self._runs = os.fspath(home / "runs")
        self._find = acting.of_home(home)
        self._places = places
        self._was_there = os.path.isdir(self._runs)  # noqa: PTH112 - text

    def refuse_gone(self) -> None:
        """Raise GuildError where the home was there and is gone, or cannot be read any more."""
        if os.access(self._runs, os.R_OK | os.X_OK):
            self._was_there = True
        elif self._was_there:
            raise GuildError(
                f"the Guild home is gone or cannot be read: {self._runs}",
                "What is shown is of before. Put it back, or choose another.",
            )

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        """Return the answer to a question.

        Raises
        ------
        GuildError
            It is refused.
        """
        is_of_project = question in _OF_PROJECTS and self.kind != "diff"
        if is_of_project and wanted.get("new") is None:
            old = wanted.get("old")
            if not isinstance(old, str):
                raise GuildError("no run is named")
            self._places.refuse_outside(project_of(self._find(old)))
        return self.presenter.answer(question, wanted)


class Opening:
    """Makes the presenters of one server.

    Parameters
    ----------
    places
        Its places.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._watches: WeakValueDictionary[tuple[Path, bool], FolderWatch] = WeakValueDictionary()
        #: Those of late, which nobody may look at just now: to begin anew takes long.
        self._kept: deque[FolderWatch] = deque(maxlen=_KEPT)
        self._lock = threading.Lock()

    def of(self, wanted: Mapping[str, Any]) -> Opened:
        """Return what a page wants to see.

        Raises
        ------
        GuildError
            That makes no sense, or is not there.
        """
        check(wanted, _SCHEMA)
        guild = self._places.guild(wanted.get("home", ""), wanted.get("at", ""))
        presenter = _KINDS[wanted["kind"]](self, guild, wanted)
        return Opened(presenter, guild.home.path, self._places)

    def table(self, guild: Guild, wanted: Mapping[str, Any]) -> Presenter:
        """Return a table of the runs that filters choose."""
        made: Presenter = load(f"{_PRESENTING}.run_table:RunTable")(_chosen(guild, wanted))
        return made

    def card(self, guild: Guild, wanted: Mapping[str, Any]) -> Presenter:
        """Return the card of a run."""
        run = acting.of_home(guild.home.path)(_named(wanted, "run"))
        made: Presenter = load(f"{_PRESENTING}.run_card:RunCard")(run)
        return made

    def comparison(self, guild: Guild, wanted: Mapping[str, Any]) -> Presenter:
        """Return runs beside each other: those that are named, or that filters choose."""
        if "runs" in wanted:
            find = acting.of_home(guild.home.path)
            found = RunList(map(find, dict.fromkeys(wanted["runs"])), str(guild.home.path))
        else:
            found = _chosen(guild, wanted)
        compared = found.compare(wanted.get("columns", ""))
        made: Presenter = load(f"{_PRESENTING}.compared:ComparisonView")(compared)
        return made

    def diff(self, guild: Guild, wanted: Mapping[str, Any]) -> Presenter:
        """Return what differs between two runs, or a run and its project as it is now."""
        find = acting.of_home(guild.home.path)
        old = find(_named(wanted, "old"))
        new = find(wanted["new"]) if wanted.get("new") else None
        if new is None:
            self._places.refuse_outside(project_of(old))
        found = compare(old, new, guild.home)
        made: Presenter = load(f"{_PRESENTING}.differing:DiffView")(found)
        return made

    def runs(self, guild: Guild, wanted: Mapping[str, Any]) -> Presenter:
        """Return the light list of the runs that filters choose."""
        is_deleted = wanted.get("deleted", False)
        key = (guild.home.path, is_deleted)
        with self._lock:
            watch = self._watches.get(key)
            if watch is None:
                watch = self._watches[key] = FolderWatch(guild.home, deleted=is_deleted)
                self._kept.append(watch)
        expression, criteria = _filters(wanted)

        def choose(among: RunList) -> RunList:
            return among.filter(expression, **criteria)

        is_part = bool(expression.strip()) or any(criteria.values())
        make = load(f"{_PRESENTING}.run_lines:RunLines")
        made: Presenter = make(watch, choose if is_part else None)
        return made


def _chosen(guild: Guild, wanted: Mapping[str, Any]) -> RunList:
    expression, criteria = _filters(wanted)
    return guild.runs(expression, deleted=wanted.get("deleted", False), **_given(criteria))


def _filters(wanted: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    criteria = {name: wanted.get(name, []) for name in ("operation", "status")}
    return wanted.get("filter", ""), criteria


def _given(criteria: Mapping[str, Any]) -> dict[str, Any]:
    """Return the criteria that choose: a list of all runs takes up those that are started."""
    return {name: value for name, value in criteria.items() if value}


def _named(wanted: Mapping[str, Any], name: str) -> str:
    found: str = wanted.get(name, "")
    if not found:
        raise GuildError(f"no {name} is named", "Name its id.")
    return found


_KINDS: Mapping[str, Callable[[Opening, Guild, Mapping[str, Any]], Presenter]] = {
    "table": Opening.table,
    "card": Opening.card,
    "comparison": Opening.comparison,
    "diff": Opening.diff,
    "runs": Opening.runs,
}
