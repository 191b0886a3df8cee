"""``diff``: what differs between two runs, or between a run and the source code as it is now."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.diffing import view as views
from guild_jupyter.diffing.rundiff import (
    ALL_ATTRIBUTES,
    ATTRIBUTES,
    DEPENDENCIES,
    ENVIRONMENT,
    FLAGS,
    OPTIONS,
    OUTPUT,
    PACKAGES,
    SCALARS,
    SOURCE,
    RunDiff,
)
from guild_jupyter.diffing.sides import is_inside
from guild_jupyter.diffing.texts import CONTEXT
from guild_jupyter.diffing.view import View
from guild_jupyter.errors import CommandError, RunError
from guild_jupyter.launch.comparing import project_of
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.run import Run

_PARTS = (
    ("-O", OUTPUT, "the output"),
    ("-s", SOURCE, "the source code"),
    ("-e", ENVIRONMENT, "the environment variables"),
    ("-f", FLAGS, "the flags"),
    ("-a", ALL_ATTRIBUTES, "all attributes; flags, environment and dependencies too"),
    ("-D", DEPENDENCIES, "what was required"),
    ("", PACKAGES, "the packages and their versions"),
    ("", SCALARS, "the last values of the scalars"),
)
#: What is an attribute, and so is told by all of them already.
_OF_ATTRIBUTES = frozenset({FLAGS, ENVIRONMENT, DEPENDENCIES, PACKAGES, ATTRIBUTES})
_FILES = {
    FLAGS: ".guild/attrs/flags",
    ENVIRONMENT: ".guild/attrs/env",
    DEPENDENCIES: ".guild/attrs/deps",
    PACKAGES: ".guild/attrs/pip_freeze",
    ALL_ATTRIBUTES: ".guild/attrs",
    OUTPUT: ".guild/output",
    SOURCE: "",
}


def _declare(parser: ArgumentParser) -> None:
    selection.declare(parser, selection.ALL)
    what = parser.add_argument_group("what is compared (without these: everything)")
    for letter, part, text in _PARTS:
        names = [letter, OPTIONS[part]] if letter else [OPTIONS[part]]
        what.add_argument(*names, action="append_const", const=part, dest="parts", help=text)
    what.add_argument(
        "-p", "--path", action="append", metavar="PATH", help="a file or folder; may be repeated"
    )
    other = parser.add_argument_group(
        "with what (without these: the second run; of one run alone, its project)"
    )
    other.add_argument(
        "-w", "--working", action="store_true", help="the source code in the run's project now"
    )
    other.add_argument("-d", "--dir", metavar="DIR", help="the source code in a folder")
    shown = parser.add_argument_group("how it is shown")
    shown.add_argument("--side-by-side", action="store_true", help="old and new side by side")
    shown.add_argument(
        "--context", type=_count, default=CONTEXT, metavar="N", help="same lines around"
    )
    shown.add_argument("--all", action="store_true", help="all of it, however long it is")
    shown.add_argument(
        "-c", "--cmd", metavar="CMD", help="another program, called with two paths (terminal)"
    )


def _count(word: str) -> int:
    if not word.isdecimal():
        raise CommandError(f"{word!r} is no number of lines", "Write '--context 10'.")
    return int(word)


def _execute(args: Namespace, session: Session) -> RunDiff | int:
    runs = _runs(args, session, with_folder=args.working or args.dir is not None)
    new = runs[1] if len(runs) > 1 else _folder(args)
    parts = _parts(args, session)
    if args.cmd is not None:
        return _by_program(args, session, runs[0], new, parts)
    return session.guild.diff(
        runs[0], new, parts=parts, paths=args.path or (), view=_view(args, session)
    )


def _runs(args: Namespace, session: Session, *, with_folder: bool) -> list[Run]:
    """Return the runs in the order in which they are named; none named, the last, older first.

    One that is named alone is compared with a folder: without another, with that of its project.
    """
    everything = session.guild.runs()
    words = args.runs
    if not words:
        count = 1 if with_folder else 2
        last = list(selection.chosen(args, session, everything)[:count])[::-1]
        if len(last) < count:
            fewer = "there is one" if last else "there is none"
            raise RunError(f"diff needs {_runs_text(count)}, and {fewer}", _hint(session))
        return last
    found = [
        run
        for word in words
        for run in _older_first(
            list(selection.chosen(Namespace(**vars(args) | {"runs": [word]}), session, everything))
        )
    ]
    if with_folder and len(found) > 1:
        option = "--working" if args.working else "--dir"
        raise CommandError(f"with {option} one run is compared", "Leave the other run out.")
    if not 0 < len(found) < 3:
        raise CommandError(
            f"diff needs one run or two, and {len(found)} are named", _hint(session)
        )
    return found


def _older_first(runs: list[Run]) -> list[Run]:
    return runs[::-1]


def _runs_text(count: int) -> str:
    return "one run" if count == 1 else "two runs"


def _hint(session: Session) -> str:
    return (
        f"Name two: '{session.prefix} diff 2 1'; or one, to compare it with its project as it is "
        f"now: '{session.prefix} diff 1'."
    )


def _folder(args: Namespace) -> Path | None:
    return None if args.dir is None else paths.expanded(args.dir)


def _parts(args: Namespace, session: Session) -> list[str]:
    wanted: list[str] = list(dict.fromkeys(args.parts or ()))
    if ALL_ATTRIBUTES not in wanted:
        return wanted
    ignored = [part for part in wanted if part in _OF_ATTRIBUTES]
    if ignored:
        session.note(f"{', '.join(ignored)} are among all attributes, and not shown twice")
    return [part for part in wanted if part not in ignored]


def _view(args: Namespace, session: Session) -> View:
    if args.all:
        view = views.everything(args.side_by_side, args.context)
    else:
        view = View(args.side_by_side, args.context)
    if session.in_notebook or not sys.stdout.isatty():
        return view
    try:
        width = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        width = view.width
    has_colours = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return replace(view, colours=has_colours, width=width)


def _by_program(
    args: Namespace, session: Session, old: Run, new: Run | Path | None, parts: list[str]
) -> int:
    """Have another program show the differences, as Guild does: it gets two paths at a time."""
    if session.in_notebook:
        raise CommandError("another program shows differences in a terminal", "Leave '--cmd' out.")
    try:
        words = shlex.split(args.cmd)
    except ValueError as error:
        raise CommandError(f"--cmd makes no sense: {error}", "Write '--cmd meld'.") from None
    if not words:
        raise CommandError("--cmd names no program", "Write '--cmd meld'.")
    for path in args.path or ():
        if not is_inside(path):
            raise RunError(f"{path!r} is not a path below a run", "Give one as 'ls' lists them.")
    other = project_of(old) if new is None else new.dir if isinstance(new, Run) else new
    wanted = [_FILES[part] for part in parts if part in _FILES]
    for name in [*wanted, *(args.path or ())] or [""]:
        try:
            subprocess.run([*words, str(old.dir / name), str(other / name)], check=False)
        except OSError as error:
            raise CommandError(
                f"{words[0]} cannot be started: {error.strerror}", "Install it, or name another."
            ) from None
    return 0


COMMAND = Command(
    "diff",
    "Show what differs between two runs, or between one and its project as it is now",
    _declare,
    _execute,
    on_runs=True,
)
