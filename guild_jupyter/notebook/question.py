"""Asking before something is done: in a terminal, where somebody is at it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from guild_jupyter.errors import CommandError, RunError
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


def agree(session: Session, *, doing: str, done: str, listed: Sequence[str], command: str) -> None:
    """Return once the user agrees to what is about to be done.

    In a terminal that is asked. Where nobody is there to answer, it is only said, with the one
    line that does it.

    Parameters
    ----------
    doing
        What is done, for the question: ``delete 3 runs``.
    done
        How the same is said of what did not happen: ``deleted``.
    listed
        A line for each thing that it is done to.
    command
        The words, ``-y`` among them, that do it; things are named so that they stay the same.

    Raises
    ------
    CommandError
        Nobody is there to answer, or nobody does.
    RunError
        The answer is no.
    """
    lines = [f"  {line}" for line in listed]
    if is_unattended(session):
        session.say("\n".join([f"This would {doing}:", *lines]))
        raise CommandError(f"nothing is {done} yet", f"To do it: {session.prefix} {command}")
    if not ask(session, "\n".join([f"You are about to {doing}:", *lines])):
        raise RunError(f"nothing was {done}")
