"""What the steps of a pipeline must be before the first of them is run."""

from __future__ import annotations

import re

from guild_jupyter.errors import GuildError, GuildFileError, nearest
from guild_jupyter.guildfile import lookup
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.guildfile.step_definitions import StepDef
from guild_jupyter.launch import scripts
from guild_jupyter.launch.recorded_steps import operation_of

#: Options of ``run`` that a step may have, those without a value first.
SWITCHES = frozenset({"needed", "force-flags", "no-gpus", "force-deps", "keep-run"})
WITH_VALUE = frozenset({"label", "gpus", "stop-after", "python", "profile"})
OPTIONS = SWITCHES | WITH_VALUE | {"tags"}
_REFERENCE = re.compile(r"(?<!\\)\$\{([^}]+)\}")


def refuse_wrong(operation: Operation, project: Project) -> None:
    """Refuse a pipeline one of whose steps cannot be run, as far as that is known before.

    Raises
    ------
    GuildFileError
        A step runs no operation of the project, has an option that no step can have, or gives
        a flag that its operation does not take.
    """
    for step in operation.steps or ():
        for name in step.options:
            if name not in OPTIONS:
                raise _wrong(
                    operation,
                    step,
                    f"{name!r} is not an option that a step can have here",
                    f"{nearest(name, OPTIONS, 'Did you mean {}? ')}"
                    f"Options: {', '.join(sorted(OPTIONS))}.",
                )
        unknown = [
            name
            for value in (step.run, *map(str, step.flags.values()))
            for name in _REFERENCE.findall(value)
            if name not in operation.flags
        ]
        if unknown:
            flags = ", ".join(operation.flags) or "none"
            hint = nearest(unknown[0], operation.flags, "Did you mean ${{{}}}? ")
            raise _wrong(
                operation,
                step,
                f"${{{unknown[0]}}} is no flag of {operation.spec}",
                f"{hint}Flags: {flags}.",
            )
        _refuse_unknown_operation(step, operation, project)


def _refuse_unknown_operation(step: StepDef, operation: Operation, project: Project) -> None:
    name = operation_of(step.run)
    if "${" in name or scripts.is_file(name, project.directory) or not project.models:
        return
    if _operation_of(step, operation, project) is None:
        specs = [op.spec for op in project.operations] + [op.name for op in project.operations]
        hint = nearest(name, specs, "Did you mean {}? ")
        listed = ", ".join(op.spec for op in project.operations)
        raise _wrong(operation, step, f"no operation {name!r}", f"{hint}Operations: {listed}.")


def _wrong(operation: Operation, step: StepDef, message: str, hint: str) -> GuildFileError:
    return GuildFileError(
        f"step {step.name!r} of {operation.spec}: {message}",
        hint,
        file=operation.file,
        line=operation.line,
        key=f"{operation.spec}.steps",
    )


def refuse_cycles(operation: Operation, project: Project) -> None:
    """Refuse a pipeline one of whose steps leads back to it.

    Raises
    ------
    GuildFileError
        There is such a step; the error names the way.
    """
    _follow(operation, project, ())


def _follow(operation: Operation, project: Project, way: tuple[str, ...]) -> None:
    here = (*way, operation.spec)
    if operation.spec in way:
        raise GuildFileError(
            f"the steps of {operation.spec} lead back to it: {' -> '.join(here)}",
            "Take the operation out of its own steps.",
            line=operation.line,
            category="cycle",
        )
    for step in operation.steps or ():
        next_one = _operation_of(step, operation, project)
        if next_one is not None and next_one.steps:
            _follow(next_one, project, here)


def _operation_of(step: StepDef, operation: Operation, project: Project) -> Operation | None:
    """Return the operation that a step runs; None where that is not known before it runs."""
    name = operation_of(step.run)
    specs = [name] if ":" in name else [f"{operation.model}:{name}", name]
    for spec in specs:
        try:
            return lookup.find_operation(project, spec.removeprefix(":"))
        except GuildError:
            continue
    return None
