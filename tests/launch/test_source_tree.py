import subprocess

import pytest

from guild_jupyter.launch.selection import select


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def put(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")


def under_git(folder, ignored=""):
    subprocess.run(["git", "-C", folder, "init", "-q"], check=True)
    (folder / ".gitignore").write_text(ignored)


def files(project, *specs, is_python=True):
    return sorted(select(project, specs, (), is_python).files)


BUILT = ["build/run.sh", "dist/x.sh", "pkg.egg-info/PKG"]


def test_what_a_build_leaves_is_source_of_what_python_does_not_run(project):
    put(project, "a.sh", *BUILT)
    assert files(project, is_python=False) == ["a.sh", *BUILT]
    assert files(project) == ["a.sh"]


@pytest.mark.parametrize("spec", ["build", ["build/*.sh"], [{"exclude": "*"}, "build/run.sh"]])
def test_what_a_build_leaves_is_taken_where_a_rule_asks_for_it(project, spec):
    put(project, "a.sh", *BUILT)
    assert files(project, spec, is_python=False) == ["build/run.sh"]
    assert files(project, spec) == []


@pytest.mark.parametrize("git", [False, True])
def test_an_environment_is_taken_where_a_rule_names_its_folder(project, git):
    put(project, "a.py", "env/bin/activate", "env/lib/x.py", "__pycache__/a.py")
    if git:
        under_git(project)
    assert files(project, is_python=False) == ["a.py"]
    assert files(project, "*", is_python=False) == [*[".gitignore"][: int(git)], "a.py"]
    assert files(project, ["env"], is_python=False) == ["env/bin/activate", "env/lib/x.py"]
    assert files(project, [{"include": "env/lib/x.py"}], is_python=False) == [
        *("a.py", "env/lib/x.py"),
    ]
    assert files(project, ["__pycache__/a.py"], is_python=False) == ["__pycache__/a.py"]


@pytest.mark.parametrize("git", [False, True])
def test_checkpoints_of_notebooks_are_no_source(project, git):
    if git:
        under_git(project)
    checkpoint = project / "sub/.ipynb_checkpoints/a-checkpoint.ipynb"
    checkpoint.parent.mkdir(parents=True)
    checkpoint.write_text("{}")
    assert not [path for path in files(project) if "checkpoint" in path]


@pytest.mark.parametrize("git", [False, True])
def test_a_folder_that_is_not_to_be_copied_stays_out_though_a_rule_names_it(project, git):
    put(project, "a.py", "off/.guild-nocopy", "off/x.py")
    if git:
        under_git(project)
    assert files(project, ["a.py", "off"], is_python=False) == ["a.py"]


@pytest.mark.parametrize("spec", [None, [{"include": "*.py"}], ["*.py"], [{"exclude": "*.md"}]])
def test_under_git_a_link_to_a_folder_is_followed_whatever_the_rules(project, tmp_path, spec):
    put(project, "a.py", "target/q.py")
    put(tmp_path, "elsewhere/deep/r.py", "elsewhere/build/s.py", "elsewhere/__pycache__/t.py")
    (project / "link").symlink_to("target")
    (project / "far").symlink_to(tmp_path / "elsewhere")
    under_git(project)
    assert files(project, spec) == ["a.py", "far/deep/r.py", "link/q.py", "target/q.py"]
    assert "far/build/s.py" in files(project, spec, is_python=False)


@pytest.mark.parametrize("spec", [["**/*.py"], ["*.py"], "", [{"include": "*.py"}]])
def test_under_git_no_pattern_goes_into_ignored_folders_that_it_does_not_name(project, spec):
    put(project, "a.py", "src/b.py", "ignored/c.py", "src/node_modules/d.py", "kept/e.py")
    under_git(project, "ignored\nnode_modules\n")
    found = files(project, spec)
    assert {"ignored/c.py", "src/node_modules/d.py"}.isdisjoint(found)
    assert {"src/b.py", "kept/e.py"} <= set(found)


def test_under_git_a_pattern_that_names_an_ignored_folder_goes_into_all_of_it(project):
    put(project, "a.py", "data/b.csv", "data/deep/er/c.csv", "src/other/d.csv", "src/e.py")
    under_git(project, "data\nother\n")
    assert files(project, ["data"]) == ["data/b.csv", "data/deep/er/c.csv"]
    assert files(project, ["src/*.csv"]) == []
    assert files(project, ["src/other/*.csv"]) == ["src/other/d.csv"]


def test_an_include_has_no_say_on_what_else_is_an_environment(project):
    put(project, "a.py", "b.md", "env/bin/activate", "env/x.py")
    under_git(project)
    assert files(project, [{"include": "b.md"}]) == ["a.py", "b.md"]


def test_under_git_an_ignored_folder_is_taken_where_a_rule_for_folders_names_it(project):
    put(project, "a.py", "data/b.csv", "data/deep/c.csv", "other/d.csv", ".git/odd")
    under_git(project, "data\nother\n")
    named = ["a.py", "data/b.csv", "data/deep/c.csv"]
    assert files(project, [{"include": {"dir": "data"}}]) == named
    assert files(project, [{"include": {"dir": "data"}}, {"exclude": "b.*"}]) == named[::2]
    assert files(project, [{"include": {"dir": "*"}}]) == ["a.py"]
    assert files(project, [{"include": {"dir": ".git"}}]) == ["a.py"]
    assert files(project, [{"include": {"dir": "data"}}, {"exclude": {"dir": "data"}}]) == ["a.py"]
