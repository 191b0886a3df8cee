"""``open``: a run's folder or one of its files, in a program or in the cell."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from argparse import ArgumentParser, Namespace
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import CommandError, RunError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import declare_one, the_run
from guild_jupyter.notebook.question import is_unattended
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore import inside
from guild_jupyter.runstore.run import Run
from guild_jupyter.twins.page import Page


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-p", "--path", metavar="PATH", help="below the run directory")
    parser.add_argument("-s", "--sourcecode", action="store_true", help="PATH is source code")
    parser.add_argument("-O", "--output", action="store_true", help="the output")
    parser.add_argument("-c", "--cmd", metavar="CMD", help="the program to open it with")
    parser.add_argument("--shell", action="store_true", help="a shell in the folder")
    parser.add_argument("--shell-cmd", metavar="CMD", help="a shell by this command")
    declare_one(parser)


def _execute(args: Namespace, session: Session) -> Page | None:
    if args.output and (args.path is not None or args.sourcecode):
        raise CommandError("--output cannot be given with other paths", "Give one of them.")
    ways = [f"--{name}" for name in ("cmd", "shell", "shell-cmd") if _given(args, name)]
    if len(ways) > 1:
        raise CommandError(f"{' and '.join(ways)} cannot both be given", "Give one of them.")
    run = the_run(args, session)
    path = _path(args, run, session)
    if args.shell or args.shell_cmd:
        _start_shell(args, path, session)
        return None
    if args.cmd:
        _start(_words(args.cmd), path, session)
        return None
    if session.in_notebook:
        shown: Page = load("guild_jupyter.notebook.glance:glance")(run, path)
        return shown
    _start(_default(), path, session)
    return None


def _given(args: Namespace, option: str) -> bool:
    return bool(getattr(args, option.replace("-", "_")))


def _path(args: Namespace, run: Run, session: Session) -> Path:
    """Return what is to be opened: always in the run directory itself.

    Raises
    ------
    RunError
        There is no such file, or a link leads out of the run.
    """
    if args.output:
        path = run.output_path
        if not paths.is_file(path):
            raise RunError(f"run {run.short_id} has no output")
    else:
        kind = "source" if args.sourcecode else ""
        try:
            path = inside.located(run, args.path or ".", kind=kind, folders=True)
        except RunError as error:
            way = f"See '{session.prefix} ls {run.typed_id}'."
            raise RunError(error.message, f"{error.hint} {way}".strip()) from error
    if outside := inside.leads_out(run, path):
        name = path.relative_to(run.dir)
        raise RunError(
            f"{name} of run {run.short_id} is a link that leads to {outside}",
            "Open that path itself if you trust it.",
        )
    # By the way that was looked at: a link in it may lead elsewhere in a moment.
    return run.dir / os.path.relpath(os.path.realpath(path), os.path.realpath(run.dir))


def _default() -> list[str]:
    return ["open"] if sys.platform == "darwin" else ["xdg-open"]


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise CommandError(f"{command!r} is no command: {error}") from None
    if not words:
        raise CommandError("the command is empty", "Name a program.")
    return words


def _start(words: list[str], path: Path, session: Session) -> None:
    """Start a program for a path; in a terminal its end is waited for."""
    # A file of the run whose name begins with a dash is no option: the path is absolute.
    command = [*words, str(path.absolute())]
    try:
        if session.in_notebook:
            started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            threading.Thread(target=started.wait, daemon=True).start()
            session.say(f"started {shlex.join(command)}")
            return
        ended = subprocess.run(command, check=False).returncode
    except OSError as error:
        raise RunError(
            f"{words[0]} cannot be started: {error.strerror}",
            f"Name a program with '-c CMD'; the path is {path}.",
        ) from error
    if ended:
        raise RunError(f"{shlex.join(command)} ended with exit status {ended}")


def _start_shell(args: Namespace, path: Path, session: Session) -> None:
    if is_unattended(session):
        raise CommandError("a shell needs a terminal", f"Its folder would be {path}.")
    words = _words(args.shell_cmd or os.environ.get("SHELL") or "sh")
    folder = path if path.is_dir() else path.parent
    session.say(f"a shell in {folder}; 'exit' comes back")
    try:
        subprocess.run(words, cwd=folder, check=False)
    except OSError as error:
        raise RunError(f"{words[0]} cannot be started: {error.strerror}") from error


COMMAND = Command("open", "Open the folder or a file of a run", _declare, _execute, on_runs=True)
