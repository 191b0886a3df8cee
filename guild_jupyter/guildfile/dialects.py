"""The accepted spellings of a Guild file, brought into one form: a list of named objects.

Old spellings are translated here and nowhere else: one mapping with ``model:`` at the top,
operations alone, and ``cmd`` for ``main``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guild_jupyter.documents import Document, Key
from guild_jupyter.errors import GuildFileError

OBJECT_TYPES = ("config", "include", "model", "package")
MODEL_ATTRIBUTES = frozenset(
    {
        "default",
        "description",
        "extends",
        "extra",
        "flags",
        "operation-defaults",
        "operations",
        "params",
        "plugins",
        "python-requires",
        "references",
        "resources",
        "sourcecode",
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a Guild file.

    Parameters
    ----------
    type
        One of :data:`OBJECT_TYPES`.
    name
        Its name, empty for the anonymous model.
    attributes
        What it says, the type key left out.
    path
        Key path of the object in the file.
    operations_path
        Key path of its operations in the file.
    """

    type: str
    name: str
    attributes: Mapping[str, Any]
    path: Key
    operations_path: Key


def items(document: Document, file: str) -> list[Item]:
    """Return the objects of a Guild file, whatever its spelling.

    Raises
    ------
    GuildFileError
        The top level is neither a mapping nor a list of mappings, or an object has no type.
    """
    data = document.data
    if data is None:
        return []
    if isinstance(data, Mapping):
        if _is_single_model(data):
            return [_item(document, file, data, ())]
        return [Item("model", "", {"operations": data}, (), ())]
    if not isinstance(data, list):
        raise GuildFileError(
            f"expected operations or a list of models, found {describe_kind(data)}",
            "Start with an operation, such as 'train: {main: train}'.",
            file=file,
            line=1,
        )
    found = []
    for number, entry in enumerate(data):
        if not isinstance(entry, Mapping):
            raise GuildFileError(
                f"expected a mapping, found {describe_kind(entry)}",
                "Each item of the list is an object such as '- model: NAME'.",
                file=file,
                line=document.line((number,)),
                key=f"[{number}]",
            )
        found.append(_item(document, file, entry, (number,)))
    return found


def _is_single_model(data: Mapping[Any, Any]) -> bool:
    # Guild 0.9 reads every mapping as operations; the first Guild files had one model here.
    # A mapping of operations whose names are all attributes of a model does not occur.
    if not isinstance(data.get("model"), str):
        return False
    return "operations" in data or set(data) - {"model"} <= MODEL_ATTRIBUTES


def _item(document: Document, file: str, data: Mapping[Any, Any], path: Key) -> Item:
    line = document.line(path)
    types = [key for key in OBJECT_TYPES if key in data]
    if not types and "operations" in data:
        return Item("model", "", data, path, (*path, "operations"))
    if len(types) != 1:
        raise GuildFileError(
            f"an object of two types: {' and '.join(types)}" if types else "an object of no type",
            f"Begin each object with one of: {', '.join(OBJECT_TYPES)}.",
            file=file,
            line=line,
        )
    (type_,) = types
    name = data[type_]
    if type_ != "include" and not isinstance(name, str):
        raise GuildFileError(
            f"expected a name, found {describe_kind(name)}",
            f"Write '{type_}: NAME'.",
            file=file,
            line=document.line((*path, type_)),
            key=type_,
        )
    rest = {key: value for key, value in data.items() if key != type_}
    return Item(type_, str(name), rest, path, (*path, "operations"))


def operation_attributes(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an operation's attributes in today's names: ``cmd`` was ``main`` once."""
    attributes = dict(data)
    if "cmd" in attributes and "main" not in attributes:
        attributes["main"] = attributes.pop("cmd")
    return attributes


_KINDS = {dict: "a mapping", list: "a list", str: "text", bool: "yes or no", type(None): "nothing"}


def describe_kind(value: object) -> str:
    """Return what kind of YAML value this is, for messages."""
    return _KINDS.get(type(value), f"{value!r}")
