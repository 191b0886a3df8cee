import os
import shutil
import subprocess

import pytest

from guild_jupyter.launch import git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git")


def run_git(folder, *words):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", "-C", folder, *identity, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    folder = tmp_path / "repository"
    folder.mkdir()
    run_git(folder, "init", "-q")
    (folder / "tracked.py").touch()
    run_git(folder, "add", "tracked.py")
    run_git(folder, "commit", "-q", "-m", "first")
    return folder


def test_a_folder_outside_git_has_no_answer(tmp_path):
    assert git.files(tmp_path) is None


def test_tracked_and_untracked_files_are_listed_and_ignored_ones_not(repository):
    (repository / ".gitignore").write_text("ignored*\n")
    for name in ("new.py", "ignored.py", ".guildignore", ".env"):
        (repository / name).touch()
    assert git.files(repository) == [".env", "new.py", "tracked.py"]


def test_a_folder_below_the_repository_gets_its_own_files_alone(repository):
    (repository / "sub").mkdir()
    (repository / "sub/a.py").touch()
    assert git.files(repository / "sub") == ["a.py"]


def test_names_with_newlines_and_broken_text_come_as_they_are(repository):
    names = [b"a\nb.py", b"\xff.py", "é.py".encode()]
    for name in names:
        (repository / os.fsdecode(name)).touch()
    assert set(map(os.fsdecode, names)) < set(git.files(repository))


def test_the_files_of_a_submodule_are_listed(repository, tmp_path):
    run_git(repository, "submodule", "add", "-q", str(repository), "lib")
    assert git.files(repository) == ["lib/tracked.py", "tracked.py"]


def test_the_files_of_a_repository_of_its_own_are_listed(repository):
    inner = repository / "inner"
    inner.mkdir()
    run_git(inner, "init", "-q")
    (inner / "x.py").touch()
    assert "inner/x.py" in git.files(repository)


def test_a_folder_that_git_ignores_as_a_whole_is_as_one_outside(repository):
    (repository / ".gitignore").write_text("*\n")
    (repository / "sub").mkdir()
    (repository / "sub/a.py").touch()
    assert git.files(repository / "sub") is None


def test_without_a_git_that_works_there_is_no_answer(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert git.files(repository) is None


def test_a_broken_repository_has_no_answer(repository):
    shutil.rmtree(repository / ".git")
    (repository / ".git").write_text("gitdir: /nowhere\n")
    assert git.files(repository) is None


def ignoring(folder, *patterns):
    (folder / ".guildignore").write_text("\n".join(patterns))
    return git.files(folder, folder / ".guildignore")


def test_further_patterns_leave_out_what_is_tracked_too(repository):
    for name in ("docs/a.txt", "pkg/docs/b.txt", "docs/kept.txt", "new.py", "secret.txt"):
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).touch()
    run_git(repository, "add", "docs/a.txt", "secret.txt")
    assert ignoring(repository, "docs/*", "!docs/kept.txt", "secret.txt", "# words", "/new*") == [
        *("docs/kept.txt", "pkg/docs/b.txt", "tracked.py"),
    ]
    assert ignoring(repository, "docs") == ["new.py", "secret.txt", "tracked.py"]


def test_patterns_that_leave_out_everything_leave_nothing(repository, tmp_path):
    assert ignoring(repository, "*") == []
    (tmp_path / "outside").mkdir()
    assert ignoring(tmp_path / "outside", "*") is None


def test_further_patterns_can_keep_what_is_tracked(repository):
    (repository / "new.py").touch()
    assert ignoring(repository, "*.py") == []
    assert git.files(repository, repository / ".guildignore", True) == ["tracked.py"]


def test_no_further_patterns_are_fine(repository):
    assert git.files(repository, repository / ".guildignore") == ["tracked.py"]


def test_further_patterns_reach_into_repositories_within(repository):
    (repository / "inner").mkdir()
    run_git(repository / "inner", "init", "-q")
    for name in ("a.py", "a.log"):
        (repository / "inner" / name).touch()
    assert ignoring(repository, "*.log") == ["inner/a.py", "tracked.py"]
