from pathlib import Path

import pytest

from guild_jupyter.runstore.recent_homes import lately, remember


@pytest.fixture
def variables(tmp_path):
    return {"HOME": str(tmp_path)}


def test_homes_are_remembered_the_last_used_first(variables, tmp_path):
    assert lately(variables) == []
    for name in ("/a", "/b", "/c c", "/a"):
        remember(Path(name), variables)
    assert lately(variables) == [Path("/a"), Path("/c c"), Path("/b")]
    file = tmp_path / ".local/state/guild_jupyter/homes"
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_list_stays_as_it_is_for_the_same_home(variables, tmp_path):
    remember(Path("/a"), variables)
    file = tmp_path / ".local/state/guild_jupyter/homes"
    before = file.stat().st_ino
    remember(Path("/a"), variables)
    assert file.stat().st_ino == before


def test_the_list_has_an_end(variables):
    for number in range(30):
        remember(Path(f"/{number}"), variables)
    assert lately(variables) == [Path(f"/{number}") for number in range(29, 9, -1)]


def test_the_folder_for_state_may_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    remember(Path("/a"))
    assert (tmp_path / "state/guild_jupyter/homes").read_text() == "/a\n"
    assert lately() == [Path("/a")]
    assert lately({"XDG_STATE_HOME": "not/absolute", "HOME": str(tmp_path)}) == []


def test_what_cannot_be_written_or_makes_no_sense_is_passed_over(variables, tmp_path):
    remember(Path("/a\nb"), variables)
    assert lately(variables) == []
    (tmp_path / ".local").touch()
    remember(Path("/a"), variables)
    assert lately(variables) == []
    (tmp_path / ".local").unlink()
    remember(Path("/a"), variables)
    file = tmp_path / ".local/state/guild_jupyter/homes"
    file.write_bytes(b"\xff\n\nrelative\n/b\n")
    assert lately(variables) == [Path("/b")]


def test_a_user_without_a_home_has_no_list(tmp_path):
    nobody = {"HOME": "relative"}
    remember(tmp_path, nobody)
    assert lately(nobody) == []
