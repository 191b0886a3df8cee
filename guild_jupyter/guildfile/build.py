"""Models from the objects of a Guild file; one operation that is wrong hides no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile import selectspecs
from guild_jupyter.guildfile.attributes import MODEL, PACKAGE
from guild_jupyter.guildfile.definitions import Model, Operation, PackageDef, ResourceDef
from guild_jupyter.guildfile.dialects import Item, describe_kind
from guild_jupyter.guildfile.fields import Fields
from guild_jupyter.guildfile.inheritance import Composed, too_large
from guild_jupyter.guildfile.operations import OperationBuilder
from guild_jupyter.guildfile.origins import Origin, Origins
from guild_jupyter.guildfile.resources import ResourceBuilder
from guild_jupyter.guildfile.sections import INCLUDE, Sections
from guild_jupyter.guildfile.substitution import TooLargeError, filled


@dataclass
class Draft:
    """A model whose operations' required resources are not looked up yet."""

    model: Composed
    fields: Fields
    operations: dict[str, Operation] = field(default_factory=dict)
    problems: dict[str, GuildFileError] = field(default_factory=dict)
    resources: dict[str, ResourceDef] = field(default_factory=dict)
    resource_problems: dict[str, GuildFileError] = field(default_factory=dict)
    paths: dict[str, Key] = field(default_factory=dict)
    default: str = ""

    def finished(self) -> Model:
        """Return the model."""
        fields = self.fields
        broken = [name for name in (self.default, self._only) if name in self.problems]
        return Model(
            name=self.model.item.name,
            description=(fields.get("description") or "").strip(),
            default=fields.get("default") or False,
            operations=self.operations,
            resources=self.resources,
            problems=self.problems,
            resource_problems=self.resource_problems,
            default_problem=broken[0] if broken else "",
            folders=self.model.folders,
            references=fields.get("references"),
            sourcecode=selectspecs.check(
                fields.data.get("sourcecode"), ("sourcecode",), self.model.origins
            ),
            attributes=fields.data,
        )

    @property
    def _only(self) -> str:
        public = [name for name in (*self.operations, *self.problems) if name[:1] != "_"]
        return public[0] if len(public) == 1 and not self.default else ""


def draft_model(model: Composed, sections: Sections) -> Draft:
    """Return the model that an object of the Guild file defines.

    Raises
    ------
    GuildFileError
        It cannot be read at all; what is wrong with one operation or resource is kept by it.
    """
    origins = model.origins
    draft = Draft(model, Fields(MODEL, _without_parts(model), (), origins))
    _draft_resources(draft, sections)
    defaults = model.data.get("operation-defaults") or {}
    if isinstance(defaults, str):
        defaults = {"main": defaults}
    origins.expect(("operation-defaults",), defaults, dict, "Write attributes below it.")
    builder = OperationBuilder(model, defaults, sections)
    for key, value in _section(model, "operations", sections).items():
        name = key if isinstance(key, str) else origins.written(("operations", key))
        draft.paths[name] = ("operations", key)
        try:
            draft.operations[name] = builder.build(name, value, draft.paths[name])
        except GuildFileError as error:
            draft.problems[name] = error
        if not draft.default and _is_default(draft.operations.get(name), value):
            draft.default = name
    return draft


def _is_default(operation: Operation | None, data: object) -> bool:
    if operation is not None:
        return operation.default
    return isinstance(data, Mapping) and data.get("default") in (True, 1)


def _draft_resources(draft: Draft, sections: Sections) -> None:
    builder = ResourceBuilder(draft.model.origins)
    for key, value in _section(draft.model, "resources", sections).items():
        at = ("resources", key)
        try:
            draft.resources[str(key)] = builder.named(str(key), _filled(draft.model, value), at)
        except GuildFileError as error:
            draft.resource_problems[str(key)] = error


def _section(model: Composed, kind: str, sections: Sections) -> Mapping[Any, Any]:
    """Return the operations or resources of a model, includes brought in."""
    if kind not in model.data or (kind == "resources" and model.data[kind] is None):
        return {}
    hint = {
        "operations": "Write 'operations:' with names below.",
        "resources": "Write 'resources: {NAME: [SOURCE]}'.",
    }
    data = model.origins.expect((kind,), model.data[kind], dict, hint[kind])
    if INCLUDE not in data:
        return data
    return sections.expanded(model, kind, (kind,), data, model.item.name)


def _without_parts(model: Composed) -> Mapping[str, Any]:
    """Return a model's attributes with params filled in where no part of it does so itself."""
    if not model.params:
        return model.data
    parts = ("operations", "resources", "operation-defaults", "flags", "params")
    return {
        key: value if key in parts else _filled(model, value) for key, value in model.data.items()
    }


def _filled(model: Composed, value: Any) -> Any:  # noqa: ANN401 - any YAML value
    try:
        return filled(value, model.params) if model.params else value
    except TooLargeError as error:
        raise too_large(model.origins, ("params",)) from error


def build_package(item: Item) -> tuple[PackageDef, dict[str, Any]]:
    """Return the package that an object defines, and its resources as written.

    Raises
    ------
    GuildFileError
        It says something that makes no sense.
    """
    origins = Origins(Origin((), item.source, item.path))
    fields = Fields(PACKAGE, item.attributes, (), origins)
    for key in ("requires", "tags", "data-files"):
        value = item.attributes.get(key)
        if isinstance(value, (int, float, bool)):
            found = describe_kind(value)
            raise origins.error(
                (key,), f"expected text or a list of it, found {found}", "Quote it."
            )
    resources = item.attributes.get("resources") or {}
    return PackageDef(
        name=item.name,
        description=fields.get("description") or "",
        version=fields.get("version") or "0.0.0",
        attributes=fields.rest("description", "version"),
    ), origins.expect(("resources",), resources, dict, "Write 'resources: {NAME: [SOURCE]}'.")
