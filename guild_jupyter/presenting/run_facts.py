"""What is told of one run in a sheet of facts: where it comes from, how it ended, what it ran."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Any

from guild_jupyter import paths
from guild_jupyter.launch.building import SUBJECT_LINK
from guild_jupyter.redaction import redacted_words
from guild_jupyter.runstore.display import shortcomings
from guild_jupyter.runstore.foreign import origin
from guild_jupyter.runstore.run import Run
from guild_jupyter.twins.text import moment, size


def told(run: Run, *, has_ended: bool) -> list[tuple[str, str]]:
    """Return the facts of a run, name and text; a text may be empty.

    Parameters
    ----------
    run
        The run.
    has_ended
        Whether it is over, as who asks knows it: a run that ends while this is put together
        must not be running and ended at once.
    """
    known = run.attributes
    command = known.typed("cmd", list, [])
    return [
        ("operation", run.operation),
        ("from", run.opref.package),
        ("imported_from", origin(run)),
        ("started", moment(run.started) if run.started is not None else ""),
        ("stopped", moment(run.stopped) if has_ended and run.stopped is not None else ""),
        ("exit_status", str(run.exit_status) if has_ended and run.exit_status is not None else ""),
        ("label", run.label),
        ("tags", ", ".join(run.tags)),
        ("marked", "yes" if run.marked else "no"),
        ("works_on", _subject(run)),
        ("run_dir", str(run.dir)),
        ("size", size(run.size)),
        ("command", shlex.join(redacted_words(str(word) for word in command))),
        ("sourcecode_digest", str(known.get("sourcecode_digest") or "")),
        ("vcs_commit", str(known.get("vcs_commit") or "")),
        *shortcomings(run),
    ]


def trial_flags(run: Run) -> dict[str, Any]:
    """Return the flags that a batch makes its trials of; of other runs nothing."""
    proto = run.files_of_run.proto
    return Run(Path(proto)).flags if paths.is_folder(proto) else {}


def _subject(run: Run) -> str:
    """Return which run it works on, and of what that is; empty for none."""
    name = run.attributes.typed("subject", str, "")
    place = Path(os.path.realpath(run.dir / SUBJECT_LINK))
    if not name:
        return ""
    return f"{name} {Run(place).operation}" if paths.is_folder(place) else f"{name}, which is gone"
