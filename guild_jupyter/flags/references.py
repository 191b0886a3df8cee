"""``${flag}`` references in commands, environment values, labels and resource names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guild_jupyter.errors import FlagError, nearest
from guild_jupyter.flags.arguments import encode
from guild_jupyter.flags.labels import default_label
from guild_jupyter.flags.values import format_value

_REFERENCE = re.compile(r"(\\?)\$\{([^}]+)\}")
_WIDE = re.compile(r"[0-9]{4}")
_NO_FILTER = "#error#"
#: How many flags may refer to each other in a row, and the most letters that this may make.
_MOST_FLAGS, _MOST_TEXT = 100, 1 << 20


def names_in(text: str) -> list[str]:
    """Return the names to which a text refers, filters of labels left out."""
    return [name.partition("|")[0] for escaped, name in _REFERENCE.findall(text) if not escaped]


def resolve(text: str, values: Mapping[str, Any], place: str) -> str:
    r"""Return a text with every ``${flag}`` replaced; ``\${x}`` stays ``${x}``.

    Of a value that refers to other flags these are filled in too; what names no flag stays there.

    Parameters
    ----------
    text
        The text.
    values
        Flag values and the command's own names.
    place
        What the text is, for the message: ``command``, ``env`` …

    Raises
    ------
    FlagError
        A name is not known, or values refer to each other in a cycle.
    """
    return _Resolver(values, place).resolved(text)


class _Resolver:
    """Fills in the references of one text."""

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self._values = values
        self._place = place
        self._done: dict[str, str] = {}
        self._size = 0

    def resolved(self, text: str, chain: tuple[str, ...] = ()) -> str:
        """Return a text, or the value of the last flag of a chain, with references filled in."""

        def value_of(match: re.Match[str]) -> str:
            escaped, name = match.groups()
            if escaped:
                return f"${{{name}}}"
            if name not in self._values:
                if chain:
                    return match[0]
                raise self._unknown(name)
            return self._value(name, chain)

        return _REFERENCE.sub(value_of, text)

    def _value(self, name: str, chain: tuple[str, ...]) -> str:
        if name in chain:
            way = " -> ".join((*chain[chain.index(name) :], name))
            raise FlagError(
                f"{self._place} refers to flags whose values lead back to themselves: {way}",
                "Give one of them another value.",
            )
        if name not in self._done:
            value = self._values[name]
            refers = isinstance(value, str) and "${" in value
            if refers and len(chain) >= _MOST_FLAGS:
                raise self._too_large()
            self._done[name] = self.resolved(value, (*chain, name)) if refers else encode(value)
        found = self._done[name]
        self._size += len(found) if chain else 0
        if self._size > _MOST_TEXT:
            raise self._too_large()
        return found

    def _too_large(self) -> FlagError:
        return FlagError(
            f"{self._place} refers to flags whose values make too large a text",
            "Have fewer flags refer to others.",
        )

    def _unknown(self, name: str) -> FlagError:
        return FlagError(
            f"{self._place} contains invalid reference {name!r}",
            nearest(name, map(str, self._values), "Did you mean ${{{}}}? ")
            + f"${{{name}}} must name a flag of the operation; "
            f"write \\${{{name}}} for the text itself.",
        )


def render_label(template: str, values: Mapping[str, Any], more: Mapping[str, str]) -> str:
    """Return a label from its template; unknown names are empty, filters are Guild's.

    Parameters
    ----------
    template
        Text with ``${flag}``, ``${flag|filter:argument}``.
    values
        Flag values.
    more
        Other names, such as ``default_label``.
    """

    def value_of(reference: str) -> str:
        name, *filters = reference.split("|")
        value = values.get(name)
        if not filters and value is not None:
            return format_value(value, in_label=True)
        if value is None:
            value = more.get(name)
        for part in filters:
            value = _filtered(value, part)
        return "" if value is None else str(value)

    # In a label, unlike in a command, a backslash is a backslash.
    return _REFERENCE.sub(lambda match: match[1] + value_of(match[2]), template)


def _filtered(value: Any, filter_: str) -> Any:  # noqa: ANN401 - a flag's value
    name, _, argument = filter_.partition(":")
    if name == "default":
        return argument if value is None else value
    if name == "basename":
        return str(value or "").removesuffix("/").rpartition("/")[2]
    if name == "unquote":
        quoted = isinstance(value, str) and len(value) > 1 and value[0] == value[-1] == "'"
        return value[1:-1] if quoted else value
    if name.startswith("%") and not _WIDE.search(name):
        try:
            return None if value is None else name % value
        except (TypeError, ValueError, OverflowError):
            return value
    return _NO_FILTER


def label_of(template: str | None, flags: Mapping[str, Any]) -> str:
    """Return the label that a template gives; without one, the default label.

    Parameters
    ----------
    template
        The template; may hold ``${default_label}``.
    flags
        Flag values.
    """
    default = default_label(flags)
    if template is None:
        return default
    return render_label(template, flags, {"default_label": default})
