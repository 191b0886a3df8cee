"""One view that is open over a stream: what it is asked, and what it is told without asking."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting.answering import answered
from guild_jupyter.presenting.presenter import Message, refusal
from guild_jupyter.server.opening import Opened

_LOG = logging.getLogger(__name__)
_ANEW = "Wait a moment, or open it anew."

#: Sends a message of a view; may be called from any thread.
Tell = Callable[["Shown", Message], None]
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
        self._send = tell
        self._has_room = has_room
        self._scrub = scrub
        #: Held while the presenter is at work, so that what is told is told in its order.
        self._busy = threading.Lock()
        self._trouble = ""

    def open(self, number: object, make: Callable[[], Opened]) -> bool:
        """Begin; return whether that succeeded. ``number`` is that of the question."""

        def opened(_question: str, _wanted: Mapping[str, Any]) -> Message:
            self._opened = made = make()
            return Message({"opened": made.kind, "line": made.line})

        with self._busy:
            answer = self._scrubbed(answered(opened, "open", {}))
            self._say(answer, number)
            found = self._opened  # closed meanwhile, it has none
            if found is not None and found.kind == "runs":
                self._tell(found.presenter.first())
        return found is not None

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
        opened = self._opened
        if opened is None or not self._has_room() or not self._busy.acquire(blocking=False):
            return
        try:
            self._look(opened)
        except (GuildError, OSError) as error:
            said = error.message if isinstance(error, GuildError) else str(error)
            self._tell_trouble(said, getattr(error, "hint", ""))
        except Exception as error:  # noqa: BLE001 - a page that is told nothing shows what was
            if self._tell_trouble(f"this is not live any more: {type(error).__name__}", _ANEW):
                _LOG.warning("a view cannot tell what changed", exc_info=True)
        finally:
            self._busy.release()

    def _look(self, opened: Opened) -> None:
        opened.refuse_gone()
        for message in opened.presenter.changes():
            if not self.is_closed:
                self._tell(message)
        if self._trouble:
            self._tell(opened.presenter.first())
            self._trouble = ""

    def _tell_trouble(self, said: str, hint: str) -> bool:
        """Tell what is wrong, once as long as it is; return whether that is new."""
        if said == self._trouble:
            return False
        self._trouble = said
        self._tell(self._scrubbed(refusal(said, hint)))
        return True

    def close(self) -> None:
        """Show nothing any more."""
        self.is_closed = True
        self._opened = None

    def _tell(self, message: Message) -> None:
        self._send(self, message)

    def _say(self, answer: Message, number: object) -> None:
        if not self.is_closed:
            self._tell(Message({**answer.content, "re": number}, answer.buffers))

    def _scrubbed(self, message: Message) -> Message:
        error = message.content.get("error")
        if not isinstance(error, Mapping):
            return message
        said = {name: self._scrub(str(text)) for name, text in error.items()}
        return Message({**message.content, "error": said}, message.buffers)
