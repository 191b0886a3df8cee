"""Where commands are given: the facade they work on, and how they speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from guild_jupyter.api import Guild

NOTEBOOK, TERMINAL = "notebook", "terminal"


class Session:
    """A notebook or a terminal in which commands are given.

    Parameters
    ----------
    guild
        The facade.
    place
        :data:`NOTEBOOK` or :data:`TERMINAL`.
    write
        Shows text at once, without a newline of its own.
    values
        Flag values from the body of a cell.
    said
        Notes that were shown already and are not shown again.
    complain
        Shows what is no result of the command; None to show it among the results.
    """

    def __init__(
        self,
        guild: Guild,
        place: str,
        write: Callable[[str], None],
        values: Mapping[str, Any] | None = None,
        said: set[str] | None = None,
        complain: Callable[[str], None] | None = None,
    ) -> None:
        self.guild = guild
        self.place = place
        self.write = write
        self.values = {} if values is None else values
        self.said = set() if said is None else said
        self.complain = complain

    @property
    def in_notebook(self) -> bool:
        """Whether a cell waits for the result."""
        return self.place == NOTEBOOK

    @property
    def prefix(self) -> str:
        """What a user types before a command."""
        return "%guild" if self.in_notebook else "guild-jupyter"

    def say(self, text: str) -> None:
        """Show a line."""
        self.write(f"{text}\n")

    def note(self, text: str) -> None:
        """Show a note."""
        (self.complain or self.write)(f"note: {text}\n")

    def note_once(self, text: str) -> None:
        """Show a note, the first time it comes up; an empty one never."""
        if text and text not in self.said:
            self.said.add(text)
            self.note(text)

    def at(self, folder: str | None, home: str | None) -> Session:
        """Return a session for another project or home; this one where neither is given."""
        if folder is None and home is None:
            return self
        guild = Guild(
            folder if folder is not None else self.guild.folder, home or self.guild.named_home
        )
        return Session(guild, self.place, self.write, self.values, self.said, self.complain)
