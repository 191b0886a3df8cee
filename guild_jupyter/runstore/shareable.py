"""Text fit for a bug report: no secrets, no home folder, nothing that a terminal obeys."""

from __future__ import annotations

import os
import re

from guild_jupyter.redaction import WITHHELD, is_secret_name, is_secret_value
from guild_jupyter.twins.text import clean_block

_ASSIGNED = re.compile(r"([\w.-]+)[\"']?\s*[=:]\s*(\S+)")
_OPTION = re.compile(r"--([\w.-]+)[ \"',]+(\S+)")


def shareable(text: str) -> str:
    """Return text that may be shown to others.

    A line that holds a secret, by the name or the look of a value, is withheld as a whole; the
    user's home folder becomes ``~``; control characters become symbols.
    """
    lines = clean_block(text).split("\n")
    return _without_home("\n".join(WITHHELD if _tells_secret(line) else line for line in lines))


def _tells_secret(line: str) -> bool:
    if is_secret_value(line):
        return True
    found = [*_ASSIGNED.findall(line), *_OPTION.findall(line)]
    return any(is_secret_name(name, value.strip("\"',")) for name, value in found)


def _without_home(text: str) -> str:
    for home in {os.path.expanduser("~"), os.path.realpath(os.path.expanduser("~"))}:  # noqa: PTH111 - pathlib fails where there is none
        if len(home) > 1:
            text = re.sub(rf"(?<![\w~./-]){re.escape(home)}(?![\w.-])", "~", text)
    return text
