"""What people write on runs: labels, tags, comments and marks, in Guild's own attributes.

What is changed is read, changed and written under a lock, so that two who add something at the
same time lose nothing.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from guild_jupyter.errors import RunError
from guild_jupyter.flags.references import render_label
from guild_jupyter.redaction import redact, redacted_flags
from guild_jupyter.runstore import attributes
from guild_jupyter.runstore.attributes import Attributes
from guild_jupyter.supervise.rundir import RunDir

LABEL, TAGS, COMMENTS, MARKED = "label", "tags", "comments", "marked"
SET, PREPEND, APPEND = "set", "prepend", "append"
_SHOWN = 5
_PRIVATE = 0o600
_READABLE = 0o644
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Comment:
    """A comment on a run.

    Parameters
    ----------
    body
        What it says.
    user, host
        Who wrote it, and where; empty where that is not known.
    time
        When, in microseconds since the epoch; None where that is not known.
    """

    body: str
    user: str = ""
    host: str = ""
    time: int | None = None


def read_comments(known: Attributes) -> list[Comment]:
    """Return the comments of a run as they are shown; what is no comment is left out."""
    return [
        Comment(
            body=redact(str(one.get("body", ""))),
            user=str(one.get("user") or ""),
            host=str(one.get("host") or ""),
            time=when if isinstance(when := one.get("time"), int) else None,
        )
        for one in known.typed(COMMENTS, list, [])
        if isinstance(one, dict)
    ]


def write_label(run: RunDir, text: str) -> None:
    """Replace the label of a run by a text as it is; an empty one clears it."""
    with _changing(run):
        _write(run, LABEL, text or None)


def fill_label(run: RunDir, template: str, place: str = SET) -> None:
    """Change the label of a run.

    Parameters
    ----------
    run
        The run directory.
    template
        Text with ``${flag}`` and ``${label}``, which is the label as it is.
    place
        :data:`SET`, :data:`PREPEND` or :data:`APPEND`.
    """
    with _changing(run):
        known = Attributes(run)
        before = _label(known)
        flags = {str(name): value for name, value in known.typed("flags", dict, {}).items()}
        text = render_label(template, redacted_flags(flags), {LABEL: before})
        parts = {SET: (text,), PREPEND: (text, before), APPEND: (before, text)}[place]
        _write(run, LABEL, " ".join(filter(None, parts)) or None)


def remove_from_label(run: RunDir, texts: Iterable[str]) -> None:
    """Take texts out of the label of a run, where they stand as words of their own."""
    with _changing(run):
        label = _label(Attributes(run))
        for text in texts:
            label = _without(label, text)
        _write(run, LABEL, label or None)


def change_tags(
    run: RunDir,
    add: Iterable[str] = (),
    remove: Iterable[str] | None = (),
    *,
    in_label: bool = False,
) -> None:
    """Add and remove tags of a run.

    Parameters
    ----------
    run
        The run directory.
    add
        The tags that it gets.
    remove
        Those that it loses before; None for all.
    in_label
        Whether they are added to its label and removed from it too.

    Raises
    ------
    RunError
        A tag is empty, or the run cannot be changed.
    """
    added = [str(tag) for tag in add]
    if not all(tag.strip() for tag in added):
        raise RunError("a tag cannot be empty", "Give it at least one letter.")
    with _changing(run):
        known = Attributes(run)
        tags = [str(tag) for tag in _kept(known, TAGS, list, [])]
        gone = tags if remove is None else [str(tag) for tag in remove]
        if in_label:
            label = _label(known)
            for tag in gone:
                label = _without(label, tag)
            new = [tag for tag in added if not _word(tag).search(label)]
            _write(run, LABEL, " ".join([*new, *filter(None, [label])]) or None)
        _write(run, TAGS, sorted({*tags} - {*gone} | {*added}) or None)


def write_tags(run: RunDir, tags: Iterable[str]) -> None:
    """Replace the tags of a run."""
    change_tags(run, tags, None)


def add_comment(run: RunDir, body: str, user: str = "") -> None:
    """Add a comment to a run.

    Parameters
    ----------
    run
        The run directory.
    body
        What it says.
    user
        Who says it, as ``USER`` or ``USER@HOST``; empty for the user of this process.

    Raises
    ------
    RunError
        It says nothing, or the run cannot be changed.
    """
    if not body.strip():
        raise RunError("a comment cannot be empty", "Give it a text.")
    name, _, host = user.partition("@")
    said = {
        "body": body,
        "host": host or os.environ.get("HOST") or socket.gethostname(),
        "time": time.time_ns() // 1000,
        "user": name or _user(),
    }
    with _changing(run):
        _write(run, COMMENTS, [*_kept(Attributes(run), COMMENTS, list, []), said])


def delete_comment(run: RunDir, number: int) -> None:
    """Delete one comment of a run, counted from 1.

    Raises
    ------
    RunError
        There is none of this number, or the run cannot be changed.
    """
    with _changing(run):
        comments = _kept(Attributes(run), COMMENTS, list, [])
        if not 1 <= number <= len(comments):
            there = f"there are {len(comments)}" if len(comments) != 1 else "there is 1"
            raise RunError(
                f"run {_short(run)} has no comment {number}: {there}", "They count from 1."
            )
        _write(run, COMMENTS, comments[: number - 1] + comments[number:] or None)


def clear(run: RunDir, name: str) -> None:
    """Remove the label, all tags, all comments or the mark of a run."""
    with _changing(run):
        _write(run, name, None)


def mark(run: RunDir) -> None:
    """Mark a run: where an operation requires one of its kind, this one is used."""
    with _changing(run):
        _write(run, MARKED, True)


def of_each(runs: Iterable[Kept], change: Callable[[Kept], object]) -> None:
    """Change every run; raise at the end if that failed for some of them.

    Raises
    ------
    RunError
        Some could not be changed; the others are.
    """
    failures: list[RunError] = []
    count = 0
    for run in runs:
        count += 1
        try:
            change(run)
        except RunError as error:
            failures.append(error)
    if not failures:
        return
    if count == 1:
        raise failures[0]
    some = "; ".join(error.message for error in failures[:_SHOWN])
    more = f"; and {len(failures) - _SHOWN} more" if len(failures) > _SHOWN else ""
    others = "The others are. " if len(failures) < count else ""
    raise RunError(
        f"{len(failures)} of {count} runs are not changed: {some}{more}",
        f"{others}{failures[0].hint}".strip(),
    )


@contextmanager
def _changing(run: RunDir) -> Iterator[None]:
    """Hold the lock on the attributes of a run; what the system refuses is said in words."""
    try:
        with suppress(FileExistsError):
            os.mkdir(run.attrs, os.stat(run.guild).st_mode & 0o777)  # noqa: PTH102, PTH116 - text
        folder = os.open(run.attrs, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with suppress(OSError):  # a file system without locks: as in Guild, the last one wins
                fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)
    except FileNotFoundError:
        raise RunError(
            f"run {_short(run)} is not there any more", "If it is deleted, 'restore' it."
        ) from None
    except OSError as error:
        raise RunError(
            f"run {_short(run)} cannot be changed: {error.strerror}",
            "See to the rights of its directory and to room on its disk.",
        ) from error


def _kept(known: Attributes, name: str, kind: type, otherwise: Any) -> Any:  # noqa: ANN401 - as read
    """Return an attribute that is to be changed; one that makes no sense is not written over."""
    value = known.typed(name, kind, otherwise)
    if why := known.problems.get(name):
        raise RunError(
            f"the {name} of run {_short(known.run)} cannot be read: {why}",
            f"Repair or remove the file {known.run.attr(name)}.",
        )
    return value


def _label(known: Attributes) -> str:
    value = known.get(LABEL)
    return "" if value is None else str(value)


def _write(run: RunDir, name: str, value: object) -> None:
    attributes.write(run, name, value, _mode(run, name))


def _mode(run: RunDir, name: str) -> int:
    """Return the permissions of an attribute: as before, else as those of the run's first file."""
    for file in (run.attr(name), run.opref):
        with suppress(OSError):
            return os.stat(file).st_mode & _READABLE | _PRIVATE  # noqa: PTH116 - text
    return _PRIVATE


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s+){re.escape(text)}(?=\s|$)")


def _without(label: str, text: str) -> str:
    return _word(text).sub("", label).strip() if text else label


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return ""


def _short(run: RunDir) -> str:
    return os.path.basename(run.path)[:8]  # noqa: PTH119 - text
