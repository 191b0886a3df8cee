"""The preview of a plan: what would be run, in text; the disk is not touched."""

from __future__ import annotations

import shlex

from guild_jupyter.flags.values import readable
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.withholding import disclose
from guild_jupyter.redaction import recorded_environment
from guild_jupyter.twins.text import clean

_MAX_FILES = 10


def preview(plan: RunPlan) -> str:
    """Return what a plan would do, secrets left out."""
    plan = disclose(plan).plan
    lines = [f"{plan.operation.spec}: preview, nothing is run", "", "Command:"]
    lines += [f"  {clean(line)}" for line in _command_lines(plan)]
    if plan.problem:
        lines += ["", f"This will fail: {plan.problem}"]
    if plan.flags:
        lines += ["", "Flags:"]
        lines += [f"  {name}: {clean(readable(value))}" for name, value in plan.flags.items()]
    lines += ["", "Environment:"]
    shown = recorded_environment(plan.added, plan.added, plan.operation.env_secrets)
    run_dir = {"RUN_DIR": "(the run directory)", "RUN_ID": "(the run's id)"}
    lines += [f"  {name}={clean(value)}" for name, value in sorted({**shown, **run_dir}.items())]
    if plan.resources:
        lines += ["", "Resources:"]
        for resource in plan.resources.resources:
            for source in resource.sources:
                place = source.missing or source.run[:8] or source.path or source.target
                lines.append(f"  {clean(source.uri)}: {clean(place)}")
    lines += ["", f"Source code: {_source(plan)}"]
    lines += [f"  left out: {clean(path)} ({why})" for path, why in plan.source.skipped]
    if plan.label:
        lines += ["", f"Label: {clean(plan.label)}"]
    lines += ["", f"Home: {plan.home.path}"]
    return "\n".join(lines)


def _command_lines(plan: RunPlan) -> list[str]:
    """Return the command, one flag a line, as it could be pasted into a shell."""
    flags = plan.command.flag_arguments
    head = plan.command.argv[: len(plan.command.argv) - len(flags)] if flags else plan.command.argv
    if plan.command.argv[len(head) :] != flags:
        return [shlex.join(plan.command.argv)]
    lines = [shlex.join(head)]
    for word in flags:
        if word.startswith("--") or len(lines) == 1:
            lines.append(f"  {shlex.quote(word)}")
        else:
            lines[-1] += f" {shlex.quote(word)}"
    return [f"{line} \\" for line in lines[:-1]] + [lines[-1]]


def _source(plan: RunPlan) -> str:
    files = plan.source.files
    if not files:
        return "none is copied"
    named = ", ".join(files[:_MAX_FILES])
    more = len(files) - _MAX_FILES
    return f"{len(files)} files: {clean(named)}{f' and {more} more' if more > 0 else ''}"
