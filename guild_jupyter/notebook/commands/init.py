"""``init``: make a new project, or a Guild home for a folder."""

from __future__ import annotations

import os
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path

from guild_jupyter.errors import CommandError
from guild_jupyter.guildfile.locate import plain
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.redaction import redact
from guild_jupyter.scaffold import home as homes
from guild_jupyter.scaffold import project as projects
from guild_jupyter.settings import HOME_VARIABLE
from guild_jupyter.twins.page import Page
from guild_jupyter.twins.text import clean

_ABOUT = {
    projects.GUILD_FILE: "Guild file",
    projects.SCRIPT: "training script",
    projects.DATA: "data to begin with",
}


def _declare(parser: ArgumentParser) -> None:
    parser.epilog = (
        "With --project DIR: a folder with a Guild file, a script that trains, and data.\n"
        "Without: a Guild home of its own for the current folder, or for DIR."
    )
    parser.add_argument("folder", nargs="?", metavar="DIR", help="where to make a Guild home")
    parser.add_argument("--data-url", metavar="URL", default="", help="data of the new project")
    parser.add_argument("--sha256", metavar="DIGEST", default="", help="digest of that data")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask (it never does)")


def _execute(args: Namespace, session: Session) -> Page:
    if args.project is None:
        if args.data_url or args.sha256:
            raise CommandError(
                "data is for a new project", f"Write '{session.prefix} init --project NAME …'."
            )
        return _home(args, session)
    if args.folder is not None:
        raise CommandError(
            f"--project names the folder already, and {args.folder!r} another",
            f"Write '{session.prefix} init --project {shlex.quote(args.folder)}'.",
        )
    if not args.project.strip():
        hint = f"Write '{session.prefix} init --project NAME'."
        raise CommandError("the new project has no name", hint)
    return _project(args, session)


def _project(args: Namespace, session: Session) -> Page:
    project = projects.plan(plain(Path(args.project)), args.data_url, args.sha256)
    folder = clean(_near(project.folder))
    projects.make(project)
    width = max(map(len, project.contents))
    lines = [f"made project {clean(project.name)}", f"  {folder}"]
    lines += [f"    {name:<{width}}  {_ABOUT[name]}" for name in project.contents]
    if args.data_url:
        lines.append(f"    its data comes from {redact(clean(args.data_url))}")
    change = "%guild cd" if session.in_notebook else "cd"
    lines += ["", "Next:", f"  {change} {shlex.quote(folder)}"]
    lines += [f"  {session.prefix} help", f"  {session.prefix} train"]
    return Page("\n".join(lines))


def _home(args: Namespace, session: Session) -> Page:
    folder = session.guild.folder if args.folder is None else plain(Path(args.folder))
    path = clean(str(folder / homes.NAME))
    if homes.is_home(folder):
        return Page(
            f"{path} is a Guild home already: nothing is changed{_overruled(path, session)}"
        )
    homes.make(folder, share_group=session.guild.settings.share_group)
    return Page(
        f"made the Guild home {path}\n"
        f"Runs of projects in {clean(str(folder))} and below are kept there"
        f"{_overruled(path, session)}"
    )


def _overruled(path: str, session: Session) -> str:
    """Return what keeps a home from being used, as the end of a sentence."""
    named = session.guild.named_home or os.environ.get(HOME_VARIABLE)
    if not named or clean(str(session.guild.home.path)) == path:
        return ""
    source = "--home" if session.guild.named_home else HOME_VARIABLE
    return f", as soon as {source} does not name {clean(named)} any more"


def _near(folder: Path) -> str:
    """Return a folder as it is typed from here, where that is short."""
    near = os.path.relpath(folder)
    return str(folder) if near.startswith("..") else near if near == "." else f"./{near}"


COMMAND = Command("init", "Make a new project, or a Guild home for a folder", _declare, _execute)
