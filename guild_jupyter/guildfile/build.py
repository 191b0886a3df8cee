"""Definitions from the objects of a Guild file; every wrong value is said with its place."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any, TypeVar

from guild_jupyter.documents import Document, Key
from guild_jupyter.errors import GuildFileError
from guild_jupyter.flags.definitions import TYPES, Choice, FlagDef
from guild_jupyter.guildfile.definitions import Model, Operation
from guild_jupyter.guildfile.dialects import Item, describe_kind, operation_attributes
from guild_jupyter.guildfile.resources import ResourceBuilder

T = TypeVar("T")

# Written as a model's or an operation's attribute in Guild 0.9, and not read by this version.
_LATER = ("extends", "$include")
_FLAG_ATTRIBUTES = frozenset(FlagDef.__dataclass_fields__) - {"name", "extra", "choices"}


class Place:
    """Where in which Guild file a value stands; makes the errors.

    Parameters
    ----------
    document
        The Guild file as read.
    file
        Its path.
    """

    def __init__(self, document: Document, file: str) -> None:
        self.document = document
        self.file = file

    def error(self, path: Key, message: str, hint: str) -> GuildFileError:
        """Return an error about the value at a key path."""
        names = [str(part) for part in path if not isinstance(part, int)]
        return GuildFileError(
            message,
            hint,
            file=self.file,
            line=self.document.line(path),
            key=".".join(name for name in names if name != "operations"),
        )

    def expect(self, path: Key, value: Any, kind: type[T], hint: str) -> T:  # noqa: ANN401 - any
        """Return a value if it is of the kind, else raise the error."""
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            wanted = {dict: "a mapping", list: "a list", str: "text", bool: "yes or no"}[kind]
            raise self.error(path, f"expected {wanted}, found {describe_kind(value)}", hint)
        return value


def build_model(item: Item, place: Place) -> Model:
    """Return the model that an object of the Guild file defines."""
    data = item.attributes
    _refuse_later(data, item.path, place)
    resources = ResourceBuilder(place.error)
    operations = data.get("operations") or {}
    place.expect(item.operations_path, operations, dict, "Write 'operations:' with names below.")
    defaults = data.get("operation-defaults") or {}
    place.expect((*item.path, "operation-defaults"), defaults, dict, "Write attributes below it.")
    return Model(
        name=item.name,
        description=_text(data, "description", item.path, place),
        default=bool(data.get("default", False)),
        operations={
            str(name): _operation(
                str(name), value, item, (*item.operations_path, name), defaults, place, resources
            )
            for name, value in operations.items()
        },
        resources={
            str(name): resources.named(str(name), value, (*item.path, "resources", name))
            for name, value in place.expect(
                (*item.path, "resources"),
                data.get("resources") or {},
                dict,
                "Write 'resources: {NAME: [SOURCE]}'.",
            ).items()
        },
        sourcecode=data.get("sourcecode"),
        attributes=data,
    )


def _refuse_later(data: Mapping[str, Any], path: Key, place: Place) -> None:
    for key in _LATER:
        if key in data:
            raise place.error(
                (*path, key),
                f"{key!r} is not read by this version",
                "Write what it brings in place, or run this operation with Guild itself.",
            )


def _operation(
    name: str,
    value: object,
    item: Item,
    path: Key,
    defaults: Mapping[str, Any],
    place: Place,
    resources: ResourceBuilder,
) -> Operation:
    if isinstance(value, str):
        value = {"main": value}
    hint = f"Write '{name}: MODULE' or '{name}: {{main: MODULE}}'."
    data = {**defaults, **operation_attributes(place.expect(path, value, dict, hint))}
    _refuse_later(data, path, place)
    if not {"main", "exec", "steps", "notebook"} & set(data):
        data["main"] = name  # an operation of no form runs the module of its name
    taken = {field.replace("_", "-") for field in Operation.__dataclass_fields__}
    return Operation(
        name=name,
        model=item.name,
        main=_command(data, "main", path, place),
        exec=_command(data, "exec", path, place),
        description=_text(data, "description", path, place),
        default=bool(data.get("default", False)),
        flags=_flags(data.get("flags"), data, (*path, "flags"), place),
        flags_dest=_optional_text(data, "flags-dest", path, place),
        requires=resources.requirements(data.get("requires"), (*path, "requires")),
        env=_environment(data.get("env") or {}, (*path, "env"), place),
        env_secrets=_texts(data, "env-secrets", path, place),
        label=_optional_text(data, "label", path, place),
        tags=_texts(data, "tags", path, place),
        output_scalars=data.get("output-scalars"),
        sourcecode=data.get("sourcecode"),
        pip_freeze=data.get("pip-freeze", True) is not False,
        attributes={key: entry for key, entry in data.items() if key not in taken},
        line=place.document.line(path),
    )


def _command(data: Mapping[str, Any], key: str, path: Key, place: Place) -> str | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(word, (str, int, float)) for word in value):
        return shlex.join(map(str, value))
    if not isinstance(value, str) or not value.strip():
        raise place.error(
            (*path, key),
            f"expected a command, found {describe_kind(value)}",
            f"Write '{key}: WORDS'.",
        )
    return " ".join(value.split()) if "\n" in value else value.strip()


def _text(data: Mapping[str, Any], key: str, path: Key, place: Place) -> str:
    return _optional_text(data, key, path, place) or ""


def _optional_text(data: Mapping[str, Any], key: str, path: Key, place: Place) -> str | None:
    value = data.get(key)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (dict, list)):
        raise place.error(
            (*path, key), f"expected text, found {describe_kind(value)}", f"Write '{key}: TEXT'."
        )
    return str(value)


def _texts(data: Mapping[str, Any], key: str, path: Key, place: Place) -> tuple[str, ...]:
    value = data.get(key)
    entries = value if isinstance(value, list) else [] if value is None else [value]
    for entry in entries:
        if isinstance(entry, (dict, list)) or (value is not entry and entry is None):
            raise place.error(
                (*path, key),
                f"expected text or a list of it, found {describe_kind(entry)}",
                f"Write '{key}: [A, B]'.",
            )
    return tuple(map(str, entries))


def _environment(data: object, path: Key, place: Place) -> dict[str, Any]:
    variables = place.expect(path, data, dict, "Write 'env: {NAME: VALUE}'.")
    for name, value in variables.items():
        if not str(name) or "=" in str(name) or "\0" in str(name):
            raise place.error(
                (*path, name), f"{name!r} cannot be a variable's name", "Write 'NAME: VALUE'."
            )
        if isinstance(value, dict):
            raise place.error(
                (*path, name), "expected text, found a mapping", f"Write '{name}: VALUE'."
            )
    return {str(name): value for name, value in variables.items()}


def _flags(
    data: object, operation: Mapping[str, Any], path: Key, place: Place
) -> dict[str, FlagDef]:
    flags = place.expect(path, data or {}, dict, "Write 'flags: {NAME: DEFAULT}'.")
    _refuse_later(flags, path, place)
    skip = operation.get("default-flag-arg-skip", False) is True
    return {
        str(name): _flag(str(name), value, skip, (*path, name), place)
        for name, value in flags.items()
    }


def _flag(name: str, value: object, skip: bool, path: Key, place: Place) -> FlagDef:
    if value is None or isinstance(value, (str, int, float, list)):
        return FlagDef(name, default=value, arg_skip=skip)
    hint = f"Write '{name}: DEFAULT' or '{name}: {{default: …, type: …}}'; quote dates."
    data = place.expect(path, value, dict, hint)
    known = {key: entry for key, entry in data.items() if _field(key) in _FLAG_ATTRIBUTES}
    extra = {
        key: entry for key, entry in data.items() if key not in known and key not in ("choices",)
    }
    if (type_ := data.get("type")) is not None and type_ not in TYPES:
        raise place.error((*path, "type"), f"no such type: {type_}", f"Types: {', '.join(TYPES)}.")
    for key in ("min", "max"):
        _number(data.get(key), (*path, key), place)
    for key in ("arg-encoding", "env-encoding"):
        if data.get(key) is not None:
            place.expect((*path, key), data[key], dict, f"Write '{key}: {{VALUE: TEXT}}'.")
    fields: dict[str, Any] = {"arg_skip": skip} | {
        _field(key): entry for key, entry in known.items()
    }
    for key in ("description", "alias", "arg_name", "env_name", "null_label"):
        if fields.get(key) is not None:
            fields[key] = str(fields[key])
    fields["description"] = fields.get("description") or ""
    fields["required"] = bool(fields.get("required", False))
    return FlagDef(
        name,
        choices=_choices(data.get("choices"), (*path, "choices"), place),
        extra=extra,
        **fields,
    )


def _field(key: object) -> str:
    return str(key).replace("-", "_")


def _number(value: object, path: Key, place: Place) -> None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise place.error(
            path, f"expected a number, found {describe_kind(value)}", "Write a number."
        )


def _choices(data: object, path: Key, place: Place) -> tuple[Choice, ...]:
    entries: list[object] = place.expect(path, data or [], list, "Write 'choices: [A, B]'.")
    return tuple(_choice(entry, (*path, number), place) for number, entry in enumerate(entries))


def _choice(data: object, path: Key, place: Place) -> Choice:
    if not isinstance(data, dict):
        return Choice(data)
    if "value" not in data:
        raise place.error(path, "a choice without a value", "Write '{value: …, description: …}'.")
    return Choice(
        data["value"],
        description=str(data.get("description") or ""),
        alias=data.get("alias"),
        flags=place.expect(
            (*path, "flags"), data.get("flags") or {}, dict, "Write 'flags: {NAME: VALUE}'."
        ),
    )
