"""What ``plan.json`` must not say: it holds a mark instead, and the environment the value.

The variables reach the supervising pair alone, which keeps the values in its memory; only the
preparer gets them again. So the disk never has them, and either of the pair can start the
operation.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

VARIABLE = "GUILD_JUPYTER_WITHHELD_"
_MARK = "guild_jupyter: withheld"


def withhold(real: Any, shown: Any, values: list[Any]) -> Any:  # noqa: ANN401 - any JSON value
    """Return what may be written down of a JSON value; the rest is added to ``values``.

    Parameters
    ----------
    real
        The value.
    shown
        The same with what is secret replaced, as deep as it goes.
    values
        Takes what is withheld.
    """
    if real == shown:
        return real
    if isinstance(real, dict) and isinstance(shown, dict) and real.keys() == shown.keys():
        return {key: withhold(real[key], shown[key], values) for key in real}
    if isinstance(real, list) and isinstance(shown, list) and len(real) == len(shown):
        return [withhold(*pair, values) for pair in zip(real, shown, strict=True)]
    values.append(real)
    return {_MARK: len(values) - 1}


def restore(data: Any, values: list[Any]) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON value with what was withheld in its place again.

    Raises
    ------
    ValueError
        Something that was withheld is not among the values.
    """
    if isinstance(data, dict):
        if data.keys() == {_MARK}:
            try:
                return values[data[_MARK]]
            except IndexError:
                raise ValueError("what was withheld from the plan is not known any more") from None
        return {key: restore(value, values) for key, value in data.items()}
    if isinstance(data, list):
        return [restore(value, values) for value in data]
    return data


def variables(values: list[Any]) -> dict[str, str]:
    """Return the environment variables that carry withheld values."""
    return {f"{VARIABLE}{number}": json.dumps(value) for number, value in enumerate(values)}


def take(environment: MutableMapping[str, str]) -> list[Any]:
    """Return the withheld values that an environment carries, and remove them from it."""
    values: list[Any] = []
    while (text := environment.pop(f"{VARIABLE}{len(values)}", None)) is not None:
        values.append(json.loads(text))
    return values
