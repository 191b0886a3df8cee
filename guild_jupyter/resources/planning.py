"""Planning the resources of a run, in the kernel: reads only, and asks no network.

Decides what each source leads to and refuses here what would surely fail later. Knows neither
the kinds of sources (each plans itself) nor how files are fetched and placed.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guild_jupyter.errors import ResourceError, nearest
from guild_jupyter.flags.references import resolve
from guild_jupyter.guildfile.definitions import Model, Operation, Project, ResourceDef, SourceDef
from guild_jupyter.resources import attributes, naming, remedies, requirements
from guild_jupyter.resources.candidates import RunFacts
from guild_jupyter.resources.plan import Plan, PlannedResource, PlannedSource
from guild_jupyter.resources.source_types import SOURCE_TYPES, Request

_PATHS = ("config", "file")


def plan_resources(
    operation: Operation,
    model: Model,
    project: Project,
    values: Mapping[str, Any],
    given: Mapping[str, str],
    runs: Sequence[RunFacts],
    *,
    force: bool = False,
    postpone_operations: bool = False,
    only_runs: Collection[str] | None = None,
    trust: bool = False,
    prefix: str = "guild",
) -> Plan:
    """Return what an operation's required resources lead to.

    Parameters
    ----------
    operation
        The operation.
    model
        Its model.
    project
        Its project.
    values
        The run's flag values.
    given
        NAME=VALUE words that choose sources, by the names of :func:`naming.assignable_names`.
    runs
        All runs, newest first: by their place in this list a user may choose one.
    force
        Plan what cannot be had too; the preparer then only warns.
    postpone_operations
        For a staged run: leave runs that the user did not choose open until it is started.
    only_runs
        Ids of the runs that an ``operation:`` source may use, as for a step of a pipeline; None
        for all. A whole id or a path that the user gives goes before that.
    trust
        Whether the user allowed that the shell commands of ``post-process`` are run. Those of
        another package's resources never are.
    prefix
        What the user types before a command, for hints.

    Raises
    ------
    ResourceError
        A resource is not defined, cannot be had or makes no sense.
    FlagError
        A ``${flag}`` refers to a flag that is not there.
    """
    folders = (project.directory, *model.folders)
    planner = _Planner(
        operation,
        model,
        project,
        tuple(dict.fromkeys(str(Path(project.directory, folder)) for folder in folders)),
        values,
        given,
        runs,
        only_runs,
        force,
        postpone_operations,
        trust,
        prefix,
    )
    found = requirements.required(operation, model, project, values)
    planner.refuse_unknown(found)
    foreign = requirements.foreign(operation, values)
    resources = [
        planner.resource(resource, is_foreign=number in foreign)
        for number, resource in enumerate(found)
    ]
    return Plan(
        tuple(resources),
        planner.flag_values(found, resources),
        tuple(dict.fromkeys(planner.local_paths(found, resources))),
        force,
        trust,
    )


@dataclass(frozen=True, slots=True)
class _Planner:
    operation: Operation
    model: Model
    project: Project
    folders: tuple[str, ...]
    values: Mapping[str, Any]
    given: Mapping[str, str]
    runs: Sequence[RunFacts]
    only_runs: Collection[str] | None
    force: bool
    postpone: bool
    trust: bool
    prefix: str

    def refuse_unknown(self, resources: list[ResourceDef]) -> None:
        names = {
            name
            for resource in resources
            for source in resource.sources
            for name in naming.choosing_names(source, resource)
        }
        for name in self.given:
            if name not in names:
                listed = f"Its resources: {', '.join(sorted(names))}." if names else ""
                raise ResourceError(
                    f"operation {self.operation.spec!r} requires no resource {name!r}",
                    nearest(name, names, "Did you mean {}? ") + listed,
                )

    def resource(self, resource: ResourceDef, *, is_foreign: bool) -> PlannedResource:
        sources = [self._source(source, resource, is_foreign) for source in resource.sources]
        return PlannedResource(naming.resource_name(resource), tuple(sources))

    def _source(
        self, written: SourceDef, resource: ResourceDef, is_foreign: bool
    ) -> PlannedSource:
        place = f"resource {naming.resource_name(resource)!r}"
        definition = self._resolved(written, place)
        choice = naming.chosen(written, resource, self.given)
        chosen = choice[1] if choice else ""
        name = naming.source_name(written)
        may_lack = self.force or bool(written.attributes.get("optional"))
        problem = ""
        folder = self._resolve(resource.target_path, place)
        try:
            try:
                base = attributes.described(definition, written, resource, folder)
            except ResourceError as error:
                if not may_lack:
                    raise
                problem = error.message
                base = attributes.undescribed(definition, written)
            self._refuse_commands(base, is_foreign)
            if chosen and base.kind in attributes.WITH_CONTENT:
                is_url = chosen.startswith(("http://", "https://"))
                # The digest is that of the source as written.
                base = replace(base, kind="url" if is_url else "file", sha256="")
            if base.kind != "operation":
                target = chosen or definition.target
                is_flag = bool(chosen or naming.flag_name(written, resource))
                base = replace(base, target=target, config=target if is_flag else "")
            try:
                kind = SOURCE_TYPES.get(base.kind)()
                source = kind.plan(base, self._request(definition, chosen))
            except ResourceError as error:
                # Which run or URL is meant is refused whatever comes of it.
                if not may_lack or base.kind not in _PATHS:
                    raise
                source = replace(base, missing=error.message)
        except ResourceError as error:
            raise self._unmet(name, place, error.message, error.hint) from error
        if problem:
            return replace(source, missing=problem)
        if source.missing and not (source.optional or self.force):
            raise self._missing(source, place, chosen)
        return source

    def _refuse_commands(self, source: PlannedSource, is_foreign: bool) -> None:
        if source.post_process and is_foreign:
            raise ResourceError(
                "it is of another package, and has post-process, a shell command: "
                f"{source.post_process!r}",
                "Commands of others are never run. Do this in an operation of your own.",
            )
        if source.post_process and not self.trust:
            raise ResourceError(
                "it has post-process, a shell command that would run with your rights: "
                f"{source.post_process!r}",
                "If you trust it, allow it for this run: --trust-post-process.",
            )

    def _missing(self, source: PlannedSource, place: str, chosen: str) -> ResourceError:
        hint = source.help or "Check the path, or mark the source as optional."
        if source.kind == "operation" and not source.path:
            hint = source.help or remedies.missing_run(
                source.target, source.name, self.project, self.prefix
            )
        elif source.kind in _PATHS and not chosen:
            error = remedies.missing_path(
                source.target, self.model, operation=self.operation, prefix=self.prefix, hint=""
            )
            if error.hint:
                return ResourceError(error.message, source.help or error.hint)
        return self._unmet(source.name, place, source.missing, hint)

    def _unmet(self, source: str, place: str, reason: str, hint: str) -> ResourceError:
        # An inline resource is its one source: its name is not said twice.
        wanted = place if place.endswith(f" {source!r}") else f"{source!r} of {place}"
        return ResourceError(
            f"operation {self.operation.spec!r} cannot have {wanted}: {reason}", hint
        )

    def _request(self, definition: SourceDef, chosen: str) -> Request:
        return Request(
            definition,
            self.operation,
            self.values,
            chosen,
            self.folders,
            self.runs,
            self.only_runs,
            self.postpone,
        )

    def _resolve(self, text: str, place: str) -> str:
        return resolve(text, self.values, place)

    def _resolved(self, source: SourceDef, place: str) -> SourceDef:
        return replace(
            source,
            target=self._resolve(source.target, place),
            target_path=source.target_path and self._resolve(source.target_path, place),
            select=tuple(self._resolve(pattern, place) for pattern in source.select),
            rename=tuple((old, self._resolve(new, place)) for old, new in source.rename),
        )

    def flag_values(
        self, written: list[ResourceDef], planned: list[PlannedResource]
    ) -> dict[str, Any]:
        recorded: dict[str, Any] = {}
        for resource, plan in zip(written, planned, strict=True):
            for source, decided in zip(resource.sources, plan.sources, strict=True):
                choice = naming.chosen(source, resource, self.given)
                name = naming.flag_name(source, resource) or (choice and choice[0])
                if name:
                    recorded[name] = decided.config or None
        return recorded

    def local_paths(
        self, written: list[ResourceDef], planned: list[PlannedResource]
    ) -> Iterator[str]:
        for resource, plan in zip(written, planned, strict=True):
            for source, decided in zip(resource.sources, plan.sources, strict=True):
                if source.kind in _PATHS:
                    yield from self._local_path(source.target)
                if source.kind == "config":
                    # A copy as source code would take the place of the one with new values.
                    yield from self._local_path(decided.target)

    def _local_path(self, target: str) -> Iterator[str]:
        # As in Guild, what is named literally: what a flag or the user's choice leads to stays
        # source code, which so is the same for all runs of an operation. Folders stay it too.
        project = self.folders[0]
        written = os.path.expanduser(target)  # noqa: PTH111 - no error for what is no path
        for folder in self.folders:
            path = Path(os.path.normpath(Path(folder, written)))
            if os.path.exists(path):  # noqa: PTH110 - likewise
                if path.is_relative_to(project) and path.is_file():
                    yield path.relative_to(project).as_posix()
                return
