"""Planning the resources of a run, in the kernel: reads only, and asks no network.

Decides what each source leads to and refuses here what would surely fail later. Knows neither
the kinds of sources (each plans itself) nor how files are fetched and placed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guild_jupyter.errors import ResourceError, nearest
from guild_jupyter.flags.references import resolve
from guild_jupyter.guildfile.definitions import Model, Operation, Project, ResourceDef, SourceDef
from guild_jupyter.resources import naming, requirements, targets
from guild_jupyter.resources.archive_policy import KINDS
from guild_jupyter.resources.candidates import RunFacts
from guild_jupyter.resources.plan import Plan, PlannedResource, PlannedSource
from guild_jupyter.resources.source_types import SOURCE_TYPES, Request

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_HAS_CONTENT = ("file", "url")


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
    only_runs=None,
    trust=False,
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
        The runs that an ``operation:`` source may use.
    force
        Plan what cannot be had too; the preparer then only warns.
    postpone_operations
        For a staged run: leave runs that the user did not choose open until it is started.

    Raises
    ------
    ResourceError
        A resource is not defined, cannot be had or makes no sense.
    FlagError
        A ``${flag}`` refers to a flag that is not there.
    """
    planner = _Planner(
        operation, str(project.directory), values, given, runs, force, postpone_operations
    )
    found = requirements.required(operation, model, project, values)
    planner.refuse_unknown(found)
    resources = [planner.resource(resource) for resource in found]
    return Plan(
        tuple(resources),
        planner.flag_values(found, resources),
        tuple(dict.fromkeys(planner.local_paths(resources))),
        force,
    )


@dataclass(frozen=True, slots=True)
class _Planner:
    operation: Operation
    project_dir: str
    values: Mapping[str, Any]
    given: Mapping[str, str]
    runs: Sequence[RunFacts]
    force: bool
    postpone: bool

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

    def resource(self, resource: ResourceDef) -> PlannedResource:
        name = naming.resource_name(resource)
        return PlannedResource(
            name, tuple(self._source(source, resource) for source in resource.sources)
        )

    def _source(self, written: SourceDef, resource: ResourceDef) -> PlannedSource:
        place = f"resource {naming.resource_name(resource)!r}"
        definition = self._resolved(written, place)
        choice = naming.chosen(written, resource, self.given)
        chosen = choice[1] if choice else ""
        try:
            base = _base(definition, written, resource, self._resolve(resource.target_path, place))
            if chosen and base.kind in _HAS_CONTENT:
                is_url = chosen.startswith(("http://", "https://"))
                # The digest is that of the source as written.
                base = replace(base, kind="url" if is_url else "file", sha256="")
            if base.kind != "operation":
                target = chosen or definition.target
                is_flag = bool(chosen or naming.flag_name(written, resource))
                base = replace(base, target=target, config=target if is_flag else "")
            source = SOURCE_TYPES.get(base.kind)().plan(base, self._request(definition, chosen))
        except ResourceError as error:
            raise self._unmet(
                naming.source_name(written), place, error.message, error.hint
            ) from error
        if source.missing and not (source.optional or self.force):
            raise self._unmet(source.name, place, source.missing, source.help or _hint(source))
        return source

    def _unmet(self, source: str, place: str, reason: str, hint: str) -> ResourceError:
        return ResourceError(
            f"operation {self.operation.spec!r} cannot have {source!r} of {place}: {reason}", hint
        )

    def _request(self, definition: SourceDef, chosen: str) -> Request:
        return Request(
            definition,
            self.operation,
            self.values,
            chosen,
            self.project_dir,
            self.runs,
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

    def local_paths(self, resources: list[PlannedResource]) -> list[str]:
        return [
            Path(source.path).relative_to(self.project_dir).as_posix()
            for resource in resources
            for source in resource.sources
            if source.kind in ("file", "config")
            and Path(source.path).is_relative_to(self.project_dir)
            and Path(source.path) != Path(self.project_dir)
        ]


def _base(
    source: SourceDef, written: SourceDef, resource: ResourceDef, target_path: str
) -> PlannedSource:
    """Return what every kind of source has, checked."""
    attributes = source.attributes
    if attributes.get("post-process"):
        raise ResourceError(
            "it has post-process, a shell command that guild_jupyter does not run",
            "Do this in an operation of its own, and require that operation.",
        )
    if source.sha256 is not None:
        if source.kind not in _HAS_CONTENT:
            raise ResourceError(
                f"sha256 makes no sense for a source of kind {source.kind}", "Remove sha256."
            )
        if not _SHA256.fullmatch(source.sha256):
            raise ResourceError(
                f"its sha256 {source.sha256!r} is not 64 hexadecimal digits",
                "Run sha256sum on it.",
            )
    archive = str(attributes.get("type") or "")
    if archive and archive not in KINDS:
        raise ResourceError(f"no such type of archive: {archive}", f"Types: {', '.join(KINDS)}.")
    folder = source.target_path or target_path
    targets.parts(folder)
    kind = source.target_type or resource.target_type
    # Guild 0.9 copies files of other runs, which fills disks; its own tracker (#496) calls that
    # a defect, and its unreleased version links.
    link = kind == "link" if kind else source.kind == "operation"
    return PlannedSource(
        kind=source.kind,
        target=source.target,
        uri=source.uri,
        name=naming.source_name(written if written.name or written.flag_name else source),
        sha256=(source.sha256 or "").lower(),
        unpack=resource.default_unpack if source.unpack is None else bool(source.unpack),
        archive=archive,
        select=tuple(_pattern(pattern) for pattern in source.select),
        select_min=_pattern(attributes.get("select-min"), groups=1),
        select_max=_pattern(attributes.get("select-max"), groups=1),
        rename=tuple((_pattern(old), _replacement(old, new)) for old, new in source.rename),
        target_path=folder,
        link=link,
        preserve_path=bool(attributes.get("preserve-path")),
        replace_existing=bool(attributes.get("replace-existing")),
        always_resolve=bool(attributes.get("always-resolve")),
        optional=bool(attributes.get("optional")),
        warn_if_empty=bool(attributes.get("warn-if-empty", True)),
        fail_if_empty=bool(attributes.get("fail-if-empty")),
        help=str(attributes.get("help") or ""),
    )


def _pattern(pattern: object, groups: int = 0) -> str:
    if pattern is None:
        return ""
    try:
        found = re.compile(str(pattern)).groups
    except re.error as error:
        raise ResourceError(
            f"{pattern!r} is no regular expression: {error}",
            "Names have a backslash before a dot.",
        ) from error
    if groups and found != groups:
        raise ResourceError(
            f"{pattern!r} must have one group, around the number to compare",
            "Write it as model-([0-9]+).h5.",
        )
    return str(pattern)


def _replacement(pattern: str, replacement: str) -> str:
    try:
        # The empty alternative matches the empty text, so that the groups can be asked for.
        match = re.compile(f"{pattern}|").match("")
        if match:
            match.expand(replacement)
    except (re.error, IndexError) as error:
        raise ResourceError(
            f"{replacement!r} is no replacement for {pattern!r}: {error}", "Groups are \\1, \\2 …"
        ) from error
    return replacement


def _hint(source: PlannedSource) -> str:
    if source.kind == "operation":
        return f"Run {source.target} first, or choose a run: {source.name}=RUN_ID."
    return "Check the path, or mark the source as optional."


def missing_path(path, model):
    remedy = "run 'guild prepare' first?" if "prepare" in model.operations else "Check the path."
    return ResourceError(f"missing required {path!r}", remedy)
