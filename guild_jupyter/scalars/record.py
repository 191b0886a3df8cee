r"""Scalars out of a run's raw output, written as they appear.

Decides what a line is and to which step its values belong. Knows nothing about where the
output comes from or where the writer puts the values. Standard library only.
"""

import re
from typing import Protocol

from guild_jupyter.scalars.patterns import Patterns

STEP_KEY = "step"
LINE_LIMIT = 64 * 1024

_INT64_LIMIT = 1 << 63

_LINE_END = re.compile(rb"[\r\n]")
_ANSI = re.compile(
    r"\x1b(?:"
    r"\[[0-?]*[ -/]*[@-~]"  # colours, cursor moves
    r"|\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links
    r"|[@-Z\\-_]"  # two-character sequences
    r")"
)


class Writer(Protocol):
    """What takes the values, such as the writer of event files."""

    def add(self, tag: str, value: float, step: int, wall_time: float) -> None:
        """Take a value."""
        ...


class OutputScalars:
    r"""Finds scalars in chunks of raw output and hands them to a writer.

    A line ends at ``\n`` or ``\r``, so each state of a progress bar counts once it is
    complete. Lines beyond 64 KiB are cut there: output without line ends costs no memory.

    A value named `step` is no scalar but the current step, for the other values of its line and
    for all later lines. Unlike Guild 0.9, which leaves every value at step 0 when the output
    names no step, the values of each key then count up: 0, 1, 2 ... This ends with the first
    step that the output does name.

    Parameters
    ----------
    patterns
        What to look for.
    writer
        Takes the values. Its OSError passes through `feed` and `finish`.
    ignore
        Names of flags; as keys they are dropped when the patterns are the default ones.
    """

    def __init__(
        self,
        patterns: Patterns,
        writer: Writer,
        ignore: frozenset[str] = frozenset(),
    ) -> None:
        self._patterns = patterns
        self._writer = writer
        self._ignore = ignore if patterns.default else frozenset()
        self._rest = b""
        self._is_in_cut_line = False
        self._is_step_lost = False
        self._wall_time = 0.0
        self._step: int | None = None
        self._implied: dict[str, int] = {}

    def feed(self, data: bytes, wall_time: float) -> None:
        """Take a chunk of output that arrived at `wall_time` (epoch seconds)."""
        if not self._patterns:
            return
        self._wall_time = wall_time
        if self._is_in_cut_line:
            data = self._after_cut_line(data)
        first, *others = data.replace(b"\r", b"\n").split(b"\n")
        room = LINE_LIMIT - len(self._rest)
        line = self._rest + first[:room]
        if not others:
            self._rest = line
            return
        self._rest = others.pop()[:LINE_LIMIT]
        self._take(line)
        for other in filter(None, others):
            self._take(other[:LINE_LIMIT])

    def skip(self) -> None:
        """Take note that output is left out before what comes next.

        The line it was cut in is none, on either side. Where the output named steps, values
        belong to none until it names one again.
        """
        self._rest = b""
        self._is_in_cut_line = True
        self._is_step_lost = self._step is not None

    def _after_cut_line(self, data: bytes) -> bytes:
        end = _LINE_END.search(data)
        self._is_in_cut_line = end is None
        return data[end.end() :] if end else b""

    def finish(self) -> None:
        """Take what stands after the last line end as a line; the output is over."""
        line, self._rest = self._rest, b""
        self._take(line)

    def _take(self, raw: bytes) -> None:
        if not raw:
            return
        text = raw.decode("utf-8", "ignore")
        if "\x1b" in text:
            text = _ANSI.sub("", text)
        values = dict(self._patterns.match_line(text))
        announced = values.pop(STEP_KEY, None)
        # also false for nan
        if announced is not None and -_INT64_LIMIT <= announced < _INT64_LIMIT:
            self._step = int(announced)
            self._is_step_lost = False
        if self._is_step_lost:
            return
        for key, value in values.items():
            if key not in self._ignore:
                self._writer.add(key, value, self._step_of(key), self._wall_time)

    def _step_of(self, key: str) -> int:
        if self._step is not None:
            return self._step
        step = self._implied.get(key, 0)
        self._implied[key] = step + 1
        return step
