"""The preview of a plan: what would be run, in text; the disk is not touched."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from guild_jupyter.flags.labels import default_label, readable_label
from guild_jupyter.flags.values import readable
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.withholding import disclose
from guild_jupyter.redaction import recorded_environment
from guild_jupyter.twins.text import clean

_MAX_FILES = 10
_VARIABLE = re.compile(r"\$(?:RUNDIR|GPU_COUNT)\b")
_PLAIN = re.compile(r"[\w$./=-]+")


def preview(plan: RunPlan) -> str:
    """Return what a plan would do, secrets left out."""
    plan = disclose(plan).plan
    lines = [f"{plan.operation.spec}: preview, nothing is run", "", "Command:"]
    lines += [f"  {clean(line)}" for line in _command_lines(plan)]
    if problem := plan.problem or (plan.refusal.message if plan.refusal else ""):
        lines += ["", f"This will fail: {clean(problem)}"]
    if plan.operation.steps is not None and plan.operation.exec is None:
        lines += ["", "Steps:", *(f"  {clean(step)}" for step in _steps(plan))]
    if plan.flags:
        lines += ["", "Flags:"]
        lines += [f"  {name}: {clean(readable(value))}" for name, value in plan.flags.items()]
    lines += ["", "Environment:"]
    lines += [f"  {line}" for line in _environment_lines(plan)]
    if plan.resources:
        lines += ["", "Resources:"]
        for resource in plan.resources.resources:
            for source in resource.sources:
                place = source.missing or source.run[:8] or source.path or source.target
                lines.append(f"  {clean(source.uri)}: {clean(place)}")
    lines += ["", f"Source code: {_source(plan)}"]
    lines += [f"  left out: {clean(path)} ({why})" for path, why in plan.source.skipped]
    if plan.label:
        is_default = plan.label == default_label(plan.flags)
        label = readable_label(plan.flags) if is_default else plan.label
        lines += ["", f"Label: {clean(label)}"]
    lines += ["", f"Home: {plan.home.path}"]
    return "\n".join(lines)


def _steps(plan: RunPlan) -> list[str]:
    return [
        " ".join([step.run, *(f"{name}={readable(value)}" for name, value in step.flags.items())])
        for step in plan.operation.steps or ()
    ]


def environment_text(plan: RunPlan) -> str:
    """Return what a plan adds to the environment, secrets left out."""
    return "\n".join(_environment_lines(disclose(plan).plan))


def _environment_lines(plan: RunPlan) -> list[str]:
    shown = recorded_environment(plan.added, plan.added, plan.operation.env_secrets)
    own = "(the run directory)"
    subject = plan.options.of_run
    shown |= {"RUN_DIR": own, "RUNDIR": str(subject or own), "RUN_ID": "(the run's id)"}
    return [f"{name}={clean(value)}" for name, value in sorted(shown.items())]


def _command_lines(plan: RunPlan) -> list[str]:
    """Return the command, one flag a line, as it could be pasted into a shell."""
    flags = plan.command.flag_arguments
    head = plan.command.argv[: len(plan.command.argv) - len(flags)] if flags else plan.command.argv
    if plan.command.argv[len(head) :] != flags:
        return [_joined(plan.command.argv)]
    lines = [_joined(head)]
    for word in flags:
        if word.startswith("--") or len(lines) == 1:
            lines.append(f"  {_quoted(word)}")
        else:
            lines[-1] += f" {_quoted(word)}"
    return [f"{line} \\" for line in lines[:-1]] + [lines[-1]]


def _joined(words: Iterable[str]) -> str:
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    # The run directory is not known yet: as a variable, the line can be tried in a shell.
    return word if _VARIABLE.search(word) and _PLAIN.fullmatch(word) else shlex.quote(word)


def _source(plan: RunPlan) -> str:
    files = plan.source.files
    if not files:
        return "none is copied"
    named = ", ".join(files[:_MAX_FILES])
    more = len(files) - _MAX_FILES
    return f"{len(files)} files: {clean(named)}{f' and {more} more' if more > 0 else ''}"
