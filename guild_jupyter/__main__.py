"""The commands in a terminal: ``python -m guild_jupyter run train epochs=5``.

The words are those of ``%guild``. ``run`` waits, shows the output and ends with the operation's
exit code; Ctrl-C stops the run, closing the terminal does not.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from guild_jupyter.api import Guild
from guild_jupyter.errors import GuildError
from guild_jupyter.notebook.dispatch import carry_out
from guild_jupyter.notebook.session import TERMINAL, Session
from guild_jupyter.redaction import redact

_INTERRUPTED = 130


def main(words: list[str] | None = None) -> int:
    """Carry out the words of a command line and return the exit code."""
    session = Session(Guild(), TERMINAL, _write, complain=_complain)
    try:
        value = carry_out(sys.argv[1:] if words is None else words, session)
    except GuildError as error:
        hint = f"{error.hint}\n" if error.hint else ""
        _complain(redact(f"guild-jupyter: {error.message}\n{hint}"))
        return 1
    except KeyboardInterrupt:
        _complain("\n")
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone: nothing more to say, and no traceback at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if isinstance(value, int):
        return value
    if value is not None:
        _write(f"{value!r}\n")
    return 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def program() -> NoReturn:
    """Carry out this process's own command line and end it, without tidying up the interpreter.

    That would take as long as many a command does; everything written is flushed.
    """
    code = main()
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    program()
