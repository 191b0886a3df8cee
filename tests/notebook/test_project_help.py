import pytest

from guild_jupyter.guildfile import reader
from guild_jupyter.guildfile.definitions import Model, Project
from guild_jupyter.notebook.project_help import project_help

GUILD_FILE = """\
- model: digits
  description: A small network
    that reads digits
  operations:
    train:
      description: Train it
      main: train
      flags:
        epochs: {description: Passes, default: 3}
        lr: 0.1
    _hidden: {exec: 'true'}
  resources:
    data:
      description: The images
      sources: [{file: a.csv}]
  tests:
    quick: {description: A small one}
    slow: The long one
- model: ''
  operations:
    clean: {exec: 'true', description: Tidy up}
"""


@pytest.fixture
def help_of(tmp_path):
    def shown(text, name="guild.yml"):
        (tmp_path / name).write_text(text)
        return project_help(reader.read(tmp_path / name))

    return shown


def test_help_shows_all_that_the_guild_file_says(help_of, tmp_path):
    assert help_of(GUILD_FILE).splitlines() == [
        f"Operations of {tmp_path}/guild.yml:",
        "  digits - A small network that reads digits",
        "    digits:train  Train it",
        "        epochs  Passes (default is 3)",
        "        lr      (default is 0.1)",
        "    Resources:",
        "      data: file:a.csv - The images",
        "    Tests:",
        "      quick  A small one",
        "      slow   The long one",
        "  clean  Tidy up",
    ]


def test_operations_that_cannot_be_read_are_named_with_the_reason(help_of, tmp_path):
    shown = help_of(
        "[project]\nname = mnist\ndescription = Examples\n[model]\ntrain = m\nempty =\n", "Guild"
    )
    assert shown.splitlines() == [
        "mnist - Examples",
        f"Operations of {tmp_path}/Guild:",
        "  train",
        "  empty  cannot be read: line 6: an operation without a command",
    ]


def test_references_say_no_secret(tmp_path):
    model = Model("m", references=("https://example.org", "https://u:hunter2x@example.org"))
    shown = project_help(Project(tmp_path / "guild.yml", "", {"m": model}))
    assert "\n    References:\n      https://example.org\n" in shown
    assert "hunter" not in shown


@pytest.mark.parametrize(
    ("tests", "lines"),
    [
        (["one", {"name": "two", "description": "The second"}], ["one", "two  The second"]),
        ({"one": None, "two": {"steps": []}}, ["one", "two"]),
        (
            [{"test": "one"}, {"description": "Just this"}],
            ["one", "(without a name)  Just this"],
        ),
        ("all", ["all"]),
        (5, ["5"]),
    ],
)
def test_tests_are_listed_however_they_are_written(tmp_path, tests, lines):
    model = Model("m", attributes={"tests": tests})
    shown = project_help(Project(tmp_path / "guild.yml", "", {"m": model})).splitlines()
    assert shown[1:3] == ["  m", "    Tests:"]
    assert [" ".join(line.split()) for line in shown[3:]] == [
        " ".join(line.split()) for line in lines
    ]


@pytest.mark.parametrize("tests", [None, [], {}])
def test_without_tests_there_is_no_heading_for_them(tmp_path, tests):
    model = Model("m", attributes={"tests": tests})
    assert "Tests" not in project_help(Project(tmp_path / "guild.yml", "", {"m": model}))


def test_an_empty_project_has_a_heading_alone(help_of, tmp_path):
    assert help_of("") == f"Operations of {tmp_path}/guild.yml:"
