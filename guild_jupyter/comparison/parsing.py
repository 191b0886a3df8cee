"""From the text of column specs to the specs; what is wrong is pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NoReturn

from guild_jupyter.comparison import specs
from guild_jupyter.comparison.specs import ATTRIBUTE, FLAG, SCALAR, Place, Spec
from guild_jupyter.errors import ColumnError, nearest
from guild_jupyter.twins.text import clean, columns

#: Characters of the text of specs: more is no list of columns.
LONGEST = 20_000
_AROUND = 60
_LARGEST_STEP = 1 << 63
_FORM = "A column is written like 'loss', 'min loss', 'loss step', '=flag' or '.status'."


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, quoted text or comma; ``is_plain`` where no part of it is quoted."""

    text: str
    start: int
    end: int
    kind: str = ""
    is_plain: bool = True

    @property
    def word(self) -> str:
        """The word of the language that it may be; empty for quoted text."""
        return self.text.lower() if self.is_plain and not self.kind else ""


def read(text: str | Iterable[str]) -> list[Spec]:
    """Return the specs that a text or several stand for, in their order, each once.

    Raises
    ------
    ColumnError
        A text makes no sense, or two columns are given the same name.
    """
    found: list[Spec] = []
    for part in [text] if isinstance(text, str) else text:
        if not isinstance(part, str):
            raise ColumnError(f"{part!r} is no text of a column", _FORM)
        found += _Reader(part).everything()
    found = list(dict.fromkeys(found))
    named: dict[str, Spec] = {}
    for spec in found:
        if spec.name and named.setdefault(spec.name, spec) != spec:
            raise ColumnError(
                f"two columns are called {spec.name!r}: "
                f"{named[spec.name].unnamed}, {spec.unnamed}",
                "Give one of them another name after 'as'.",
            )
    return found


def read_one(text: str) -> Spec:
    """Return the one spec that a text stands for.

    Raises
    ------
    ColumnError
        It makes no sense, or stands for none or several.
    """
    found = read(text)
    if len(found) != 1:
        raise ColumnError(f"{clean(text[:_AROUND])!r} is not one column", _FORM)
    return found[0]


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        if len(text) > LONGEST:
            raise ColumnError(
                f"the columns are {len(text):,} characters long, more than {LONGEST:,}", _FORM
            )
        self.tokens = list(self._split())
        self.at = 0

    def everything(self) -> list[Spec]:
        if not self.tokens:
            return []
        found = [self._spec()]
        while (comma := self._next()) is not None:
            if comma.text != "," or not comma.is_plain:
                self._refuse_word(comma)
            found.append(self._spec())
        return found

    def _split(self) -> Iterable[_Token]:
        """Yield words, kinds of sources, quoted texts and commas."""
        position, end = 0, len(self.text)
        while position < end:
            character = self.text[position]
            if character.isspace():
                position += 1
            elif character == ",":
                yield _Token(",", position, position + 1)
                position += 1
            else:
                token = self._token(position)
                yield token
                position = token.end

    def _token(self, start: int) -> _Token:
        kind, position = self._kind(start)
        parts: list[str] = []
        is_plain = True
        while position < len(self.text):
            character = self.text[position]
            if character.isspace() or character == ",":
                break
            # a quote within a word is a character of it, except where a tag begins
            if character in "'\"" and (not parts or parts[-1].endswith("#")):
                content, position = self._quoted(position)
                is_plain = False
                parts.append(content)
                break
            parts.append(character)
            position += 1
        if position < len(self.text) and not is_plain:
            follows = self.text[position]
            if follows == "#" and not kind:
                rest = self._token(position)
                return _Token("".join(parts) + rest.text, start, rest.end, kind, is_plain=False)
            if not follows.isspace() and follows != ",":
                self._refuse(position, "a blank or a comma has to follow a quoted name")
        if kind and not parts:
            self._refuse(position, f"a name has to follow {self.text[start:position]!r}")
        return _Token("".join(parts), start, position, kind, is_plain)

    def _kind(self, start: int) -> tuple[str, int]:
        if self.text[start] == "=":
            return FLAG, start + 1
        if self.text[start] == ".":
            return ATTRIBUTE, start + 1
        for kind in (FLAG, ATTRIBUTE, SCALAR):
            if self.text.startswith(f"{kind}:", start):
                return kind, start + len(kind) + 1
        return "", start

    def _quoted(self, start: int) -> tuple[str, int]:
        quote, position, content = self.text[start], start + 1, ""
        while True:
            end = self.text.find(quote, position)
            if end < 0:
                self._refuse(start, f"the quote {quote} is not closed")
            content += self.text[position:end]
            if self.text[end + 1 : end + 2] != quote:
                return content, end + 1
            content += quote
            position = end + 2

    def _peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _next(self) -> _Token | None:
        token = self._peek()
        self.at += token is not None
        return token

    def _word(self) -> str:
        """Return the word of the language that comes next, or an empty text."""
        token = self._peek()
        return token.word if token else ""

    def _is_over(self) -> bool:
        return self._word() in (",", "as") or self._peek() is None

    def _name(self, what: str) -> _Token:
        token = self._next()
        if token is None or token.word == ",":
            self._refuse(len(self.text) if token is None else token.start, f"{what} is missing")
        return token

    def _spec(self) -> Spec:
        first = self._name("a column")
        if first.kind in (FLAG, ATTRIBUTE):
            spec = Spec(first.kind, first.text)
        else:
            spec = self._scalar(first)
        if self._word() == "as":
            self._next()
            spec = replace(spec, name=self._heading())
        return spec

    def _heading(self) -> str:
        token = self._name("the heading after 'as'")
        heading = self.text[token.start : token.end] if token.kind else token.text
        if not heading.strip():
            self._refuse(token.start, "the heading after 'as' is empty")
        return heading

    def _scalar(self, first: _Token) -> Spec:
        reducer = specs.LAST
        is_qualified = first.word in specs.QUALIFIERS and not self._is_over()
        if is_qualified:
            reducer = specs.QUALIFIERS[first.word]
            first = self._name("a scalar")
        prefix, tag = self._key(first, alone=not is_qualified and self._is_over())
        following = self._peek()
        if following is None or following.word not in ("step", "at"):
            return Spec(SCALAR, tag, prefix, reducer)
        self._next()
        if following.word == "step":
            if reducer not in specs.WITH_STEP:
                self._refuse(following.start, f"'{reducer}' is of all steps, it has none")
            return Spec(SCALAR, tag, prefix, reducer, is_step=True)
        if is_qualified:
            self._refuse(following.start, "'at' does not go with a qualifier before the scalar")
        return Spec(SCALAR, tag, prefix, at=self._place())

    def _place(self) -> int | Place:
        token = self._name("a step, or 'best', 'min' or 'max' and a scalar,")
        if token.word in (specs.BEST, specs.MIN, specs.MAX):
            prefix, tag = self._key(self._name("a scalar"), alone=False)
            return Place(token.word, tag, prefix)
        digits = token.word.removeprefix("-")
        # a long number takes long to read, and is no step
        if digits.isascii() and digits.isdigit() and len(digits) < 20:
            step = int(token.word)
            if -_LARGEST_STEP <= step < _LARGEST_STEP:
                return step
        return self._refuse(
            token.start, "after 'at' comes a step, or 'best', 'min' or 'max' and a scalar"
        )

    def _key(self, token: _Token, *, alone: bool) -> tuple[str, str]:
        """Return prefix and tag of a scalar."""
        if token.kind in (FLAG, ATTRIBUTE):
            self._refuse(token.start, "only a scalar has a qualifier or a place")
        if token.word in specs.WORDS and not alone:
            self._refuse(
                token.start,
                f"{token.text!r} is a word of the language here",
                f"A scalar of that name is written '{token.text}', with the quotes.",
            )
        prefix, mark, tag = token.text.partition("#")
        if not mark:
            prefix, tag = "", token.text
        if not tag:
            self._refuse(token.end, "the name of a scalar is missing")
        return prefix, tag

    def _refuse_word(self, token: _Token) -> NoReturn:
        meant = nearest(token.word, ("as", "step", "at"), "Did you mean '{}'? ")
        self._refuse(
            token.start,
            f"{clean(token.text[:_AROUND])!r} cannot stand here",
            f"{meant}Columns stand between commas; a name with blanks is quoted.",
        )

    def _refuse(self, position: int, problem: str, hint: str = "") -> NoReturn:
        begin = max(0, position - _AROUND)
        before, after = self.text[begin:position], self.text[position : position + _AROUND]
        cut = "…" if begin else ""
        shown = cut + clean(before) + clean(after)
        shown += "…" if position + _AROUND < len(self.text) else ""
        caret = " " * columns(cut + clean(before)) + "^"
        raise ColumnError(
            f"the columns make no sense: {problem}", f"{shown}\n{caret}\n{hint or _FORM}"
        )
