"""Tables as CSV, and in files that a user named."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence

from guild_jupyter import paths
from guild_jupyter.errors import GuildError
from guild_jupyter.saving import save


def as_csv(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    path: str | os.PathLike[str] | None = None,
) -> str:
    """Return a table as CSV; with a path, write it there too.

    Raises
    ------
    GuildError
        The file cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    if path is not None:
        _write(path, text.getvalue())
    return text.getvalue()


def _write(path: str | os.PathLike[str], text: str) -> None:
    try:
        save(paths.expanded(path), text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise GuildError(
            f"{paths.shown(path)} cannot be written: {reason}",
            "See to its rights and to room on its disk, or name another file.",
        ) from None
