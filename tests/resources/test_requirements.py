from pathlib import Path

import pytest

from guild_jupyter.errors import FlagError, ResourceError
from guild_jupyter.guildfile.definitions import Model, Operation, Project, ResourceDef, SourceDef
from guild_jupyter.resources.requirements import foreign, required

DATA = ResourceDef("data", (SourceDef("file", "a.csv"),))
MODEL_FILE = Path("/p/guild.yml")
MODEL = Model("m", resources={"data": DATA, "dat2": DATA})
OTHER = Model("n", resources={"theirs": DATA})


def found(*requires, values=None, **options):
    operation = Operation("op", "m", requires=requires, **options)
    models = {"m": MODEL, "n": OTHER}
    return required(operation, MODEL, Project(MODEL_FILE, "", models), values or {})


def test_a_name_means_a_resource_of_the_model_or_of_a_named_one():
    inline = ResourceDef("file:b", (SourceDef("file", "b"),))
    assert found("data", "n:theirs", inline) == [DATA, DATA, inline]


def test_a_name_may_refer_to_a_flag():
    assert found("dat${n}", values={"n": 2}) == [DATA]
    with pytest.raises(FlagError, match="invalid reference 'n'"):
        found("dat${n}")


@pytest.mark.parametrize("name", ["dota", "theirs", "n:data", "x:data", "pkg/data"])
def test_an_undefined_resource_is_said_with_those_there_are(name):
    with pytest.raises(ResourceError) as caught:
        found(name)
    assert str(caught.value).startswith(f"resource '{name}' required by operation 'm:op' is not")
    assert "Resources: data, dat2, m:data, m:dat2, n:theirs." in caught.value.hint


def test_the_nearest_name_is_suggested_and_none_if_there_is_none():
    with pytest.raises(ResourceError, match=r"Did you mean data\?"):
        found("dota")
    lonely = Model("")
    with pytest.raises(ResourceError, match="There are no resources"):
        required(
            Operation("op", requires=("x",)), lonely, Project(MODEL_FILE, "", {"": lonely}), {}
        )


def test_the_file_that_flags_go_to_is_required_without_being_named():
    (resource,) = found(flags_dest="config:sub/c.yml")
    assert (resource.name, resource.target_path) == ("config:sub/c.yml", "sub")
    assert [(s.kind, s.target) for s in resource.sources] == [("config", "sub/c.yml")]


@pytest.mark.parametrize("dest", [None, "args", "globals", "config:"])
def test_other_places_for_flags_require_nothing(dest):
    assert found(flags_dest=dest) == []


def test_a_config_file_that_is_required_anyhow_is_not_required_twice():
    inline = ResourceDef("config:c.yml", (SourceDef("config", "c.yml"),))
    assert found(inline, flags_dest="config:c.yml") == [inline]


def test_a_resource_of_a_package_is_found_where_it_was_put_and_is_foreign():
    model = Model("m", resources={"pkg/data": DATA})
    operation = Operation("op", "m", requires=("data", DATA, "${p}/data", "m:pkg/data"))
    values = {"p": "pkg"}
    assert foreign(operation, values) == {2, 3}
    wanted = Operation("op", "m", requires=("${p}/data", "m:pkg/data"))
    project = Project(MODEL_FILE, "", {"m": model})
    assert required(wanted, model, project, values) == [DATA, DATA]
