"""Which runs a command is about: the words that name and filter them, alike for every command."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.runlist import RunList

#: What a command is about where no run is named and nothing is filtered.
ALL, LATEST, NOTHING = "all", "latest", "nothing"


def declare(parser: ArgumentParser, otherwise: str) -> None:
    """Add the arguments that choose runs.

    Parameters
    ----------
    parser
        The parser of the command.
    otherwise
        What is meant where none is named: :data:`ALL`, :data:`LATEST` or :data:`NOTHING`.
    """
    parser.add_argument("runs", nargs="*", metavar="RUN", help="index, range A:B, id or operation")
    parser.set_defaults(otherwise=otherwise)


def chosen(args: Namespace, session: Session, among: RunList | None = None) -> RunList:
    """Return the runs that the arguments choose, in the order of the list they are chosen from.

    Parameters
    ----------
    args
        The parsed words.
    session
        Where the command is given.
    among
        The runs that can be meant; None for those of the home.

    Raises
    ------
    NoSuchRun
        A word means no run, or several.
    """
    everything = session.guild.runs() if among is None else among
    if args.runs:
        return session.guild.select(args.runs, everything)
    limits = {ALL: len(everything), LATEST: 1, NOTHING: 0}
    return everything[: limits[args.otherwise]]
