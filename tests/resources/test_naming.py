import pytest

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.guildfile.definitions import Model, Operation, Project, ResourceDef, SourceDef
from guild_jupyter.resources import naming
from guild_jupyter.resources.naming import assignable_names


def operation(*sources, flags=(), **options):
    requires = tuple(ResourceDef(s.shown_name, (s,)) for s in sources)
    return Operation("op", "m", requires=requires, flags={n: FlagDef(n) for n in flags}, **options)


def names(*sources, **options):
    found = assignable_names(operation(*sources, **options), Model("m"))
    return {name: entry.main for name, entry in found.items()}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            SourceDef("operation", "prep"),
            {"operation:prep": "operation:prep", "prep": "operation:prep"},
        ),
        (SourceDef("operation", "prep", flag_name=False), {}),
        (SourceDef("file", "a.csv"), {}),
        (SourceDef("file", "a.csv", name="data"), {"data": "data"}),
        (SourceDef("file", "a.csv", flag_name="d"), {"d": "d"}),
        (SourceDef("url", "http://h/x", name="n", flag_name="f"), {"f": "f", "n": "f"}),
        (SourceDef("config", "c.yml", name="c"), {"c": "c"}),
        (SourceDef("module", "numpy", name="np"), {}),
    ],
)
def test_a_source_is_chosen_by_its_flag_name_its_name_or_its_operation(source, expected):
    assert names(source) == expected


def test_a_named_operation_source_keeps_its_plain_names():
    assert list(names(SourceDef("operation", "prep", name="p", flag_name="f"))) == [
        "f",
        "p",
        "operation:prep",
        "prep",
    ]


def test_a_flag_of_the_operation_goes_before_a_source():
    source = SourceDef("operation", "prep")
    assert list(names(source, flags=["prep"])) == ["operation:prep"]
    assert list(names(SourceDef("file", "a", flag_name="a"), flags=["a"])) == ["a"]


def test_a_resource_with_one_source_is_chosen_by_its_own_name():
    one = ResourceDef("one", (SourceDef("file", "a.csv"),))
    two = ResourceDef("two", (SourceDef("file", "b"), SourceDef("file", "c", name="c")))
    model = Model("m", resources={"one": one, "two": two})
    wanted = Operation("op", "m", requires=("one", "two", "nowhere", "${x}"))
    found = assignable_names(wanted, model)
    assert {name: (e.resource, e.kind, e.target) for name, e in found.items()} == {
        "one": ("one", "file", "a.csv"),
        "c": ("two", "file", "c"),
    }


def test_a_resource_of_another_model_needs_the_project(tmp_path):
    other = Model("n", resources={"r": ResourceDef("r", (SourceDef("operation", "prep"),))})
    model, wanted = Model("m"), Operation("op", "m", requires=("n:r",))
    project = Project(tmp_path / "guild.yml", "", {"m": model, "n": other})
    assert assignable_names(wanted, model) == {}
    assert list(assignable_names(wanted, model, project)) == ["operation:prep", "prep"]


def test_a_source_is_called_by_name_flag_or_uri():
    assert naming.source_name(SourceDef("file", "a", name="n", flag_name="f")) == "n"
    assert naming.source_name(SourceDef("file", "a", flag_name="f")) == "f"
    assert naming.source_name(SourceDef("file", "a", flag_name=False)) == "file:a"
    assert naming.source_name(SourceDef("url", "http://h/x")) == "http://h/x"


def test_a_resource_in_place_is_called_as_its_source():
    source = SourceDef("operation", "prep", flag_name="f")
    assert naming.resource_name(ResourceDef("operation:prep", (source,))) == "f"
    assert naming.resource_name(ResourceDef("data", (source,))) == "data"
    assert naming.resource_name(ResourceDef("a,b", (source, source))) == "a,b"
