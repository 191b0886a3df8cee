"""The data of a new project: flowers that nobody measured, drawn anew from a seed."""

from __future__ import annotations

import random

SEED = 1
_COLUMNS = ("petal_length", "petal_width", "leaf_length", "leaf_width", "kind")
# Centre and spread of each measure in centimetres; the last two kinds overlap.
_KINDS = (
    ("anemone", ((1.8, 0.25), (1.4, 0.20), (4.1, 0.45), (2.9, 0.35))),
    ("bellflower", ((3.9, 0.45), (1.1, 0.20), (5.6, 0.60), (1.6, 0.25))),
    ("cornflower", ((4.7, 0.50), (1.6, 0.25), (6.2, 0.60), (1.3, 0.25))),
)


def table(seed: int = SEED, rows: int = 150) -> str:
    """Return flowers as CSV text: four measures and the kind, the kinds in turn.

    Only ``random.random`` is used, whose numbers are the same in every version of Python.

    Parameters
    ----------
    seed
        Where the random numbers begin.
    rows
        How many flowers.
    """
    numbers = random.Random(seed)
    lines = [",".join(_COLUMNS)]
    for row in range(rows):
        kind, measures = _KINDS[row % len(_KINDS)]
        drawn = [max(0.1, centre + spread * _normal(numbers)) for centre, spread in measures]
        lines.append(",".join([*(f"{value:.1f}" for value in drawn), kind]))
    return "\n".join(lines) + "\n"


def _normal(numbers: random.Random) -> float:
    """Return about a standard normal number: twelve even ones together have its variance."""
    return sum(numbers.random() for _ in range(12)) - 6
