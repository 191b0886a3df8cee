"""The words of a filter expression: cut out of its text, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guild_jupyter.runstore.filters.faults import fault

WORD, QUOTED, SIGN, END = "word", "quoted", "sign", "end"
#: Longer expressions are no one's writing.
MAX_LENGTH = 100_000

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<sign>!=|<>|<=|>=|[=<>()\[\],])
      | (?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<word>[^ \t\r\n,<>!=()\[\]'"][^ \t\r\n,<>!=()\[\]]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(['\"\\])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a text in quotes, a sign, or the end.

    Parameters
    ----------
    kind
        :data:`WORD`, :data:`QUOTED`, :data:`SIGN` or :data:`END`.
    text
        As it is written; of a quoted one what stands between the quotes.
    place
        Where it begins, from 0.
    """

    kind: str
    text: str
    place: int

    def says(self, *words: str) -> bool:
        """Tell whether it is one of some keywords, in capitals or not."""
        return self.kind == WORD and self.text.lower() in words

    def is_sign(self, *signs: str) -> bool:
        """Tell whether it is one of some signs."""
        return self.kind == SIGN and self.text in signs

    def __str__(self) -> str:
        return "the end" if self.kind == END else f"'{self.text}'"


def tokens(text: str) -> list[Token]:
    """Return the tokens of an expression, its end last.

    Raises
    ------
    FilterError
        A character cannot stand where it does, or the text is too long.
    """
    if len(text) > MAX_LENGTH:
        most = f"An expression has at most {MAX_LENGTH:,} characters."
        raise fault(text, MAX_LENGTH, f"it is {len(text):,} characters long", most)
    if control := _CONTROL.search(text):
        raise fault(text, control.start(), f"a control character, {control[0]!r}", "Remove it.")
    found = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _unexpected(text, place)
        kind = match.lastgroup or ""
        if kind == QUOTED:
            found.append(Token(QUOTED, _ESCAPED.sub(r"\1", match[0][1:-1]), place))
        elif kind != "space":
            found.append(Token(kind, match[0], place))
        place = match.end()
    return [*found, Token(END, "", len(text))]


def quoted(text: str) -> str:
    """Return a text in quotes, as :func:`tokens` reads it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _unexpected(text: str, place: int) -> Exception:
    character = text[place]
    if character in "'\"":
        return fault(text, place, f"the quote {character} is not closed", "Close it.")
    return fault(text, place, "'!' alone is no sign", "Write '!=' or 'not'.")
