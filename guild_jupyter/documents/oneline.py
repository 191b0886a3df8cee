"""Values as YAML on one line, as flags are shown: numbers and words at once, others by PyYAML."""

from __future__ import annotations

import re

# Numbers and words that are written as they are, without asking PyYAML, which takes 50 us.
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[./-][A-Za-z0-9_]+)*")
_MEANT_OTHERWISE = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def dump_flow(value: object, *, escaped: bool = True) -> str:
    """Return a value as YAML without line breaks of our own, as flags are shown.

    Parameters
    ----------
    value
        Plain data.
    escaped
        Whether letters beyond ASCII are written as escapes.
    """
    simple = simple_text(value)
    if simple is not None:
        return simple
    from guild_jupyter.documents.writing import dump_on_one_line  # noqa: PLC0415 - with PyYAML

    return dump_on_one_line(value, escaped=escaped)


def simple_text(value: object) -> str | None:
    """Return the text of a number or word that needs neither quotes nor care; None for others."""
    if type(value) is int:
        return str(value)
    if type(value) is float:
        text = repr(value)
        is_decimal = "e" not in text and "n" not in text  # as in 1e-05, inf and nan
        return text if is_decimal else None
    if type(value) is str and _WORD.fullmatch(value) and value.lower() not in _MEANT_OTHERWISE:
        return value
    return None
