"""What is in the folders and files of a run, for somebody who looks at it from a page.

Decides what is shown of a file and how much. What leads out of the run is not followed.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import RunError
from guild_jupyter.redaction import redact
from guild_jupyter.registry import load
from guild_jupyter.runstore.listing import natural
from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.summary import GUILD_DIR
from guild_jupyter.supervise import durable
from guild_jupyter.twins.text import printable

#: Bytes shown of a text, and of the largest picture.
TEXT, PICTURE = 256 << 10, 4 << 20
#: How many entries of a folder are listed.
LISTED = 2000
_LEFT_OUT = frozenset({GUILD_DIR, "__pycache__"})
_KINDS = ((stat.S_ISREG, "file"), (stat.S_ISDIR, "folder"), (stat.S_ISLNK, "link"))


@dataclass(frozen=True)
class Entry:
    """What is in a folder: its name, whether file, folder, link or other, and its bytes."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class Glimpse:
    """What is shown of a file.

    Parameters
    ----------
    kind
        ``text``, ``picture`` or ``other``.
    mime
        Its media type.
    text
        The beginning of a text, credentials withheld.
    data
        The bytes of a picture.
    size
        Bytes of the file.
    is_whole
        Whether all of it is shown.
    """

    kind: str
    mime: str
    size: int
    text: str = ""
    data: bytes = b""
    is_whole: bool = True


def entries(run: Run, path: str) -> tuple[list[Entry], int]:
    """Return what is in a folder of a run, folders first, and how many more there are.

    Raises
    ------
    RunError
        There is no such folder in the run.
    """
    root, parts = _inside(run, path)
    try:
        with os.scandir("/".join((root, *parts))) as found:
            names = [one for one in found if parts or one.name not in _LEFT_OUT]
    except NotADirectoryError:
        raise RunError(f"{path!r} of run {run.short_id} is no folder", "Open it.") from None
    except OSError as error:
        raise _unreadable(run, path, error) from None
    found_entries = [_entry(one) for one in names]
    found_entries.sort(key=lambda one: (one.kind != "folder", natural(one.name)))
    return found_entries[:LISTED], max(0, len(found_entries) - LISTED)


def glimpse(run: Run, path: str) -> Glimpse:
    """Return what is shown of a file of a run.

    Raises
    ------
    RunError
        There is no such file in the run, or it is none that can be shown.
    """
    descriptor = opened(run, path)
    with os.fdopen(descriptor, "rb") as file:
        size = os.fstat(descriptor).st_size
        beginning = file.read(TEXT)
        mime = load("guild_jupyter.diffing.pictures:kind_of")(beginning)
        if mime and size <= PICTURE:
            rest = file.read(PICTURE - len(beginning))
            return Glimpse("picture", mime, size, data=beginning + rest)
    if mime or b"\0" in beginning:
        return Glimpse("other", mime or "application/octet-stream", size, is_whole=False)
    text = redact(printable(beginning.decode("utf-8", errors="replace")))
    return Glimpse("text", "text/plain", size, text=text, is_whole=len(beginning) >= size)


def opened(run: Run, path: str) -> int:
    """Return a descriptor of a file of a run, to read it.

    Raises
    ------
    RunError
        There is no such file in the run, or it is none that can be read.
    """
    root, parts = _inside(run, path)
    try:
        return durable.open_beneath(root, parts)
    except IsADirectoryError:
        raise RunError(f"{path!r} of run {run.short_id} is a folder", "Open it.") from None
    except OSError as error:
        raise _unreadable(run, path, error) from None


def _inside(run: Run, path: str) -> tuple[str, list[str]]:
    """Return the folder of a run and the names from there on; links lead within the run only."""
    parts = path.split("/") if path else []
    if "\0" in path or path.startswith("/") or ".." in parts:
        raise RunError(f"{path!r} is no path in run {run.short_id}", "Choose one of its files.")
    place = run.dir.joinpath(*parts)
    if not paths.is_folder(run.dir):
        raise RunError(f"run {run.short_id} is not there any more", "It may be in the trash.")
    root, real = os.path.realpath(run.dir), Path(os.path.realpath(place))
    if not real.is_relative_to(root):
        raise RunError(
            f"{path} of run {run.short_id} is a link to {paths.shown(real)}, outside of the run",
            "Open that file itself.",
        )
    names = list(real.relative_to(root).parts)
    if GUILD_DIR in (names[:1] + parts[:1]):
        raise RunError(
            f"{path!r} of run {run.short_id} is Guild's own", "The card of the run tells of it."
        )
    return root, names


def _entry(found: os.DirEntry[str]) -> Entry:
    try:
        facts = found.stat(follow_symlinks=False)
    except OSError:
        return Entry(found.name, "other", 0)
    kind = next((name for is_so, name in _KINDS if is_so(facts.st_mode)), "other")
    return Entry(found.name, kind, facts.st_size if kind == "file" else 0)


def _unreadable(run: Run, path: str, error: OSError) -> RunError:
    why = error.strerror or str(error)
    return RunError(f"{path or 'the folder'} of run {run.short_id} cannot be read: {why}")
