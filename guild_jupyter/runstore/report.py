"""A diagnosis as a text that can be pasted into an issue, and what can be done about the run."""

from __future__ import annotations

import os
import time

from guild_jupyter.runstore.diagnosis import Diagnosis
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.shareable import shareable
from guild_jupyter.supervise import durable, exit_record, state
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.twins.text import moment

_LOG_BYTES = 1 << 16
_LOG_LINES = 40


def advice(found: Diagnosis, run: Run, prefix: str) -> str:
    """Return what can be done about a run, in a line.

    Parameters
    ----------
    found
        What is known of it.
    run
        The run.
    prefix
        What a user types before a command.
    """
    status = found.now.status
    if found.stuck and status in (state.STOPPING, state.RUNNING, state.ORPHANED):
        return f"pid {found.stuck} waits in the kernel and can only end by itself: see its device"
    if found.halted and status in state.LIVE:
        return f"a supervising process is stopped: kill -CONT {found.halted[0]}"
    sentences = {
        state.ORPHANED: f"stop works: {prefix} stop {run.typed_id}",
        state.LOST: "its exit status is lost; without its supervisors it ended when it printed",
        state.UNKNOWN: "look at it, and stop it, where it was launched",
        state.STAGED: f"start it with: run --start {run.typed_id}",
        state.ERROR: f"see what it said: {prefix} cat {run.typed_id}",
    }
    if found.now.reason == exit_record.OUT_OF_MEMORY:
        return "give it more memory, or have it need less"
    if any(" could not be written" in finding for finding in found.findings):
        return f"make room on the disk; '{prefix} runs' then makes again what the record tells"
    if found.findings and status not in sentences:
        return "see the lines that begin with !"
    return sentences.get(status, "nothing to do")


def text(run: Run, found: Diagnosis, about: list[tuple[str, str]], hint: str) -> str:
    """Return a diagnosis as a text that can be pasted into an issue.

    Parameters
    ----------
    run
        The run.
    found
        What is known of it.
    about
        What else belongs into the report: topic and text.
    hint
        The advice.
    """
    rows = [("run", f"{run.id} {run.operation}"), ("directory", str(run.dir)), *about]
    rows += [("as of", moment(time.time_ns() // 1000)), *found.facts]
    lines = [f"{topic:<12} {text}" for topic, text in rows]
    log = _log(run.files_of_run)
    lines += [f"! {finding}" for finding in found.findings]
    if log:
        lines += ["supervisor.log", *(f"  | {line}" for line in log)]
    lines.append(f"{'advice':<12} {hint}")
    return shareable("\n".join(lines))


def _log(files: RunDir) -> list[str]:
    try:
        with os.fdopen(durable.open_regular(files.log), "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _LOG_BYTES))
            data = file.read(_LOG_BYTES)
    except OSError:
        return []
    return data.decode("utf-8", errors="replace").splitlines()[-_LOG_LINES:]
