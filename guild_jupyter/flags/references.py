"""``${flag}`` references in commands, environment values, labels and resource names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.arguments import encode
from guild_jupyter.flags.values import format_value, readable

_REFERENCE = re.compile(r"(\\?)\$\{([^}]+)\}")
_WIDE = re.compile(r"[0-9]{4}")
_NO_FILTER = "#error#"


def resolve(text: str, values: Mapping[str, Any], place: str) -> str:
    r"""Return a text with every ``${flag}`` replaced; ``\${x}`` stays ``${x}``.

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

    def value_of(match: re.Match[str]) -> str:
        escaped, name = match.groups()
        if escaped:
            return f"${{{name}}}"
        if name not in values:
            raise FlagError(
                f"{place} contains invalid reference {name!r}",
                f"${{{name}}} must name a flag of the operation; "
                f"write \\${{{name}}} for the text itself.",
            )
        return encode(values[name])

    return _REFERENCE.sub(value_of, text)


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


def default_label(values: Mapping[str, Any]) -> str:
    """Return ``name=value …`` of every flag that has a value, as Guild writes it."""
    return _label(values, format_value)


def readable_label(values: Mapping[str, Any]) -> str:
    """Return the same for people, letters of every script as themselves."""
    return _label(values, readable)


def _label(values: Mapping[str, Any], text: Callable[..., str]) -> str:
    return " ".join(
        f"{name}={text(value, in_label=True)}"
        for name, value in sorted(values.items())
        if value is not None
    )
