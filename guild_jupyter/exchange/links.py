"""Where the links of a run lead: inside it, to another run beside it, or out.

Only the text of a link is looked at, and where it stands; nothing is followed.
"""

from __future__ import annotations

import re

INSIDE, BESIDE, OUT = "inside", "beside", "out"
RUN_ID = re.compile(r"[0-9a-f]{32}")
_GUILD = ".guild"
_ATTRIBUTES = "attrs"


def where(name: str, target: str) -> str:
    """Return whether a link leads inside its run, to a run beside it, or out.

    Parameters
    ----------
    name
        The link's path, of which the first part is the run's id.
    target
        What it says.
    """
    if not target or target.startswith("/") or "\0" in target:
        return OUT
    steps = [part for part in target.split("/") if part not in ("", ".")]
    up = 0
    while up < len(steps) and steps[up] == "..":
        up += 1
    # Behind a name '..' may leave the place that another link leads to.
    if ".." in steps[up:]:
        return OUT
    depth = name.count("/") - 1
    if up <= depth:
        return INSIDE
    if up == depth + 1 and up < len(steps) and RUN_ID.fullmatch(steps[up]):
        return BESIDE
    return OUT


def is_run(name: str, target: str) -> bool:
    """Tell whether a link leads to the directory of a run beside its own, as those of steps do."""
    return where(name, target) == BESIDE and target.rstrip("/").count("/") == name.count("/")


def may_stand(name: str) -> bool:
    """Tell whether a link may stand there: not where programs write what they know of a run."""
    below = name.split("/")[1:]
    if _GUILD not in below:
        return True
    last = len(below) - 1 - below[::-1].index(_GUILD)
    inner = below[last + 1 :]
    return len(inner) > 1 and inner[0] != _ATTRIBUTES
