"""``view``: a run with its files, in a tab of JupyterLab; elsewhere as a card in the cell."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import declare_one, the_run
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore.run import Run


def _declare(parser: ArgumentParser) -> None:
    declare_one(parser)


def _execute(args: Namespace, session: Session) -> Run | None:
    run = the_run(args, session)
    if session.in_notebook:
        viewed: Run = load("guild_jupyter.notebook.views.viewed:ViewedRun")(run.dir)
        return viewed
    session.say(
        f"{run.operation} {run.short_id} opens in a tab of JupyterLab: choose it in the Guild "
        f"panel there, or execute '%guild view {run.short_id}' in a notebook"
    )
    session.say(f"its files are in {run.dir}; '{session.prefix} ls {run.short_id}' lists them")
    return None


COMMAND = Command("view", "View a run with its files in a tab", _declare, _execute, on_runs=True)
