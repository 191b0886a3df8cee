"""``select``: the id of a run, or an attribute or the path of it, for use in another command."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from guild_jupyter import documents
from guild_jupyter.errors import CommandError, NoSuchRun, nearest
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.redaction import redacted, redacted_words
from guild_jupyter.registry import load
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.filters.evaluation import Either
from guild_jupyter.runstore.filters.values import ATTRIBUTES, attribute
from guild_jupyter.twins.page import Listing
from guild_jupyter.twins.text import clean, clean_block


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-A", "--all", action="store_true", help="all that fit, not the newest")
    parser.add_argument(
        "-min", "--min", metavar="COLUMN", help="the run with the least value of it"
    )
    parser.add_argument(
        "-max", "--max", metavar="COLUMN", help="the run with the greatest value of it"
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("-s", "--short-id", action="store_true", help="the id's first characters")
    shown.add_argument("-a", "--attr", metavar="NAME", help="an attribute in place of the id")
    shown.add_argument(
        "-p", "--path", "--dir", action="store_true", help="the path in place of the id"
    )
    selection.declare(parser, selection.ALL)


def _execute(args: Namespace, session: Session) -> Listing:
    if args.min is not None and args.max is not None:
        raise CommandError("--min and --max cannot both be given", "Give one of them.")
    runs = selection.chosen(args, session)
    if not runs:
        raise NoSuchRun(
            "no run fits" if runs.is_part else f"there are no runs in {session.guild.home.path}",
            f"'{session.prefix} runs' lists what there is.",
        )
    if args.min is not None or args.max is not None:
        best = load("guild_jupyter.comparison.best:best")
        runs = best(runs, args.min or args.max, greatest=args.max is not None)
    elif not args.runs and not args.all:
        runs = runs[:1]
    return Listing([_shown(one, args) for one in runs.facts()])


def _shown(known: Facts, args: Namespace) -> str:
    run = known.run
    if args.path:
        return clean(str(run.dir))
    if args.attr is None:
        return clean(run.short_id if args.short_id else run.id)
    return attribute_text(known, args.attr)


def attribute_text(known: Facts, name: str) -> str:
    """Return an attribute of a run as text: its value, or YAML for what has parts.

    Raises
    ------
    CommandError
        The run has no such attribute.
    """
    found = _attribute(known, name)
    if found is None:
        if name in ATTRIBUTES:
            return ""
        names = {*ATTRIBUTES, *known.run.attributes}
        raise CommandError(
            f"run {known.run.short_id} has no attribute {name!r}",
            nearest(name, names) or f"Attributes: {', '.join(sorted(names))}.",
        )
    text = found if isinstance(found, str) else documents.dump(found)
    return clean_block(text.rstrip("\n"))


def _attribute(known: Facts, name: str) -> Any:  # noqa: ANN401 - any YAML value
    if name == "flags":
        return known.flags
    if name == "op":  # of this the file tells more
        return redacted(known.run.attributes.get(name)) or known.opref.operation
    found = attribute(known, name)
    if isinstance(found, Either):
        return found[0]
    return redacted_words(found) if name == "cmd" and isinstance(found, list) else redacted(found)


COMMAND = Command(
    "select", "Tell the id of a run, to use in another command", _declare, _execute, on_runs=True
)
