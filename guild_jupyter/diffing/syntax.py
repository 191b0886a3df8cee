"""The tokens of source code, told by the name of its file alone; none where that fails."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from guild_jupyter.diffing.rows import Row, Token, plain, untabbed
from guild_jupyter.diffing.texts import TextDiff
from guild_jupyter.diffing.words import Piece
from guild_jupyter.registry import load

KEYWORD, STRING, COMMENT, NUMBER, NAME, OPERATOR = (
    *("keyword", "string", "comment", "number", "name", "operator"),
)
#: Longer texts, and those with longer lines, have no colours.
LARGEST = 512 << 10
LONGEST_LINE = 5000
#: Seconds after which the rest of a text has no colours.
PATIENCE = 0.4
_NOTEBOOK = ".ipynb"
_CELL, _OTHER_CELL = "# %%", "# %% ["
# By the beginning of what Pygments calls them; the first that fits counts.
_KINDS = (
    ("Token.Keyword", KEYWORD),
    ("Token.Operator.Word", KEYWORD),
    ("Token.Literal.String", STRING),
    ("Token.Literal.Number", NUMBER),
    ("Token.Comment", COMMENT),
    ("Token.Operator", OPERATOR),
    *((f"Token.Name.{one}", NAME) for one in ("Function", "Class", "Builtin", "Decorator", "Tag")),
)


class Coloured(NamedTuple):
    """A part of a line: whether it differs from the other line's, and which token it is of."""

    text: str
    differs: bool
    kind: str


def tokens(name: str, lines: Sequence[str], patience: float = PATIENCE) -> list[list[Token]]:
    """Return the tokens of each line, which together are as long as it; none where that fails.

    Parameters
    ----------
    name
        The name of the file; what it holds is not looked at to tell the language.
    lines
        Its lines, without what ends them.
    patience
        Seconds after which the rest is one token a line.
    """
    code = code_of(name, lines)
    if not code:
        return []
    end = time.monotonic() + patience
    try:
        found = by_line(_until(read(lexer_of(name), "\n".join(code)), end), lines)
    except Exception:  # noqa: BLE001 - lexers are many, also of other packages: colours are not worth a fault
        return []
    return found if any(token.kind for line in found for token in line) else []


def code_of(name: str, lines: Sequence[str]) -> Sequence[str]:
    """Return lines as they are read for their tokens; none where the text or one is too long."""
    if not lines or max(map(len, lines)) > LONGEST_LINE:
        return []
    if sum(map(len, lines)) + len(lines) > LARGEST:
        return []
    return list(_code_of_cells(lines)) if name.endswith(_NOTEBOOK) else lines


def lexer_of(name: str) -> Any:  # noqa: ANN401 - Pygments has no types
    """Return what reads a file of that name; fails in many ways where nothing does."""
    find = load("pygments.lexers:get_lexer_for_filename")
    return find("a.py" if name.endswith(_NOTEBOOK) else name)


def _code_of_cells(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a notebook's cells, empty ones in place of those that are no code."""
    is_code = True
    for line in lines:
        if line.startswith(_CELL):
            is_code = not line.startswith(_OTHER_CELL)
        yield line if is_code else ""


def _until(found: Iterable[tuple[str, str]], end: float) -> Iterator[tuple[str, str]]:
    for one in found:
        yield one
        if time.monotonic() > end:
            return


def read(lexer: Any, text: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - Pygments has no types
    """Yield the parts of a text and what they are, as they are read."""
    kinds: dict[Any, str] = {}
    for _, token, value in lexer.get_tokens_unprocessed(text):
        if token not in kinds:
            said = str(token)
            kinds[token] = next((kind for mark, kind in _KINDS if said.startswith(mark)), "")
        yield value, kinds[token]


def by_line(found: Iterable[tuple[str, str]], lines: Sequence[str]) -> list[list[Token]]:
    """Return the tokens of lines, which together are as long; what was not read is of no kind."""
    split: list[list[Token]] = [[]]
    for value, kind in found:
        first, *others = value.split("\n")
        _add(split[-1], first, kind)
        for line in others:
            split.append([])
            _add(split[-1], line, kind)
    split += [[] for _ in range(len(lines) - len(split))]
    return [_fitting(line, len(text)) for line, text in zip(split, lines, strict=False)]


def _add(line: list[Token], text: str, kind: str) -> None:
    if line and line[-1].kind == kind:
        line[-1] = Token(line[-1].length + len(text), kind)
    elif text:
        line.append(Token(len(text), kind))


def _fitting(line: list[Token], length: int) -> list[Token]:
    known = sum(token.length for token in line)
    if known > length:
        return [Token(length, "")]
    _add(line, " " * (length - known), "")
    return line


def merged(pieces: Iterable[Piece], line: Sequence[Token]) -> list[Coloured]:
    """Return the pieces of a line, split also where its tokens end.

    Pieces that are not as long as the tokens, such as those of a shortened line, keep no tokens.
    """
    pieces = list(pieces)
    if sum(len(one.text) for one in pieces) != sum(token.length for token in line):
        return [Coloured(one.text, one.differs, "") for one in pieces]
    found: list[Coloured] = []
    waiting = iter(line)
    left, kind = 0, ""
    for piece in pieces:
        at = 0
        while at < len(piece.text):
            while not left:
                left, kind = next(waiting)
            taken = min(left, len(piece.text) - at)
            found.append(Coloured(piece.text[at : at + taken], piece.differs, kind))
            at, left = at + taken, left - taken
    return found


def coloured(found: Iterable[Row], diff: TextDiff, name: str, largest: int) -> list[Row]:
    """Return rows whose lines know their tokens; of texts that are larger the rows as they are."""
    rows = list(found)
    for side, text in (("old", diff.old), ("new", diff.new)):
        if sum(map(len, text.shown)) > largest:
            continue
        known = tokens(name, [untabbed(plain(text, at)) for at in range(len(text.shown))])
        for at, row in enumerate(rows):
            line = getattr(row, side)
            if line is not None and line.number <= len(known):
                rows[at] = row._replace(**{side: line._replace(tokens=known[line.number - 1])})
    return rows
