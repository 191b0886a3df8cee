"""Required resources in the record of a run, in Guild's form: written for it, and read of its."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guild_jupyter.guildfile.definitions import ResourceDef
from guild_jupyter.guildfile.files import read_file
from guild_jupyter.guildfile.origins import Origin, Origins
from guild_jupyter.guildfile.resources import ResourceBuilder
from guild_jupyter.resources.plan import Plan, PlannedResource, PlannedSource

_DEPS = "deps"


def to_guild(plan: Plan, project: str) -> list[dict[str, Any]]:
    """Return planned resources as Guild records them under ``deps`` of the attribute ``op``.

    Parameters
    ----------
    plan
        The plan.
    project
        The folder that relative paths are counted from.
    """
    return [_resource(resource, project) for resource in plan.resources]


def _resource(resource: PlannedResource, project: str) -> dict[str, Any]:
    data = {
        "name": resource.name,
        "location": project,
        "sources": [_source(source) for source in resource.sources],
    }
    chosen = {source.name: source.config for source in resource.sources if source.config}
    return data | ({"config": chosen} if chosen else {})


def _source(source: PlannedSource) -> dict[str, Any]:
    written = {
        "name": "" if source.name == source.uri else source.name,
        "sha256": source.sha256,
        "unpack": None if source.unpack else False,
        "type": source.archive,
        "select": list(source.select),
        "select-min": source.select_min,
        "select-max": source.select_max,
        "rename": [{"pattern": old, "repl": new} for old, new in source.rename],
        "target-path": source.target_path,
        "target-type": "link" if source.link else "",
        "preserve-path": source.preserve_path or None,
        "replace-existing": source.replace_existing or None,
        "always-resolve": source.always_resolve or None,
        "optional": source.optional or None,
        "fail-if-empty": source.fail_if_empty or None,
        "help": source.help,
    }
    known = {name: value for name, value in written.items() if value not in ("", [], None)}
    return {source.kind: source.target, **known}


def of_guild(op: Path) -> tuple[ResourceDef, ...]:
    """Return the resources that the file of an attribute ``op`` names.

    Raises
    ------
    GuildFileError
        They make no sense.
    """
    file = read_file(op)
    data = file.document.data if isinstance(file.document.data, dict) else {}
    builder = ResourceBuilder(Origins(Origin((), file, (_DEPS,))))
    found = builder.requirements(data.get(_DEPS), ())
    return tuple(item for item in found if isinstance(item, ResourceDef))
