"""A filter expression as a tree; each node says itself as text that is read back as the same."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Union

from guild_jupyter.runstore.filters.tokens import quoted

#: A value on the right of a sign, or an item of a list; None for ``undefined``.
Value = Union[str, int, float, bool, None, "Values"]
Values = tuple["Value", ...]

KEYWORDS = frozenset({"and", "or", "not", "in", "contains", "is", "true", "false", "undefined"})
#: Where a name may be looked for, in this order where it does not say.
ATTRIBUTE, FLAG, SCALAR = "attr", "flag", "scalar"
KINDS = (ATTRIBUTE, FLAG, SCALAR)

_PLAIN = re.compile(r"[A-Za-z_][\w.:#/+*-]*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    """What is compared: an attribute, a flag or a scalar.

    Parameters
    ----------
    text
        Its name.
    kind
        One of :data:`KINDS`; empty for the first that knows it.
    """

    text: str
    kind: str = ""

    def __str__(self) -> str:
        full = f"{self.kind}:{self.text}" if self.kind else self.text
        is_plain = _PLAIN.match(full) and full.lower() not in KEYWORDS
        return full if is_plain else quoted(full)


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands alone."""

    value: Value

    def __str__(self) -> str:
        return text_of(self.value)


@dataclass(frozen=True, slots=True)
class Truth:
    """A name that stands alone: it is true of a run that has it, and not as no, 0 or empty."""

    name: Name

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison.

    Parameters
    ----------
    name
        What is compared.
    sign
        ``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``in``, ``not in``, ``contains`` or
        ``not contains``.
    value
        With what.
    """

    name: Name
    sign: str
    value: Value

    def __str__(self) -> str:
        return f"{self.name} {self.sign} {text_of(self.value)}"


@dataclass(frozen=True, slots=True)
class Not:
    """What does not hold."""

    part: Node

    def __str__(self) -> str:
        inner = f"({self.part})" if isinstance(self.part, (And, Or)) else str(self.part)
        return f"not {inner}"


@dataclass(frozen=True, slots=True)
class And:
    """Parts, at least two, that hold together."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " and ".join(
            f"({part})" if isinstance(part, (And, Or)) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Or:
    """Parts, at least two, of which one holds."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(
            f"({part})" if isinstance(part, Or) else str(part) for part in self.parts
        )


Node = Constant | Truth | Comparison | Not | And | Or


def names(node: Node) -> list[Name]:
    """Return the names in a tree, each once, as they come."""
    if isinstance(node, (And, Or)):
        return list(dict.fromkeys(name for part in node.parts for name in names(part)))
    if isinstance(node, Not):
        return names(node.part)
    return [] if isinstance(node, Constant) else [node.name]


def text_of(value: Value) -> str:
    """Return a value as it is written in an expression."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(text_of, value))}]"
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return repr(value)
