"""What a view shows: the protocol between the widget and the kinds of views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from guild_jupyter.redaction import redact


class Message(NamedTuple):
    """Plain members, and the buffers that they number."""

    content: Mapping[str, Any]
    buffers: Sequence[bytes | memoryview] = ()


class Presenter(Protocol):
    """One kind of view, bound to what it shows.

    In a kernel, questions are answered in the main thread, and :meth:`first` and
    :meth:`changes` are called from the thread that keeps views live; in a server, all from
    threads that come and go. Whoever shows it calls one at a time.
    """

    #: The component that shows it.
    kind: str
    #: What a user executes to have the view again.
    line: str

    @property
    def is_live(self) -> bool:
        """Whether what is shown may still change by itself."""
        ...

    def first(self) -> Message:
        """Return what a first picture needs, as a push; small, for it may be repeated."""
        ...

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        """Return the answer to a question of the page.

        Raises
        ------
        GuildError
            It is refused.
        """
        ...

    def changes(self) -> Iterable[Message]:
        """Return, as pushes, what changed since the last time; nothing for nothing."""
        ...

    def html(self, name: str) -> str:
        """Return the static twin as HTML."""
        ...

    def text(self) -> str:
        """Return the static twin as plain text."""
        ...


def refusal(message: str, hint: str = "") -> Message:
    """Return an answer that says why there is none."""
    error = {"message": redact(message), "hint": redact(hint)}
    return Message(whole({"error": error}))


def whole(value: Any) -> Any:  # noqa: ANN401 - any plain value
    """Return a plain value that can be sent: in its texts, halves of characters are marked."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {whole(name): whole(one) for name, one in value.items()}
    return list(map(whole, value)) if isinstance(value, (list, tuple)) else value
