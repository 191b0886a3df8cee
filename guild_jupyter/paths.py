"""Paths as a user gives them: what stands there, asked so that no path can make the asking fail.

``pathlib`` raises where a name is too long, has a NUL or may not be looked into, each version of
Python in other cases; for these functions nothing is there then. Where the user has to know why,
:func:`hindrance` tells it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

AnyPath = str | os.PathLike[str]


def is_there(path: AnyPath) -> bool:
    """Tell whether a path leads to something."""
    return os.path.exists(path)  # noqa: PTH110 - never raises


def is_file(path: AnyPath) -> bool:
    """Tell whether a path leads to a plain file."""
    return os.path.isfile(path)  # noqa: PTH113 - never raises


def is_folder(path: AnyPath) -> bool:
    """Tell whether a path leads to a folder."""
    return os.path.isdir(path)  # noqa: PTH112 - never raises


def hindrance(path: AnyPath) -> str:
    """Return why it cannot be known what is at a path; empty where it can, or nothing is there."""
    try:
        os.stat(path)  # noqa: PTH116 - text does as well
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:
        return "it has a character that no path can have"
    return ""


def expanded(path: AnyPath) -> Path:
    """Return a path with the folder of a user in place of ``~``; as it is for a user unknown."""
    try:
        return Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib raises for such a user
    except ValueError:
        return Path(path)


def user_home(variables: Mapping[str, str]) -> Path | None:
    """Return the home folder of the user; None where neither HOME nor the system names one."""
    named = variables.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - as above
    return Path(named) if os.path.isabs(named) else None  # noqa: PTH117 - text


def shown(path: AnyPath) -> str:
    """Return a path for a message: what cannot be printed of it as in a Python text."""
    text = os.fspath(path)
    return text if text.isprintable() else repr(text)[1:-1]
