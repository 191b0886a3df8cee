from pathlib import Path

import pytest

from guild_jupyter.errors import NoGuildFile, ProjectError
from guild_jupyter.guildfile.locate import find, plain


def test_the_nearest_guild_file_upward_is_found(tmp_path):
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "guild.yml").touch()
    assert find(tmp_path / "a/b/c") == tmp_path / "guild.yml"
    (tmp_path / "a/b/guild.yml").touch()
    assert find(tmp_path / "a/b/c") == tmp_path / "a/b/guild.yml"


def test_whatever_has_that_name_is_the_guild_file_though_it_cannot_be_read(tmp_path):
    (tmp_path / "guild.yml").touch()
    (tmp_path / "a/guild.yml").mkdir(parents=True)
    for name, target in (("b", "nowhere"), ("c", "guild.yml")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "guild.yml").symlink_to(target)
    for name in "abc":
        assert find(tmp_path / name) == tmp_path / name / "guild.yml"


def test_without_one_the_folder_and_a_remedy_are_said(tmp_path):
    with pytest.raises(NoGuildFile, match=str(tmp_path)) as caught:
        find(tmp_path)
    assert "%guild cd" in caught.value.hint


def test_a_current_folder_that_was_deleted_is_said(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for folder in (".", "below"):
        with pytest.raises(NoGuildFile, match="the current folder does not exist any more"):
            find(Path(folder))
    (tmp_path / "guild.yml").touch()
    assert find(tmp_path) == tmp_path / "guild.yml"


def test_a_place_that_is_no_folder_is_refused(tmp_path):
    with pytest.raises(NoGuildFile, match="is not a folder"):
        find(tmp_path / "nowhere")


def test_a_tilde_is_the_users_home(tmp_path, monkeypatch):
    from pathlib import Path

    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "guild.yml").touch()
    assert find(Path("~")) == tmp_path / "guild.yml"


def test_a_path_with_dots_is_not_looked_for_above_itself(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "project" / "guild.yml").write_text("train: {exec: 'true'}\n")
    with pytest.raises(NoGuildFile, match=f"no guild.yml in {tmp_path}/other or above"):
        find(tmp_path / "project" / ".." / "other")
    around = tmp_path / "other" / ".." / "project"
    assert find(around) == tmp_path / "project" / "guild.yml"


def test_the_oldest_dialects_file_is_found_where_there_is_no_guild_yml(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "guild.yml").touch()
    (tmp_path / "a/Guild").touch()
    assert find(tmp_path / "a/b") == tmp_path / "a/Guild"
    (tmp_path / "a/guild.yml").touch()
    assert find(tmp_path / "a/b") == tmp_path / "a/guild.yml"


def test_a_folder_named_guild_or_another_spelling_is_none(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "Guild").touch()
    (tmp_path / "a/Guild").mkdir()
    (tmp_path / "a/b/guild").touch()
    assert find(tmp_path / "a/b") == tmp_path / "Guild"


def test_where_case_does_not_count_the_exact_name_does(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "Guild").touch()
    (tmp_path / "a/guild").touch()
    real = Path.is_file
    monkeypatch.setattr(
        Path, "is_file", lambda path: real(path) or real(path.with_name(path.name.lower()))
    )
    assert find(tmp_path / "a") == tmp_path / "Guild"


def test_a_folder_that_cannot_be_listed_may_have_the_file(tmp_path, monkeypatch):
    (tmp_path / "Guild").touch()

    def refuse(_):
        raise PermissionError

    monkeypatch.setattr("os.listdir", refuse)
    assert find(tmp_path) == tmp_path / "Guild"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("x" * 300, "File name too long"),
        ("loop", "Too many levels of symbolic links"),
        ("loop/below", "Too many levels of symbolic links"),
        ("a\0b", "a character that no path can have"),
    ],
)
def test_a_folder_of_which_nothing_can_be_known_is_refused_with_the_reason(tmp_path, name, why):
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ProjectError, match=f"cannot be used: .*{why}") as caught:
        find(tmp_path / name)
    assert caught.value.hint
    assert "\0" not in caught.value.message


def test_a_folder_that_may_not_be_looked_into_is_refused(tmp_path, powerless):
    (tmp_path / "shut").mkdir(0)
    with powerless(), pytest.raises(ProjectError, match=r"shut.* cannot be used: Permission den"):
        find(tmp_path / "shut")
    (tmp_path / "shut").chmod(0o700)


def test_a_user_who_is_unknown_is_said_unless_a_folder_is_named_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProjectError, match="there is no user no-such-user"):
        plain(Path("~no-such-user/project"))
    (tmp_path / "~no-such-user").mkdir()
    assert plain(Path("~no-such-user/project")) == tmp_path / "~no-such-user" / "project"
