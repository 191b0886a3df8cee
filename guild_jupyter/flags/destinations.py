"""Where the flags of a program go: words, variables of its own, a file of settings, or nowhere."""

from __future__ import annotations

ARGS = "args"
CLICK = "args:click"
GLOBALS = "globals"
NONE = "none"
#: Before the path of a file of settings.
CONFIG = "config:"
#: Before the name of the one variable of the program that holds all flags.
CONTAINERS = ("global:", "dict:", "namespace:")


#: What Guild knows, without what follows a colon, and as it is written.
PLAIN = ("args", "globals", "global", "dict", "namespace", "config", "none")
#: Those that are whole without a colon.
ALONE = ("args", "globals", "none")
KINDS = (ARGS, CLICK, GLOBALS, *(f"{kind}NAME" for kind in CONTAINERS), f"{CONFIG}FILE", NONE)


def is_known(destination: str) -> bool:
    """Tell whether a destination is of a kind that gives flags to programs, or says none."""
    if destination in (GLOBALS, NONE) or reaches_command_line(destination):
        return True
    return any(destination.startswith(kind) for kind in (*CONTAINERS, CONFIG))


def sets_variables(destination: str) -> bool:
    """Tell whether flags become variables of the program, which takes the starter to do."""
    return destination == GLOBALS or any(
        destination.startswith(kind) and destination != kind for kind in CONTAINERS
    )


def reaches_command_line(destination: str) -> bool:
    """Tell whether the program itself is given flags as words: not for files and unknown ones."""
    return destination == ARGS or destination.startswith(f"{ARGS}:")
