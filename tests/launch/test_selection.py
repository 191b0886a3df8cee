import os
import subprocess
from pathlib import Path

import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.launch import selection
from guild_jupyter.launch.selection import select


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def put(folder, *names, content=b"x = 1\n"):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def under_git(folder, ignored=""):
    subprocess.run(["git", "-C", folder, "init", "-q"], check=True)
    put(folder, ".gitignore", content=ignored.encode())


def files(project, *specs, excluded=()):
    return select(project, specs, excluded).files


def test_text_files_are_source_and_binary_ones_not(project):
    put(project, "train.py", "notes", ".env", "sub/a.txt", "empty")
    (project / "empty").write_bytes(b"")
    put(project, "model.bin", "data", content=b"\0\1\2")
    put(project, "latin", content=b"\xff\xfe")
    put(project, "control", content=b"\1\2\3\4")
    put(project, "picture.png", content=b"text by its content")
    assert sorted(files(project)) == [".env", "empty", "notes", "sub/a.txt", "train.py"]


def test_hidden_and_made_folders_are_no_source(project):
    put(project, "a.py", ".venv/x.py", "env/bin/activate", "env/lib.py", "build/b.py")
    put(project, "dist/c.py", "__pycache__/d.py", "x.egg-info/PKG", ".guild/runs/e.py")
    put(project, "private/.guild-nocopy", "private/f.py", "win/Scripts/activate", "win/x.py")
    assert files(project) == ["a.py"]


def test_a_link_to_a_file_and_to_a_folder_is_followed(project, tmp_path):
    put(tmp_path, "elsewhere/lib/x.py", "elsewhere/y.py")
    put(project, "a.py")
    (project / "lib").symlink_to(tmp_path / "elsewhere/lib")
    (project / "y.py").symlink_to(tmp_path / "elsewhere/y.py")
    (project / "dangling.py").symlink_to(tmp_path / "nowhere")
    assert sorted(files(project)) == ["a.py", "lib/x.py", "y.py"]


@pytest.mark.parametrize("git", [False, True])
def test_links_that_lead_round_in_circles_end(project, tmp_path, git):
    put(project, "a.py", "one/b.py", "two/c.py")
    (project / "up").symlink_to("..")
    (project / "self").symlink_to(".")
    (project / "root").symlink_to("/")
    (project / "one/over").symlink_to("../two")
    (project / "two/back").symlink_to("../one")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/back").symlink_to(project)
    (project / "out").symlink_to(tmp_path / "outside")
    if git:
        under_git(project)
    found = files(project)
    assert {"a.py", "one/b.py", "two/c.py"} <= set(found)
    assert len(found) < 10


def test_a_link_to_a_folder_is_followed_under_git_too(project, tmp_path):
    put(tmp_path, "common/lib.py", "common/build/x.py")
    put(project, "a.py")
    (project / "common").symlink_to("../common")
    under_git(project)
    assert files(project) == ["a.py", "common/lib.py"]


def test_under_git_everything_but_what_it_ignores_is_source(project):
    put(project, "a.py", "build/b.py", "model.bin", "ignored.py", "deep/er/c.py")
    put(project, "venv/bin/activate", "venv/lib.py", "off/.guild-nocopy", "off/x.py")
    put(project, "__pycache__/a.pyc", ".guild/x")
    under_git(project, "ignored.py\n")
    subprocess.run(["git", "-C", project, "add", "a.py"], check=True)
    put(project, "deleted.py")
    subprocess.run(["git", "-C", project, "add", "deleted.py"], check=True)
    (project / "deleted.py").unlink()
    assert files(project) == ["a.py", "build/b.py", "deep/er/c.py", "model.bin"]


def test_under_git_a_rule_can_want_what_is_ignored(project):
    put(project, "a.py", "data/b.csv", "build/x.py")
    under_git(project, "data\nbuild\n")
    assert files(project, [{"include": "data/*.csv"}]) == ["a.py", "data/b.csv"]
    assert files(project, [{"include": "*.csv"}]) == ["a.py"]
    assert files(project, [{"include": {"dir": "build"}}, {"include": "build/*"}]) == [
        *("a.py", "build/x.py"),
    ]


def test_under_git_a_folder_can_be_left_out(project):
    put(project, "a.py", "data/b.csv", "data/deep/c.csv")
    under_git(project)
    assert files(project, [{"exclude": {"dir": "data"}}]) == ["a.py"]
    assert files(project, [{"exclude": "data"}]) == ["a.py"]


def test_under_git_the_projects_own_guildignore_is_read(project):
    put(project, "a.py", "docs/b.md", "secret.txt", "pkg/secret.txt", "pkg/c.py", "pkg/d.md")
    put(project, ".guildignore", content=b"docs\nsecret.txt\n")
    put(project, "pkg/.guildignore", content=b"c.py\n")
    assert "secret.txt" in files(project)
    under_git(project)
    subprocess.run(["git", "-C", project, "add", "."], check=True)
    assert files(project) == ["a.py", "pkg/c.py", "pkg/d.md"]
    for pattern in ("*.md", "docs"):
        assert files(project, [{"include": pattern}]) == [
            *("a.py", "docs/b.md", "pkg/c.py", "pkg/d.md"),
        ]
    assert files(project, ["secret.txt"]) == ["secret.txt", "pkg/secret.txt"]
    assert files(project, {"root": "pkg"}) == ["c.py", "d.md"]
    put(project, ".guildignore", content=b"*\n")
    assert files(project) == []


@pytest.mark.parametrize("spec", [["*.csv"], [{"exclude": "*"}, {"include": "*.csv"}]])
def test_what_a_rule_asks_for_is_found_in_tracked_folders_that_guildignore_names(project, spec):
    put(project, "data/x.csv", "sub/data/z.csv", "ex.csv", "data/y.py", "out/o.csv")
    put(project, ".guildignore", content=b"data\n")
    under_git(project, "out\n")
    assert files(project, spec) == ["ex.csv"]
    subprocess.run(["git", "-C", project, "add", "."], check=True)
    assert sorted(files(project, spec)) == ["data/x.csv", "ex.csv", "sub/data/z.csv"]
    assert files(project, [{"include": {"dir": "data"}}]) == ["ex.csv"]
    assert files(project, [{"exclude": {"dir": "data"}}, {"include": "*.csv"}]) == ["ex.csv"]


def test_a_guildignore_of_all_but_some_leaves_what_a_rule_asks_for(project):
    put(project, "a.py", "docs/a.md", "docs/b.py")
    put(project, ".guildignore", content=b"*\n!*.py\n!guild.yml\n")
    under_git(project)
    subprocess.run(["git", "-C", project, "add", "."], check=True)
    assert files(project, ["*.md"]) == ["docs/a.md"]


def test_names_that_no_manifest_can_hold_are_left_out_and_named(project):
    put(project, "a.py", "é.py", "new\nline.py", os.fsdecode(b"\xff.py"))
    found = select(project, (), ())
    assert found.files == ["a.py", "é.py"]
    assert {why for _, why in found.skipped} == {"its name is not plain text"}
    assert len(found.skipped) == 2


@pytest.mark.parametrize("git", [False, True])
def test_a_home_inside_the_project_is_no_source(project, git):
    put(project, "a.py", "home/runs/1/train.py", "data/x.csv")
    if git:
        under_git(project)
    assert files(project, excluded=[project / "home", project / "data/x.csv"]) == ["a.py"]


def test_a_home_that_is_the_project_leaves_out_its_own_folders(project):
    put(project, "a.py", "runs/1/train.py", "staging/2/train.py")
    assert files(project, excluded=[project, project / "runs", project / "staging"]) == ["a.py"]


def test_a_home_reached_by_another_name_is_no_source_either(project, tmp_path):
    put(project, "a.py", "home/runs/1/train.py")
    (tmp_path / "link").symlink_to(project)
    assert files(tmp_path / "link", excluded=[project / "home"]) == ["a.py"]
    assert files(project, excluded=[tmp_path / "link/home", tmp_path]) == ["a.py"]


def test_a_file_called_like_guilds_folder_is_left_out(project):
    put(project, "a.py", ".guild")
    assert files(project) == ["a.py"]


def test_large_files_are_left_out_and_named_unless_a_rule_names_them(project, monkeypatch):
    monkeypatch.setattr(selection, "MAX_FILE", 10)
    monkeypatch.setattr(selection, "MAX_ALL", 25)
    for name in "abc":
        put(project, f"{name}.txt", content=b"1234567890")
    put(project, "big.txt", content=b"12345678901")
    found = select(project, (), ())
    assert found.files == ["a.txt", "b.txt"]
    assert [path for path, _ in found.skipped] == ["big.txt", "c.txt"]
    named = select(project, ([{"include": "big.txt"}, {"include": "c.txt"}],), ())
    assert sorted(named.files) == ["a.txt", "b.txt", "big.txt", "c.txt"]
    assert named.skipped == []


def test_what_a_rule_names_takes_nothing_of_the_limits_from_what_it_does_not(project, monkeypatch):
    monkeypatch.setattr(selection, "MAX_ALL", 25)
    monkeypatch.setattr(selection, "MAX_COUNT", 2)
    put(project, "tr.py", "sub/b.txt", "sub/c.txt")
    put(project, "big.txt", "big/1.txt", "big/2.txt", "zz.bin", content=b"x" * 30)
    rules = [{"include": "big"}, {"include": "big.txt"}, {"include": "zz.bin"}]
    found = select(project, (rules,), ())
    taken = ["big.txt", "tr.py", "zz.bin", "big/1.txt", "big/2.txt", "sub/b.txt"]
    assert found.files == taken
    assert found.skipped == [("sub/c.txt", "and what comes after: over 2 files")]
    put(project, "a.txt", "b.txt")
    found = select(project, (rules,), ())
    assert found.files[:3] == ["a.txt", "b.txt", "big.txt"]
    assert sorted(found.files[3:]) == ["big/1.txt", "big/2.txt", "zz.bin"]
    assert len(found.skipped) == 1


def test_under_git_a_rule_takes_nothing_of_the_limits_either(project, monkeypatch):
    monkeypatch.setattr(selection, "MAX_ALL", 25)
    put(project, "tr.py")
    put(project, "big.txt", content=b"x" * 30)
    under_git(project)
    found = select(project, ([{"include": "big.txt"}],), ())
    assert (found.files, found.skipped) == (["big.txt", "tr.py"], [])


def test_the_limits_are_those_of_the_readme(project):
    with (project / "big.txt").open("wb") as file:
        file.truncate((10 << 20) + 1)
    with (project / "just.txt").open("wb") as file:
        file.truncate(10 << 20)
    found = select(project, (), ())
    assert found.files == ["just.txt"]
    assert found.skipped == [("big.txt", "larger than 10 MB")]
    assert selection.MAX_ALL == 100 << 20


def test_outside_git_a_great_number_of_files_is_cut_and_said(project, monkeypatch):
    monkeypatch.setattr(selection, "MAX_COUNT", 3)
    put(project, *(f"{number}.py" for number in range(6)))
    found = select(project, (), ())
    assert found.files == ["0.py", "1.py", "2.py"]
    assert found.skipped == [("3.py", "and what comes after: over 3 files")]


def test_a_file_that_went_away_is_left_to_the_copy(project):
    assert selection._size(project / "gone") == 0


@pytest.mark.parametrize("spec", [False, []])
def test_nothing_is_copied_where_the_guild_file_says_so(project, spec):
    put(project, "a.py")
    assert files(project, spec) == []


def spec_project(project):
    put(project, "a.py", "b.txt", "sub/c.py", "sub/deep/d.py", "build/e.py")
    put(project, "sub/blob", content=b"\0")


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (None, ["a.py", "b.txt", "sub/c.py", "sub/deep/d.py"]),
        ({"select": None}, ["a.py", "b.txt", "sub/c.py", "sub/deep/d.py"]),
        ({"foo": "x"}, ["a.py", "b.txt", "sub/c.py", "sub/deep/d.py"]),
        ({}, ["a.py", "b.txt", "sub/c.py", "sub/deep/d.py"]),
        ({"select": "a.py", "foo": "x"}, ["a.py"]),
        ({"select": ["a.py", "b.txt"], "exclude": "a.py"}, ["a.py", "b.txt"]),
        ("*.py", ["a.py", "sub/c.py", "sub/deep/d.py"]),
        ("/a.py", ["a.py"]),
        (["a.py", "*.txt"], ["a.py", "b.txt"]),
        (["sub"], ["sub/blob", "sub/c.py", "sub/deep/d.py"]),
        (["sub/"], ["sub/blob", "sub/c.py", "sub/deep/d.py"]),
        ("build", []),
        ([{"exclude": "*.txt"}], ["a.py", "sub/c.py", "sub/deep/d.py"]),
        ({"exclude": "*.txt"}, ["a.py", "sub/c.py", "sub/deep/d.py"]),
        ({"select": [{"exclude": ["*.txt", "a.*"]}]}, ["sub/c.py", "sub/deep/d.py"]),
        ([{"exclude": {"dir": "sub"}}], ["a.py", "b.txt"]),
        ([{"exclude": {"dir": ["deep", "x"]}}], ["a.py", "b.txt", "sub/c.py"]),
        (
            [{"include": {"dir": "build"}}],
            ["a.py", "b.txt", "build/e.py", "sub/c.py", "sub/deep/d.py"],
        ),
        ([{"exclude": "*"}, {"include": {"text": "sub/*"}}], ["sub/c.py", "sub/deep/d.py"]),
        ([{"exclude": "*"}, {"include": {"binary": "*"}}], ["sub/blob"]),
        ([{"exclude": "*.py"}, "a.py"], ["a.py", "b.txt"]),
    ],
)
def test_every_form_of_a_spec(project, spec, expected):
    spec_project(project)
    assert sorted(files(project, spec)) == expected


def test_the_rules_of_model_and_operation_add_up(project):
    spec_project(project)
    assert files(project, [{"exclude": "*.txt"}], [{"exclude": {"dir": "sub"}}]) == ["a.py"]


def test_root_and_dest_are_taken(project, tmp_path):
    put(project, "src/a.py", "b.py")
    put(tmp_path, "other/c.py")
    found = select(project, ({"root": "src", "dest": "code/"},), ())
    assert (found.root, found.destination, found.files) == (project / "src", "code", ["a.py"])
    assert select(project, ({"root": "../other"},), ()).files == ["c.py"]
    assert select(project, ({"root": "src", "select": False},), ()).root == project / "src"


@pytest.mark.parametrize("root", ["nodir", "a.py"])
def test_source_code_cannot_be_taken_from_where_no_folder_is(project, root):
    put(project, "a.py")
    with pytest.raises(GuildFileError, match=f"there is no folder .*/{root} to take") as caught:
        select(project, ({"root": root},), ())
    assert "'root'" in caught.value.hint
    assert select(project, ({"root": root, "select": False},), ()).files == []


@pytest.mark.parametrize("dest", ["/abs", "..", "../x", "a/../../b", ".guild", ".guild/attrs"])
def test_source_code_cannot_be_put_outside_or_over_guilds_files(project, dest):
    with pytest.raises(GuildFileError, match="cannot be put into"):
        select(project, ({"dest": dest},), ())


@pytest.mark.parametrize("dest", [".", "./", "src", ".guild/sourcecode"])
def test_guilds_old_place_for_source_code_is_a_place(project, dest):
    assert select(project, ({"dest": dest},), ()).destination == str(Path(dest))


@pytest.mark.parametrize(
    "spec",
    [
        5,
        True,
        [5],
        [{"include": "a", "exclude": "b"}],
        [{"foo": 1}],
        [{"include": 5}],
        [{"include": {"shape": "a"}}],
        [{"include": None}],
        [["a"], {}],
    ],
)
def test_a_spec_that_makes_no_sense_is_refused(project, spec):
    with pytest.raises(GuildFileError, match="cannot understand") as caught:
        select(project, (spec,), ())
    assert caught.value.hint


#: What Guild 0.9.0 copies of a.py, b.txt and the binary c.bin, for a spec of the model in each
#: row and one of the operation in each column.
SPECS = {
    "absent": None,
    "no": False,
    "empty": [],
    "py": ["*.py"],
    "incl": [{"include": "*.bin"}],
    "excl": [{"exclude": "*.py"}],
    "sel": {"select": ["*.py"]},
    "destno": {"dest": "src"},
    "selno": {"select": False, "dest": "src"},
}
COPIED = """
        absent no     empty  py     incl   excl   sel    destno selno
absent  ab     -      -      a      abc    b      a      ab     -
no      -      -      -      a      abc    b      a      -      -
empty   -      -      -      a      abc    b      a      -      -
py      a      -      -      a      ac     -      a      a      -
incl    abc    -      -      a      abc    bc     a      abc    -
excl    b      -      -      a      bc     b      a      b      -
sel     a      -      -      a      ac     -      a      a      -
destno  ab     -      -      a      abc    b      a      ab     -
selno   -      -      -      a      abc    b      a      -      -
"""


def copied():
    columns, *rows = [line.split() for line in COPIED.strip().splitlines()]
    for name, *cells in rows:
        for column, cell in zip(columns, cells, strict=True):
            yield pytest.param(SPECS[name], SPECS[column], cell.strip("-"), id=f"{name}-{column}")


@pytest.mark.parametrize(("of_model", "of_operation", "expected"), list(copied()))
def test_specs_of_model_and_operation_are_combined_as_guild_does(
    project, of_model, of_operation, expected
):
    put(project, "a.py", "b.txt")
    put(project, "c.bin", content=b"\0\1")
    found = files(project, of_model, of_operation)
    assert "".join(path[0] for path in found) == expected
