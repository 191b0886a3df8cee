"""What commands that change runs have in common: choosing them, saying which, asking first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence

from guild_jupyter.errors import CommandError, NoSuchRun
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.question import agree
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.remarks import of_each
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.supervise import state
from guild_jupyter.twins.text import clean, columns, moment, pad, shorten

#: How many runs are listed, and named in a command, before the rest is only counted.
_LISTED = 20
_NAMED = 50
_LONGEST_LABEL = 40


def declare_one(parser: ArgumentParser) -> None:
    """Add the arguments that choose one run, the latest where none is named."""
    selection.declare(parser, selection.LATEST)


def the_run(args: Namespace, session: Session) -> Run:
    """Return the one run that the arguments choose.

    Raises
    ------
    NoSuchRun
        They choose none, or several.
    """
    found = selection.chosen(args, session)
    if not found:
        if not session.guild.runs():
            return session.guild.find()  # which says why there is none
        raise NoSuchRun("no run is meant", f"'{session.prefix} runs' lists them.")
    if len(found) > 1:
        words = repr(" ".join(args.runs)) if args.runs else "that"
        raise NoSuchRun(f"{words} means {len(found)} runs, not one", "Give one index or id.")
    return found[0]


def declare_several(parser: ArgumentParser, otherwise: str = selection.LATEST) -> None:
    """Add the arguments that choose runs, and the one that says not to ask."""
    selection.declare(parser, otherwise)
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def several(args: Namespace, session: Session, among: RunList | None = None) -> RunList:
    """Return the runs that the arguments choose, at least one.

    Raises
    ------
    NoSuchRun
        They choose none.
    """
    found = selection.chosen(args, session, among)
    if not found and among is None and not session.guild.runs():
        session.guild.find()  # which says why there is none
    if not found:
        raise NoSuchRun("no run is meant", f"'{session.prefix} runs' lists them.")
    return found


def only_one(given: dict[str, object], parser_name: str) -> None:
    """Refuse options of which only one makes sense, and none of them.

    Raises
    ------
    CommandError
        None is given, or several are.
    """
    named = [name for name, value in given.items() if value not in (None, False, [])]
    if not named:
        raise CommandError(
            f"'{parser_name}' needs one of {', '.join(given)}",
            f"See 'help {parser_name}'.",
        )
    if len(named) > 1:
        raise CommandError(f"{' and '.join(named)} cannot both be given", "Give one of them.")


def change_each(
    args: Namespace,
    session: Session,
    runs: RunList,
    change: Callable[[Run], object],
    *,
    doing: str,
    done: str,
    words: Sequence[str],
    ask: bool = False,
) -> None:
    """Change runs; several are asked about first.

    Parameters
    ----------
    args
        The parsed words, ``yes`` among them.
    session
        Where the command is given.
    runs
        The runs.
    change
        Changes one of them.
    doing, done
        What is done to the runs and then was, as in ``tag`` and ``tagged``.
    words
        The command without its runs.
    ask
        Whether it is asked about one run too: something is lost.
    """
    if (ask or len(runs) > 1) and not args.yes:
        agree(
            session,
            doing=f"{doing} {counted(runs)}",
            done="changed",
            listed=listed(runs),
            command=by_id(words, runs),
        )
    of_each(runs, change)
    session.say(f"{done} {named(runs)}")


def counted(runs: Sequence[Run]) -> str:
    """Return how many runs there are, in words."""
    return "1 run" if len(runs) == 1 else f"{len(runs)} runs"


def named(runs: Sequence[Run]) -> str:
    """Return the run with its operation, or how many there are."""
    return f"{runs[0].operation} {runs[0].short_id}" if len(runs) == 1 else counted(runs)


def listed(runs: Sequence[Run], *, ends: bool = False) -> list[str]:
    """Return a line for each run, of many for the first.

    Parameters
    ----------
    runs
        The runs.
    ends
        Whether those that go on would be stopped, which is said.
    """
    more = len(runs) - _LISTED
    rows = [_described(run, ends=ends) for run in runs[:_LISTED]]
    widths = [max(map(columns, texts)) for texts in zip(*rows, strict=True)]
    lines = [
        "  ".join(pad(text, width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return [*lines, *([f"and {more} more"] if more > 0 else [])]


def by_id(words: Sequence[str], runs: Sequence[Run]) -> str:
    """Return the command that does without asking what was asked about.

    Runs are named by their ids: what is first in the list may be another run by then.
    """
    import shlex  # noqa: PLC0415 - where it is asked only

    if len(runs) > _NAMED:
        return f"{shlex.join(words)} RUN… -y (the runs as you named them)"
    return f"{shlex.join(words)} {ids(runs)} -y"


def ids(runs: Iterable[Run]) -> str:
    """Return the ids of runs as they can be typed; whole where what is put aside in the trash."""
    return " ".join(run.typed_id for run in runs)


def _described(run: Run, *, ends: bool) -> tuple[str, ...]:
    now = run.status
    stopping = ", and would be stopped" if ends and now in state.LIVE else ""
    return (
        run.short_id,
        clean(run.operation),
        moment(run.started) if run.started is not None else "",
        f"{now}{stopping}",
        shorten(clean(run.label), _LONGEST_LABEL),
    )
