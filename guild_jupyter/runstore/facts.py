"""What is known of runs at one moment, gathered for listings, filters and comparisons.

Everything is what :class:`Run` tells; who needs it of many runs asks here, once. What was read
before is not read again while the files are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guild_jupyter.registry import load
from guild_jupyter.runstore.batches import operation_of
from guild_jupyter.runstore.index.asking import ask
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.runstore.record import RECORDS, Record
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state
from guild_jupyter.supervise.state import State

if TYPE_CHECKING:
    from guild_jupyter.scalars.summary import Summary


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

    @property
    def operation(self) -> str:
        """The operation that it is listed under; of a batch ``train+``."""
        return operation_of(self).spec


def gather(runs: Iterable[Run]) -> list[Facts]:
    """Return the facts of runs, in their order."""
    found = list(runs)
    return [
        _facts(run, known)
        for run, known in zip(
            found, ask(RECORDS, [run.files_of_run.path for run in found]), strict=True
        )
    ]


def summaries(runs: Iterable[Run]) -> list[list[Summary]]:
    """Return the summaries of each run's scalars, ordered by key."""
    aspect = load("guild_jupyter.runstore.scalar_summaries:SUMMARIES")
    paths = [run.files_of_run.path for run in runs]
    return [list(known.summaries) for known in ask(aspect, paths)]


def _facts(run: Run, known: Record) -> Facts:
    now = known.state
    seconds = known.seconds
    if now is None:
        now = run.state
        if now.status in state.LIVE:
            seconds = run.seconds(live=True)
    return Facts(
        run=run,
        opref=known.opref,
        state=now,
        initialized=known.initialized,
        started=known.started,
        stopped=known.stopped,
        seconds=seconds,
        label=known.label,
        tags=known.tags,
        comments=known.comments,
        marked=known.marked,
        flags=_copy(known.flags),
        digest=known.digest,
        is_batch=known.is_batch,
    )


def _copy(flags: dict[str, Any]) -> dict[str, Any]:
    """Return flags that may be changed: what is kept must not."""
    return {
        name: deepcopy(value) if isinstance(value, (dict, list)) else value
        for name, value in flags.items()
    }
