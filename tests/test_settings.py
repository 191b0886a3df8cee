import os
from pathlib import Path

import pytest

from guild_jupyter import settings
from guild_jupyter.errors import GuildError, HomeError


@pytest.fixture
def world(tmp_path):
    home = tmp_path / "home"
    project = home / "work" / "project"
    project.mkdir(parents=True)
    return home, project, {"HOME": str(home)}


def test_the_option_comes_first_and_then_the_variable(world, tmp_path):
    _home, project, variables = world
    (project / ".guild").mkdir()
    variables["GUILD_HOME"] = str(tmp_path / "from-variable")
    assert settings.find_home(project, str(tmp_path / "o"), variables) == (tmp_path / "o", "")
    assert settings.find_home(project, None, variables)[0] == tmp_path / "from-variable"


def test_a_named_home_may_start_with_the_users_and_is_relative_to_the_folder(world):
    home, project, variables = world
    assert settings.find_home(project, "~/runs", variables)[0] == home / "runs"
    assert settings.find_home(project, "~", variables)[0] == home
    assert settings.find_home(project, "../gh", variables)[0] == project.parent / "gh"


def test_a_named_home_that_cannot_be_a_folder_is_refused(world, tmp_path):
    _home, project, variables = world
    (tmp_path / "file").touch()
    with pytest.raises(HomeError, match="not a folder") as caught:
        settings.find_home(project, str(tmp_path / "file"), variables)
    assert "--home" in caught.value.hint
    with pytest.raises(HomeError) as caught:
        settings.find_home(project, None, {**variables, "GUILD_HOME": str(tmp_path / "no/where")})
    assert "GUILD_HOME" in caught.value.hint


def test_the_nearest_guild_folder_upward_is_the_home(world):
    home, project, variables = world
    assert settings.find_home(project, None, variables) == (home / ".guild", "")
    (home / "work" / ".guild").mkdir()
    assert settings.find_home(project, None, variables)[0] == home / "work" / ".guild"
    (project / ".guild").mkdir()
    assert settings.find_home(project / "a" / "..", None, variables)[0] == project / ".guild"


def test_the_search_ends_at_the_users_home(world):
    home, project, variables = world
    (home.parent / ".guild").mkdir()
    assert settings.find_home(project, None, variables)[0] == home / ".guild"


def test_outside_of_the_users_home_the_search_goes_to_the_root(world, tmp_path):
    home, _project, variables = world
    other = tmp_path / "other" / "deep"
    other.mkdir(parents=True)
    (tmp_path / "other" / ".guild").mkdir()
    assert settings.find_home(other, None, variables)[0] == tmp_path / "other" / ".guild"
    assert settings.find_home(Path("/"), None, variables)[0] == home / ".guild"


def test_a_run_directory_is_no_home(world):
    home, project, variables = world
    (project / ".guild").mkdir()
    (project / ".guild" / "opref").touch()
    assert settings.find_home(project, None, variables)[0] == home / ".guild"


def test_somebody_elses_guild_in_a_folder_for_everybody_is_no_home(world, tmp_path, monkeypatch):
    home, _project, variables = world
    shared = tmp_path / "shared"
    (shared / ".guild").mkdir(parents=True)
    shared.chmod(0o1777)
    assert settings.find_home(shared, None, variables)[0] == shared / ".guild"
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    assert settings.find_home(shared, None, variables)[0] == home / ".guild"


@pytest.mark.parametrize("variable", ["CONDA_PREFIX", "VIRTUAL_ENV"])
def test_a_home_in_the_virtual_environment_is_told_but_not_taken(world, tmp_path, variable):
    home, project, variables = world
    (tmp_path / "venv" / ".guild").mkdir(parents=True)
    variables[variable] = str(tmp_path / "venv")
    path, note = settings.find_home(project, None, variables)
    assert path == home / ".guild"
    assert str(tmp_path / "venv") in note
    variables["HOME"] = str(tmp_path / "venv")
    assert settings.find_home(tmp_path / "venv", None, variables)[1] == ""


def test_without_configuration_the_defaults_hold(world):
    home, project, variables = world
    assert settings.read(project, None, variables) == settings.Settings(home / ".guild")
    assert settings.read(project).home


def configured(world, text):
    home, project, variables = world
    (home / ".guild").mkdir()
    (home / ".guild" / "config.yml").write_text(text)
    return settings.read(project, None, variables)


def test_lasting_settings_come_from_the_users_configuration(world):
    found = configured(world, "guild_jupyter: {share: group, grace: 30, processes: 9}\nother: 1")
    assert (found.share_group, found.grace, found.processes) == (True, 30.0, 9)
    variables = {**world[2], "GUILD_JUPYTER_SHARE": "no"}
    assert not settings.read(world[1], None, variables).share_group


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("0", 0),
        ("4096", 4096),
        ("512 KiB", 512 << 10),
        ("16MiB", 16 << 20),
        ("2 GB", 2_000_000_000),
        ("1 TiB", 1 << 40),
        ("100B", 100),
        ("5k", 5000),
    ],
)
def test_how_much_output_is_kept_is_set_in_bytes_or_with_a_unit(world, value, size):
    found = configured(world, f"guild_jupyter: {{output: {{head: {value}}}}}")
    assert (found.head, found.tail) == (size, None)


def test_head_and_tail_of_the_output_may_both_be_set(world):
    found = configured(world, "guild_jupyter: {output: {tail: 1 MiB, head: 2 MiB}}")
    assert (found.head, found.tail) == (2 << 20, 1 << 20)


@pytest.mark.parametrize("text", ["[]", "", "guild_jupyter: 5", "guild_jupyter: {share: no}"])
def test_a_configuration_that_says_nothing_is_fine(world, text):
    assert configured(world, text).grace == settings.DEFAULT_GRACE


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("guild_jupyter: {share: all}", "share"),
        ("guild_jupyter: {grace: -1}", "grace"),
        ("guild_jupyter: {grace: .inf}", "grace"),
        ("guild_jupyter: {grace: .nan}", "grace"),
        ("guild_jupyter: {grace: yes}", "grace"),
        ("guild_jupyter: {processes: 0}", "processes: 0 is not a number of processes"),
        ("guild_jupyter: {processes: many}", "processes"),
        ("guild_jupyter: {processes: yes}", "processes"),
        ("guild_jupyter: {output: 5}", "output"),
        ("guild_jupyter: {output: {heads: 5}}", "heads"),
        ("guild_jupyter: {output: {head: -1}}", "head: -1 is not a size"),
        ("guild_jupyter: {output: {tail: 5 parsec}}", "tail: '5 parsec' is not a size"),
        ("guild_jupyter: {output: {tail: yes}}", "tail"),
        ("guild_jupyter: {output: {tail: 1.5 GiB}}", "tail"),
        ("a: [", "config.yml"),
    ],
)
def test_a_configuration_without_sense_is_refused(world, text, says):
    with pytest.raises(GuildError, match=says):
        configured(world, text)


def test_the_configuration_may_be_elsewhere_and_must_be_a_file(world):
    home, project, variables = world
    (home / "own.yml").write_text("guild_jupyter: {grace: 3}")
    variables["GUILD_CONFIG"] = "~/own.yml"
    assert settings.read(project, None, variables).grace == 3.0
    variables["GUILD_CONFIG"] = str(home)
    with pytest.raises(GuildError, match="Is a directory"):
        settings.read(project, None, variables)


def test_a_named_home_of_which_nothing_can_be_known_is_refused_with_the_reason(
    world, tmp_path, powerless
):
    _home, project, variables = world
    (tmp_path / "loop").symlink_to("loop")
    for named, why in (
        (tmp_path / ("x" * 300), "File name too long"),
        (tmp_path / "loop", "Too many levels"),
        (tmp_path / "a\0b", "a character that no path can have"),
    ):
        with pytest.raises(HomeError, match=f"cannot be used: .*{why}") as caught:
            settings.find_home(project, str(named), variables)
        assert "\0" not in caught.value.message
    shut = tmp_path / "shut"
    shut.mkdir(0)
    with powerless(), pytest.raises(HomeError, match="Permission denied") as caught:
        settings.find_home(project, None, {**variables, "GUILD_HOME": f"{shut}/home"})
    shut.chmod(0o700)
    assert "GUILD_HOME" in caught.value.hint


def test_a_user_without_a_home_folder_has_to_name_a_guild_home(world):
    _home, project, _variables = world
    nowhere = {"HOME": "relative"}
    with pytest.raises(HomeError, match="no home folder") as caught:
        settings.find_home(project, None, nowhere)
    assert "--home DIR" in caught.value.hint
    assert settings.find_home(project, "/h", nowhere) == (Path("/h"), "")
    assert settings.read(project, "/h", nowhere).home == Path("/h")
    (project / ".guild").mkdir()
    assert settings.find_home(project, None, nowhere)[0] == project / ".guild"
