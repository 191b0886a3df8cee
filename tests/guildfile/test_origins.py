from pathlib import Path

import pytest

from guild_jupyter import documents
from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.files import YamlFile
from guild_jupyter.guildfile.origins import Origin, Origins, Spot


def source(name, text):
    return YamlFile(Path(name), "", (0, 0, 0), text, documents.read(text))


CHILD = source("child.yml", "- model: m\n  operations:\n    a: {env: 1}\n    b: x\n  plugins: p\n")
PARENT = source("parent.yml", "- config: c\n\n  flags: {x: 1}\n  operations:\n    b: {label: l}\n")


@pytest.fixture
def origins():
    return Origins(Origin((), CHILD, (0,)), Origin((), PARENT, (0,)))


def test_the_nearest_object_that_says_a_value_is_where_it_stands(origins):
    assert origins.spot(("operations", "a", "env")) == Spot("child.yml", 3, "a.env")
    assert origins.spot(("operations", "b", "label")) == Spot("parent.yml", 5, "b.label")


def test_what_nobody_says_stands_where_its_surroundings_do(origins):
    assert origins.spot(("operations", "a", "flags", "x")) == Spot("child.yml", 3, "a.flags.x")
    assert origins.spot(("nothing",)).file == "child.yml"


def test_a_bare_value_stands_for_its_only_attribute(origins):
    assert origins.spot(("operations", "b", "main")) == Spot("child.yml", 4, "b.main")


def test_what_an_operation_takes_from_its_model_stands_there(origins):
    assert origins.spot(("operations", "a", "plugins")) == Spot("child.yml", 5, "plugins")


def test_a_part_of_another_object_can_be_grafted(origins):
    at = ("operations", "a", "flags")
    origins.graft(at, Origins(Origin((), PARENT, (0,))), ("flags",))
    assert origins.spot((*at, "x")) == Spot("parent.yml", 3, "flags.x")


def test_numbers_of_lists_lead_on(origins):
    listed = Origins(Origin((), source("l.yml", "- a\n- - b\n  - c\n"), ()))
    assert listed.spot((1, 1)).line == 3
    assert listed.spot((1, 5)).line == 2
    assert listed.spot((1, "x")).line == 2


def test_an_error_says_file_line_key_and_category(origins):
    error = origins.error(("operations", "b"), "wrong", "Mend it.", "cycle")
    assert (error.file, error.line, error.key, error.category) == ("child.yml", 4, "b", "cycle")


def test_a_value_of_another_kind_is_refused(origins):
    assert origins.expect((), [], list, "") == []
    with pytest.raises(GuildFileError, match="expected text, found a list"):
        origins.expect((), [], str, "")
