import os
import stat

import pytest

from guild_jupyter import paths

TOO_LONG = "x" * 300


@pytest.fixture
def odd(tmp_path):
    """Paths that lead to nothing, each in its own way, and what is said of them."""
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "file").touch()
    return {
        tmp_path / TOO_LONG: "File name too long",
        tmp_path / "a": "Too many levels of symbolic links",
        tmp_path / "a" / "below": "Too many levels of symbolic links",
        tmp_path / "with\0nul": "it has a character that no path can have",
        tmp_path / "nowhere": "",
        tmp_path / "file" / "below": "",
    }


def test_of_an_odd_path_there_is_nothing_and_why_is_said(odd):
    for path, why in odd.items():
        assert not paths.is_there(path)
        assert not paths.is_file(path)
        assert not paths.is_folder(path)
        assert paths.hindrance(path) == why


def test_files_and_folders_are_told_apart(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    assert paths.is_file(tmp_path / "link")
    assert not paths.is_folder(tmp_path / "link")
    assert paths.is_folder(tmp_path)
    assert not paths.is_file(tmp_path)
    assert paths.is_there(tmp_path)
    assert paths.hindrance(tmp_path) == ""


def test_what_may_not_be_looked_into_is_said(tmp_path, powerless):
    shut = tmp_path / "shut"
    shut.mkdir()
    shut.chmod(0)
    with powerless():
        found = paths.is_there(shut / "x"), paths.hindrance(shut / "x")
    shut.chmod(stat.S_IRWXU)
    assert found == (False, "Permission denied")


def test_a_tilde_is_a_users_folder_and_an_unknown_users_stays(monkeypatch):
    monkeypatch.setenv("HOME", "/somewhere")
    assert paths.expanded("~/a") == paths.Path("/somewhere/a")
    assert paths.expanded("a~") == paths.Path("a~")
    assert paths.expanded("~no-such-user/a") == paths.Path("~no-such-user/a")
    assert paths.expanded("~no\0user") == paths.Path("~no\0user")


def test_the_users_home_is_of_the_variable_else_of_the_system(monkeypatch):
    assert paths.user_home({"HOME": "/a"}) == paths.Path("/a")
    monkeypatch.setenv("HOME", "/of/the/process")
    assert paths.user_home({}) == paths.Path("/of/the/process")
    assert paths.user_home({"HOME": "not/absolute"}) is None


def test_a_user_of_whom_the_system_knows_nothing_has_no_home(monkeypatch):
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 3_999_999_999)
    assert paths.user_home({}) is None


def test_a_path_is_shown_without_what_takes_over_a_terminal():
    assert paths.shown("/a b/\u00fc") == "/a b/\u00fc"
    assert paths.shown("/a\n\0\x1b[31m") == r"/a\n\x00\x1b[31m"
    assert paths.shown(os.fsdecode(b"/\xff")) == r"/\udcff"
