"""What a command is: its words declared with argparse, and what it does with them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple, NoReturn

from guild_jupyter.errors import CommandError, nearest
from guild_jupyter.notebook.session import Session
from guild_jupyter.twins.page import Page

# Parsers make one for each argument, and need no width of a terminal to check that.
_UNSEEN = partial(argparse.RawDescriptionHelpFormatter, width=80)


class HelpAsked(Exception):  # noqa: N818 - not an error
    """``--help`` is among the words."""


#: What argparse says, and the same as other errors say it; of '-n/--limit' the long name is told.
_UNKNOWN = "unrecognized arguments: "
_NAMES = r"(?:-[^-/\s:]+/)*([^/\s:]+)[^\s:]*"
_OPTION = rf"argument {_NAMES}: "
_WORDING = (
    (rf"{_UNKNOWN}(-\S*).*", r"no such option: \1"),
    (rf"{_UNKNOWN}(.*)", r"what is not understood: \1"),
    (rf"{_OPTION}expected .*", r"\1 needs a value"),
    (rf"{_OPTION}invalid int value: (.*)", r"\1 needs a whole number, not \2"),
    (rf"{_OPTION}invalid float value: (.*)", r"\1 needs a number, not \2"),
    (rf"{_OPTION}ignored explicit argument .*", r"\1 takes no value"),
    (
        rf"{_OPTION}not allowed with argument {_NAMES}",
        r"\1 and \2 cannot both be given",
    ),
    (r"the following arguments are required: (.*)", r"what is missing: \1"),
)


def _plain(message: str) -> str:
    for said, plain in _WORDING:
        if found := re.fullmatch(said, message, re.DOTALL):
            return found.expand(plain)
    return message


class Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        """Raise a CommandError in words like those of other errors."""
        raise CommandError(_plain(message), f"{self._meant(message)}See '{self.prog} --help'.")

    def parse_known_intermixed_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401 - argparse's signature
        """Parse words as argparse does, which composes a usage before, for messages not shown."""
        self.usage = ""
        try:
            return super().parse_known_intermixed_args(args, namespace)
        finally:
            self.usage = None

    def _meant(self, message: str) -> str:
        """Return a hint at the option that was meant, or at the form of a flag."""
        word = message.removeprefix(_UNKNOWN).split(" ")[0]
        name, _, value = word.partition("=")
        if word == message or not name.startswith("--"):
            return ""
        options = [option[2:] for action in self._actions for option in action.option_strings]
        hint = nearest(name[2:], filter(None, options), "Did you mean --{}? ", cutoff=0.75)
        if not hint and self.prog.endswith(" run"):
            return f"A flag is written {name[2:]}={value or 'VALUE'}, without dashes. "
        return hint

    def print_help(self, file: Any = None) -> None:  # noqa: ANN401, ARG002 - argparse's signature
        """Raise HelpAsked: amid parsing, a parser cannot be trusted to describe itself."""
        raise HelpAsked


class Command(NamedTuple):
    """A command.

    Parameters
    ----------
    name
        The word that names it.
    summary
        One sentence without a full stop.
    declare
        Adds its arguments to a parser.
    execute
        Does it; what it returns is the value of the magic and is shown.
    on_runs
        Whether it is about runs, and so also a word after ``runs``.
    """

    name: str
    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    execute: Callable[[argparse.Namespace, Session], Any]
    on_runs: bool = False

    @lru_cache  # noqa: B019 - commands are few, and last as long as the process
    def parser(self, prefix: str) -> Parser:
        """Return the parser of the command's words."""
        parser = Parser(
            prog=f"{prefix} {self.name}",
            description=f"{self.summary}.",
            formatter_class=_UNSEEN,
            allow_abbrev=False,
        )
        self.declare(parser)
        place = parser.add_argument_group("where")
        place.add_argument("-H", "--home", metavar="DIR", help="the Guild home to use")
        place.add_argument("--project", "-C", metavar="DIR", help="the project's folder")
        return parser

    def help(self, prefix: str) -> str:
        """Return the help of the command."""
        parser = self.parser(prefix)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        return parser.format_help().rstrip()

    def run(self, words: list[str], session: Session) -> Any:  # noqa: ANN401 - a command's value
        """Carry the command out, or show its help."""
        try:
            parsed = self.parser(session.prefix).parse_intermixed_args(words)
        except HelpAsked:
            return Page(self.help(session.prefix))
        there = session.at(parsed.project, parsed.home)
        if self.on_runs:
            there.note_once(there.guild.home.concerns())
        return self.execute(parsed, there)
