"""The text of a project file in INI form, split into sections and entries, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guild_jupyter.documents import MAX_BYTES, MAX_NODES
from guild_jupyter.errors import GuildFileError

_HEADER = re.compile(r'\[\s*([^\s"\[\]]+)\s*(?:"([^"]*)"\s*)?\](.*)')
_COMMENT = ("#", ";")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``NAME = VALUE``.

    Parameters
    ----------
    value
        The value as written; lines that continue it are joined with one space.
    line
        Its line, counted from 1.
    """

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """One section.

    Parameters
    ----------
    kind
        The word after the bracket.
    name
        What stands in quotes after it; None for nothing.
    line
        The line of its heading, counted from 1.
    entries
        Its entries by name, in the order of the file.
    """

    kind: str
    name: str | None
    line: int
    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The section as it is written: ``model "intro"``."""
        return self.kind if self.name is None else f'{self.kind} "{self.name}"'


def split(text: str, file: str) -> list[Section]:
    """Return the sections of a text, in its order.

    A line that is indented deeper than the name of an entry continues its value, up to the next
    empty line. A line that begins with ``#`` or ``;`` is a comment.

    Raises
    ------
    GuildFileError
        The text is too large, or a line is neither of these, or something is said twice.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise GuildFileError(
            f"the text is larger than {MAX_BYTES >> 10} KiB", "Make the file simpler.", file=file
        )
    return _Splitter(file).sections_of(text)


class _Splitter:
    """Takes the lines of a text one by one."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._sections: dict[tuple[str, str | None], Section] = {}
        self._section: Section | None = None
        self._entries = 0
        self._number = 0
        # The entry that a deeper line continues: its name, indentation, line and parts.
        self._open: tuple[str, int, int, list[str]] | None = None

    def sections_of(self, text: str) -> list[Section]:
        for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            self._number = number
            line = raw.rstrip()
            if forbidden := _FORBIDDEN.search(line):
                raise self._error(f"character {ord(forbidden[0]):#x} is not allowed", "Remove it.")
            content = line.lstrip()
            if not content:
                self._close()
            elif not content.startswith(_COMMENT):
                self._take(content, len(line) - len(content))
        self._close()
        return list(self._sections.values())

    def _take(self, content: str, indentation: int) -> None:
        if self._open and indentation > self._open[1]:
            self._open[3].append(content)
            return
        self._close()
        if content.startswith("["):
            self._begin_section(content)
        else:
            self._begin_entry(content, indentation)

    def _begin_section(self, content: str) -> None:
        match = _HEADER.fullmatch(content)
        rest = match[3].strip() if match else ""
        if match is None or (rest and not rest.startswith(_COMMENT)):
            raise self._error(
                "this heading of a section cannot be read",
                "Write '[flags]' or '[model \"NAME\"]'.",
            )
        section = Section(match[1], match[2] or None, self._number)
        known = self._sections.setdefault((section.kind, section.name), section)
        if known is not section:
            raise self._error(
                f"a second section [{section.heading}]; the first is on line {known.line}",
                "Put both into one, or give it another name.",
                section.heading,
            )
        self._section = section

    def _begin_entry(self, content: str, indentation: int) -> None:
        name, sign, value = content.partition("=")
        name = name.rstrip()
        if not sign or not name:
            raise self._error(
                "expected NAME = VALUE or a [section]",
                "Indent a line that continues a value; begin a comment with '#'.",
            )
        if self._section is None:
            raise self._error(
                f"{name!r} stands before the first section",
                "Begin with a section such as '[model \"NAME\"]'.",
                name,
            )
        if first := self._section.entries.get(name):
            raise self._error(
                f"{name!r} is said twice; first on line {first.line}",
                "Keep one of them.",
                f"{self._section.heading}.{name}",
            )
        self._entries += 1
        if self._entries > MAX_NODES:
            raise self._error(f"more than {MAX_NODES} values", "Make the file simpler.")
        # Its place among the entries is kept, whatever lines follow.
        self._section.entries[name] = Entry("", self._number)
        self._open = (name, indentation, self._number, [value.strip()])

    def _close(self) -> None:
        """Write down the entry whose lines have ended."""
        if self._open is not None and self._section is not None:
            name, _, line, parts = self._open
            self._section.entries[name] = Entry(" ".join(filter(None, parts)), line)
        self._open = None

    def _error(self, message: str, hint: str, key: str = "") -> GuildFileError:
        return GuildFileError(message, hint, file=self._file, line=self._number, key=key)
