"""What is missing from the recorded output of a run, and why."""

from __future__ import annotations

from guild_jupyter.supervise import durable, exit_record, overflow
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.twins.text import size


def sentences(run: RunDir) -> list[str]:
    """Return a sentence for each reason for which output is missing; none where all is there."""
    record = exit_record.read(run.exit_record)
    if record is not None and record.complete:
        left_out, dropped = record.left_out_bytes, record.dropped_bytes
    else:
        left_out = _left_out_until_now(run)
        dropped = exit_record.dropped_so_far(run.exit_record)
    found = []
    if left_out:
        found.append(f"{size(left_out)} of output left out: {_limits(run)}")
    if dropped:
        found.append(f"{size(dropped)} of output lost: there was no room on the disk")
    return found


def _left_out_until_now(run: RunDir) -> int:
    found = overflow.segments(run.output)
    return found[0].start - found[0].head if found else 0


def _limits(run: RunDir) -> str:
    orders = (durable.read_json(run.plan) or {}).get("supervise")
    limits = orders if isinstance(orders, dict) else {}
    head, tail = limits.get("head"), limits.get("tail")
    if not isinstance(head, int) or not isinstance(tail, int):
        return "more than the run keeps"
    return f"the run keeps the first {size(head)} and the last {size(tail)} (setting 'output')"
