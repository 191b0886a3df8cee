"""The accepted spellings of a Guild file, brought into one form: a list of named objects.

Old spellings are translated here and nowhere else: one mapping with ``model:`` at the top,
operations alone, and ``cmd`` for ``main``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.errors import GuildFileError, nearest
from guild_jupyter.guildfile.attributes import MODEL, OBJECTS
from guild_jupyter.guildfile.files import YamlFile


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a Guild file.

    Parameters
    ----------
    type
        One of the keys of :data:`guild_jupyter.guildfile.attributes.OBJECTS`.
    name
        Its name, empty for the anonymous model and for includes.
    attributes
        What it says, the type key left out; that of an include too.
    path
        Key path of the object in the file.
    operations_path
        Key path of its operations in the file.
    source
        The file.
    """

    type: str
    name: str
    attributes: Mapping[str, Any]
    path: Key
    operations_path: Key
    source: YamlFile


def items(source: YamlFile) -> list[Item]:
    """Return the objects of a Guild file, whatever its spelling.

    Raises
    ------
    GuildFileError
        The top level is neither a mapping nor a list of mappings, or an object has no type.
    """
    data = source.document.data
    if data is None:
        return []
    if isinstance(data, Mapping):
        if _is_single_model(data):
            return [_item(source, data, ())]
        return [Item("model", "", {"operations": data}, (), (), source)]
    if not isinstance(data, list):
        raise _error(
            source,
            (),
            f"expected operations or a list of models, found {describe_kind(data)}",
            "Start with an operation, such as 'train: {main: train}'.",
        )
    found = []
    for number, entry in enumerate(data):
        if not isinstance(entry, Mapping):
            raise _error(
                source,
                (number,),
                f"expected a mapping, found {describe_kind(entry)}",
                "Each item of the list is an object such as '- model: NAME'.",
                key=f"[{number}]",
            )
        found.append(_item(source, entry, (number,)))
    return found


def _is_single_model(data: Mapping[Any, Any]) -> bool:
    # Guild 0.9 reads every mapping as operations; the first Guild files had one model here.
    # A mapping of operations whose names are all attributes of a model does not occur.
    if not isinstance(data.get("model"), str):
        return False
    return "operations" in data or set(data) - {"model"} <= set(MODEL)


def _item(source: YamlFile, data: Mapping[Any, Any], path: Key) -> Item:
    types = [key for key in OBJECTS if key in data]
    if not types and "operations" in data:
        return Item("model", "", data, path, (*path, "operations"), source)
    if len(types) != 1:
        near = [nearest(str(key), OBJECTS, "Did you mean {}? ", 0.7) for key in data]
        raise _error(
            source,
            path,
            f"an object of two types: {' and '.join(types)}" if types else "an object of no type",
            ("" if types else next(filter(None, near), ""))
            + f"Begin each object with one of: {', '.join(OBJECTS)}.",
        )
    (type_,) = types
    name = data[type_]
    if type_ == "include":
        return Item(type_, "", data, path, path, source)
    if not isinstance(name, str):
        raise _error(
            source,
            (*path, type_),
            f"expected a name, found {describe_kind(name)}",
            f"Write '{type_}: NAME'.",
            key=type_,
        )
    rest = {key: value for key, value in data.items() if key != type_}
    return Item(type_, name, rest, path, (*path, "operations"), source)


def _error(source: YamlFile, path: Key, message: str, hint: str, key: str = "") -> GuildFileError:
    line = source.document.line(path)
    return GuildFileError(message, hint, file=str(source.path), line=line, key=key)


def operation_attributes(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an operation's attributes in today's names: ``cmd`` was ``main`` once."""
    attributes = dict(data)
    if "cmd" in attributes and "main" not in attributes:
        attributes["main"] = attributes.pop("cmd")
    return attributes


_KINDS = {dict: "a mapping", list: "a list", str: "text", bool: "yes or no", type(None): "nothing"}


def kind_of_key(key: object) -> str:
    """Return what YAML reads a key that is no text as, for messages."""
    if isinstance(key, bool):
        return "yes or no"
    if isinstance(key, (int, float)):
        return "a number"
    return "nothing" if key is None else "a date"


def describe_kind(value: object) -> str:
    """Return what kind of YAML value this is, for messages."""
    return _KINDS.get(type(value), f"{value!r}")
