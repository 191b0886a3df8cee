"""The commands in a terminal: what they return becomes text and an exit code."""

from __future__ import annotations

import contextlib
import io
import os
import sys

from guild_jupyter.api import Guild
from guild_jupyter.errors import GuildError, Interrupted
from guild_jupyter.notebook.dispatch import carry_out
from guild_jupyter.notebook.session import TERMINAL, Session
from guild_jupyter.redaction import redact
from guild_jupyter.registry import load
from guild_jupyter.runstore.runlist import RunList

#: The code of a command that Ctrl-C ended: 128 and the number of SIGINT.
_INTERRUPTED = 130
#: Columns of a terminal that does not tell how many it has.
_WIDE = 200


def main(words: list[str]) -> int:
    """Carry out the words of a command line and return the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may know few characters
    session = Session(Guild(), TERMINAL, _write, complain=_complain)
    try:
        value = carry_out(words, session)
        if value is not None and not isinstance(value, int):
            text = _text_of(value)
            _write(f"{text}\n" if text else "")  # a list of nothing is no line
    except GuildError as error:
        hint = f"{error.hint}\n" if error.hint else ""
        _complain(redact(f"guild-jupyter: {error.message}\n{hint}"))
        return _INTERRUPTED if isinstance(error, Interrupted) else 1
    except BrokenPipeError:
        # The reader of our output has gone: nothing more to say.
        _give_up_output()
        return 1
    return value if isinstance(value, int) else 0


def _text_of(value: object) -> str:
    """Return what is shown of a value; a list of runs is cut to the width of the terminal."""
    if not isinstance(value, RunList) or not sys.stdout.isatty():
        return repr(value)
    width = os.get_terminal_size(sys.stdout.fileno()).columns or _WIDE
    text: str = load("guild_jupyter.twins.text:fitted")(repr(value), width)
    return text


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up_output()
        raise GuildError(f"the output cannot be written: {error.strerror}") from error


def _give_up_output() -> None:
    """Let what is still to be written go nowhere, so that it raises no second error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str) -> None:
    with contextlib.suppress(OSError):  # there is nowhere else to say it
        sys.stderr.write(text)
        sys.stderr.flush()
