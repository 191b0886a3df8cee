"""The commands in a terminal: ``python -m guild_jupyter run train epochs=5``.

The words are those of ``%guild``. ``run`` waits, shows the output and ends with the operation's
exit code; Ctrl-C stops the run, closing the terminal does not.
"""

from __future__ import annotations

import gc
import os
import sys

if __name__ == "__main__":
    # With -m the current folder is searched first, and a project may have a json.py of its own.
    del sys.path[0]
    # Where that is where the package was found, it is searched last.
    sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - text
from typing import NoReturn

from guild_jupyter.registry import load

_INTERRUPTED = 130
_MANY = 100_000


def main(words: list[str] | None = None) -> int:
    """Carry out the words of a command line and return the exit code."""
    try:
        # Ctrl-C may come while the modules are still being imported.
        carry_out = load("guild_jupyter.notebook.terminal:main")
        code: int = carry_out(sys.argv[1:] if words is None else words)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return _INTERRUPTED
    return code


def program() -> NoReturn:
    """Carry out this process's own command line and end it, without tidying up the interpreter.

    That would take as long as many a command does; everything written is flushed already.
    """
    _fill_standard_streams()
    # A command makes many objects and little garbage, and is over soon.
    gc.set_threshold(_MANY)
    os._exit(main())


def _fill_standard_streams() -> None:
    """Open what was closed when the process was started: no file of ours may take its place.

    What cannot be written to the output is an error, as on a full disk; complaints just go.
    """
    opened = [sys.stdin, sys.stdout, sys.stderr]
    for number, how in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, how)
            mode = "w" if number else "r"
            opened[number] = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - it stays
    sys.stdin, sys.stdout, sys.stderr = opened


if __name__ == "__main__":
    program()
