"""One view that is open over a stream: what it is asked, and what it is told without asking."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import Any

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting.answering import answered
from guild_jupyter.presenting.presenter import Message, refusal
from guild_jupyter.server.opening import Opened

#: Sends a message of a view; may be called from any thread.
Tell = Callable[[Message], None]
#: Puts an error into words that may leave the server.
Scrub = Callable[[str], str]


class Shown:
    """A view; what is done with it but for :meth:`look` is done in the order of its messages.

    Parameters
    ----------
    number
        What the page calls it.
    tell
        Sends a message of it.
    has_room
        Whether whoever reads keeps up.
    scrub
        Takes out of a sentence what is not to be said.
    """

    def __init__(
        self, number: int, tell: Tell, has_room: Callable[[], bool], scrub: Scrub
    ) -> None:
        self.number = number
        #: Held in the event loop for one message after the other.
        self.turn = asyncio.Lock()
        self.is_closed = False
        self._opened: Opened | None = None
        self._tell = tell
        self._has_room = has_room
        self._scrub = scrub
        #: Held while the presenter is at work, so that what is told is told in its order.
        self._busy = threading.Lock()
        self._trouble = ""

    @property
    def is_open(self) -> bool:
        """Whether there is something to show."""
        return self._opened is not None and not self.is_closed

    def open(self, number: object, make: Callable[[], Opened]) -> bool:
        """Begin; return whether that succeeded. ``number`` is that of the question."""

        def opened(_question: str, _wanted: Mapping[str, Any]) -> Message:
            self._opened = made = make()
            return Message({"opened": made.kind, "line": made.line})

        with self._busy:
            answer = self._scrubbed(answered(opened, "open", {}))
            self._say(answer, number)
            if self._opened is not None and self._opened.kind == "runs":
                self._tell(self._opened.presenter.first())
        return self._opened is not None

    def answer(self, number: object, question: str, wanted: Mapping[str, Any]) -> None:
        """Answer a question."""
        with self._busy:
            if self._opened is None or self.is_closed:
                answer = refusal(f"view {self.number} is not open", "Open it first.")
            else:
                answer = self._scrubbed(answered(self._opened.answer, question, wanted))
            self._say(answer, number)

    def look(self) -> None:
        """Tell what changed, unless it is busy or nobody reads it."""
        if self._opened is None or not self._has_room() or not self._busy.acquire(blocking=False):
            return
        try:
            self._look(self._opened)
        finally:
            self._busy.release()

    def _look(self, opened: Opened) -> None:
        try:
            opened.refuse_gone()
            for message in opened.presenter.changes():
                if not self.is_closed:
                    self._tell(message)
        except (GuildError, OSError) as error:
            said = error.message if isinstance(error, GuildError) else str(error)
            if said != self._trouble:
                self._trouble = said
                hint = getattr(error, "hint", "")
                self._tell(self._scrubbed(refusal(said, hint)))
            return
        if self._trouble:
            self._trouble = ""
            self._tell(opened.presenter.first())

    def close(self) -> None:
        """Show nothing any more."""
        self.is_closed = True
        self._opened = None

    def _say(self, answer: Message, number: object) -> None:
        if not self.is_closed:
            self._tell(Message({**answer.content, "re": number}, answer.buffers))

    def _scrubbed(self, message: Message) -> Message:
        error = message.content.get("error")
        if not isinstance(error, Mapping):
            return message
        said = {name: self._scrub(str(text)) for name, text in error.items()}
        return Message({**message.content, "error": said}, message.buffers)
