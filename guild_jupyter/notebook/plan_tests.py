"""What a plan would take for flags, for source code and for scalars, in text; nothing is run."""

from __future__ import annotations

import sys

from guild_jupyter import paths
from guild_jupyter.documents import dump
from guild_jupyter.errors import CommandError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.withholding import disclose
from guild_jupyter.redaction import WITHHELD, is_secret, redact
from guild_jupyter.scalars.record import OutputScalars
from guild_jupyter.twins.text import clean, one_line

_MOST = 64 << 20
_WANTED = "Give a file with a run's output."
_ATTRIBUTES = [name for name in FlagDef.__dataclass_fields__ if name not in ("name", "extra")]


def flags_text(plan: RunPlan) -> str:
    """Return how the flags of an operation are defined, those of its program included."""
    operation = disclose(plan).plan.operation
    described = {
        "flags-dest": plan.destination,
        "flags-import": _imported(operation.flags_import),
        "flags": {name: _flag(flag) for name, flag in sorted(operation.flags.items())},
    }
    return "\n".join(map(clean, dump(described).splitlines()))


def _imported(flags: bool | tuple[str, ...] | None) -> object:
    return list(flags) if isinstance(flags, tuple) else flags


def _flag(flag: FlagDef) -> dict[str, object]:
    found = {name.replace("_", "-"): getattr(flag, name) for name in _ATTRIBUTES}
    found["default"] = _shown(flag, flag.default)
    found["choices"] = [_shown(flag, choice.value) for choice in flag.choices]
    for name in ("arg-encoding", "env-encoding"):
        found[name] = dict(getattr(flag, name.replace("-", "_")) or {}) or None
    empty: tuple[object, ...] = (None, "", [])
    return {
        name: value
        for name, value in found.items()
        if value not in empty and (value is not False or name in ("default", "arg-switch"))
    }


def _shown(flag: FlagDef, value: object) -> object:
    return WITHHELD if is_secret(flag.name, value) else value


def sourcecode_text(plan: RunPlan) -> str:
    """Return which files would be copied as source code, and which are left out and why."""
    source = plan.source
    lines = [f"Source code of {plan.operation.spec}: {source.root}"]
    if source.destination != ".":
        lines.append(f"Copied to: {source.destination}")
    lines += ["", f"Copied ({len(source.files)}):"]
    lines += [f"  {clean(path)}" for path in sorted(source.files)] or ["  nothing"]
    if source.skipped:
        lines += ["", "Left out:"]
        lines += [f"  {clean(path)} ({why})" for path, why in source.skipped]
    return "\n".join(lines)


def output_scalars_text(plan: RunPlan, file: str) -> str:
    """Return the scalars that each line of an output would give.

    Parameters
    ----------
    plan
        The plan, for its patterns.
    file
        Path of a file with output; ``-`` for the standard input.

    Raises
    ------
    CommandError
        It cannot be read, or is too large to show.
    """
    if file == "-":
        return _scalars_of(plan, sys.stdin.read(_MOST))
    path = paths.expanded(file)
    if why := paths.hindrance(path):
        raise CommandError(f"{paths.shown(file)} cannot be read: {why}", _WANTED)
    try:
        if path.stat().st_size > _MOST:
            raise CommandError(f"{file} is larger than {_MOST >> 20} MiB", "Give a part of it.")
        text = path.read_bytes().decode(errors="replace")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}", _WANTED) from error
    return _scalars_of(plan, text)


def _scalars_of(plan: RunPlan, text: str) -> str:
    found = _Found()
    scalars = OutputScalars(plan.patterns, found, frozenset(plan.flags))
    lines = []
    for line in text.splitlines():
        scalars.feed(f"{line}\n".encode(), 0.0)
        lines.append(f"{one_line(redact(line))}\n  {found.take() or 'no scalar'}")
    return "\n".join(lines) or "no output"


class _Found:
    """Takes the place of the writer: the values since it was last asked."""

    def __init__(self) -> None:
        self._values: list[str] = []

    def add(self, tag: str, value: float, step: int, wall_time: float) -> None:  # noqa: ARG002 - the writer's
        """Take a value."""
        self._values.append(f"{tag}={value:g} (step {step})")

    def take(self) -> str:
        """Return the values that came, and forget them."""
        values, self._values = self._values, []
        return ", ".join(values)
