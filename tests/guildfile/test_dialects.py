from pathlib import Path

import pytest

from guild_jupyter import documents
from guild_jupyter.guildfile.dialects import describe_kind, items, operation_attributes
from guild_jupyter.guildfile.files import YamlFile


def of(text):
    source = YamlFile(Path("guild.yml"), "", (0, 0, 0), text, documents.read(text))
    return [(item.type, item.name) for item in items(source)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("model: m", [("model", "m")]),
        ("model: m\ndescription: d\nextra: {}", [("model", "m")]),
        ("model: m\noperations: {a: b}\nother: c", [("model", "m")]),
        ("model: train\neval: e", [("model", "")]),
        ("model: {main: m}\noperations: {main: o}", [("model", "")]),
        ("- operations: {a: b}", [("model", "")]),
        (
            "- config: c\n- model: m\n- package: p",
            [("config", "c"), ("model", "m"), ("package", "p")],
        ),
        ("- include: [a, b]", [("include", "")]),
        ("", []),
    ],
)
def test_every_spelling_comes_to_a_list_of_objects(text, expected):
    assert of(text) == expected


def test_main_wins_over_its_old_name():
    assert operation_attributes({"cmd": "a"}) == {"main": "a"}
    assert operation_attributes({"cmd": "a", "main": "b"}) == {"cmd": "a", "main": "b"}


def test_kinds_of_values_have_names():
    kinds = [describe_kind(value) for value in ({}, [], "x", True, None, 5)]
    assert kinds == ["a mapping", "a list", "text", "yes or no", "nothing", "5"]
