"""Where a program takes its flags from, where the Guild file does not say it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from guild_jupyter.flags.imports import definitions
from guild_jupyter.flags.imports.definitions import Imported
from guild_jupyter.registry import load

ARGS = definitions.ARGS
CLICK = definitions.CLICK
GLOBALS = definitions.GLOBALS
NONE = definitions.NONE
PASSED_AS_ARGUMENTS = definitions.PASSED_AS_ARGUMENTS


def decided(imported: Imported, flags: Collection[str]) -> str:
    """Return the ``flags-dest`` of a program that none is given for.

    A script that reads its command line gets arguments; one that only has module variables of
    the flags' names gets those set, as Guild does it; any other gets arguments.

    Parameters
    ----------
    imported
        What its source says.
    flags
        What the program calls the operation's flags.
    """
    found = imported.destination or ARGS
    names = {name.replace("-", "_") for name in flags}
    return ARGS if found == GLOBALS and not names & imported.variables else found


def detect(script: Path | None, flags: Collection[str]) -> str:
    """Return the ``flags-dest`` of a script that none is given for.

    Parameters
    ----------
    script
        The script's source file; None where it is not known.
    flags
        What the script calls the operation's flags.
    """
    try:
        data = script.read_bytes() if script else None
    except OSError:
        data = None
    if data is None:
        return ARGS
    return decided(load("guild_jupyter.flags.imports.reading:read_script")(data), flags)
