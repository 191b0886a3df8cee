"""The tokens of the lines of a text that are shown; no more of it is read than they need.

Python is read from the nearest line before at which code can begin; other languages from the
first line on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from guild_jupyter.diffing import syntax
from guild_jupyter.diffing.rows import Token

_PYTHON = "Python"
#: Lines between two that are shown which are rather read than left out.
_NEAR = 3
# Strings and comments, in which quotes mean something else, and line ends that end no line.
_SPANS = re.compile(
    r'''\#[^\n]*
    |"""(?:[^"\\]+|\\.|"(?!""))*(?:"""|\\?\Z)
    |\'\'\'(?:[^'\\]+|\\.|'(?!''))*(?:\'\'\'|\\?\Z)
    |"(?:[^"\\\n]+|\\.)*"?
    |'(?:[^'\\\n]+|\\.)*'?
    |\\\n''',
    re.VERBOSE | re.DOTALL,
)


class Colours:
    """The tokens of a text, read when its lines are asked for.

    Parameters
    ----------
    name
        The name of its file, which tells the language.
    lines
        Its lines, without what ends them.
    patience
        Seconds after which what was asked for at once has no colours.
    """

    def __init__(self, name: str, lines: Sequence[str], patience: float = syntax.PATIENCE) -> None:
        self._name = name
        self._lines = lines
        self._patience = patience
        self._code = syntax.code_of(name, lines)
        self._known: dict[int, list[Token]] = {}

    def of(self, places: Iterable[int]) -> Mapping[int, Sequence[Token]]:
        """Return the tokens of lines by their places, from 0, as far as they are known."""
        wanted = sorted({at for at in places if at < len(self._code)} - self._known.keys())
        if wanted:
            try:
                self._read(wanted)
            except Exception:  # noqa: BLE001 - as in syntax: colours are not worth a fault
                self._code, self._known = [], {}
        return self._known

    def _read(self, wanted: list[int]) -> None:
        end = time.monotonic() + self._patience
        for first, stop in self._stretches(wanted):
            code = self._code if self._is_from_start else self._code[first:stop]
            found = syntax.read(self._lexer, "\n".join(code))
            read = syntax.by_line(_limited(found, stop - first, end), self._lines[first:stop])
            self._known.update(zip(range(first, stop), read, strict=False))

    def _stretches(self, wanted: list[int]) -> Iterator[tuple[int, int]]:
        """Yield the bounds of lines that are read together."""
        if self._is_from_start:
            yield 0, wanted[-1] + 1
            return
        first, stop = self._begins[wanted[0]], wanted[0]
        for at in wanted:
            if self._begins[at] > stop + _NEAR:
                yield first, stop
                first = self._begins[at]
            stop = at + 1
            while stop < len(self._code) and self._begins[stop] < stop:
                stop += 1  # to the end of a string
        yield first, stop

    @cached_property
    def _lexer(self) -> Any:  # noqa: ANN401 - Pygments has no types
        return syntax.lexer_of(self._name)

    @cached_property
    def _is_from_start(self) -> bool:
        return bool(self._lexer.name != _PYTHON)

    @cached_property
    def _begins(self) -> list[int]:
        return beginnings(self._code)


def beginnings(code: Sequence[str]) -> list[int]:
    """Return for each line of Python the nearest one, or itself, that begins in no string."""
    text = "\n".join(code)
    found = list(range(len(code)))
    line = at = 0
    for span in _SPANS.finditer(text):
        count = span[0].count("\n")
        if count:
            line += text.count("\n", at, span.start())
            at = span.start()
            found[line + 1 : line + count + 1] = [found[line]] * count
    return found


def _limited(
    found: Iterable[tuple[str, str]], lines: int, end: float
) -> Iterator[tuple[str, str]]:
    """Yield what is read until so many lines are, or the time is over."""
    for value, kind in found:
        yield value, kind
        lines -= value.count("\n")
        if lines <= 0 or time.monotonic() > end:
            return
