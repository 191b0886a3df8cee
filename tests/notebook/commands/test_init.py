import pytest

from guild_jupyter.errors import CommandError, ProjectError


@pytest.fixture
def empty(place, tmp_path, monkeypatch):
    """A place whose current folder is empty."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    place.guild.folder = None
    place.folder = folder
    return place


def test_a_project_is_made_and_what_to_do_next_is_said(empty):
    lines = empty.cell("init", "--project", "iris").text.splitlines()
    assert lines[:2] == ["made project iris", "  ./iris"]
    assert [line.split()[0] for line in lines[2:5]] == ["guild.yml", "train.py", "data.csv"]
    assert lines[-3:] == ["  %guild cd ./iris", "  %guild help", "  %guild train"]
    empty.cell("cd", "./iris")
    run = empty.cell("train", "epochs=2").wait(60)
    assert run.operation == "iris:train"
    assert "loss" in [series.key for series in run.series()]


def test_nothing_is_asked_in_a_terminal(empty):
    assert empty.terminal("init", "--project", "iris").text.endswith("guild-jupyter train")
    assert (empty.folder / "iris" / "guild.yml").is_file()
    assert "made the Guild home" in empty.terminal("init", "-y").text


def test_nothing_is_overwritten(empty):
    empty.cell("init", "--project", "iris")
    (empty.folder / "iris/train.py").write_text("mine")
    with pytest.raises(ProjectError, match=r"has guild\.yml, train\.py, data\.csv already"):
        empty.cell("init", "--project", "iris")
    assert (empty.folder / "iris/train.py").read_text() == "mine"


def test_the_data_may_be_elsewhere(empty):
    url = "https://example.org/data.csv?token=abcdefghijkl0123456789"
    shown = empty.cell("init", "--project", "../other", "--data-url", url).text
    assert "its data comes from https://example.org/data.csv?token=" in shown
    assert "abcdefghijkl0123456789" not in shown
    assert f"  {empty.folder.parent}/other\n" in shown
    assert not (empty.folder.parent / "other/data.csv").exists()


def test_words_that_do_not_go_together_are_refused(empty):
    with pytest.raises(CommandError, match="data is for a new project") as caught:
        empty.cell("init", "--data-url", "https://example.org/x")
    assert "%guild init --project NAME" in caught.value.hint
    with pytest.raises(CommandError, match="names the folder already") as caught:
        empty.cell("init", "--project", "a", "b c")
    assert caught.value.hint == "Write '%guild init --project 'b c''."
    assert list(empty.folder.iterdir()) == []


def test_a_folder_gets_a_home_of_its_own(empty):
    empty.sessions["notebook"].guild = type(empty.guild)(None, None)
    shown = empty.cell("init").text
    assert shown == (
        f"made the Guild home {empty.folder}/.guild\n"
        f"Runs of projects in {empty.folder} and below are kept there"
    )
    assert empty.sessions["notebook"].guild.home.path == empty.folder / ".guild"
    shown = empty.cell("init").text
    assert shown == f"{empty.folder}/.guild is a Guild home already: nothing is changed"


def test_another_folder_may_be_named_for_the_home(empty):
    assert f"made the Guild home {empty.folder}/sub/.guild\n" in empty.cell("init", "sub").text
    assert (empty.folder / "sub/.guild/runs").is_dir()


def test_what_names_another_home_is_said(empty, monkeypatch):
    assert f"as soon as --home does not name {empty.home} any more" in empty.cell("init").text
    empty.sessions["notebook"].guild = type(empty.guild)(None, None)
    monkeypatch.setenv("GUILD_HOME", str(empty.home))
    assert f"as soon as GUILD_HOME does not name {empty.home}" in empty.cell("init").text
    monkeypatch.setenv("GUILD_HOME", str(empty.folder / ".guild"))
    assert empty.cell("init").text.endswith("nothing is changed")


def test_the_current_folder_may_become_a_project(empty):
    lines = empty.cell("init", "--project", ".").text.splitlines()
    assert lines[:2] == ["made project empty", "  ."]
