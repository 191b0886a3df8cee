"""``${flag}`` references in commands, environment values, labels and resource names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.arguments import encode
from guild_jupyter.flags.values import format_value

_REFERENCE = re.compile(r"(\\?)\$\{([^}]*)\}")


def resolve(text: str, values: Mapping[str, Any], place: str) -> str:
    """Return a text with every ``${flag}`` replaced; ``\\${x}`` stays ``${x}``.

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
        A name is not known.
    """

    def value_of(name: str) -> str:
        if name not in values:
            raise FlagError(
                f"{place} contains invalid reference {name!r}",
                f"${{{name}}} must name a flag of the operation; "
                f"write \\${{{name}}} for the text itself.",
            )
        return encode(values[name])

    return _replace(text, value_of)


def _replace(text: str, value_of: Callable[[str], str]) -> str:
    def replacement(match: re.Match[str]) -> str:
        escaped, name = match.groups()
        return f"${{{name}}}" if escaped else value_of(name)

    return _REFERENCE.sub(replacement, text)


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
        value = more[name] if name in more else values.get(name)
        text = "" if value is None else more.get(name) or format_value(value, in_label=True)
        for part in filters:
            text = _filtered(text, value, part)
        return text

    return _replace(template, value_of)


def _filtered(text: str, value: Any, filter_: str) -> str:  # noqa: ANN401 - a flag's value
    name, _, argument = filter_.partition(":")
    if name == "default":
        return text if value is not None else argument
    if name == "basename":
        return PurePath(text).name
    if name == "unquote":
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
    if name.startswith("%"):
        try:
            return name % value if value is not None else ""
        except (TypeError, ValueError):
            return text
    return text


def default_label(values: Mapping[str, Any]) -> str:
    """Return ``name=value …`` of every flag that has a value."""
    return " ".join(
        f"{name}={format_value(value, in_label=True)}"
        for name, value in sorted(values.items())
        if value is not None
    )
