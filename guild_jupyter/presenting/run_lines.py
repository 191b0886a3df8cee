"""The presenter of the light list 'runs': a line for each run, of some runs at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting import acting
from guild_jupyter.presenting.folder_watch import Difference, FolderWatch
from guild_jupyter.presenting.presenter import Message
from guild_jupyter.presenting.tick import Rhythm
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.wire.run_row import row

#: Lines of one answer at most; the first picture has so many.
MOST = 500

#: Chooses among runs, as filters do.
Choose = Callable[[RunList], RunList]


class RunLines:
    """What the light list shows.

    Parameters
    ----------
    watch
        The runs that there are; may be shared with other lists.
    choose
        Which of them are listed; None for all.
    """

    kind = "runs"
    line = "%guild runs"
    is_live = True

    def __init__(self, watch: FolderWatch, choose: Choose | None = None) -> None:
        watch.look()
        self._watch = watch
        self._choose = choose
        self._version = watch.version
        self._chosen: set[str] = set()
        self._notes: list[str] = []
        #: What lines said when they were told, shortened, by id.
        self._told: dict[str, int] = {}
        self._rhythm = Rhythm(0.05, 5.0)
        self._find = acting.of_home(watch.home.path)
        self._answers: Mapping[str, Callable[[Mapping[str, Any]], Message]] = {
            "hello": self._hello,
            "rows": self._rows,
        }
        self._renew()

    def first(self) -> Message:
        """Return the first lines, the newest runs first, and how many there are."""
        return Message({"push": self.kind, **self._page(0, MOST), "notes": self._notes})

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        """Answer a question: ``hello``, ``rows`` from one number to another, or about runs."""
        own = self._answers.get(question)
        if own is not None:
            return own(wanted)
        if question == "act":
            named = wanted.get("runs")
            ids = named if isinstance(named, list) else ()
            self._watch.touch(one for one in ids if isinstance(one, str))
        found = acting.answer(question, wanted, self._find)
        if found is None:
            raise GuildError(f"a list of runs has no answer to {question!r:.80}")
        return found

    def changes(self) -> Iterable[Message]:
        """Return the lines that changed or came, and the ids of those that are gone."""
        self._watch.look()
        if self._version == self._watch.version or not self._rhythm.is_due():
            return ()
        with self._rhythm:
            return self._changes()

    def _changes(self) -> Iterable[Message]:
        found = self._watch.since(self._version)
        told = self._told_of(found)
        self._version = found.version  # what cannot be told now is told the next time
        return told

    def _told_of(self, found: Difference) -> Iterable[Message]:
        if found.is_lost or len(found.changed) > MOST:
            self._renew()
            return [Message({**self.first().content, "is_anew": True})]
        listed = self._listed(found.changed)
        gone = {id_ for id_ in {*found.gone, *found.changed} - listed if self._forget(id_)}
        self._chosen |= listed if self._choose else set()
        before = {id_: self._told.get(id_) for id_ in listed}
        lines = self._lines(self._ordered(listed))
        changed = [one for one in lines if before[one["id"]] != self._told[one["id"]]]
        if not changed and not gone:
            return ()
        content = {"changed": changed, "gone": sorted(gone), "total": len(self._ids())}
        return [Message({"push": self.kind, **content})]

    def html(self, _name: str) -> str:
        """Return nothing: what is only in a panel has no static twin."""
        return ""

    def text(self) -> str:
        """Return nothing, as :meth:`html`."""
        return ""

    def _hello(self, _wanted: Mapping[str, Any]) -> Message:
        return self.first()

    def _rows(self, wanted: Mapping[str, Any]) -> Message:
        start, stop = wanted.get("from", 0), wanted.get("to", MOST)
        for number in (start, stop):
            if not isinstance(number, int) or isinstance(number, bool) or number < 0:
                raise GuildError("from and to have to be whole numbers")
        return Message(self._page(start, min(stop, start + MOST)))

    def _page(self, start: int, stop: int) -> dict[str, Any]:
        ids = self._ids()
        start = min(start, len(ids))
        return {"total": len(ids), "offset": start, "runs": self._lines(ids[start:stop])}

    def _lines(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        lines = list(map(row, self._watch.gather(ids)))
        self._told.update((line["id"], _sum(line)) for line in lines)
        return lines

    def _renew(self) -> None:
        if self._choose is not None:
            found = self._choose(self._runs(self._watch.ids))
            self._notes = list(found.notes)
            self._chosen = {run.id for run in found}

    def _listed(self, ids: set[str]) -> set[str]:
        if self._choose is None or not ids:
            return ids
        return {run.id for run in self._choose(self._runs(self._ordered(ids)))}

    def _forget(self, id_: str) -> bool:
        """Forget a run; tell whether it was listed."""
        was = self._choose is None or id_ in self._chosen
        self._chosen.discard(id_)
        self._told.pop(id_, None)
        return was

    def _ids(self) -> list[str]:
        ids = self._watch.ids
        return ids if self._choose is None else [id_ for id_ in ids if id_ in self._chosen]

    def _ordered(self, ids: set[str]) -> list[str]:
        return [id_ for id_ in self._watch.ids if id_ in ids]

    def _runs(self, ids: Sequence[str]) -> RunList:
        return RunList(map(self._watch.run, ids), str(self._watch.home.path))


def _sum(line: Mapping[str, Any]) -> int:
    """Return what tells a line from another one; time that goes by makes it no other."""
    kept = {name: value for name, value in line.items() if name != "seconds"}
    return hash(json.dumps(kept, default=str))
