"""Launching a plan: the run directory is built in staging, appears by one rename, and starts.

Of this process only the run's lock, its directory and the environment go on.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from guild_jupyter.errors import GuildError, HomeError, LaunchError
from guild_jupyter.executors.local import LocalExecutor
from guild_jupyter.executors.protocol import Executor
from guild_jupyter.launch import building, staging
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.trials import refuse_several
from guild_jupyter.launch.withholding import disclose
from guild_jupyter.registry import load
from guild_jupyter.runstore.layout import new_id
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable, exit_record, faults, state, withheld
from guild_jupyter.supervise.rundir import RunDir

if sys.platform != "win32":  # runs are read there, not kept
    import fcntl

#: Where there are no locks, how long the supervisor may take to say that it is there.
_PATIENCE = 30.0
_PAUSE = 0.005
_NO_DESCRIPTOR = (errno.EMFILE, errno.ENFILE)


def refuse(plan: RunPlan) -> None:
    """Refuse a plan that can be shown and not be launched.

    Raises
    ------
    GuildError
        It stands for several runs, lacks what it requires, or cannot be run on this machine.
    """
    if sys.platform == "win32":
        raise LaunchError("runs cannot be started on Windows", "Use WSL, or another machine.")
    refuse_several(plan.flags, plan.operation.spec)
    if plan.refusal is not None:
        raise plan.refusal


def launch(plan: RunPlan, executor: Executor | None = None) -> Run:
    """Launch a plan and return its run.

    Parameters
    ----------
    plan
        The plan.
    executor
        Where to run it; None for this machine.

    Raises
    ------
    HomeError, LaunchError
        The home cannot be used, or nothing can be started; nothing half-made is left behind.
    """
    refuse(plan)
    if plan.existing is not None:
        again: Run = load("guild_jupyter.launch.relaunch:relaunch")(plan, executor)
        return again
    plan.home.prepare()
    staging.sweep(plan.home.staging)
    run_id = plan.options.run_id or new_id()
    staged = plan.home.staging / run_id
    final = plan.home.runs / run_id
    lock = -1
    try:
        environment = building.environment(plan, final)
        disclosed = disclose(plan)
        orders = building.orders(plan, disclosed, final)
        secrets: list[Any] = []
        shown = withheld.withhold(
            orders, building.orders(disclosed.plan, disclosed, final), secrets
        )
        run = building.build(plan, disclosed, staged, final, shown)
        lock = _take_lock(run.supervisor_lock, plan.home.modes.file)
        if plan.problem:
            building.record_problem(plan, run)
        faults.reach("run.renaming")
        staged.rename(final)
    except OSError as error:
        staging.discard(staged, plan.home.staging)
        _close(lock)
        remedy = "Close some files" if error.errno in _NO_DESCRIPTOR else "Make room there"
        raise HomeError(
            f"the run directory cannot be made in {plan.home.path}: {error.strerror or error}",
            f"{remedy}, or choose another home with '--home DIR'.",
        ) from error
    except BaseException:
        staging.discard(staged, plan.home.staging)
        _close(lock)
        raise
    if plan.problem or plan.options.stage:
        _close(lock)
    else:
        environment |= withheld.variables(secrets)
        start(
            RunDir(final),
            environment,
            lock,
            executor,
            lambda: staging.discard(final, plan.home.staging),
        )
    return Run(final)


def failure(plan: RunPlan, run: Run) -> LaunchError:
    """Return the error that says why a run is recorded and could not be started.

    Parameters
    ----------
    plan
        The plan, with its problem.
    run
        The run that was made of it.
    """
    near = load("guild_jupyter.launch.program:remedy")(plan.command, plan.source.root)
    recorded = f"Recorded as run {run.short_id} (error)."
    return LaunchError(plan.problem, f"{near} {recorded}".lstrip())


def start(
    run: RunDir,
    environment: Mapping[str, str],
    lock: int,
    executor: Executor | None,
    give_up: Callable[[], None],
) -> None:
    """Start a complete run; one that nothing supervises in the end is given up.

    Parameters
    ----------
    run
        The run directory.
    environment
        The environment of everything that it starts.
    lock
        Descriptor of the run's lock, which goes over to the supervisor.
    executor
        Where to run it; None for this machine.
    give_up
        Takes the run away, or writes down that it was not started.

    Raises
    ------
    LaunchError
        It could not be started.
    """
    faults.reach("run.renamed")
    # Where there are locks, who holds this one after us tells whether the supervisor is there.
    told_by_lock = executor is None and state.is_locked(run.supervisor_lock)
    try:
        (executor or LocalExecutor()).start(run, environment, lock)
    except BaseException as error:
        _close(lock)
        if told_by_lock and _is_supervised(run):
            if isinstance(error, GuildError):
                return  # who started it is dead; the supervisor is not
        elif told_by_lock or isinstance(error, GuildError):
            give_up()
        raise
    _close(lock)
    if executor is None and not _comes_under_supervision(run, 0.0 if told_by_lock else _PATIENCE):
        give_up()
        raise LaunchError(
            "the process that supervises the run did not start",
            f"Check that {sys.executable} and the package guild_jupyter are whole.",
        )


def _comes_under_supervision(run: RunDir, patience: float) -> bool:
    limit = time.monotonic() + patience
    while not _is_supervised(run):
        if time.monotonic() >= limit:
            return False
        time.sleep(_PAUSE)
    return True


def _is_supervised(run: RunDir) -> bool:
    return state.is_kept(run) or exit_record.read(run.exit_record) is not None


def _close(descriptor: int) -> None:
    if descriptor >= 0:
        os.close(descriptor)


def _take_lock(path: str, mode: int) -> int:
    faults.reach("lock.taking")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, mode)
    os.fchmod(descriptor, mode)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        # A file system without locks: supervision is then told by the processes alone.
        return descriptor
    return descriptor


def shared_fate() -> str:
    """Return what ends this run beside itself, as a sentence; empty where nothing is known.

    A run survives the kernel and the Jupyter server, but not the container or the service that
    all of them are in.
    """
    if sys.platform != "linux":
        return ""
    if any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv")):
        return "stopping this container ends its runs too"
    if "KUBERNETES_SERVICE_HOST" in os.environ or "JUPYTERHUB_USER" in os.environ:
        return "stopping this Jupyter server (its container or service) ends its runs too"
    group = (durable.read_text("/proc/self/cgroup") or "").strip().rpartition(":")[2]
    name = group.rpartition("/")[2]
    if name.endswith(".service") and not name.startswith(("user@", "session")):
        return f"stopping the service {name} ends its runs too"
    return ""
