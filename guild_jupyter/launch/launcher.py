"""Launching a plan: the run directory is built in staging, appears by one rename, and starts.

Of this process only the run's lock, its directory and the environment go on.
"""

from __future__ import annotations

import errno
import json
import os
import struct
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from guild_jupyter.documents import dump
from guild_jupyter.errors import GuildError, HomeError, LaunchError
from guild_jupyter.executors.local import LocalExecutor, program
from guild_jupyter.executors.protocol import Executor
from guild_jupyter.launch import environment as environments
from guild_jupyter.launch import snapshot, staging
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.trials import refuse_several
from guild_jupyter.launch.withholding import Disclosure, disclose
from guild_jupyter.redaction import recorded_environment
from guild_jupyter.runstore import manifest, opref
from guild_jupyter.runstore.layout import make_folder, new_id
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable, exit_record, faults, identity, state, withheld
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.orders import Orders
from guild_jupyter.supervise.provenance import in_repository
from guild_jupyter.supervise.rundir import RunDir

if sys.platform != "win32":  # runs are read there, not kept
    import fcntl

_last_time = 0
#: Where there are no locks, how long the supervisor may take to say that it is there.
_PATIENCE = 30.0
_PAUSE = 0.005
_NO_DESCRIPTOR = (errno.EMFILE, errno.ENFILE)


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
    if sys.platform == "win32":
        raise LaunchError("runs cannot be started on Windows", "Use WSL, or another machine.")
    refuse_several(plan.flags, plan.operation.spec)
    plan.home.prepare()
    staging.sweep(plan.home.staging)
    run_id = new_id()
    staged = plan.home.staging / run_id
    final = plan.home.runs / run_id
    lock = -1
    try:
        environment = _environment(plan, final)
        disclosed = disclose(plan)
        orders = _orders(plan, disclosed, final)
        secrets: list[Any] = []
        shown = withheld.withhold(orders, _orders(disclosed.plan, disclosed, final), secrets)
        run = _build(plan, disclosed, staged, final, shown)
        lock = _take_lock(run.supervisor_lock, plan.home.modes.file)
        if plan.problem:
            _record_problem(plan, run)
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
    if plan.problem:
        _close(lock)
    else:
        environment |= withheld.variables(secrets)
        _start(RunDir(final), environment, lock, executor, plan.home.staging)
    return Run(final)


def _start(
    run: RunDir, environment: Mapping[str, str], lock: int, executor: Executor | None, place: Path
) -> None:
    """Start a complete run; one that nothing supervises in the end is taken away again.

    ``place`` is the staging folder, through which it goes.
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
            staging.discard(run.path, place)
        raise
    _close(lock)
    if executor is None and not _comes_under_supervision(run, 0.0 if told_by_lock else _PATIENCE):
        staging.discard(run.path, place)
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


def _environment(plan: RunPlan, run_dir: Path) -> dict[str, str]:
    own = environments.of_run(run_dir, plan.inherited, plan.added, plan.module_folders)
    merged = {**plan.inherited, **plan.added, **own}
    for name, value in merged.items():
        try:
            fits = "\0" not in value and bool(os.fsencode(f"{name}{value}"))
        except UnicodeEncodeError:
            fits = False
        if not fits:
            raise LaunchError(
                f"the variable {name} has a character that no process can be given",
                "Remove the NUL or the broken Unicode from it.",
            )
    return merged


def _build(
    plan: RunPlan, disclosed: Disclosure, staged: Path, final: Path, orders: dict[str, Any]
) -> RunDir:
    """Write everything of a run that is known before it starts, less its secrets."""
    modes = plan.home.modes
    for folder in (staged, staged / ".guild", staged / ".guild" / "attrs"):
        faults.reach("folder.making", str(folder.relative_to(staged)))
        make_folder(folder, modes.folder)
    run = RunDir(staged)
    # First of all: a folder that does not say who builds it is soon taken for nobody's.
    me = identity.identify(os.getpid())
    durable.write_json(run.launch, me.to_json() if me else {}, modes.file, sync=True)
    copied = snapshot.copy(plan.source, staged, modes.folder)
    _put(run.manifest, manifest.write(copied.entries).encode(), modes.file)
    for name, value in _attributes(disclosed, final, copied.digest).items():
        _put(run.attr(name), dump(value).encode(), modes.file)
    _put(run.plan, json.dumps(orders, sort_keys=True).encode() + b"\n", modes.file)
    # The room for the end of the run is taken before it begins: a full disk is noticed here.
    exit_record.reserve(run.exit_record, modes.file)
    _put(run.opref, os.fsencode(opref.write(plan.opref)), modes.file)
    return run


def _put(path: str, content: bytes, mode: int) -> None:
    # Nobody sees the directory yet, so files are written straight.
    faults.reach("put.opening", path)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, mode)
    try:
        os.fchmod(descriptor, mode)
        faults.reach("put.writing", path)
        durable.write_all(descriptor, content)
    finally:
        os.close(descriptor)


def _attributes(disclosed: Disclosure, run_dir: Path, digest: str | None) -> dict[str, Any]:
    plan = disclosed.plan
    environment = _environment(plan, run_dir)
    options = plan.options
    attributes = {
        "id": run_dir.name,
        "initialized": now(),
        "started": now(),
        "cmd": list(plan.command.argv),
        "flags": dict(plan.flags),
        "user_flags": dict(plan.user_flags),
        "deps": {},
        "env": recorded_environment(environment, plan.added, plan.operation.env_secrets),
        "host": os.environ.get("HOST") or identity.host(),
        "user": os.environ.get("USER", ""),
        "platform": _platform(plan.interpreter.version),
        "plugins": list(environments.PLUGINS),
        "random_seed": int.from_bytes(os.urandom(4), "little"),
        "run_params": {
            "opspec": plan.operation.spec,
            "flags": list(plan.words),
            "label": options.label,
            "tags": list(options.tags),
            "gpus": options.gpus or None,
            "no_gpus": options.gpus == "",
            "force_flags": options.force_flags,
        },
        "sourcecode_digest": digest,
        "op": disclosed.guild_op,
    }
    if plan.label:
        attributes["label"] = plan.label
    if plan.tags:
        attributes["tags"] = sorted(plan.tags)
    if plan.operation.attributes.get("compare"):
        attributes["compare"] = plan.operation.attributes["compare"]
    return attributes


def _platform(python_version: str) -> dict[str, Any]:
    facts = os.uname()
    return {
        "architecture": facts.machine,
        "cpus": os.cpu_count(),
        "processor": "",
        "python_version": python_version,
        "uname": " ".join((facts.sysname, facts.nodename, facts.release, facts.version)),
    }


def _orders(plan: RunPlan, disclosed: Disclosure, run_dir: Path) -> dict[str, Any]:
    """Return what the detached processes need to know: the content of ``plan.json``.

    Parameters
    ----------
    plan
        The plan, or the same without secrets.
    disclosed
        What may be known of it.
    run_dir
        The run directory.
    """
    resources = disclosed.resources[plan is disclosed.plan]
    yaml_folder = str(Path(yaml.__file__).parents[1])
    prepare = program("guild_jupyter.resources.preparer", str(run_dir), site=(yaml_folder,))
    is_python = plan.command.module is not None and plan.operation.pip_freeze
    folder = str(plan.project.directory)
    orders = Orders(
        operation=list(plan.command.argv),
        prepare=prepare if plan.resources else None,
        recorder=program("guild_jupyter.supervise.recorder", str(run_dir)),
        provenance=is_python or in_repository(folder),
        mode=plan.home.modes.file,
        processes=plan.options.processes,
    )
    if plan.options.grace is not None:
        orders.grace = plan.options.grace
    if plan.options.head is not None:
        orders.head = plan.options.head
    if plan.options.tail is not None:
        orders.tail = plan.options.tail
    return {
        "supervise": orders.to_json(),
        "recorder": {
            "project": folder,
            "python": plan.interpreter.path if is_python else None,
            "cache": str(plan.home.cache),
            "patterns": plan.patterns.to_json(),
            "flags": sorted(plan.flags),
            "mode": plan.home.modes.file,
        },
        "resources": resources,
        "home": str(plan.home.path),
        "project": folder,
        "flags": _plain(disclosed.plan.flags),
        "sys_path": list(plan.interpreter.search_path),
    }


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    # Dates and other values that JSON has no form for reach the preparer as text.
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), default=str))
    return plain


def _record_problem(plan: RunPlan, run: RunDir) -> None:
    """Record a run that cannot start as one that failed at once, as Guild does."""
    mode = plan.home.modes.file
    output = f"guild: {plan.problem}\n".encode()
    when = now()
    _put(run.output, output, mode)
    _put(run.output_index, struct.pack("!QB", when // 1000, 1), mode)
    exit_record.seal(run.exit_record, ExitRecord(1, when, complete=True, output_bytes=len(output)))
    _put(run.attr("exit_status"), b"1\n", mode)
    _put(run.attr("stopped"), b"%d\n" % when, mode)
    durable.write_json(run.recorder, {"done": True}, mode)


def now() -> int:
    """Return the time in microseconds, later than any this process was told before."""
    global _last_time
    _last_time = max(time.time_ns() // 1000, _last_time + 1)
    return _last_time


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
