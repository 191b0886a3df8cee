"""Operations as the Guild file defines them; every wrong value is said with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.guildfile import flags, optimizers, selectspecs, steps
from guild_jupyter.guildfile.attributes import FORMS, OPERATION
from guild_jupyter.guildfile.definitions import Finding, Operation
from guild_jupyter.guildfile.dialects import kind_of_key, operation_attributes
from guild_jupyter.guildfile.fields import Fields
from guild_jupyter.guildfile.inheritance import Composed, too_large
from guild_jupyter.guildfile.origins import OF_MODEL, Places
from guild_jupyter.guildfile.resources import ResourceBuilder
from guild_jupyter.guildfile.sections import INCLUDE, Sections
from guild_jupyter.guildfile.substitution import TooLargeError, filled

#: What has a field of its own. Not compare, flags-import, python-requires and steps, which are
#: kept as they are written too: so do runs record them.
_READ = {
    *("exec", "main", "notebook", "description", "default", "flags", "flags-dest"),
    *("flags-import-skip", "profiles", "python-path", "requires", "env", "env-secrets", "label"),
    *("tags", "output-scalars", "sourcecode", "pip-freeze", "run-attrs", "delete-on-success"),
}

#: It becomes the name of a file.
_ATTRIBUTE = re.compile(r"[A-Za-z][\w-]{0,99}")


class OperationBuilder:
    """Builds the operations of one model.

    Parameters
    ----------
    model
        The model.
    defaults
        Attributes that operations have where they do not say them.
    sections
        Brings includes in.
    """

    def __init__(self, model: Composed, defaults: Mapping[Any, Any], sections: Sections) -> None:
        self._model = model
        self._origins = model.origins
        self._sections = sections
        said = {key: model.data[key] for key in OF_MODEL if model.data.get(key) is not None}
        self._defaults = {**said, **defaults}
        self._resources = ResourceBuilder(model.origins)
        profiles = {"profiles": _filled(model, model.data.get("profiles"))}
        self._profiles = Fields(OPERATION, profiles, (), model.origins).get("profiles")

    def build(self, name: str, value: object, path: Key) -> Operation:
        """Return the operation of a name; the last key of its path is the name as written.

        Raises
        ------
        GuildFileError
            It says something that makes no sense.
        """
        origins = self._origins
        if not isinstance(path[-1], str):
            found = f"{origins.written(path)!r} is read as {kind_of_key(path[-1])}, not as a name"
            raise origins.error(path, found, "Put it in quotes.")
        data = self._attributes(name, value, path)
        fields = Fields(OPERATION, data, path, origins)
        form = next((form for form in FORMS if data.get(form) is not None), "main")
        if data.get(form) is None:  # an operation of no form runs the module of its name
            data["main"] = name
        self._warn_of_forms(data, form, path)
        spot = origins.spot(path)
        optimizers.check(data, path, origins)
        selectspecs.check_published(data.get("publish"), (*path, "publish"), origins)
        own_profiles = fields.get("profiles")
        compares = data.get("compare") is not None
        return Operation(
            name=name,
            model=self._model.item.name,
            main=fields.get("main") if form == "main" else None,
            exec=fields.get("exec") if form == "exec" else None,
            notebook=fields.get("notebook") if form == "notebook" else None,
            steps=steps.steps(data["steps"], (*path, "steps"), origins, self._step_flags)
            if form == "steps"
            else None,
            description=(fields.get("description") or "").strip(),
            default=fields.get("default") or False,
            flags=flags.flags(
                data.get("flags", {}),
                (*path, "flags"),
                origins,
                arg_skip=fields.get("default-flag-arg-skip") or False,
            ),
            flags_dest=fields.get("flags-dest"),
            flags_import=fields.get("flags-import"),
            flags_import_skip=fields.get("flags-import-skip"),
            profiles={
                profile: {**self._profiles.get(profile, {}), **own_profiles.get(profile, {})}
                for profile in {**self._profiles, **own_profiles}
            },
            python_path=fields.get("python-path"),
            requires=self._resources.requirements(data.get("requires"), (*path, "requires")),
            env=fields.get("env"),
            env_secrets=fields.get("env-secrets"),
            label=fields.get("label"),
            tags=fields.get("tags"),
            output_scalars=fields.get("output-scalars"),
            sourcecode=selectspecs.check(data.get("sourcecode"), (*path, "sourcecode"), origins),
            pip_freeze=fields.get("pip-freeze") is not False,
            compare=fields.get("compare") if compares else None,
            run_attrs=self._run_attrs(fields),
            python_requires=fields.get("python-requires"),
            delete_on_success=fields.get("delete-on-success") or False,
            attributes=self._rest(fields, form),
            line=spot.line,
            file=spot.file,
            places=Places(origins, path),
        )

    def _run_attrs(self, fields: Fields) -> dict[str, Any]:
        attributes: dict[str, Any] = fields.get("run-attrs")
        for name in attributes:
            if not _ATTRIBUTE.fullmatch(str(name)):
                at = (*fields.path, "run-attrs", name)
                raise self._origins.error(
                    at,
                    f"{self._origins.written(at)!r} cannot be the name of an attribute",
                    "Write letters, digits, '-' and '_', beginning with a letter.",
                )
        return attributes

    def _attributes(self, name: str, value: object, path: Key) -> dict[str, Any]:
        if isinstance(value, str):
            value = {"main": value}
        hint = f"Write '{name}: MODULE' or '{name}: {{main: MODULE}}'."
        own = operation_attributes(self._origins.expect(path, value, dict, hint))
        data = {**self._defaults, **own}
        if "flags" in data:
            at = (*path, "flags")
            written = _filled(self._model, data["flags"], at)
            data["flags"] = self._origins.expect(
                at, written, dict, "Write 'flags: {NAME: DEFAULT}'."
            )
            if INCLUDE in data["flags"]:
                model = self._model
                label = f"{model.item.name}:{name}" if model.item.name else name
                data["flags"] = self._sections.expanded(model, "flags", at, data["flags"], label)
        filled_in: dict[str, Any] = _filled(self._model, data, path)
        return filled_in

    def _step_flags(self, data: Mapping[Any, Any], path: Key) -> Mapping[Any, Any]:
        if INCLUDE not in data:
            return data
        label = f"{self._model.item.name}:{path[1]}"
        found = self._sections.expanded(self._model, "flags", path, data, label)
        values: Mapping[Any, Any] = _filled(self._model, found, path)
        return values

    def _warn_of_forms(self, data: Mapping[str, Any], form: str, path: Key) -> None:
        for other in FORMS:
            if other != form and data.get(other) is not None:
                spot = self._origins.spot((*path, other))
                self._sections.findings.append(
                    Finding(
                        spot.file,
                        spot.line,
                        spot.key,
                        f"{other!r} is not used: {form!r} goes before it",
                        f"Remove {other!r} or {form!r}.",
                    )
                )

    def _rest(self, fields: Fields, form: str) -> dict[str, Any]:
        rest = fields.rest(*_READ)
        for other in FORMS:
            if other != form and fields.data.get(other) is not None:
                rest[other] = fields.data[other]
        command = fields.data.get(form)
        if isinstance(command, list):
            rest[form] = command
        return rest


def _filled(model: Composed, data: Any, at: Key = ()) -> Any:  # noqa: ANN401 - any YAML value
    if not model.params:
        return data
    try:
        return filled(data, model.params)
    except TooLargeError as error:
        raise too_large(model.origins, at) from error
