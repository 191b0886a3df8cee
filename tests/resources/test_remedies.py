import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.guildfile.definitions import Model, Operation, Project
from guild_jupyter.resources.remedies import missing_path, missing_run

ONE = """
prepare: {main: x}
train: {main: x, requires: [%s]}
"""


def model(*names):
    return Model("m", operations={name: Operation(name, "m") for name in names})


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("data", "'./data'"),
        ("./data", "'./data'"),
        ("a/b", "'./a/b'"),
        ("../data", "'../data'"),
        ("/data", "'/data'"),
        ("~/data", "'~/data'"),
    ],
)
def test_the_path_is_said_as_the_user_would_write_it(path, shown):
    error = missing_path(path, model("prepare"))
    assert (error.message, error.hint) == (
        f"missing required {shown}",
        "run 'guild prepare' first?",
    )


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        (["train", "prepare"], "run '%guild prepare' first?"),
        (["train", "prepare-data"], "run '%guild prepare-data' first?"),
        (["prepare_data", "prepare"], "run '%guild prepare' first?"),
        (["train"], "Check the path."),
    ],
)
def test_an_operation_that_prepares_is_proposed(names, hint):
    assert missing_path("data", model(*names), prefix="%guild").hint == hint


def test_an_operation_is_not_proposed_to_itself():
    own = Operation("prepare", "m")
    assert missing_path("d", model("prepare"), operation=own).hint == "Check the path."
    both = model("prepare", "prepare-data")
    assert missing_path("d", both, operation=own).hint == "run 'guild prepare-data' first?"


@pytest.mark.parametrize("source", ["{file: data}", "{config: data.yml}"])
def test_a_missing_file_is_said_with_what_makes_it(world, source):
    with pytest.raises(ResourceError) as caught:
        world.plan(ONE % source, operation="train", prefix="%guild")
    name = source.strip("{}").split(": ")[1]
    assert str(caught.value) == f"missing required './{name}'\nrun '%guild prepare' first?"


def test_the_help_of_a_source_goes_before(world):
    with pytest.raises(ResourceError) as caught:
        world.plan(ONE % "{file: data, help: Ask Ann}", operation="train")
    assert caught.value.hint == "Ask Ann"


def test_an_operation_of_the_project_is_proposed_where_no_run_of_it_is(world):
    with pytest.raises(ResourceError) as caught:
        world.plan(ONE % "{operation: 'prep.*'}", operation="train", prefix="%guild")
    assert caught.value.message.endswith("no suitable run for prep.*")
    assert caught.value.hint == (
        "run '%guild run prepare' first? Or choose a run: operation:prep.*=RUN_ID."
    )


def test_one_of_another_model_is_proposed_with_its_model(world):
    guild_file = """
    - {model: a, operations: {op: {main: x, requires: {operation: 'b:prep', flag-name: no}}}}
    - {model: b, operations: {prep: {main: x}}}
    """
    with pytest.raises(ResourceError) as caught:
        world.plan(guild_file)
    assert caught.value.hint.startswith("run 'guild run b:prep' first?")


def test_a_path_that_the_user_chose_is_only_said_to_be_missing(world):
    world.file("data")
    with pytest.raises(ResourceError, match="cannot find source file 'dato' in ") as caught:
        world.plan(ONE % "{file: data, name: d}", operation="train", given={"d": "dato"})
    assert caught.value.hint == "Check the path, or mark the source as optional."


def test_an_operation_that_is_misspelt_is_told_with_the_nearest(tmp_path):
    operations = {"train": Operation("train", model="m")}
    project = Project(tmp_path / "guild.yml", "", {"m": Model("m", operations=operations)})
    said = "This project has no operation 'trian'. Did you mean train?"
    assert missing_run("trian", "", project) == said
    choice = " Or choose a run: prep=RUN_ID."
    assert missing_run("trian", "prep", project) == said + choice
    assert missing_run("zzzz", "", project) == "Run zzzz first."
