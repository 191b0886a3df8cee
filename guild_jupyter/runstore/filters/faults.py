"""What is wrong with the text of a filter, pointed at by a line below it."""

from __future__ import annotations

from guild_jupyter.errors import FilterError
from guild_jupyter.twins.text import clean, columns

#: How much of a long text is shown on each side of the place.
_AROUND = 50


def fault(text: str, place: int, message: str, hint: str = "") -> FilterError:
    """Return the error about a place of a text.

    Parameters
    ----------
    text
        What was given.
    place
        Where it goes wrong, from 0; the length of the text for its end.
    message
        What is wrong there.
    hint
        What to write instead.
    """
    begin, end = max(0, place - _AROUND), place + _AROUND
    left = ("…" if begin else "") + clean(text[begin:place])
    right = clean(text[place:end]) + ("…" if end < len(text) else "")
    where = "at its end" if place >= len(text) else f"at column {place + 1}"
    pointer = f"  {left}{right}\n  {' ' * columns(left)}^"
    return FilterError(f"filter, {where}: {message}\n{pointer}", hint, place + 1)
