"""The presenter of the view 'diff', and what answers about differences inside other views."""

from __future__ import annotations

import shlex
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from guild_jupyter.diffing.rundiff import OPTIONS, RunDiff
from guild_jupyter.diffing.sides import RunSide, Side
from guild_jupyter.diffing.texts import CONTEXT
from guild_jupyter.errors import GuildError
from guild_jupyter.presenting.presenter import Message
from guild_jupyter.redaction import redact
from guild_jupyter.wire.diff import EncodedDiff

_MOST_DIFFS = 4


def line_of(diff: RunDiff) -> str:
    """Return the line that a user executes to have a difference again."""
    parts = [OPTIONS[part] for part in diff.named_parts if part in OPTIONS]
    words = ["diff", *_words(diff.old), *_words(diff.new), *parts]
    for path in diff.named_paths:
        words += ["--path", path]
    return redact(f"%guild {shlex.join(words)}")


def _words(side: Side) -> list[str]:
    if isinstance(side, RunSide):
        return [side.run.short_id]
    return [] if side.is_project else ["--dir", str(side.root)]  # a run alone: with its project


class DiffView:
    """What differs between two runs, or a run and a folder, at one moment.

    Parameters
    ----------
    value
        The difference.
    """

    kind = "diff"
    is_live = False

    def __init__(self, value: RunDiff) -> None:
        self.value = value
        self.line = line_of(value)
        self._lock = threading.Lock()
        self._shown = EncodedDiff(value, self.line)
        self._first: Message | None = None

    def first(self) -> Message:
        """Return the parts, and the lines of the first small files."""
        with self._lock:
            if self._first is None:
                self._first = Message({"push": self.kind, "diff": self._shown.encoded()})
            return self._first

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        """Answer a question of the page: ``hello``, anew with ``again``; ``lines`` of a file."""
        if question == "hello":
            if wanted.get("again"):
                anew = EncodedDiff(self.value.again(), self.line)
                with self._lock:
                    self._shown, self._first = anew, None
            return self.first()
        if question == "lines":
            return _lines(self._shown, wanted)
        raise GuildError(f"the view has no answer to {question!r}")

    def changes(self) -> Iterable[Message]:
        """Return nothing: a difference is of a moment."""
        return ()

    def html(self, _name: str) -> str:
        """Return the static twin."""
        html: str = self.value._repr_mimebundle_()["text/html"]
        return html

    def text(self) -> str:
        """Return the static twin as text."""
        text: str = self.value._repr_mimebundle_()["text/plain"]
        return text


class Differences:
    """Differences that are asked for inside another view, the last few of them kept.

    Parameters
    ----------
    make
        Makes a difference of the id of a run and that of another; None for the working tree.
    """

    def __init__(self, make: Callable[[str, str | None], RunDiff]) -> None:
        self._make = make
        self._kept: OrderedDict[tuple[str, str | None], EncodedDiff] = OrderedDict()

    def answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        """Answer ``diff`` of two runs, made anew each time, or ``lines`` of one of its files.

        Raises
        ------
        GuildError
            There is no such run, part or file.
        """
        old, new = str(wanted["old"]), wanted.get("new")
        key = (old, None if new is None else str(new))
        if question == "diff" or key not in self._kept:
            diff = self._make(*key)
            self._kept[key] = EncodedDiff(diff, line_of(diff))
            while len(self._kept) > _MOST_DIFFS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        if question == "diff":
            return Message({"diff": self._kept[key].encoded()})
        if question == "lines":
            return _lines(self._kept[key], wanted)
        raise GuildError(f"a difference has no answer to {question!r}")


def _lines(shown: EncodedDiff, wanted: Mapping[str, Any]) -> Message:
    file = shown.file(str(wanted["part"]), str(wanted["file"]))
    if fold := wanted.get("fold"):
        old, new, count = (int(number) for number in fold)
        return Message(file.between(old, new, count))
    context, start = int(wanted.get("context", CONTEXT)), int(wanted.get("start", 0))
    return Message(*file.page(context, start))
