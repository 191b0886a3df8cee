"""The colours of runs in pictures, those of the views in the browser."""

from __future__ import annotations

#: Told apart on light and dark ground, and by most who see few colours.
COLOURS = (
    "#4c8dd6",
    "#e28a2b",
    "#3fa45b",
    "#d6588c",
    "#8f74d8",
    "#1fa3b5",
    "#c0a21e",
    "#e05252",
    "#7c9440",
    "#a86f4b",
)
_LOW, _MIDDLE, _HIGH = (76, 111, 214), (168, 98, 178), (236, 138, 43)


def of_place(place: int) -> str:
    """Return the colour of a run by its place in a picture, counted from 0."""
    return COLOURS[place % len(COLOURS)]


def between(share: float) -> str:
    """Return a colour of the scale from low, at 0, to high, at 1."""
    begin, end, part = (
        (_LOW, _MIDDLE, share * 2) if share < 0.5 else (_MIDDLE, _HIGH, share * 2 - 1)
    )
    mixed = (round(low + (high - low) * part) for low, high in zip(begin, end, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
