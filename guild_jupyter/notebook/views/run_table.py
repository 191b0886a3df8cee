"""The presenter of the view 'table'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from guild_jupyter.errors import GuildError
from guild_jupyter.notebook.views.presenter import Message


class RunTable:
    """What a 'table' view shows.

    Parameters
    ----------
    value
        What is shown.
    """

    kind = "table"

    def __init__(self, value: Any) -> None:  # noqa: ANN401 - to come
        self.value = value
        self.line = "%guild runs"
        self.is_live = False

    def first(self) -> Message:
        """Return the first picture."""
        return Message({"push": self.kind, "text": repr(self.value)})

    def answer(self, question: str, _wanted: Mapping[str, Any]) -> Message:
        """Answer a question of the page."""
        if question == "hello":
            return self.first()
        raise GuildError(f"the view has no answer to {question!r}")

    def changes(self) -> Iterable[Message]:
        """Return what changed."""
        return ()

    def html(self, _name: str) -> str:
        """Return the static twin."""
        html: str = self.value._repr_mimebundle_()["text/html"]
        return html

    def text(self) -> str:
        """Return the static twin as text."""
        text: str = self.value._repr_mimebundle_()["text/plain"]
        return text
