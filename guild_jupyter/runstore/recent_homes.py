"""Which Guild homes a user had runs in lately, newest first: a list of paths in a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.supervise import durable

_MOST = 20
_LARGEST = 1 << 16
_FILE = "guild_jupyter/homes"


def remember(home: Path, variables: Mapping[str, str] | None = None) -> None:
    """Put a home at the head of the list; where that cannot be written, nothing happens.

    Parameters
    ----------
    home
        Its absolute path.
    variables
        The environment variables; None for those of this process.
    """
    file = _file(variables)
    known = lately(variables)
    if known[:1] == [home] or "\n" in str(home):
        return
    lines = [home, *(path for path in known if path != home)][:_MOST]
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        durable.write(str(file), "".join(f"{path}\n" for path in lines).encode(errors="replace"))
    except OSError:
        return  # a run matters more than the list


def lately(variables: Mapping[str, str] | None = None) -> list[Path]:
    """Return the homes on the list, also those that are gone; the last used one first."""
    try:
        text = _file(variables).read_bytes()[:_LARGEST].decode("utf-8", "replace")
    except OSError:
        return []
    return [Path(line) for line in text.split("\n") if line.startswith("/")][:_MOST]


def _file(variables: Mapping[str, str] | None) -> Path:
    known = os.environ if variables is None else variables
    state = known.get("XDG_STATE_HOME", "")
    if not state.startswith("/"):
        # A user without a home has no list: below this place nothing can be made or read.
        state = f"{paths.user_home(known) or os.devnull}/.local/state"
    return Path(state, _FILE)
