"""``cat``: the output of a run, or one of its files."""

from __future__ import annotations

import pydoc
from argparse import ArgumentParser, Namespace
from pathlib import Path

from guild_jupyter.errors import CommandError, NoSuchRun, RunError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import declare_one, the_run
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore import inside, output


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-p", "--path", metavar="FILE", help="a file below the run directory")
    parser.add_argument("-s", "--sourcecode", action="store_true", help="FILE is source code")
    parser.add_argument("-O", "--output", action="store_true", help="the output (the default)")
    parser.add_argument("-pa", "--page", action="store_true", help="a screen at a time")
    parser.add_argument("--raw", action="store_true", help="as it is, credentials not withheld")
    declare_one(parser)


def _execute(args: Namespace, session: Session) -> None:
    if args.output and args.path is not None:
        raise CommandError("--output and --path cannot both be given", "Give one of them.")
    if args.sourcecode and args.path is None:
        raise CommandError("--sourcecode needs a file", "Give it with '-p FILE'.")
    try:
        run = the_run(args, session)
    except NoSuchRun as error:
        raise _file_without_option(args, session, error) from error
    if args.path is None:
        _show(run.output_path, args, session)
        for sentence in run.cuts:
            session.note(sentence)
        return
    try:
        path = inside.located(run, args.path, kind="source" if args.sourcecode else "")
    except RunError as error:
        way = f"See '{session.prefix} ls {run.short_id}'."
        raise RunError(error.message, f"{error.hint} {way}".strip()) from error
    if outside := inside.leads_out(run, path):
        session.note(f"{args.path} is a link that leads to {outside}")
    _show(path, args, session)


def _file_without_option(args: Namespace, session: Session, error: NoSuchRun) -> NoSuchRun:
    """Return the error with a hint where a word is a file of the run that is named, or newest."""
    *others, last = args.runs or [""]
    try:
        run = session.guild.find(*others[:1])
        inside.located(run, last)
    except RunError:
        return error
    named = "".join(f"{other} " for other in others)
    return NoSuchRun(
        error.message, f"For the file, write '{session.prefix} cat {named}-p {last}'."
    )


def _show(path: Path, args: Namespace, session: Session) -> None:
    pieces = output.pieces(path, limited=session.in_notebook, exact=args.raw)
    if args.page and not session.in_notebook:
        pydoc.pager("".join(pieces))
        return
    for piece in pieces:
        session.write(piece)


COMMAND = Command("cat", "Show the output of a run, or a file", _declare, _execute, on_runs=True)
