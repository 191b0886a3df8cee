import stat

import pytest

from guild_jupyter import settings
from guild_jupyter.errors import HomeError
from guild_jupyter.scaffold import home


def test_a_home_is_made_and_found(tmp_path, clean_environment):
    made = home.make(tmp_path / "project")
    assert made.path == tmp_path / "project/.guild"
    assert home.is_home(tmp_path / "project")
    assert settings.read(tmp_path / "project").home == made.path
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700
    assert (made.path / ".guild-nocopy").is_file()


def test_what_is_in_a_home_stays(tmp_path):
    made = home.make(tmp_path)
    (made.runs / "kept").mkdir()
    home.make(tmp_path)
    assert (made.runs / "kept").is_dir()


def test_a_home_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(HomeError, match="cannot be made: "):
        home.make(tmp_path / "file/below")
    (tmp_path / ".guild").touch()
    with pytest.raises(HomeError, match="is not a folder"):
        home.make(tmp_path)
    assert not home.is_home(tmp_path)
