"""What is found out about a program by reading it; plain immutable values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.destinations import ARGS, GLOBALS

#: Larger scripts are not read: they are data, or made by a program.
MAX_BYTES = 2 << 20
MAX_NOTEBOOK_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Imported:
    """What a program takes, as far as its source tells.

    Parameters
    ----------
    destination
        How flags reach it; None where the source could not be read.
    flags
        Its flags by name, in the order of the source.
    on_demand
        Those of the flags that are taken only where the Guild file names them.
    variables
        Names that the program assigns at its top level.
    notes
        Why something was not read, in sentences for the user.
    """

    destination: str | None = None
    flags: Mapping[str, FlagDef] = field(default_factory=dict)
    on_demand: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def destination_of(self, flags: Collection[str]) -> str:
        """Return the ``flags-dest`` of a program that none is given for.

        A script that reads its command line gets arguments; one that only has module variables
        of the flags' names gets those set, as Guild does it; any other gets arguments.

        Parameters
        ----------
        flags
            What the program calls the operation's flags.
        """
        found = self.destination or ARGS
        names = {name.replace("-", "_") for name in flags}
        return ARGS if found == GLOBALS and not names & self.variables else found
