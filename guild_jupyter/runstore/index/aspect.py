"""An aspect of runs: something that is read of a run's files and stays true while they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from guild_jupyter.runstore.stamps import Seen


class Reading(NamedTuple):
    """What was read of a run.

    Parameters
    ----------
    value
        Whatever the aspect is about; not to be changed.
    seen
        The files that it was read from, and the folders in which more might appear.
    """

    value: Any
    seen: Seen


class Aspect(NamedTuple):
    """One kind of what is kept of runs.

    Parameters
    ----------
    name
        Under which it is kept.
    read
        Reads it from a run directory; gets the value of the last time, or None, which need not
        be true any more.
    to_data
        Returns a value as plain JSON data; None where it cannot be kept in a file.
    from_data
        Returns the value of such data.
    """

    name: str
    read: Callable[[str, Any], Reading]
    to_data: Callable[[Any], Any]
    from_data: Callable[[Any], Any]
