"""What is known of runs at one moment, gathered for listings, filters and comparisons.

Everything is what :class:`Run` tells; who needs it of many runs asks here, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guild_jupyter import paths
from guild_jupyter.redaction import redact
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.accumulation import RunScalars
from guild_jupyter.scalars.summary import Summary
from guild_jupyter.supervise import state
from guild_jupyter.supervise.state import State


@dataclass(frozen=True, slots=True)
class Facts:
    """One run at one moment; secrets are withheld as in :class:`Run`.

    Parameters
    ----------
    run
        The run itself, for what else may be asked.
    opref
        Which operation it is a run of.
    state
        Status, reason and exit status.
    initialized, started, stopped
        Microseconds since the epoch; None where not known.
    seconds
        How long it took, or has been running.
    label
        Empty for none.
    tags, comments
        Texts.
    marked
        Whether it is marked.
    flags
        The values of its flags.
    digest
        Digest of its source code; empty where not known.
    is_batch
        Whether it is the run of a batch, whose trials are runs of their own.
    """

    run: Run
    opref: OpRef
    state: State
    initialized: int | None = None
    started: int | None = None
    stopped: int | None = None
    seconds: float | None = None
    label: str = ""
    tags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    marked: bool = False
    flags: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    is_batch: bool = False


def gather(runs: Iterable[Run]) -> list[Facts]:
    """Return the facts of runs, in their order."""
    return [_read(run) for run in runs]


def summaries(runs: Iterable[Run]) -> list[list[Summary]]:
    """Return the summaries of each run's scalars, ordered by key."""
    return [_summaries(run.dir) for run in runs]


def _summaries(run_dir: Path) -> list[Summary]:
    scalars = RunScalars()
    scalars.refresh(run_dir)
    return scalars.summaries()


def _read(run: Run) -> Facts:
    now = run.state
    known = run.attributes
    return Facts(
        run=run,
        opref=run.opref,
        state=now,
        initialized=known.typed("initialized", int, None),
        started=run.started,
        stopped=run.stopped,
        seconds=run.seconds(live=now.status in state.LIVE),
        label=run.label,
        tags=tuple(run.tags),
        comments=tuple(_bodies(known.typed("comments", list, []))),
        marked=run.marked,
        flags=run.flags,
        digest=str(known.get("sourcecode_digest") or ""),
        is_batch=paths.is_folder(Path(run.files_of_run.proto)),
    )


def _bodies(comments: list[Any]) -> list[str]:
    return [redact(str(one.get("body", ""))) for one in comments if isinstance(one, dict)]
