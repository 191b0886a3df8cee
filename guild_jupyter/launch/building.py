"""What is written of a run before it starts: its attributes, its orders and its source code."""

from __future__ import annotations

import json
import os
import re
import struct
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from guild_jupyter.documents import dump
from guild_jupyter.errors import LaunchError
from guild_jupyter.executors.local import program
from guild_jupyter.launch import environment as environments
from guild_jupyter.launch import snapshot
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.recorded_steps import to_data
from guild_jupyter.launch.withholding import Disclosure
from guild_jupyter.redaction import recorded_environment, redacted
from guild_jupyter.runstore import manifest, opref
from guild_jupyter.runstore.layout import make_folder
from guild_jupyter.supervise import durable, exit_record, faults, identity
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.orders import Orders
from guild_jupyter.supervise.provenance import in_repository
from guild_jupyter.supervise.rundir import RunDir

_last_time = 0
_VARIABLE = re.compile(r"\$(RUNDIR|GPU_COUNT)\b")
#: Attributes that mean something to Guild, and are not the operation's to give.
_RESERVED = frozenset(
    {"label", "tags", "comments", "marked", "exit_status", "stopped", "compare", "steps", "trials"}
    | {"vcs_commit", "pip_freeze", "objective", "max_trials", "stage_trials", "subject"}
)
#: The link in a run directory to the run that it works on.
SUBJECT_LINK = "rundir"


def environment(plan: RunPlan, run_dir: Path) -> dict[str, str]:
    """Return the whole environment of a run.

    Raises
    ------
    LaunchError
        A variable has a value that no process can be given.
    """
    own = environments.of_run(
        run_dir, plan.inherited, plan.added, plan.module_folders, plan.options.of_run
    )
    added = {name: _expanded(value, plan, run_dir) for name, value in plan.added.items()}
    merged = {**plan.inherited, **added, **plan.delivery, **own}
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


def _expanded(text: str, plan: RunPlan, run_dir: Path) -> str:
    """Return a text of the oldest dialect with its operation variables filled in."""
    if not plan.operation.in_project:
        return text
    variables = {
        "RUNDIR": str(plan.options.of_run or run_dir),
        "GPU_COUNT": plan.added.get("GPU_COUNT", "0"),
    }
    return _VARIABLE.sub(lambda match: variables[match[1]], text)


def argv(plan: RunPlan, run_dir: Path) -> list[str]:
    """Return the words of a run's command."""
    return [_expanded(word, plan, run_dir) for word in plan.command.argv]


def build(
    plan: RunPlan, disclosed: Disclosure, staged: Path, final: Path, told: dict[str, Any]
) -> RunDir:
    """Write everything of a run that is known before it starts, less its secrets.

    Parameters
    ----------
    plan, disclosed
        The plan, and what may be known of it.
    staged, final
        Where the run directory is made, and where it will be.
    told
        The orders, less what is withheld.
    """
    modes = plan.home.modes
    for folder in (staged, staged / ".guild", staged / ".guild" / "attrs"):
        faults.reach("folder.making", str(folder.relative_to(staged)))
        make_folder(folder, modes.folder)
    run = RunDir(staged)
    # First of all: a folder that does not say who builds it is soon taken for nobody's.
    me = identity.identify(os.getpid())
    durable.write_json(run.launch, me.to_json() if me else {}, modes.file, sync=True)
    copied = snapshot.copy(plan.source, staged, modes.folder)
    entries = [*copied.entries, *_link_others(plan, staged)]
    put(run.manifest, manifest.write(entries).encode(), modes.file)
    for name, value in attributes(disclosed, final, copied.digest).items():
        put(run.attr(name), dump(value).encode(), modes.file)
    put(run.plan, json.dumps(told, sort_keys=True).encode() + b"\n", modes.file)
    if plan.options.stage:
        put(run.staged, b"", modes.file)
    # The room for the end of the run is taken before it begins: a full disk is noticed here.
    exit_record.reserve(run.exit_record, modes.file)
    put(run.opref, os.fsencode(opref.write(plan.opref)), modes.file)
    return run


def _link_others(plan: RunPlan, staged: Path) -> list[manifest.Entry]:
    """Link to the run that the operation works on; that is nothing the operation made."""
    subject = plan.options.of_run
    if subject is None:
        return []
    is_beside = subject.parent == plan.home.runs
    target = Path("..", subject.name) if is_beside else subject
    (staged / SUBJECT_LINK).symlink_to(target, target_is_directory=True)
    return [manifest.Entry(manifest.INTERNAL, SUBJECT_LINK, "-", (f"run:{subject.name}",))]


def put(path: str, content: bytes, mode: int) -> None:
    """Write a file of a run directory that nobody sees yet."""
    faults.reach("put.opening", path)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, mode)
    try:
        os.fchmod(descriptor, mode)
        faults.reach("put.writing", path)
        durable.write_all(descriptor, content)
    finally:
        os.close(descriptor)


def attributes(disclosed: Disclosure, run_dir: Path, digest: str | None) -> dict[str, Any]:
    """Return the attributes of a run, by name.

    Parameters
    ----------
    disclosed
        What may be known of its plan.
    run_dir
        The run directory.
    digest
        The digest of its source code.
    """
    plan = disclosed.plan
    variables = environment(plan, run_dir)
    options = plan.options
    found: dict[str, Any] = {
        "id": run_dir.name,
        "initialized": now(),
        "started": now(),
        "cmd": argv(plan, run_dir),
        "flags": dict(plan.flags),
        "user_flags": dict(plan.user_flags),
        "deps": {},
        "env": recorded_environment(variables, plan.added, plan.operation.env_secrets),
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
            "stop_after": options.stop_after,
        },
        "sourcecode_digest": digest,
        "op": disclosed.guild_op,
    }
    if plan.label:
        found["label"] = plan.label
    if plan.tags:
        found["tags"] = sorted(plan.tags)
    if plan.operation.compare is not None:
        found["compare"] = list(plan.operation.compare)
    if plan.operation.steps is not None:
        found["steps"] = redacted([to_data(step) for step in plan.operation.steps])
    if options.of_run is not None:
        found["subject"] = options.of_run.name
    attrs = disclosed.run_attrs.items()
    own = {name: value for name, value in attrs if name not in found and name not in _RESERVED}
    return own | found


def _platform(python_version: str) -> dict[str, Any]:
    facts = os.uname()
    return {
        "architecture": facts.machine,
        "cpus": os.cpu_count(),
        "processor": "",
        "python_version": python_version,
        "uname": " ".join((facts.sysname, facts.nodename, facts.release, facts.version)),
    }


def orders(plan: RunPlan, disclosed: Disclosure, run_dir: Path) -> dict[str, Any]:
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
    told = Orders(
        operation=argv(plan, run_dir),
        prepare=prepare if plan.resources else None,
        recorder=program("guild_jupyter.supervise.recorder", str(run_dir)),
        provenance=is_python or in_repository(folder) or _is_interim(plan),
        mode=plan.home.modes.file,
        processes=plan.options.processes,
        folder=plan.work_folder,
        limit=None if plan.options.stop_after is None else plan.options.stop_after * 60,
    )
    if plan.options.grace is not None:
        told.grace = plan.options.grace
    if plan.options.head is not None:
        told.head = plan.options.head
    if plan.options.tail is not None:
        told.tail = plan.options.tail
    return {
        "supervise": told.to_json(),
        "recorder": {
            "project": folder,
            "python": plan.interpreter.path if is_python else None,
            "cache": str(plan.home.cache),
            "patterns": plan.patterns.to_json(),
            "flags": sorted(plan.flags),
            "mode": plan.home.modes.file,
            "trash": str(plan.home.trash) if _is_interim(plan) else None,
        },
        "resources": resources,
        "home": str(plan.home.path),
        "project": folder,
        "flags": _plain(disclosed.plan.flags),
        "sys_path": list(plan.interpreter.search_path),
    }


def _is_interim(plan: RunPlan) -> bool:
    return plan.operation.delete_on_success and not plan.options.keep


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    # Dates and other values that JSON has no form for reach the preparer as text.
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), default=str))
    return plain


def record_problem(plan: RunPlan, run: RunDir) -> None:
    """Record a run that cannot start as one that failed at once, as Guild does."""
    mode = plan.home.modes.file
    output = f"guild: {plan.problem}\n".encode()
    when = now()
    put(run.output, output, mode)
    put(run.output_index, struct.pack("!QB", when // 1000, 1), mode)
    exit_record.seal(run.exit_record, ExitRecord(1, when, complete=True, output_bytes=len(output)))
    put(run.attr("exit_status"), b"1\n", mode)
    put(run.attr("stopped"), b"%d\n" % when, mode)
    durable.write_json(run.recorder, {"done": True}, mode)


def now() -> int:
    """Return the time in microseconds, later than any this process was told before."""
    global _last_time
    _last_time = max(time.time_ns() // 1000, _last_time + 1)
    return _last_time
