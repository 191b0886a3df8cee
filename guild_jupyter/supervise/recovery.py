"""Recovery: what a run that is over lacks of its end, made again from the exit record.

A full disk, or the death of both supervising processes while they write the end, leaves
attributes missing, the ``LOCK`` of a process that is gone, and temporaries. Whoever may write
the directory can repair that, at any time and as often as wanted: nothing is done to a run that
is not over, nor to one that Guild has started again.
"""

from __future__ import annotations

import os
import time

from guild_jupyter.supervise import durable, exit_record, identity, state, temporaries

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from guild_jupyter.supervise.rundir import RunDir

#: Seconds since the end of a run whose supervising processes cannot be seen from here.
_SURELY_OVER = 3600.0


def is_wanted(run: RunDir) -> bool:
    """Tell, at the cost of two looks at a run that is in order, whether it may need repair."""
    is_whole = os.path.exists(run.attr(exit_record.ATTRIBUTES[-1]))
    return (not is_whole or os.path.exists(run.lock)) and os.path.exists(run.exit_record)


def repair(run: RunDir) -> None:
    """Write what a run that is over lacks of its end, and remove what is left over.

    What cannot be written, for want of room or right, stays as it is.
    """
    try:
        facts = state.gather(run)
        if facts is None or not _is_over(run, facts):
            return
        if facts.ended is not None:
            mode = os.stat(run.exit_record).st_mode & 0o777
            exit_record.write_attributes(run, facts.ended, mode)
    except OSError:
        return  # it was deleted meanwhile, or is not for us to read
    _unlock(run)
    temporaries.sweep(run)


def _is_over(run: RunDir, facts: state.Evidence) -> bool:
    if facts.ended is None:
        return state.derive(facts).status == state.LOST
    launcher = identity.from_json(durable.read_json(run.launch))
    if launcher is not None and identity.is_of_here(launcher):
        return not state.is_kept(run)
    return time.time() - os.stat(run.exit_record).st_mtime > _SURELY_OVER


def _unlock(run: RunDir) -> None:
    """Remove the lock file, if it is that of our operation."""
    child = durable.read_json(run.child)
    if child is not None and state.guild_pid(run) == child.get("pid"):
        durable.remove(run.lock)
