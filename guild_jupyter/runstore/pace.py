"""How far a run has come, and how long it will take yet: told from what it prints and logs.

Decides which words and numbers count as progress. What is not told is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guild_jupyter.twins.text import without_escapes

_UNITS = {
    "epoch": 0,
    "round": 1,
    "generation": 1,
    "episode": 1,
    "trial": 1,
    "fold": 1,
    "step": 2,
    "iteration": 2,
    "iter": 2,
    "batch": 3,
}
_COUNTED = re.compile(
    rf"\b({'|'.join(_UNITS)})(?:e?s)?\b[\s:#=]{{0,3}}[\[(]?\s{{0,4}}"
    r"(\d{1,12})\s{0,4}(?:/|of)\s{0,4}(\d{1,12})\b",
    re.IGNORECASE,
)
_BAR = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3})?)\s?%\s?(?:\||█|▏|━|#|\[)")
_COUNTS = re.compile(r"\|\s{0,4}(\d{1,12})/(\d{1,12})\s{0,4}\[")
_LINES, _LONGEST_LINE = 40, 1000
_WHOLE = 100.0

#: Flags that say how many there will be, by what they count; the likeliest first.
_FLAGS = {
    "step": ("max_steps", "num_steps", "n_steps", "total_steps", "train_steps", "steps"),
    "iteration": (
        *("max_iterations", "num_iterations", "n_iterations", "iterations", "max_iter"),
        *("max_iters", "n_iter", "num_iters", "iters", "total_timesteps", "timesteps"),
    ),
    "round": ("num_boost_round", "num_rounds", "n_rounds", "rounds", "n_estimators"),
    "episode": ("num_episodes", "n_episodes", "max_episodes", "episodes"),
    "epoch": ("max_epochs", "num_epochs", "n_epochs", "num_train_epochs", "epochs"),
}


@dataclass(frozen=True)
class Pace:
    """How far it is.

    Parameters
    ----------
    what
        What is counted, such as epoch; ``%`` where nothing is.
    done
        How many there are.
    total
        How many there will be; None where nobody knows.
    begin
        How many there were when the counting began.
    """

    what: str
    done: float
    total: float | None
    begin: float = 0.0

    def seconds_left(self, seconds: float | None) -> float | None:
        """Return how long it will take yet at the pace so far; None where that is unknown."""
        here = self.done - self.begin
        if seconds is None or self.total is None or here <= 0:
            return None
        return max(0.0, seconds * (self.total - self.done) / here)


def of_output(text: str) -> Pace | None:
    """Return what the last lines of an output tell, overwritten lines folded; None for nothing.

    A part of the way within an epoch, which a bar or a second number tells, counts as such.
    """
    fraction = None
    inner: Pace | None = None
    for line in reversed(without_escapes(text).split("\n")[-_LINES:]):
        line = line[-_LONGEST_LINE:]
        counted = [one for one in _COUNTED.finditer(line) if 0 < int(one[3]) >= int(one[2])]
        bar = _of_bar(line)
        if bar is not None and fraction is None and inner is None:
            inner, fraction = bar, bar.done / (bar.total or _WHOLE)
        for one in sorted(counted, key=_inmost):
            unit, done, total = one[1].lower(), int(one[2]), int(one[3])
            if _UNITS[unit] == 0 or not _is_within(unit, inner):
                return _within(Pace(unit, done, total), fraction)
            if inner is None:
                inner, fraction = Pace(unit, done, total), done / total
    return inner


def of_scalars(first_step: int, last_step: int, flags: Mapping[str, Any]) -> Pace | None:
    """Return what the steps of scalars tell, where a flag says how many there will be.

    Parameters
    ----------
    first_step, last_step
        The lowest and the highest step of them.
    flags
        The flags of the run.
    """
    known = {name.lower().replace("-", "_"): value for name, value in flags.items()}
    for what, names in _FLAGS.items():
        for name in names:
            total = _count(known.get(name))
            # Those that count from nought are one further than their step says.
            done = last_step + (1 if first_step == 0 else 0)
            if total is None or not 0 < done <= total + (first_step == 0):
                continue
            begin = first_step - 1 if first_step > 1 else 0
            return Pace(what, float(min(done, total)), float(total), float(begin))
    return None


def _inmost(found: re.Match[str]) -> int:
    return -_UNITS[found[1].lower()]


def _is_within(unit: str, inner: Pace | None) -> bool:
    """Tell whether something further out may be told of in a line before."""
    return inner is None or inner.what == "%" or _UNITS[unit] >= _UNITS.get(inner.what, 0)


def _within(outer: Pace, fraction: float | None) -> Pace:
    if fraction is None or outer.done < 1 or fraction >= 1:
        return outer
    return Pace(outer.what, outer.done - 1 + fraction, outer.total)


def _of_bar(line: str) -> Pace | None:
    if found := _COUNTS.search(line):
        done, total = int(found[1]), int(found[2])
        if 0 < total >= done:
            return Pace("step", done, total)
    if (found := _BAR.search(line)) and float(found[1]) <= _WHOLE:
        return Pace("%", float(found[1]), _WHOLE)
    return None


def _count(value: object) -> int | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 < value < 1e12 or value != int(value):  # type: ignore[operator, call-overload]
        return None
    return int(value)  # type: ignore[call-overload, no-any-return]
