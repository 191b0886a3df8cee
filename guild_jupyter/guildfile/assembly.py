"""A project from its Guild file: models built, required resources looked up across them."""

from __future__ import annotations

from collections.abc import Mapping

from guild_jupyter.errors import GuildFileError, nearest
from guild_jupyter.guildfile.build import Draft, build_package, draft_model
from guild_jupyter.guildfile.definitions import (
    Finding,
    Operation,
    PackageDef,
    Project,
    ResourceDef,
)
from guild_jupyter.guildfile.dialects import Item
from guild_jupyter.guildfile.findings import findings_of
from guild_jupyter.guildfile.inheritance import Inheritance
from guild_jupyter.guildfile.library import Library, Namespace
from guild_jupyter.guildfile.origins import Origin, Origins
from guild_jupyter.guildfile.resources import ResourceBuilder, in_folder
from guild_jupyter.guildfile.sections import Sections
from guild_jupyter.guildfile.unfilled import unfilled


def assemble(library: Library, namespace: Namespace) -> Project:
    """Return the project that the objects of a Guild file define.

    Raises
    ------
    GuildFileError
        It cannot be read as a whole.
    """
    inheritance = Inheritance(library)
    sections = Sections(inheritance)
    drafts: dict[str, Draft] = {}
    package: PackageDef | None = None
    for item in namespace.items:
        if item.type == "package":
            if package is not None:
                raise _twice(item, "a second package")
            package, _ = build_package(item)
        elif item.type == "model":
            if item.name in drafts:
                raise _twice(item, f"a second model {item.name!r}")
            drafts[item.name] = draft_model(inheritance.compose(item, namespace), sections)
    packages = PackageResources(library, inheritance, sections)
    for draft in drafts.values():
        _refuse_undefined(draft, drafts, packages)
    main = library.files[namespace.file]
    found: list[Finding] = [*findings_of(library.own_files), *sections.findings]
    own = {str(file.path) for file in library.own_files}
    if any("{{" in file.text for file in library.own_files):
        # What comes from packages is not the user's to mend.
        found += [f for d in drafts.values() for f in unfilled(d.model) if f.file in own]
    return Project(
        namespace.file,
        main.digest,
        {name: draft.finished() for name, draft in drafts.items()},
        files=tuple(library.files),
        package=package,
        findings=tuple(dict.fromkeys(found)),
        package_resources=packages.found,
    )


def _twice(item: Item, message: str) -> GuildFileError:
    origins = Origins(Origin((), item.source, item.path))
    return origins.error((item.type,), message, "Give it another name, or remove one.")


class PackageResources:
    """The resources of packages that operations require, as they are asked for."""

    def __init__(self, library: Library, inheritance: Inheritance, sections: Sections) -> None:
        self._library = library
        self._inheritance = inheritance
        self._sections = sections
        self._known: dict[str, Mapping[str, ResourceDef]] = {}
        #: Those that were found, by ``PACKAGE/NAME``.
        self.found: dict[str, ResourceDef] = {}

    def known(self, package: str) -> Mapping[str, ResourceDef] | None:
        """Return the resources of a package, or None if it has no Guild file."""
        if package not in self._known:
            namespace = self._library.package(package)
            if namespace is None:
                return None
            self._known[package] = self._of(namespace)
        return self._known[package]

    def _of(self, namespace: Namespace) -> dict[str, ResourceDef]:
        found: dict[str, ResourceDef] = {}
        for item in namespace.items:
            if item.type == "package":
                builder = ResourceBuilder(Origins(Origin((), item.source, item.path)))
                _, resources = build_package(item)
                for name, data in resources.items():
                    found[str(name)] = builder.named(str(name), data, ("resources", name))
        for item in namespace.items:
            if item.type == "model":
                model = self._inheritance.compose(item, namespace)
                for name, resource in draft_model(model, self._sections).resources.items():
                    found.setdefault(name, resource)
        return {name: in_folder(entry, namespace.folder) for name, entry in found.items()}


def _refuse_undefined(
    draft: Draft, drafts: Mapping[str, Draft], packages: PackageResources
) -> None:
    """Move the operations that require what is not there, or is wrong, to the problems."""
    for name, operation in list(draft.operations.items()):
        for number, required in enumerate(operation.requires):
            if isinstance(required, ResourceDef) or "${" in required:
                continue
            problem = _problem(required, number, operation, draft, drafts, packages)
            if problem is not None:
                draft.problems[name] = problem
                del draft.operations[name]
                break


def _problem(
    required: str,
    number: int,
    operation: Operation,
    draft: Draft,
    drafts: Mapping[str, Draft],
    packages: PackageResources,
) -> GuildFileError | None:
    model_name, colon, local = required.rpartition(":")
    owner = drafts.get(model_name) if colon else draft
    if owner is not None and local in owner.resources:
        return None
    if owner is not None and local in owner.resource_problems:
        return owner.resource_problems[local]
    at = (*draft.paths[operation.name], "requires", number)
    package, slash, name = required.rpartition("/")
    if slash and not colon:
        try:
            resources = packages.known(package.replace("/", "."))
        except GuildFileError as error:
            return error
        if resources is not None and name in resources:
            packages.found[required] = resources[name]
            return None
        if resources is not None:
            return draft.model.origins.error(
                at,
                f"package {package!r} has no resource {name!r}",
                nearest(name, resources, "Did you mean {}? ")
                + f"Its resources: {', '.join(resources) or 'none'}.",
                "reference",
            )
    known = [
        *(name for name in draft.resources),
        *(f"{m}:{name}" for m, other in drafts.items() if m for name in other.resources),
    ]
    return draft.model.origins.error(
        at,
        f"resource {required!r} is not defined",
        nearest(required, known, "Did you mean {}? ")
        + (f"Resources: {', '.join(known)}." if known else "There are no resources.")
        + (f" A file is required by 'file: {required}'." if "." in required else ""),
        "reference",
    )
