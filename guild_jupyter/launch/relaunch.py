"""Starting in a run directory that is there: a staged run, or one that is run again.

What the earlier start left of processes, output and end is removed; source code, resources and
whatever the run wrote stay.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from guild_jupyter.documents import dump
from guild_jupyter.errors import HomeError, LaunchError
from guild_jupyter.executors.protocol import Executor
from guild_jupyter.launch import building
from guild_jupyter.launch.launcher import start
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.withholding import Disclosure, disclose
from guild_jupyter.runstore.attributes import Attributes
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable, exit_record, identity, state, withheld
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.rundir import SEGMENT, RunDir

if sys.platform != "win32":  # runs are read there, not kept
    import fcntl

#: What a run is and was, whatever the number of its starts.
_KEPT = frozenset({"initialized", "deps", "sourcecode_digest", "random_seed", "tags", "steps"})


def relaunch(plan: RunPlan, executor: Executor | None = None) -> Run:
    """Start a plan in the run directory that is there, and return its run.

    Parameters
    ----------
    plan
        A plan with ``existing``.
    executor
        Where to run it; None for this machine.

    Raises
    ------
    HomeError, LaunchError
        It is running, or cannot be written or started.
    """
    found = Run(Path(str(plan.existing)))
    run = found.files_of_run
    _refuse_unready(found, plan)
    was_staged = Path(run.staged).exists()
    disclosed = disclose(plan)
    environment = building.environment(plan, found.dir)
    orders = building.orders(plan, disclosed, found.dir)
    secrets: list[Any] = []
    shown = withheld.withhold(
        orders, building.orders(disclosed.plan, disclosed, found.dir), secrets
    )
    try:
        lock = _take_lock(found, plan.home.modes.file)
        try:
            _refuse_unready(found, plan, is_locked=True)
            if was_staged and not Path(run.staged).exists():
                raise LaunchError(
                    f"{found.operation} {found.short_id} was started meanwhile",
                    "See how it is before you start it again.",
                )
            _make_anew(run, plan, disclosed, shown)
        except BaseException:
            os.close(lock)
            raise
    except OSError as error:
        raise HomeError(
            f"the run directory {found.dir} cannot be written: {error.strerror or error}",
            "Check its rights, and the room on its disk.",
        ) from error
    if plan.problem:
        building.record_problem(plan, run)
        os.close(lock)
        return found
    start(
        run,
        environment | withheld.variables(secrets),
        lock,
        executor,
        lambda: _note_failure(run, plan.home.modes.file),
    )
    return found


def _refuse_unready(found: Run, plan: RunPlan, *, is_locked: bool = False) -> None:
    """Refuse a run that is running, may be running elsewhere, or lies outside of the home."""
    name = f"{found.operation} {found.short_id}"
    if found.dir.parent != plan.home.runs:
        raise LaunchError(
            f"{name} is not in the Guild home {plan.home.path}",
            "Name its home with '--home DIR', restore it if it is deleted, or use '--proto'.",
        )
    status = found.status
    # The lock is ours by now, which looks like a run that is about to start.
    if status == state.PENDING and is_locked:
        return
    if status == state.DELETED:
        raise LaunchError(f"{name} is deleted", f"Bring it back: restore {found.short_id}.")
    if status in state.LIVE:
        raise LaunchError(f"{name} is {status}", f"Stop it first: stop {found.short_id}.")
    if status == state.UNKNOWN:
        raise LaunchError(
            f"whether {name} is running is not known here: {found.state.reason}",
            "Start it where it was launched, or use '--proto'.",
        )


def _take_lock(found: Run, mode: int) -> int:
    path = found.files_of_run.supervisor_lock
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise LaunchError(
            f"{found.operation} {found.short_id} is being started or is just ending",
            "Try again in a moment.",
        ) from None
    except OSError:
        return descriptor  # a file system without locks
    return descriptor


def _make_anew(run: RunDir, plan: RunPlan, disclosed: Disclosure, shown: dict[str, Any]) -> None:
    mode = plan.home.modes.file
    me = identity.identify(os.getpid())
    # In this order whoever looks between two steps sees the old end with all that belongs to it,
    # or a run that is starting; one that is lost if this process dies.
    durable.write_json(run.launch, me.to_json() if me else {}, mode, sync=True)
    for path in (run.lock, run.child, run.stop, run.supervisor, run.reaper, run.recorder):
        durable.remove(path)
    durable.remove(run.exit_record)
    for name in ("stopped", "exit_status"):
        durable.remove(run.attr(name))
    segments = Path(run.guild).glob(f"{Path(run.output).name}{SEGMENT}*")
    for path in (run.output, run.output_index, *map(str, segments)):
        durable.remove(path)
    exit_record.reserve(run.exit_record, mode)
    found = building.attributes(disclosed, Path(run.path), None)
    if os.path.exists(run.staged):  # noqa: PTH110 - text
        found["run_params"] = _with_first_words(found["run_params"], run)
    for name, value in found.items():
        if name not in _KEPT or not os.path.exists(run.attr(name)):  # noqa: PTH110 - text
            durable.write(run.attr(name), dump(value).encode(), mode)
    if not plan.label:
        durable.remove(run.attr("label"))
    durable.write(run.plan, json.dumps(shown, sort_keys=True).encode() + b"\n", mode)
    for path in (run.pending, run.staged):
        durable.remove(path)


def _with_first_words(said: dict[str, Any], run: RunDir) -> dict[str, Any]:
    """Return what is said of a run with the label and tags of its staging, for its steps."""
    first = Attributes(run).typed("run_params", dict, {})
    return {**said, **{name: said[name] or first.get(name) for name in ("label", "tags")}}


def _note_failure(run: RunDir, mode: int) -> None:
    """Write down that a run was not started again; nothing of it is taken away."""
    record = ExitRecord(1, building.now(), "it could not be started again", complete=True)
    exit_record.seal(run.exit_record, record)
    exit_record.publish(run, record, mode)
