"""The presenter of the view 'card': a run as it is, and what can be done to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from guild_jupyter.errors import GuildError, NoSuchRun
from guild_jupyter.presenting import acting
from guild_jupyter.presenting.presenter import Message
from guild_jupyter.runstore.run import Run
from guild_jupyter.wire.card import CardKeeper


class RunCard:
    """What a card shows.

    Parameters
    ----------
    run
        The run.
    """

    kind = "card"

    def __init__(self, run: Run) -> None:
        self.run = run
        self.line = f"%guild watch {run.typed_id}"
        self._keeper = CardKeeper(run)
        # Questions are answered in another thread than that which tells of changes.
        self._lock = Lock()

    @property
    def is_live(self) -> bool:
        """Whether the run may still change by itself."""
        return self._keeper.is_live

    def first(self) -> Message:
        """Return the whole card."""
        with self._lock:
            return Message({"push": self.kind, **self._keeper.whole()})

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        """Answer a question of the page."""
        if question == "hello":
            return self.first()
        found = acting.answer(question, wanted, self._find)
        if found is None:
            raise GuildError(f"a card has no answer to {question!r}")
        if question != "act":
            return found
        # What was done is seen with the answer, not half a second later.
        return Message({**found.content, "card": self._changed()}, found.buffers)

    def changes(self) -> Iterable[Message]:
        """Return what changed since the last time."""
        changed = self._changed()
        return [Message({"push": self.kind, **changed})] if changed else ()

    def _changed(self) -> dict[str, Any]:
        with self._lock:
            return self._keeper.changes()

    def _find(self, run_id: str) -> Run:
        if run_id != self.run.id:
            raise NoSuchRun(f"this card is not that of run {run_id[:40]!r}")
        if self.run.dir.is_dir():
            return self.run
        return acting.of_home(self.run.dir.parent.parent)(run_id)

    def html(self, _name: str) -> str:
        """Return the static twin."""
        return self.run._repr_mimebundle_()["text/html"]

    def text(self) -> str:
        """Return the static twin as text."""
        return self.run._repr_mimebundle_()["text/plain"]
