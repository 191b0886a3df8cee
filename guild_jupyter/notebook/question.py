"""Asking before something is done: in a terminal, where somebody is at it."""

from __future__ import annotations

import os

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.session import Session


def is_unattended(session: Session) -> bool:
    """Tell whether nobody is there to answer."""
    # Started by '!' from a cell there is a terminal, but nobody at it.
    return session.in_notebook or "JPY_PARENT_PID" in os.environ


def ask(session: Session, announcement: str) -> bool:
    """Say what is about to be done, wait for an answer, and tell whether it is yes.

    Raises
    ------
    CommandError
        Nobody answers.
    """
    session.say(announcement)
    session.write("Continue? (Y/n) ")
    try:
        answer = input()
    except EOFError:
        session.say("")
        raise CommandError("nobody answered", "Give '-y' to do it without asking.") from None
    return answer.strip().lower() in ("", "y", "yes")
