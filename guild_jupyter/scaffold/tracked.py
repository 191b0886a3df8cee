"""Whether Git has the content of a file, so that it can be had back once it is replaced."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_PATIENCE = 20


def can_be_had_back(folder: Path, name: str) -> bool:
    """Tell whether a file is tracked and as Git has it, in a commit or staged.

    Parameters
    ----------
    folder
        A folder.
    name
        The path of the file below it.
    """
    # Programs that a repository names for its own ends are not to be run.
    words = ("-c", "core.fsmonitor=", "--no-optional-locks", "--literal-pathspecs")
    is_tracked = _ask(folder, *words, "ls-files", "--error-unmatch", "--", name)
    return is_tracked and _ask(folder, *words, "diff", "--no-ext-diff", "--quiet", "--", name)


def _ask(folder: Path, *words: str) -> bool:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env=kept,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
