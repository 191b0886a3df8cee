"""``cat``: the output of a run, or one of its files."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import RunError, nearest
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore import output


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("run", nargs="?", default="latest", metavar="RUN")
    parser.add_argument("-p", "--path", metavar="FILE", help="a file below the run directory")
    parser.add_argument("--raw", action="store_true", help="as it is, credentials not withheld")
    parser.add_argument("-O", "--output", action="store_true", help="the output (the default)")


def _execute(args: Namespace, session: Session) -> None:
    run = session.guild.find(args.run)
    if args.path is None:
        _show(run.output_path, args, session)
        for sentence in run.cuts:
            session.note(sentence)
        return
    path = Path(os.path.normpath(run.path(args.path)))
    # What is linked into the run is of the run; what '..' leads to is not.
    if not paths.is_file(path) or not path.is_relative_to(run.dir):
        names = run.files()
        hint = nearest(args.path, names, "Did you mean {}? ")
        raise RunError(
            f"run {run.short_id} has no file {args.path!r}",
            f"{hint}See '{session.prefix} ls {run.short_id}'.",
        )
    _show(path, args, session)


def _show(path: Path, args: Namespace, session: Session) -> None:
    for piece in output.pieces(path, limited=session.in_notebook, exact=args.raw):
        session.write(piece)


COMMAND = Command("cat", "Show the output of a run, or a file", _declare, _execute, on_runs=True)
