"""What is known of runs at one moment, gathered for listings, filters and comparisons.

Everything is what :class:`Run` tells; who needs it of many runs asks here, once. What was read
before is not read again while the files are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from guild_jupyter.registry import load
from guild_jupyter.runstore.batches import operation_of
from guild_jupyter.runstore.index.asking import ask
from guild_jupyter.runstore.line import LINES, Line
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state
from guild_jupyter.supervise.state import State

if TYPE_CHECKING:
    from guild_jupyter.scalars.summary import Summary

_CHANGEABLE = frozenset({dict, list})


class Facts(NamedTuple):
    """One run at one moment; secrets are withheld as in :class:`Run`.

    Parameters
    ----------
    run
        The run itself, for what else may be asked.
    opref
        Which operation it is a run of.
    state
        Status, reason and exit status.
    flags
        The values of its flags.
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
    digest
        Digest of its source code; empty where not known.
    is_batch
        Whether it is the run of a batch, whose trials are runs of their own.
    compare
        The columns of comparisons that its operation had; None where it had none.
    unread
        What of the record is there and cannot be read, or makes no sense, by name: of what a
        table shows.
    """

    run: Run
    opref: OpRef
    state: State
    flags: dict[str, Any]
    initialized: int | None = None
    started: int | None = None
    stopped: int | None = None
    seconds: float | None = None
    label: str = ""
    tags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    marked: bool = False
    digest: str = ""
    is_batch: bool = False
    compare: tuple[str, ...] | None = None
    unread: tuple[str, ...] = ()

    @property
    def operation(self) -> str:
        """The operation that it is listed under; of a batch ``train+``."""
        return operation_of(self).spec


def gather(runs: Iterable[Run]) -> list[Facts]:
    """Return the facts of runs, in their order."""
    found = list(runs)
    records = ask(load("guild_jupyter.runstore.record:RECORDS"), _paths(found))
    return [
        _facts(
            run,
            known.line,
            initialized=known.initialized,
            tags=known.tags,
            comments=known.comments,
            marked=known.marked,
            digest=known.digest,
            compare=known.compare,
        )
        for run, known in zip(found, records, strict=True)
    ]


def lines(runs: Iterable[Run], known: Sequence[Line] | None = None) -> list[Facts]:
    """Return those facts of runs that a usual table shows, which takes half the time.

    The others, ``initialized``, ``tags``, ``comments``, ``marked``, ``digest`` and
    ``compare``, are empty.

    Parameters
    ----------
    runs
        The runs.
    known
        What was read of them this moment; None for nothing.
    """
    found = list(runs)
    read = ask(LINES, _paths(found)) if known is None else known
    return [_facts(run, line) for run, line in zip(found, read, strict=True)]


def _paths(runs: list[Run]) -> list[str]:
    return [run.files_of_run.path for run in runs]


def summaries(runs: Iterable[Run]) -> list[list[Summary]]:
    """Return the summaries of each run's scalars, ordered by key."""
    aspect = load("guild_jupyter.runstore.scalar_summaries:SUMMARIES")
    return [list(known.summaries) for known in ask(aspect, _paths(list(runs)))]


def _facts(run: Run, known: Line, **more: Any) -> Facts:  # noqa: ANN401 - of Facts
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
        started=known.started,
        stopped=known.stopped,
        seconds=seconds,
        label=known.label,
        flags=_copy(known.flags),
        is_batch=known.is_batch,
        unread=known.unread,
        **more,
    )


def _copy(flags: dict[str, Any]) -> dict[str, Any]:
    """Return flags that may be changed: what is kept must not."""
    if _CHANGEABLE.isdisjoint(map(type, flags.values())):
        return dict(flags)
    copied: dict[str, Any] = load("copy:deepcopy")(flags)
    return copied
