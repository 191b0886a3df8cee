"""The answer to what is to be done to runs: stop, label, tag, comment, mark, delete and back."""

from __future__ import annotations

from typing import Any

from guild_jupyter.presenting import acting
from guild_jupyter.server.asked import Asked
from guild_jupyter.server.one_run import finder


def act(asked: Asked) -> dict[str, Any]:
    """Do something to runs; return what was done and how it is undone."""
    message = acting.answer("act", asked.body, finder(asked))
    assert message is not None  # it is one of those questions
    return dict(message.content)
