import pytest

from guild_jupyter.errors import FlagError
from guild_jupyter.launch.options import Options

GUILD_FILE = "op: {main: train, requires: [{file: 'd/${x}.csv'}], flags: {x: one}}\n"


def asked(world, *texts, folder=None):
    """Return what is planned for paths that the user asks for."""
    options = Options(more_resources=texts)
    plan = world.plan("op", options=options, folder=folder).resources
    return [(r.name, s.name, s.target, s.link) for r in plan.resources[1:] for s in r.sources]


@pytest.fixture
def data(world):
    for name in ("train.py", "d/one.csv", "d/two.csv"):
        world.file(name)
    world.guild(GUILD_FILE)
    return world


@pytest.mark.parametrize("text", ["d/one.csv", "./d/one.csv", "d"])
def test_a_path_of_the_user_is_linked_to_and_called_as_it_was_written(data, text):
    assert asked(data, text) == [(text, f"file:{text}", text, True)]


def test_a_path_is_that_of_the_folder_the_user_is_in(data):
    path = str(data.project / "d" / "two.csv")
    found = asked(data, "two.csv", path, folder=data.project / "d")
    assert found == [("two.csv", f"file:{path}", path, True), (path, f"file:{path}", path, True)]


def test_a_url_or_kind_of_the_user_is_as_it_would_be_in_the_project(data):
    found = asked(data, "http://h/x", "module:os")
    assert [row[:2] for row in found] == [("http://h/x", "http://h/x"), ("module:os",) * 2]
    assert not any(row[3] for row in found)
    with pytest.raises(FlagError, match="nothing is named"):
        asked(data, " ")


def test_a_file_that_a_flag_names_stays_source_code(data):
    one, two = (sorted(data.plan("op", f"x={x}").source.files) for x in ("one", "two"))
    assert one == two == ["d/one.csv", "d/two.csv", "guild.yml", "train.py"]
