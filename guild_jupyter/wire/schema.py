"""The schemas of what crosses, by name; one may refer to the definitions of another."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft7Validator  # type: ignore[import-untyped]

_END = ".schema.json"


@cache
def names() -> tuple[str, ...]:
    """Return the names of all schemas."""
    folder = files(__package__) / "schemas"
    found = (one.name for one in folder.iterdir() if one.name.endswith(_END))
    return tuple(sorted(name.removesuffix(_END) for name in found))


@cache
def read(name: str) -> dict[str, Any]:
    """Return a schema; it is not to be changed."""
    text = (files(__package__) / "schemas" / f"{name}{_END}").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def validator(name: str) -> Draft7Validator:
    """Return what holds data against a schema; it needs the library jsonschema."""
    from jsonschema import Draft7Validator  # noqa: PLC0415 - cells need none of it
    from referencing import Registry, Resource  # noqa: PLC0415 - as above
    from referencing.jsonschema import DRAFT7  # noqa: PLC0415 - as above

    known = (
        (f"{one}{_END}", Resource.from_contents(read(one), default_specification=DRAFT7))
        for one in names()
    )
    registry: Any = Registry().with_resources(known)
    return Draft7Validator(read(name), registry=registry)
