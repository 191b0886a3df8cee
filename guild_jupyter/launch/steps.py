"""What the steps of a pipeline must be before the first of them is run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from guild_jupyter.errors import GuildError, GuildFileError, nearest
from guild_jupyter.guildfile import lookup
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.guildfile.step_definitions import StepDef
from guild_jupyter.launch import scripts
from guild_jupyter.launch.imports import imports_of
from guild_jupyter.launch.recorded_steps import operation_of
from guild_jupyter.launch.required import assignable_names

#: Options of ``run`` that a step may have, those without a value first.
SWITCHES = frozenset({"needed", "force-flags", "no-gpus", "force-deps", "keep-run"})
WITH_VALUE = frozenset({"label", "gpus", "stop-after", "python", "profile"})
OPTIONS = SWITCHES | WITH_VALUE | {"tags"}
_REFERENCE = re.compile(r"(?<!\\)\$\{([^}]+)\}")


def refuse_wrong(operation: Operation, project: Project, search_path: Sequence[str] = ()) -> None:
    """Refuse a pipeline one of whose steps cannot be run, as far as that is known before.

    Parameters
    ----------
    operation, project
        The pipeline.
    search_path
        Where the interpreter finds installed modules, whose flags steps may give.

    Raises
    ------
    GuildFileError
        A step runs no operation of the project, leads back to the pipeline, has an option that
        no step can have, or gives a flag that its operation does not take.
    """
    _follow(operation, project, (), set())
    _Checker(project, search_path).check(operation)


class _Checker:
    """Looks at the steps of pipelines, and at those of pipelines that are steps; each once."""

    def __init__(self, project: Project, search_path: Sequence[str]) -> None:
        self._project = project
        self._search_path = search_path
        self._done: set[str] = set()

    def check(self, operation: Operation) -> None:
        """Raise if a step of an operation is wrong."""
        if operation.spec in self._done:
            return
        self._done.add(operation.spec)
        for number, step in enumerate(operation.steps or ()):
            _refuse_options(step, number, operation)
            _refuse_references(step, number, operation)
            found = self._run_by(step, number, operation)
            if found is not None:
                self._refuse_flags(step, number, operation, found)
                self.check(found)

    def _run_by(self, step: StepDef, number: int, operation: Operation) -> Operation | None:
        """Return the operation that a step runs; None where that is not known before."""
        name = operation_of(step.run)
        if "${" in name:
            return None
        found = _operation_of(step, operation, self._project)
        if found is not None:
            return found
        project = self._project
        if scripts.is_file(name, project.directory):
            try:
                return scripts.script_operation(name, project.directory)
            except GuildError:  # said when the step is run
                return None
        if not project.models:
            return None
        specs = [op.spec for op in project.operations] + [op.name for op in project.operations]
        hint = nearest(name, specs, "Did you mean {}? ")
        listed = ", ".join(op.spec for op in project.operations)
        message = f"no operation {name!r}"
        raise _wrong(
            operation, step, ("steps", number, "run"), message, f"{hint}Operations: {listed}."
        )

    def _refuse_flags(
        self, step: StepDef, number: int, operation: Operation, found: Operation
    ) -> None:
        """Refuse flags that an operation does not take, where all that it takes is known."""
        words = shlex.split(step.run)[1:]
        if step.options.get("force-flags") or "--force-flags" in words or found.in_project:
            return
        try:
            imports = imports_of(found, self._project, self._search_path)
        except GuildError:  # said when the step is run
            return
        if imports.notes:
            return
        flags = imports.operation.flags
        choosable = assignable_names(imports.operation, self._project)
        aliases = [flag.alias for flag in flags.values() if flag.alias]
        known = {*flags, *aliases, *choosable}
        for keys, name in _given(step, number, words, operation):
            if name not in known and "${" not in name:
                listed = f"Flags of {found.spec}: {', '.join(sorted(flags)) or 'none'}."
                message = f"{found.spec} has no flag {name!r}"
                hint = nearest(name, known, "Did you mean {}? ") + listed
                raise _wrong(operation, step, keys, message, hint)


def _given(
    step: StepDef, number: int, words: list[str], operation: Operation
) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield the flags that a step gives, each with its place."""
    yield from ((("steps", number, "flags", name), name) for name in step.flags)
    for word in words:
        if word.startswith("-"):  # what follows may be an option's value
            break
        name, sign, _ = word.partition("=")
        if sign and not word.startswith("@"):
            yield ("steps", number, "run"), name
    for start in dict.fromkeys((f"{operation_of(step.run)}:", f"{step.name}:")):
        for name in operation.flags:
            if name.startswith(start):
                yield ("flags", name), name.removeprefix(start)


def _refuse_options(step: StepDef, number: int, operation: Operation) -> None:
    for name in step.options:
        if name not in OPTIONS:
            raise _wrong(
                operation,
                step,
                ("steps", number, name),
                f"{name!r} is not an option that a step can have here",
                f"{nearest(name, OPTIONS, 'Did you mean {}? ')}"
                f"Options: {', '.join(sorted(OPTIONS))}.",
            )


def _refuse_references(step: StepDef, number: int, operation: Operation) -> None:
    texts: list[tuple[tuple[str, ...], str]] = [(("run",), step.run)]
    texts += [(("flags", name), str(value)) for name, value in step.flags.items()]
    for keys, text in texts:
        for name in _REFERENCE.findall(text):
            if name not in operation.flags:
                flags = ", ".join(operation.flags) or "none"
                hint = nearest(name, operation.flags, "Did you mean ${{{}}}? ")
                raise _wrong(
                    operation,
                    step,
                    ("steps", number, *keys),
                    f"${{{name}}} is no flag of {operation.spec}",
                    f"{hint}Flags: {flags}.",
                )


def _wrong(
    operation: Operation, step: StepDef, keys: tuple[Any, ...], message: str, hint: str
) -> GuildFileError:
    said = f"step {step.name!r} of {operation.spec}: {message}"
    return operation.error(keys, said, hint, "reference")


def _follow(operation: Operation, project: Project, way: tuple[str, ...], done: set[str]) -> None:
    """Raise if the steps of an operation lead back to it; the error names the way."""
    here = (*way, operation.spec)
    if operation.spec in way:
        raise operation.error(
            ("steps",),
            f"the steps of {operation.spec} lead back to it: {' -> '.join(here)}",
            "Take the operation out of its own steps.",
            "cycle",
        )
    for step in operation.steps or ():
        next_one = _operation_of(step, operation, project)
        if next_one is not None and next_one.steps and next_one.spec not in done:
            _follow(next_one, project, here, done)
    done.add(operation.spec)


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
