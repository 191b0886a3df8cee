import pytest

from guild_jupyter.errors import HomeError, NoGuildFile, ProjectError
from guild_jupyter.runstore import recent_homes
from guild_jupyter.server.places import Places, name_of


@pytest.fixture
def places(root):
    return Places(root)


def test_a_name_of_a_home_is_its_own_and_always_the_same(tmp_path):
    homes = [tmp_path / "a/.guild", tmp_path / "b/a/.guild", tmp_path / "a", tmp_path / "ä ö/x"]
    names = [name_of(home) for home in homes]
    assert len(set(names)) == len(names)
    assert names == [name_of(home) for home in homes]
    assert names[0].startswith("a-")
    assert all(name.replace("-", "").isalnum() for name in names)
    assert name_of(tmp_path / "???").startswith("home-")


def test_homes_of_late_may_be_asked_for_and_others_not(places, home, tmp_path):
    other, gone = tmp_path / "other", tmp_path / "gone"
    other.mkdir()
    for path in (other, gone):
        recent_homes.remember(path)
    assert [one.path for one in places.homes()] == [tmp_path / "home", other]
    assert places.guild(name_of(other)).home.path == other
    for name in (name_of(gone), str(other), "../other"):
        with pytest.raises(HomeError):
            places.guild(name)


def test_the_home_of_a_project_is_the_one_in_use_there(root, tmp_path, monkeypatch):
    monkeypatch.delenv("GUILD_HOME")
    (root / "work/.guild").mkdir(parents=True)
    places = Places(root)
    first = places.homes("work")[0]
    assert (first.path, first.is_used) == (root / "work/.guild", True)
    # it was met, so it may be asked for from elsewhere
    assert places.guild(first.name).home.path == root / "work/.guild"
    assert not next(one for one in places.homes() if one.path == first.path).is_used


def test_homes_that_were_met_are_not_remembered_for_ever(root, monkeypatch):
    monkeypatch.delenv("GUILD_HOME")
    for number in range(60):
        (root / f"w{number}/.guild").mkdir(parents=True)
    places = Places(root)
    for number in range(60):
        places.guild("", f"w{number}")
    assert len(places.homes()) <= 52


def test_a_folder_is_that_of_a_notebook(places, root):
    (root / "a b").mkdir()
    (root / "a b/x.ipynb").write_text("{}")
    assert places.folder("a b/x.ipynb") == root / "a b" == places.folder("/a b/")
    assert places.folder("") == root
    with pytest.raises(ProjectError, match="any more"):
        places.folder("a b/y.ipynb")


def test_a_sibling_with_the_beginning_of_the_name_is_outside(places, root):
    sibling = root.with_name(root.name + "-2")
    sibling.mkdir()
    assert not places.is_inside(sibling)
    assert places.is_inside(root / "x")
    with pytest.raises(ProjectError):
        places.refuse_outside(sibling)


def test_a_root_that_is_a_link_is_what_it_leads_to(root, tmp_path):
    (root / "work").mkdir()
    (tmp_path / "link").symlink_to(root)
    places = Places(tmp_path / "link")
    assert places.folder("work") == tmp_path / "link/work"


def test_without_a_guild_file_there_is_no_project(places, root):
    with pytest.raises(NoGuildFile):
        places.project_file(root)
