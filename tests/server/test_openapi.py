import json

from jsonschema import Draft202012Validator

from guild_jupyter.server.routes import ROUTES
from guild_jupyter.wire import schema


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from references(one)


def test_every_route_is_described(server):
    found = server.get("openapi.json").json
    described = {
        (method.upper(), path) for path, methods in found["paths"].items() for method in methods
    }
    assert described == {(route.method, f"/{route.path}") for route in ROUTES}
    names = [one["operationId"] for each in found["paths"].values() for one in each.values()]
    assert len(set(names)) == len(names)


def test_every_reference_leads_to_a_schema_that_makes_sense(server):
    found = server.get("openapi.json").json
    known = found["components"]["schemas"]
    for reference in references(found):
        place, _, name = reference.rpartition("/")
        assert place == "#/components/schemas"
        assert name in known
    for one in known.values():
        Draft202012Validator.check_schema(one)
    assert "definitions" not in json.dumps(found["paths"])


def test_every_word_of_a_path_is_a_parameter(server):
    for path, methods in server.get("openapi.json").json["paths"].items():
        for method in methods.values():
            named = [one["name"] for one in method["parameters"] if one["in"] == "path"]
            assert named == [part[1:-1] for part in path.split("/") if part.startswith("{")]


def test_the_table_names_schemas_that_are_there_and_uses_all_of_its_own():
    named = {name for route in ROUTES for name in (route.schema, route.body) if name}
    assert named <= set(schema.names())
    own = {name for name in schema.names() if name.startswith("api_")}
    assert own - named == {"api_error"}
