"""The names that DataFrames of a view get in the notebook. Does not know what is in them."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting.presenter import Message, Presenter

_NAME = "chosen_runs"


class Naming:
    """Puts the DataFrames of one view into the namespace of its user."""

    def __init__(self) -> None:
        self._named: dict[str, Any] = {}

    def put(self, presenter: Presenter, wanted: Mapping[str, Any]) -> Message:
        """Put the runs and columns that are wanted there; say under which name.

        Raises
        ------
        GuildError
            There is no notebook, the view has no runs, or the wanted name is no name.
        """
        framed = getattr(presenter, "frame", None)
        if framed is None:
            raise GuildError(f"a {presenter.kind} has no answer to 'frame'")
        if not InteractiveShell.initialized():
            raise GuildError("there is no notebook to put a DataFrame into")
        name = self._name(wanted.get("name"))
        frame = framed(wanted)
        InteractiveShell.instance().user_ns[name] = self._named[name] = frame
        rows, columns = frame.shape
        count = "1 run" if rows == 1 else f"{rows} runs"
        return Message({"said": f"{name}: a DataFrame of {count} × {columns} columns"})

    def _name(self, wanted: object) -> str:
        """Return the wanted name; one that was not asked for is that of nothing else."""
        if wanted:
            if (
                not isinstance(wanted, str)
                or not wanted.isidentifier()
                or keyword.iskeyword(wanted)
            ):
                raise GuildError(f"{wanted!r} is no name of a variable", "Such as: best_runs.")
            return wanted
        names = InteractiveShell.instance().user_ns
        name, number = _NAME, 1
        while name in names and names[name] is not self._named.get(name):
            number += 1
            name = f"{_NAME}_{number}"
        return name
