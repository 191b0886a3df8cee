from jsonschema import Draft7Validator

from guild_jupyter.wire import schema


def test_every_schema_makes_sense_and_is_called_as_its_file():
    assert {"card", "table", "api_runs"} <= set(schema.names())
    for name in schema.names():
        one = schema.read(name)
        Draft7Validator.check_schema(one)
        assert one["$id"] == name


def test_a_schema_may_refer_to_the_definitions_of_another():
    faults = schema.validator("api_started").iter_errors({"run": {"id": 1}, "notes": []})
    assert any("'short_id' is a required property" in one.message for one in faults)
