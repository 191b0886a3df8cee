"""What is said where an answer is refused: in words, without foreign paths and tokens."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from guild_jupyter.errors import (
    GuildError,
    HomeError,
    InvalidFlagValue,
    MissingFlags,
    NoGuildFile,
    NoSuchOperation,
    NoSuchRun,
    ProjectError,
)
from guild_jupyter.presenting.presenter import refusal
from guild_jupyter.redaction import WITHHELD

_NOT_THERE = (NoSuchRun, NoGuildFile, NoSuchOperation)
#: An absolute path in a sentence, as far as its first space.
_PATH = re.compile(r"(?<![\w.~:/])/(?:[^\s/'\",;:()]+/?)+")
_SHORTEST_SECRET = 6

#: What the statuses of HTTP mean here, and what to do.
SAID: Mapping[int, tuple[str, str]] = {
    400: ("the request makes no sense", "Reload the page."),
    401: ("you are not logged in", "Log in, then reload the page."),
    403: ("you may not do this here", "Log in again, or ask who runs the server."),
    404: ("there is nothing of that name", "Reload the page."),
    405: ("this cannot be done with that", "Reload the page."),
    413: ("what was sent is too large", "Send less than 1 MiB at once."),
    415: ("what was sent is no JSON", "Send it with the type application/json."),
    429: ("too much at once", "Close some views."),
}
UNKNOWN = "something went wrong in the server"


def status_of(error: GuildError) -> int:
    """Return the status of HTTP that says what kind of error it is."""
    if isinstance(error, _NOT_THERE):
        return 404
    return 409 if isinstance(error, HomeError) else 404 if type(error) is ProjectError else 400


def of_error(error: GuildError, known: Iterable[Path], secret: str = "") -> dict[str, Any]:
    """Return the body that says what is wrong.

    Parameters
    ----------
    error
        The error.
    known
        The places whose paths may be said; of others the last name is.
    secret
        What must not be said; empty for nothing.
    """
    places = list(known)
    said = (scrubbed(text, places, secret) for text in (error.message, error.hint))
    body = dict(refusal(*said).content)
    if flags := _flags_of(error):
        body["error"]["flags"] = flags
    return body


def _flags_of(error: GuildError) -> list[str]:
    """Return the flags that an error is about, as far as it knows."""
    if isinstance(error, MissingFlags):
        return list(error.flags)
    return [error.flag] if isinstance(error, InvalidFlagValue) and error.flag else []


def of_status(status: int, number: str = "") -> dict[str, Any]:
    """Return the body that says what a status means.

    Parameters
    ----------
    status
        The status of HTTP.
    number
        What the fault is called in the log of the server; empty where it is not there.
    """
    if not number:
        message, hint = SAID.get(status, (UNKNOWN, "Try again."))
        return {"error": {"message": message, "hint": hint}}
    hint = f"Try again. The log of the Jupyter server says more of it: look for {number}."
    return {"error": {"message": UNKNOWN, "hint": hint, "id": number}}


def scrubbed(text: str, known: Iterable[Path], secret: str = "") -> str:
    """Return a text without paths of other places, and without a secret."""
    if len(secret) >= _SHORTEST_SECRET:
        text = text.replace(secret, WITHHELD)
    kept = [os.fspath(place) for place in known]

    def shorter(match: re.Match[str]) -> str:
        path = match[0]
        if any(path == one or path.startswith(one.rstrip("/") + "/") for one in kept):
            return path
        last = path.rstrip("/").rpartition("/")[2]
        return f"…/{last}"

    return _PATH.sub(shorter, text)
