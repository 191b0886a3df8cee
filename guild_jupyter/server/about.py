"""Answers about the server itself: its version, and the Guild homes in use."""

from __future__ import annotations

from typing import Any

from guild_jupyter._version import __version__
from guild_jupyter.server.asked import Asked

#: The version of the interface; another one where an old panel would not understand it.
API = 1


def hello(asked: Asked) -> dict[str, Any]:
    """Tell whether a panel fits this server, and what to do where it does not."""
    version = asked.query["version"]
    is_same = version == __version__
    said = ""
    if version and not is_same:
        said = (
            f"This page has guild_jupyter {version[:40]}, the Jupyter Server has {__version__}: "
            "run 'pip install -U guild_jupyter' where the server is installed, restart it, "
            "and reload this page."
        )
    return {"version": __version__, "api": API, "is_same": is_same, "said": said}


def homes(asked: Asked) -> dict[str, Any]:
    """Return the Guild homes that may be asked for."""
    found = asked.service.places.homes(asked.query["at"])
    return {
        "homes": [
            {"name": one.name, "path": str(one.path), "is_used": one.is_used} for one in found
        ]
    }
