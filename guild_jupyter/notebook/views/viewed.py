"""A run whose tab is to be opened, once; where there are no tabs, a card with its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guild_jupyter.presenting.presenter import Message
from guild_jupyter.presenting.run_card import RunCard
from guild_jupyter.registry import load
from guild_jupyter.runstore.run import Run


class ViewedRun(Run):
    """A run that is shown with its files."""

    def _repr_mimebundle_(self, **options: object) -> dict[str, str]:
        card = super()._repr_mimebundle_(**options)
        if not self.dir.is_dir():
            return card  # it is in the trash: its files are not looked for there
        files = load("guild_jupyter.notebook.glance:glance")(self, self.dir)
        return {
            "text/html": f"{card['text/html']}{files.html}",
            "text/plain": f"{card['text/plain']}\n{files.text}",
        }


class ViewedCard(RunCard):
    """The card of a run that is viewed.

    Parameters
    ----------
    run
        The run.
    """

    def __init__(self, run: ViewedRun) -> None:
        super().__init__(run)
        self.line = f"%guild view {run.short_id}"
        self._is_opened = False

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        """Answer a question of the page; the first page that asks is to open the tab."""
        found = super().answer(question, wanted)
        if question != "hello" or self._is_opened:
            return found
        self._is_opened = True
        return Message({**found.content, "open": True}, found.buffers)
