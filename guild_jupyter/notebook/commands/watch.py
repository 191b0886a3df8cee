"""``watch``: show runs as they go on; in a terminal, or with ``--wait``, follow one to its end.

In a notebook it does not wait: its value is shown as a card that lives on beside other cells.
Interrupting what follows a run leaves the run alone.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.follow import Following, detached, ending, exit_code
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise.state import LIVE

_MOST = 20


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "runs",
        nargs="*",
        metavar="RUN",
        help="default: the newest that is going, else the newest",
    )
    parser.add_argument(
        "-w", "--wait", action="store_true", help="show the output here until the run ends"
    )


def _execute(args: Namespace, session: Session) -> Run | list[Run] | int | None:
    runs = list(session.guild.select(args.runs)) if args.runs else [_newest(session)]
    if not session.in_notebook or args.wait:
        return _follow(runs, session)
    if len(runs) > _MOST:
        raise CommandError(
            f"{len(runs)} runs are too many to watch, of which {_MOST} can be at once",
            f"Name some of them; '{session.prefix} runs' shows all in a table.",
        )
    if len(runs) == 1:
        return runs[0]
    cards: list[Run] = load("guild_jupyter.notebook.views.cards:Cards")(runs)
    return cards


def _follow(runs: list[Run], session: Session) -> int | None:
    if len(runs) > 1:
        raise CommandError(
            f"{len(runs)} runs cannot be followed at once",
            "Name one of them.",
        )
    run = runs[0]
    if not Following(run, session).until_end():
        raise detached(run, session)
    session.say(ending(run))
    for sentence in run.cuts:
        session.note(sentence)
    return None if session.in_notebook else exit_code(run)


def _newest(session: Session) -> Run:
    going = (run for run in session.guild.runs() if run.status in LIVE)
    return next(going, None) or session.guild.find("latest")


COMMAND = Command("watch", "Show runs as they go on", _declare, _execute, on_runs=True)
