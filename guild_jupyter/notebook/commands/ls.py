"""``ls``: the files of a run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter import paths
from guild_jupyter.errors import RunError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.run import Run
from guild_jupyter.twins.page import Listing
from guild_jupyter.twins.text import clean


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("run", nargs="?", default="latest", metavar="RUN")
    parser.add_argument("-p", "--path", default="", metavar="FOLDER", help="below this folder")
    kind = parser.add_mutually_exclusive_group()
    for letter, name, text in (
        ("-s", "source", "source code"),
        ("-d", "dependency", "what it required"),
        ("-g", "generated", "what it made"),
    ):
        kind.add_argument(
            letter,
            f"--{name}",
            action="store_const",
            const=name,
            dest="kind",
            default="",
            help=text,
        )
    kind.add_argument(
        "-a", "--all", action="store_true", help="Guild's own and compiled files too"
    )
    parser.add_argument("-f", "--full-path", action="store_true", help="absolute paths")
    parser.add_argument("-n", "--no-format", action="store_true", help="the names alone")


def _execute(args: Namespace, session: Session) -> Listing:
    run = session.guild.find(args.run)
    names = _everything(run) if args.all else run.files(args.kind)
    folder = args.path.strip("/")
    below = [name for name in names if not folder or f"{name}/".startswith(f"{folder}/")]
    if folder and not below and not paths.is_folder(run.path(folder)):
        raise RunError(
            f"run {run.short_id} has no folder {args.path!r}",
            f"See '{session.prefix} ls {run.short_id}'.",
        )
    heading = "" if args.full_path or args.no_format else f"{clean(str(run.dir))}:"
    shown = [clean(str(run.path(name)) if args.full_path else name) for name in below]
    return Listing(shown, heading)


def _everything(run: Run) -> list[str]:
    return sorted(str(path.relative_to(run.dir)) for path in run.dir.rglob("*") if path.is_file())


COMMAND = Command("ls", "List the files of a run", _declare, _execute, on_runs=True)
