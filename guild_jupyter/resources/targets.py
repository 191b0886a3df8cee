"""Paths below the run directory where files may be placed.

Decides on names alone; that no link on the way leads elsewhere is seen to when placing.
"""

from __future__ import annotations

from guild_jupyter.errors import ResourceError

_OWN = ".guild"
_MAX_NAME = 255


def parts(path: str) -> tuple[str, ...]:
    """Return the names in a relative path, none of which leads out of the run directory.

    Raises
    ------
    ResourceError
        The path is absolute, climbs, has control characters or is Guild's own.
    """
    names = tuple(name for name in path.split("/") if name not in ("", "."))
    reason = ""
    if path.startswith("/"):
        reason = "path must be relative"
    elif ".." in names:
        reason = "path must not leave the run directory"
    elif any(ord(sign) < 32 or ord(sign) == 127 for sign in path):
        reason = "path has a control character"
    elif any(0xD800 <= ord(sign) < 0xDC80 or 0xDD00 <= ord(sign) < 0xE000 for sign in path):
        reason = "path is no UTF-8"
    elif any(len(name.encode(errors="surrogateescape")) > _MAX_NAME for name in names):
        reason = "a name is too long"
    elif names and names[0].casefold() == _OWN:
        reason = f"{_OWN} is the run's own"
    if reason:
        raise ResourceError(f"invalid path {path!r} ({reason})", "Use a folder below the run.")
    return names
