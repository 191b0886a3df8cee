"""``purge``: remove deleted runs for good."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import by_id, counted, declare_several, listed, named, several
from guild_jupyter.notebook.question import agree
from guild_jupyter.notebook.session import Session
from guild_jupyter.twins.text import size


def _declare(parser: ArgumentParser) -> None:
    declare_several(parser, selection.ALL)


def _execute(args: Namespace, session: Session) -> None:
    deleted = session.guild.deleted()
    if not deleted and not args.runs:
        session.guild.purge([])  # what an earlier one could not finish
        session.say("the trash is empty: there is nothing to purge")
        return
    runs = several(args, session, deleted)
    taken = size(sum(run.size for run in runs))
    if not args.yes:
        agree(
            session,
            doing=f"purge {counted(runs)}, {taken}, which nothing brings back",
            done="purged",
            listed=listed(runs),
            command=by_id(["purge"], runs),
        )
    said = named(runs)  # while there is something to be read
    session.guild.purge(runs)
    session.say(f"purged {said}, {taken}")


COMMAND = Command("purge", "Remove deleted runs for good", _declare, _execute, on_runs=True)
