"""Help texts of argparse as it shows them: what they refer to of their option is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guild_jupyter.flags.imports import plain
from guild_jupyter.flags.imports.domain import UNKNOWN

#: Stands for the program's name until that is known.
PROGRAM = "%(prog)s"
_LONGEST = 1000
_NOT_KNOWN = "not known"
#: Widths are bounded, for a text may be anybody's.
_REFERENCE = re.compile(
    r"%(?:%|\((\w+)\)[-#0 +]{0,5}[0-9]{0,2}(?:\.[0-9]{0,2})?[diouxXeEfFgGcrsa])"
)


def shown(text: str, option: Mapping[str, Any]) -> str:
    """Return a help text with ``%(default)s`` and the like filled in, and ``%%`` as ``%``.

    What argparse would not know, or cannot format, stays as it is written.

    Parameters
    ----------
    text
        The text.
    option
        What is known of the option, by the names that argparse has for it.
    """
    if "%" not in text:
        return text

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "%"
        if name == "prog" and name not in option:
            return PROGRAM
        if name not in option:
            return match[0]
        value = option[name]
        if value is UNKNOWN:
            return _NOT_KNOWN
        if name == "choices" and (items := plain.as_list(value)) is not UNKNOWN:
            value = ", ".join(map(str, items))
        try:
            return str(match[0] % {name: value})[:_LONGEST]
        except (TypeError, ValueError, OverflowError):
            return match[0]

    return _REFERENCE.sub(put, text)
