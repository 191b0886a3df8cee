import sys
from importlib.metadata import EntryPoint

import pytest

from guild_jupyter.errors import GuildError
from guild_jupyter.registry import Registry, load


@pytest.fixture
def plugged(monkeypatch):
    def entry_points(group):
        return [
            EntryPoint("join", "os.path:join", group),
            EntryPoint("nested", "os:path.join [extra]", group),
            EntryPoint("broken", "tests_no_such_module:x", group),
            EntryPoint("raising", "raising_plugin:x", group),
        ]

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    return Registry("thing", {"join": "shlex:join"}, "a.group")


def test_an_import_string_names_an_object():
    import os.path

    assert load("os:path.join") is os.path.join


def test_names_are_the_built_in_ones_and_then_those_of_plugins(plugged):
    assert plugged.names() == ["join", "nested", "broken", "raising"]
    assert "nested" in plugged
    assert "no" not in plugged


def test_a_built_in_part_wins_over_a_plugin(plugged):
    import shlex

    assert plugged.get("join") is shlex.join


def test_a_plugin_is_imported_when_it_is_asked_for(plugged):
    import os.path

    assert plugged.get("nested") is os.path.join


def test_a_plugin_that_does_not_load_says_so_and_harms_no_other(plugged, tmp_path, monkeypatch):
    (tmp_path / "raising_plugin.py").write_text("raise RuntimeError('boom')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    for name in ("broken", "raising"):
        with pytest.raises(GuildError, match="does not load"):
            plugged.get(name)
    assert plugged.get("join")


def test_an_unknown_part_and_a_broken_built_in_are_errors():
    registry = Registry("thing", {"bad": "os:no_such_name"})
    with pytest.raises(GuildError, match="there is no thing 'x'"):
        registry.get("x")
    with pytest.raises(AttributeError):
        registry.get("bad")
