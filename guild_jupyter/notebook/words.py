"""The words of a line: split as a POSIX shell does, with ``{expression}`` filled in by us.

``$NAME`` and ``${flag}`` are left alone, nothing is globbed. In single quotes nothing is filled
in; in double quotes a brace that holds no Python expression (a YAML map) stays as it is.
``{{`` and ``}}`` stand for braces. A word that begins with ``#`` begins a comment; a semicolon at
the end, as notebooks know it, is none of the words.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from guild_jupyter.errors import CommandError

_ESCAPED_IN_DOUBLE_QUOTES = frozenset('$`"\\\n')
_BLANKS = " \t\r\n"
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def split(line: str, namespace: Mapping[str, Any]) -> list[str]:
    """Return the words of a line.

    Parameters
    ----------
    line
        What was typed after the magic's name.
    namespace
        Names that expressions may use.

    Raises
    ------
    CommandError
        A quote or brace is not closed, or an expression fails.
    """
    return _Splitter(line, namespace).words()


class _Splitter:
    """Walks over the characters of one line."""

    def __init__(self, line: str, namespace: Mapping[str, Any]) -> None:
        self.line = line
        self.namespace = namespace
        self.position = 0

    def words(self) -> list[str]:
        found: list[str] = []
        word: list[str] | None = None
        while self.position < len(self.line):
            character = self.line[self.position]
            if character in _BLANKS:
                if word is not None:
                    found.append("".join(word))
                word = None
                self.position += 1
                continue
            if self._is_over(begins_word=word is None):
                break
            word = [] if word is None else word
            word.append(self._piece(character))
        if word is not None:
            found.append("".join(word))
        return found

    def _is_over(self, *, begins_word: bool) -> bool:
        """Tell whether nothing follows but a comment or a semicolon."""
        rest = self.line[self.position :]
        return (begins_word and rest[0] == "#") or (rest[0] == ";" and not rest[1:].strip())

    def _piece(self, character: str) -> str:
        if character == "'":
            return self._single_quoted()
        if character == '"':
            return self._double_quoted()
        if character == "\\":
            return self._escaped()
        if character in "{}":
            return self._brace(quoted=False)
        if self.line.startswith("${", self.position):
            return self._reference()
        self.position += 1
        return character

    def _escaped(self) -> str:
        following = self.line[self.position + 1 : self.position + 2]
        if not following:
            raise CommandError(
                "a backslash at the end stands for nothing", "Write '\\\\' for one."
            )
        self.position += 2
        return "" if following == "\n" else following

    def _single_quoted(self) -> str:
        end = self.line.find("'", self.position + 1)
        if end < 0:
            raise CommandError("a single quote is not closed", f"In: {self.line}")
        text = self.line[self.position + 1 : end]
        self.position = end + 1
        return text

    def _double_quoted(self) -> str:
        parts: list[str] = []
        self.position += 1
        while self.position < len(self.line):
            character = self.line[self.position]
            if character == '"':
                self.position += 1
                return "".join(parts)
            following = self.line[self.position + 1 : self.position + 2]
            if character == "\\" and following in _ESCAPED_IN_DOUBLE_QUOTES and following:
                parts.append(self._escaped())
            elif character in "{}":
                parts.append(self._brace(quoted=True))
            elif self.line.startswith("${", self.position):
                parts.append(self._reference())
            else:
                parts.append(character)
                self.position += 1
        raise CommandError("a double quote is not closed", f"In: {self.line}")

    def _reference(self) -> str:
        end = self.line.find("}", self.position)
        end = len(self.line) if end < 0 else end + 1
        text = self.line[self.position : end]
        self.position = end
        return text

    def _brace(self, *, quoted: bool) -> str:
        character = self.line[self.position]
        if self.line.startswith(character * 2, self.position):
            self.position += 2
            return character
        if character == "}":
            self.position += 1
            return character
        end = self._closing_brace()
        if end < 0:
            if quoted:
                self.position += 1
                return character
            raise CommandError("a brace is not closed", "Write '{{' for a brace itself.")
        inside = self.line[self.position + 1 : end]
        value = self._value(inside, quoted=quoted)
        if value is None:
            self.position += 1
            return character
        self.position = end + 1
        return value

    def _closing_brace(self) -> int:
        depth: list[str] = []
        quote = ""
        for place in range(self.position, len(self.line)):
            character = self.line[place]
            if quote:
                quote = "" if character == quote else quote
            elif character in "'\"":
                quote = character
            elif character in _CLOSING:
                depth.append(_CLOSING[character])
            elif depth and character == depth[-1]:
                depth.pop()
                if not depth:
                    return place
        return -1

    def _value(self, expression: str, *, quoted: bool) -> str | None:
        """Return the text of an expression; None for a brace that is to stay as it is."""
        try:
            tree = ast.parse(expression.strip(), mode="eval")
        except (SyntaxError, ValueError):
            if quoted:
                return None
            raise CommandError(
                f"{{{expression}}} is no Python expression",
                "Quote a YAML map ('{a: 1}'), or write '{{' and '}}' for braces.",
            ) from None
        try:
            value = eval(compile(tree, "<cell>", "eval"), dict(self.namespace))
        except NameError as error:
            raise CommandError(
                f"{{{expression}}}: {error}",
                "Define it in a cell first; write '{{' and '}}' for braces.",
            ) from None
        except Exception as error:  # noqa: BLE001 - whatever a user's expression raises
            raise CommandError(
                f"{{{expression}}}: {type(error).__name__}: {error}", "Correct the expression."
            ) from None
        return "null" if value is None else str(value)
