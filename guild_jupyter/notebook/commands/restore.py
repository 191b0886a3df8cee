"""``restore``: bring deleted runs back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import by_id, counted, declare_several, listed, named, several
from guild_jupyter.notebook.question import agree
from guild_jupyter.notebook.session import Session


def _declare(parser: ArgumentParser) -> None:
    declare_several(parser, selection.ALL)


def _execute(args: Namespace, session: Session) -> None:
    deleted = session.guild.deleted()
    if not deleted and not args.runs:
        session.say("the trash is empty: there is nothing to restore")
        return
    runs = several(args, session, deleted)
    if len(runs) > 1 and not args.runs and not args.yes:
        agree(
            session,
            doing=f"restore {counted(runs)}",
            done="restored",
            listed=listed(runs),
            command=by_id(["restore"], runs),
        )
    back = session.guild.restore_all(runs)
    session.say(f"restored {named(back)}")


COMMAND = Command("restore", "Bring deleted runs back", _declare, _execute, on_runs=True)
