"""Reading a filter expression: ``not`` binds tighter than ``and``, ``and`` tighter than ``or``."""

from __future__ import annotations

import re
from collections.abc import Callable

from guild_jupyter.errors import FilterError, nearest
from guild_jupyter.runstore.filters import tokens
from guild_jupyter.runstore.filters.faults import fault
from guild_jupyter.runstore.filters.tokens import QUOTED, WORD, Token
from guild_jupyter.runstore.filters.tree import (
    KEYWORDS,
    KINDS,
    And,
    Comparison,
    Constant,
    Name,
    Node,
    Not,
    Or,
    Truth,
    Value,
)

#: How deep parentheses, brackets and negations may stand in each other.
DEEPEST = 50
_NUMBER = re.compile(r"[+-]?(?:\d{1,300}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+\Z", re.ASCII)
_SPECIAL = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": -float("inf")}
_SPECIAL |= {".nan": float("nan")}
_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "undefined": None}
_RESERVED = KEYWORDS - set(_CONSTANTS)
_ORDER = ("=", "!=", "<>", "<", "<=", ">", ">=")
_SIGNS = "=, !=, <, <=, >, >=, in, not in, contains, not contains, is, is not"
_OTHERS = {"&&": "and", "&": "and", "||": "or", "|": "or", "~": "not", "like": "contains"}
_OTHERS |= {"null": "undefined", "none": "undefined"}


def parse(text: str) -> Node | None:
    """Return the tree of an expression; None for an empty text, which all runs fulfil.

    Raises
    ------
    FilterError
        It makes no sense; the message points at the column.
    """
    return _Parser(text).whole() if text.strip() else None


class _Parser:
    """Walks over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens.tokens(text)
        self.position = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.next
        self.position += token.kind != tokens.END
        return token

    def fault(self, message: str, hint: str = "", at: Token | None = None) -> FilterError:
        return fault(self.text, (at or self.next).place, message, hint)

    def whole(self) -> Node:
        node = self.alternatives()
        if self.next.kind != tokens.END:
            raise self.superfluous()
        return node

    def superfluous(self) -> FilterError:
        word = self.next.text.lower()
        if self.next.is_sign(")", "]"):
            return self.fault(f"{self.next} closes nothing", "Remove it.")
        if self.next.is_sign(","):
            hint = "Quote a text that has a comma; write a list in brackets, [1, 2]."
            return self.fault("a comma stands in lists only", hint)
        if word in _OTHERS:
            return self.fault(f"{self.next} means nothing", f"Write '{_OTHERS[word]}'.")
        near = nearest(word, ("and", "or"), "Did you mean '{}'? ")
        hint = f"{near}Join tests with 'and' or 'or'; quote a text of several words."
        return self.fault(f"{self.next} is not expected", hint)

    def alternatives(self) -> Node:
        parts = self.joined("or", self.conjunction)
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Node:
        parts = self.joined("and", self.negation)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def joined(self, word: str, part: Callable[[], Node]) -> list[Node]:
        parts = [part()]
        while self.next.says(word):
            self.take()
            parts.append(part())
        return parts

    def negation(self) -> Node:
        if not self.next.says("not"):
            return self.primary()
        self.enter()
        self.take()
        node = Not(self.negation())
        self.depth -= 1
        return node

    def primary(self) -> Node:
        if not self.next.is_sign("("):
            return self.comparison()
        self.enter()
        opening = self.take()
        node = self.alternatives()
        if not self.next.is_sign(")"):
            if self.next.kind != tokens.END:
                raise self.superfluous()
            raise self.fault("the parenthesis is not closed", "Add ')'.", opening)
        self.take()
        self.depth -= 1
        return node

    def enter(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            hint = f"At most {DEEPEST} stand in each other."
            raise self.fault("too many parentheses, brackets or negations", hint)

    def comparison(self) -> Node:
        first = self.next
        if not _is_operand(first):
            if first.is_sign("["):
                return Constant(self.value())
            raise self.expected("the name of an attribute, a flag or a scalar")
        self.take()
        sign = self.sign()
        is_name = first.kind == QUOTED or _is_name(first)
        if not sign:
            if first.kind == WORD and is_name:
                return Truth(_name(first))
            value = self.plain(first)
            if first.kind == WORD and isinstance(value, str):
                # As a text it would hold for every run.
                raise self.fault(f"{first} is no name", "Put a text in quotes.", first)
            return Constant(value)
        if not is_name or not first.text:
            hint = "The name comes first: write 'loss < 0.1' for '0.1 > loss'."
            raise self.fault(f"{first} is no name", hint, first)
        if sign in ("in", "not in"):
            if not self.next.is_sign("["):
                raise self.expected("a list in brackets", "Such as: lr in [0.1, 0.01].")
            return Comparison(_name(first), sign, self.value())
        return Comparison(_name(first), sign, self.value())

    def sign(self) -> str:
        """Take the sign of a test; empty where none follows."""
        token = self.next
        if token.is_sign(*_ORDER):
            self.take()
            if self.next.is_sign(*_ORDER):
                hint = f"Write '=' for equal. Signs: {_SIGNS}."
                raise self.fault(f"'{token.text}{self.next.text}' is no sign", hint, token)
            return "!=" if token.text == "<>" else token.text
        if token.says("is"):
            self.take()
            return "!=" if self.took("not") else "="
        if token.says("in", "contains"):
            return self.take().text.lower()
        if token.says("not"):
            self.take()
            if self.next.says("in", "contains"):
                return f"not {self.take().text.lower()}"
            raise self.expected("'in' or 'contains'", "Write '!=' for not equal.")
        if token.kind == WORD and self.comes_value(1):
            hint = nearest(token.text, ("contains", "not", "is", "in"), "Did you mean '{}'? ")
            instead = _OTHERS.get(token.text.lower())
            hint = f"Write '{instead}'. " if instead else hint
            raise self.fault(f"{token} is no sign", f"{hint}Signs: {_SIGNS}.")
        return ""

    def comes_value(self, ahead: int) -> bool:
        token = self.tokens[self.position + ahead]
        return not self.next.says("and", "or") and (
            token.kind == QUOTED or (token.kind == WORD and not token.says("and", "or"))
        )

    def took(self, word: str) -> bool:
        if self.next.says(word):
            self.take()
            return True
        return False

    def value(self) -> Value:
        token = self.next
        if token.is_sign("["):
            return self.list()
        if not _is_operand(token):
            hint = "Numbers, words, 'quoted text', true, false, undefined or [lists]."
            raise self.expected("a value", hint)
        return self.plain(self.take())

    def list(self) -> Value:
        self.enter()
        opening = self.take()
        items = [self.value()]
        while not self.next.is_sign("]"):
            if self.next.kind == tokens.END:
                raise self.fault("the bracket is not closed", "Add ']'.", opening)
            if not self.next.is_sign(","):
                raise self.expected("',' or ']'", "Quote a text of several words.")
            self.take()
            items.append(self.value())
        self.take()
        self.depth -= 1
        return tuple(items)

    def plain(self, token: Token) -> Value:
        if token.kind == QUOTED:
            return token.text
        lower = token.text.lower()
        if lower in _CONSTANTS:
            return _CONSTANTS[lower]
        if lower in _SPECIAL:
            return _SPECIAL[lower]
        if _NUMBER.match(token.text):
            return int(token.text) if _INTEGER.match(token.text) else float(token.text)
        return token.text

    def expected(self, what: str, hint: str = "") -> FilterError:
        if not hint and self.next.says(*KEYWORDS):
            hint = f"To mean a name or a text {self.next}, put it in quotes."
        return self.fault(f"{what} is expected, not {self.next}", hint)


def _is_operand(token: Token) -> bool:
    """Tell whether a token can be a name or a value."""
    return token.kind == QUOTED or (token.kind == WORD and not token.says(*_RESERVED))


def _is_name(token: Token) -> bool:
    return (token.text[0].isalpha() or token.text[0] == "_") and (
        token.text.lower() not in _CONSTANTS
    )


def _name(token: Token) -> Name:
    kind, colon, rest = token.text.partition(":")
    return Name(rest, kind) if colon and rest and kind in KINDS else Name(token.text)
