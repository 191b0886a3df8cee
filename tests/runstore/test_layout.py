import os
import re
import stat

import pytest

from guild_jupyter.errors import HomeError
from guild_jupyter.runstore.layout import Home, new_id


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_home_is_made_on_first_use(tmp_path):
    home = Home(tmp_path / ".guild")
    home.prepare()
    home.prepare()
    assert [mode(path) for path in (home.path, home.runs, home.staging)] == [0o700] * 3
    assert home.trash == home.path / "trash/runs"
    assert home.cache == home.path / "cache"


@pytest.mark.parametrize("umask", [0, 0o077])
def test_a_teams_home_is_for_the_group_whatever_the_umask(tmp_path, umask):
    home = Home(tmp_path / ".guild", share_group=True)
    before = os.umask(umask)
    try:
        home.prepare()
    finally:
        os.umask(before)
    assert [mode(path) for path in (home.path, home.runs, home.staging)] == [0o750] * 3


def test_a_file_and_a_dangling_link_are_no_home(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("file", "link"):
        with pytest.raises(HomeError, match=f"{name} is not a folder"):
            Home(tmp_path / name).prepare()


def test_a_file_in_place_of_runs_is_said(tmp_path):
    (tmp_path / "runs").touch()
    with pytest.raises(HomeError, match="runs is not a folder"):
        Home(tmp_path).prepare()


@pytest.mark.parametrize("path", ["/proc/home", "nowhere/deep/home"])
def test_a_home_that_cannot_be_made_is_one_error_with_a_remedy(tmp_path, path):
    with pytest.raises(HomeError, match="cannot be used") as caught:
        Home(tmp_path / path).prepare()
    assert "GUILD_HOME" in caught.value.hint


@pytest.mark.parametrize("folder", ["runs", "staging"])
def test_a_home_that_cannot_be_written_is_refused(tmp_path, monkeypatch, folder):
    home = Home(tmp_path / "home")
    home.prepare()
    (home.path / folder).chmod(0o500)
    if os.getuid() == 0:  # to whom everything is open
        monkeypatch.setattr(os, "access", lambda path, wanted: mode(path) & 0o200)
    with pytest.raises(HomeError, match=f"cannot be written: .*{folder}"):
        home.prepare()


@pytest.mark.parametrize(
    ("permissions", "who"),
    [(0o777, "everybody"), (0o770, "its group"), (0o702, "everybody"), (0o720, "its group")],
)
@pytest.mark.parametrize("folder", [".", "runs", "staging"])
def test_a_home_that_others_can_write_is_refused(tmp_path, permissions, who, folder):
    home = Home(tmp_path / "home")
    home.prepare()
    (home.path / folder).chmod(permissions)
    with pytest.raises(HomeError, match=f"can be written by {who}") as caught:
        home.prepare()
    assert "share: group" in caught.value.hint


def test_a_sticky_folder_and_a_teams_home_pass(tmp_path):
    home = Home(tmp_path / "home")
    home.prepare()
    home.path.chmod(0o1777)
    home.prepare()
    home.path.chmod(0o770)
    Home(home.path, share_group=True).prepare()


def test_a_home_that_belongs_to_somebody_else_is_a_concern(tmp_path, monkeypatch):
    assert Home(tmp_path).concerns() == ""
    assert Home(tmp_path / "none").concerns() == ""
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    assert "belongs to another user" in Home(tmp_path).concerns()


def test_ids_are_32_hexadecimal_digits_and_differ():
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)


def test_an_id_that_would_be_typed_like_an_index_is_not_given(monkeypatch):
    drawn = [bytes.fromhex("01234567" + "ab" * 12), bytes.fromhex("0123456a" + "ab" * 12)]
    monkeypatch.setattr(os, "urandom", lambda _count: drawn.pop(0))
    assert new_id().startswith("0123456a")
    assert drawn == []
