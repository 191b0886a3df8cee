"""The JSON Schema of a Guild file, for editors: made from the table of attributes.

``python -m guild_jupyter.guildfile.schema`` writes it beside this module.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from guild_jupyter.flags.definitions import TYPES
from guild_jupyter.guildfile import attributes as known
from guild_jupyter.guildfile.attributes import Attribute, Table
from guild_jupyter.guildfile.sections import INCLUDE

FILE = Path(__file__).with_name("guildfile.schema.json")

Schema = dict[str, Any]

_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_TEXTS: Schema = {
    "anyOf": [_SCALAR, {"type": "array", "items": {"type": ["string", "number", "boolean"]}}]
}
_MAPPING: Schema = {"type": ["object", "null"]}
_REFERENCES: Schema = {
    "title": INCLUDE,
    "description": "What is included: CONFIG, CONFIG#NAME,NAME or MODEL:OPERATION.",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}
_ALGORITHM: Schema = {"type": "object", "required": ["algorithm"]}
_SIDE: Schema = {"type": ["string", "number"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _list_or_one(of: Schema) -> Schema:
    return {"anyOf": [{"type": "null"}, of, {"type": "array", "items": of}]}


def _named(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of, "properties": {INCLUDE: _REFERENCES}}


#: The form of each kind of attribute.
KINDS: dict[str, Schema] = {
    "any": {},
    "below": {"type": ["string", "null"], "not": {"pattern": r"^/|(^|/)\.\.(/|$)"}},
    "bool": {
        "type": ["boolean", "string", "null"],
        "pattern": r"\{\{|^(yes|no|true|false|on|off)$",
    },
    "bool-or-text": {"type": ["boolean", "string", "number", "null"]},
    "checks": _list_or_one(_ref("check")),
    "choices": {
        "type": ["array", "null"],
        "items": {"if": {"type": "object"}, "then": _ref("choice")},
    },
    "command": {
        "type": ["string", "array", "null"],
        "minLength": 1,
        "items": {"type": ["string", "number", "boolean"]},
    },
    "environment": {
        "type": ["object", "null"],
        "propertyNames": {"pattern": "^[^=]+$"},
        "additionalProperties": {"not": {"type": "object"}},
    },
    "flags": {**_named(_ref("flag-value")), "type": ["object"]},
    "flags-import": {
        "anyOf": [
            {"enum": [True, False, "all", None]},
            {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
        ]
    },
    "integer": {"type": ["integer", "string", "null"], "pattern": r"\{\{"},
    "mapping": _MAPPING,
    "name": {"type": ["string", "number"], "minLength": 1},
    "number": {"type": ["number", "string", "null"], "pattern": r"\{\{"},
    "objective": {
        "anyOf": [
            {"type": ["string", "null"]},
            {
                "type": "object",
                "properties": {"minimize": _SIDE, "maximize": _SIDE},
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    },
    "operation": {"anyOf": [{"type": ["string", "null"]}, _ref("operation")]},
    "operations": _named(_ref("operation-value")),
    "optimizer": {"anyOf": [{"type": ["string", "null"]}, _ALGORITHM]},
    "optimizers": {
        "anyOf": [
            {"type": "null"},
            {"type": "array", "items": {"anyOf": [{"type": "string"}, _ALGORITHM]}},
            {"type": "object", "additionalProperties": {"type": ["string", "object"]}},
        ]
    },
    "packages": {"type": ["string", "array", "object", "null"]},
    "patterns": {"anyOf": [_TEXTS, _ref("patterns")]},
    "plugins": {"type": ["boolean", "string", "array", "null"]},
    "profiles": {"type": ["object", "null"], "additionalProperties": {"type": "object"}},
    "publish": {"anyOf": [{"type": "null"}, _ref("publish")]},
    "regexes": {"type": ["string", "array", "null"], "items": {"type": "string"}},
    "rename": _list_or_one({"anyOf": [{"type": "string", "minLength": 1}, _ref("rename")]}),
    "requires": _list_or_one({"anyOf": [{"type": "string"}, _ref("requirement")]}),
    "resources": {
        **_named({"anyOf": [_ref("sources"), _ref("resource")]}),
        "type": ["object", "null"],
    },
    "scalars": {
        "anyOf": [{"const": False}, {"type": ["string", "array", "object", "null"]}],
    },
    "select": {
        "anyOf": [
            {"const": False},
            {"type": ["string", "null"]},
            {"type": "array", "items": {"anyOf": [{"type": "string"}, _ref("rule")]}},
            _ref("rule"),
            _ref("select"),
        ]
    },
    "sources": _ref("sources"),
    "step-flags": {
        "anyOf": [
            {"type": "null"},
            {"type": "object", "properties": {INCLUDE: _REFERENCES}},
            {"type": "array", "items": {"type": "string", "pattern": "^[^=]+="}},
        ]
    },
    "steps": {
        "type": ["array", "null"],
        "items": {"anyOf": [{"type": "string", "minLength": 1}, _ref("step")]},
    },
    "target-type": {"enum": ["copy", "link", None]},
    "text": _SCALAR,
    "texts": _TEXTS,
    "type": {"enum": [*TYPES, None]},
}


def schema() -> Schema:
    """Return the schema of a Guild file."""
    operation = {**known.OPERATION, "cmd": Attribute("command", "Older name of main.")}
    single = {**known.MODEL, "model": Attribute("name", "The model's name.")}
    every_source = {**known.SOURCE, **known.SOURCE_KINDS}
    resource = Attribute("name", "The name of a resource.")
    requirement = {**known.RESOURCE, **every_source, "resource": resource}
    types = [{"required": [name]} for name in known.SOURCE_KINDS]
    forms = [{"required": ["resource"]}, {"required": ["sources"]}, {"oneOf": types}]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:guild-jupyter:guildfile",
        "title": "Guild file",
        "description": "What guild.yml says: the operations of a project.",
        "if": {"type": "array"},
        "then": {"items": {"anyOf": [_ref(name) for name in [*known.OBJECTS, "anonymous"]]}},
        "else": {
            "if": {"required": ["model"], "properties": {"model": {"type": "string"}}},
            "then": {"anyOf": [_ref("single-model"), _ref("operations"), {"type": "null"}]},
            "else": {"anyOf": [_ref("operations"), {"type": "null"}]},
        },
        "definitions": {
            **{name: _typed(name, table) for name, table in known.OBJECTS.items() if table},
            "include": {
                "type": "object",
                "description": "Another Guild file, read in this place.",
                "properties": {"include": {**_REFERENCES, "title": "include"}},
                "required": ["include"],
                "additionalProperties": False,
            },
            "anonymous": _object("A model without a name.", known.MODEL, ["operations"]),
            "single-model": _object("One model alone.", single, ["model"]),
            "operations": KINDS["operations"],
            "operation": _object("Something that can be run.", operation),
            "operation-value": {"anyOf": [{"type": "string"}, _ref("operation")]},
            "flag": _object("A flag of an operation.", known.FLAG, closed=False),
            "flag-value": {
                "anyOf": [{"not": {"type": "object"}}, _ref("flag")],
            },
            "choice": _object("One permitted value.", known.CHOICE, ["value"]),
            "resource": _object("Files that an operation needs.", known.RESOURCE),
            "sources": {
                "type": "array",
                "items": {"anyOf": [{"type": "string"}, _ref("source")]},
            },
            "source": {**_object("Where files come from.", every_source), "oneOf": types},
            "requirement": {**_object("What is required.", requirement), "anyOf": forms},
            "step": _object("One step of a pipeline.", known.STEP, ["run"]),
            "check": {
                **_object("What must hold after a step.", known.CHECK),
                "oneOf": [{"required": ["output"]}, {"required": ["file"]}],
            },
            "select": _object("Which files, from where.", known.SELECT),
            "rule": {
                **_object("Files that are taken or left out.", known.RULE),
                "minProperties": 1,
                "maxProperties": 1,
            },
            "patterns": {**_object("Patterns of one kind.", known.PATTERNS), "minProperties": 1},
            "publish": _object("What of runs is published.", known.PUBLISH),
            "rename": _object("A new name.", known.RENAME, ["pattern"]),
        },
    }


def _typed(name: str, table: Table) -> Schema:
    titled = {name: Attribute("name", f"The name of the {name}."), **table}
    found = _object(f"A {name}.", titled, [name])
    found["properties"][name]["type"] = "string"
    return found


def _object(
    description: str, table: Table, required: list[str] | None = None, *, closed: bool = True
) -> Schema:
    found: Schema = {
        "type": "object",
        "description": description,
        "properties": {
            name: {"title": name, "description": says, **KINDS[kind]}
            for name, (kind, says) in table.items()
        },
    }
    if required:
        found["required"] = required
    if closed:
        found["additionalProperties"] = False
    return found


def text() -> str:
    """Return the schema as it stands in its file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
