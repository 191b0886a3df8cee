from pathlib import Path

from guild_jupyter.guildfile.definitions import Model, Operation, Project, SourceDef


def model(*operations, **more):
    return Model(operations={op.name: op for op in operations}, **more)


def test_a_source_has_a_uri_and_a_name_for_messages():
    assert SourceDef("file", "a").uri == "file:a"
    assert SourceDef("url", "http://x").uri == "http://x"
    assert SourceDef("file", "a").shown_name == "file:a"
    assert SourceDef("file", "a", name="n").shown_name == "n"


def test_the_spec_names_the_model_unless_it_is_anonymous():
    assert Operation("a").spec == "a"
    assert Operation("a", model="m").spec == "m:a"


def test_the_default_operation_is_the_marked_or_the_only_visible_one():
    assert model(Operation("a"), Operation("b", default=True)).default_operation.name == "b"
    assert model(Operation("a"), Operation("_b")).default_operation.name == "a"
    assert model(Operation("a"), Operation("b")).default_operation is None
    assert model().default_operation is None


def test_the_default_model_is_the_only_or_the_marked_one():
    def project(*models):
        return Project(Path("/p/guild.yml"), "", {m.name: m for m in models})

    assert project(Model("a")).default_model.name == "a"
    assert project(Model("a"), Model("b", default=True)).default_model.name == "b"
    assert project(Model("a"), Model("b")).default_model is None
    assert project().default_model is None
    assert project().directory == Path("/p")
