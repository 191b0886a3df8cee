"""The trials that flag values stand for: every combination of lists, and draws from ranges.

Nothing is started here. Draws depend on the seed alone, so the same words give the same trials.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guild_jupyter.errors import FlagError, nearest
from guild_jupyter.flags.sequences import function_parts, is_sequence
from guild_jupyter.flags.values import parse_untyped, told

MAX_TRIALS = 10_000
UNIFORM, LOGUNIFORM = "uniform", "loguniform"
_KNOWN = (UNIFORM, LOGUNIFORM, "range", "linspace", "logspace", "geomspace")
_RANGE = "Write a range as {}=[0.1:1.0], or as {}=loguniform[0.001:1.0]."


@dataclass(frozen=True)
class Space:
    """The values that a search function may have.

    Parameters
    ----------
    distribution
        ``uniform`` or ``loguniform``.
    low, high
        The bounds, both possible. Of whole numbers, whole numbers are drawn by ``uniform``; of
        texts, one of the two.
    initial
        The value of the first trial; None to draw it, too.
    """

    distribution: str
    low: Any
    high: Any
    initial: Any = None

    def draw(self, chance: random.Random) -> Any:  # noqa: ANN401 - a flag's value
        """Return a value of the space."""
        if isinstance(self.low, str):
            return chance.choice((self.low, self.high))
        if self.distribution == LOGUNIFORM:
            drawn = math.exp(chance.uniform(math.log(self.low), math.log(self.high)))
        elif isinstance(self.low, int) and isinstance(self.high, int):
            return chance.randint(self.low, self.high)
        else:
            # Halves, for the distance of two numbers may be more than a number can be.
            share = chance.random()
            drawn = self.low * (1 - share) + self.high * share
        return min(max(drawn, float(self.low)), float(self.high))


def space(name: str, value: object) -> Space | None:
    """Return the space that a flag's value stands for; None for an ordinary value.

    A text such as ``train[:10%]`` is an ordinary value: its name is no function's.

    Parameters
    ----------
    name
        The flag's name.
    value
        Its value.

    Raises
    ------
    FlagError
        The arguments make no sense, or the name is nearly that of a function.
    """
    parts = function_parts(value) if isinstance(value, str) else None
    if parts is None:
        return None
    function, texts = parts
    if function not in (None, UNIFORM, LOGUNIFORM):
        _refuse_mistaken(name, value, function)
        return None
    arguments = [parse_untyped(text) for text in texts]
    if len(arguments) not in (2, 3):
        raise _senseless(name, value, f"{function or 'a range'} needs 2 or 3 values")
    return _checked(name, value, Space(function or UNIFORM, *arguments))


def _refuse_mistaken(name: str, value: object, function: str) -> None:
    if is_sequence(function):
        raise _senseless(name, value, f"{function} cannot be written out from these values")
    if hint := nearest(function, _KNOWN, "Did you mean {}?", cutoff=0.75):
        raise FlagError(f"unknown function {function!r} in {_assigned(name, value)}", hint)


def _checked(name: str, value: object, found: Space) -> Space:
    bounds = [found.low, found.high]
    if all(isinstance(bound, str) and bound for bound in bounds):
        return found
    if not all(_is_number(bound) for bound in bounds):
        raise _senseless(name, value, "the bounds have to be two numbers")
    if found.low >= found.high:
        raise _senseless(
            name, value, f"the lower bound {found.low} has to be less than {found.high}"
        )
    if found.distribution == LOGUNIFORM and found.low <= 0:
        raise _senseless(name, value, "the bounds of loguniform have to be above zero")
    if found.initial is not None and not (
        _is_number(found.initial) and found.low <= found.initial <= found.high
    ):
        raise _senseless(name, value, "the third value, for the first trial, is not in the range")
    return found


def _is_number(value: object) -> bool:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _assigned(name: str, value: object) -> str:
    return f"{name}={told(name, value)}"


def _senseless(name: str, value: object, why: str) -> FlagError:
    return FlagError(f"{_assigned(name, value)} makes no sense: {why}", _RANGE.format(name, name))


def trials(values: Mapping[str, Any], seed: int | None = None) -> list[dict[str, Any]]:
    """Return the values of every trial: the last flag by name varies fastest.

    Parameters
    ----------
    values
        The value of each flag. A list stands for its items, one each; an empty one for itself. A
        search function is drawn once for each trial.
    seed
        What the draws depend on; None for other ones each time.

    Raises
    ------
    FlagError
        A search function makes no sense, or there would be more than 10000 trials.
    """
    names = sorted(values)
    found = {name: space(name, values[name]) for name in names}
    axes = [_items(values[name]) for name in names]
    count = math.prod(len(axis) for axis in axes)
    if count > MAX_TRIALS:
        raise FlagError(
            f"the flags stand for {count} runs, more than {MAX_TRIALS}",
            "Give fewer values, or ranges and a number of trials.",
        )
    chance = random.Random(seed)
    return [
        {
            name: value if (where := found[name]) is None else _drawn(where, number, chance)
            for name, value in zip(names, combination, strict=True)
        }
        for number, combination in enumerate(itertools.product(*axes))
    ]


def _items(value: Any) -> list[Any]:  # noqa: ANN401 - a flag's value
    return value if isinstance(value, list) and value else [value]


def _drawn(where: Space, number: int, chance: random.Random) -> Any:  # noqa: ANN401 - a flag's value
    drawn = where.draw(chance)  # even where it is not used: the others stay the same
    return where.initial if number == 0 and where.initial is not None else drawn


def sample(
    every: Sequence[dict[str, Any]], most: int, seed: int | None = None
) -> list[dict[str, Any]]:
    """Return at most so many of the trials, chosen by the seed, in their order."""
    if most >= len(every):
        return list(every)
    chosen = random.Random(seed).sample(range(len(every)), most)
    return [every[number] for number in sorted(chosen)]


def dimensions(values: Mapping[str, Any]) -> dict[str, Space | list[Any]]:
    """Return what an optimizer may choose: ranges, and lists of which it takes one item.

    Raises
    ------
    FlagError
        There is nothing to choose, or a search function makes no sense.
    """
    found: dict[str, Space | list[Any]] = {}
    for name in sorted(values):
        value = values[name]
        where = space(name, value)
        if where is not None:
            found[name] = where
        elif isinstance(value, list) and value:
            found[name] = value
    if not found:
        given = ", ".join(_assigned(name, values[name]) for name in sorted(values)) or "none"
        raise FlagError(
            f"the flags ({given}) leave nothing to search for",
            "Give a range to one of them or more, as NAME=[MIN:MAX].",
        )
    return found
