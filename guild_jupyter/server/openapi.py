"""The description of the interface by OpenAPI, made of the table of routes and the schemas."""

from __future__ import annotations

from functools import cache
from typing import Any

from guild_jupyter._version import __version__
from guild_jupyter.registry import load
from guild_jupyter.server.asked import Asked
from guild_jupyter.server.route import Parameter, Route
from guild_jupyter.wire import schema

_ERROR = "api_error"
_END = ".schema.json"
_TABLE = "guild_jupyter.server.routes"


def described(_asked: Asked) -> dict[str, Any]:
    """Return the description."""
    return _described()


@cache
def _described() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in load(f"{_TABLE}:ROUTES"):
        paths.setdefault(f"/{route.path}", {})[route.method.lower()] = _method(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "guild_jupyter", "version": __version__},
        "servers": [{"url": f"/{load(f'{_TABLE}:BASE')}"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": "Authorization"}
            },
        },
        "security": [{"token": []}],
    }


def _method(route: Route) -> dict[str, Any]:
    of_json = {"schema": _reference(route.schema)} if route.schema else {"schema": {}}
    kind = "application/json"
    if not route.is_json:
        kind, of_json = "*/*", {"schema": {"type": "string", "format": "binary"}}
    found: dict[str, Any] = {
        "operationId": route.answer.partition(":")[0].rpartition(".")[2]
        + "_"
        + route.answer.rpartition(":")[2],
        "summary": route.summary,
        "description": f"Needs the right to {route.action} `guild`.",
        "parameters": [
            *(
                {"name": name, "in": "path", "required": True, "schema": _WORD}
                for name in route.words
            ),
            *map(_parameter, route.query),
        ],
        "responses": {
            str(route.status): {"description": "The answer.", "content": {kind: of_json}},
            "default": {
                "description": "Why there is none.",
                "content": {"application/json": {"schema": _reference(_ERROR)}},
            },
        },
    }
    if route.body:
        content = {"application/json": {"schema": _reference(route.body)}}
        found["requestBody"] = {"required": True, "content": content}
    return found


_WORD = {"type": "string", "minLength": 1}


def _parameter(one: Parameter) -> dict[str, Any]:
    content: dict[str, Any] = {"type": one.kind}
    if one.kind == "strings":
        content = {"type": "array", "items": {"type": "string", "maxLength": one.most}}
    elif one.kind == "string":
        content["maxLength"] = one.most
    elif one.kind == "integer":
        content["maximum"] = one.most
        if one.least is not None:
            content["minimum"] = one.least
    if one.default != "":
        content["default"] = one.default
    return {"name": one.name, "in": "query", "description": one.description, "schema": content}


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in schema.names():
        whole = schema.read(name)
        for inner, definition in whole.get("definitions", {}).items():
            found[f"{name}.{inner}"] = _moved(definition, name)
        kept = {key: one for key, one in whole.items() if key[0] != "$" and key != "definitions"}
        found[name] = _moved(kept, name)
    return found


def _moved(value: Any, name: str) -> Any:  # noqa: ANN401 - any JSON
    """Return a part of a schema in which references lead to where its parts stand here."""
    if isinstance(value, list):
        return [_moved(one, name) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        file, _, inner = value["$ref"].partition("#")
        place = file.removesuffix(_END) or name
        part = inner.rpartition("/")[2]
        return _reference(f"{place}.{part}" if part else place)
    return {key: _moved(one, name) for key, one in value.items()}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
