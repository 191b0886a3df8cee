"""``doctor``: what the evidence says of one run, for a bug report."""

from __future__ import annotations

import platform
from argparse import ArgumentParser, Namespace

from guild_jupyter import paths
from guild_jupyter._version import __version__
from guild_jupyter.errors import NoSuchRun
from guild_jupyter.launch.launcher import shared_fate
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore import diagnosis, report
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise.state import LIVE
from guild_jupyter.twins.page import Page


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("run", nargs="?", default="latest", metavar="RUN")


def _execute(args: Namespace, session: Session) -> Page:
    run = _find(args.run, session)
    found = diagnosis.examine(run, session.guild.home.modes)
    about = [("with", f"guild_jupyter {__version__}, Python {platform.python_version()}")]
    about.append(("on", platform.platform()))
    if found.now.status in LIVE and (fate := shared_fate()):
        about.append(("place", fate))
    hint = report.advice(found, run, session.prefix)
    return Page(report.text(run, found, about, hint))


def _find(reference: str, session: Session) -> Run:
    """Return the run, also one that is so damaged that no list has it."""
    try:
        return session.guild.find(reference)
    except NoSuchRun:
        damaged = [
            path
            for path in session.guild.home.runs.glob("*")
            if reference and path.name.startswith(reference) and paths.is_folder(path)
        ]
        if len(damaged) != 1:
            raise
        return Run(damaged[0])


COMMAND = Command(
    "doctor", "Say what is known of a run, for a report", _declare, _execute, on_runs=True
)
