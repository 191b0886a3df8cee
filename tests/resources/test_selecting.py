import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.selecting import paths_below, renamed, select, without_bytecode

PATHS = ["a.txt", "m-10.h5", "m-9.h5", "m-x.h5", "sub", "sub/a.txt"]


def test_paths_are_sorted_and_a_folder_comes_before_its_content(tmp_path):
    for name in ("b/z.txt", "b/c/d", "a", ".guild/attrs/id", "b/.guild"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(paths_below(str(tmp_path), through_links=False)) == [
        "a",
        "b",
        "b/.guild",
        "b/c",
        "b/c/d",
        "b/z.txt",
    ]


def test_links_to_folders_are_followed_but_not_back(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "f").touch()
    (tmp_path / "real" / "up").symlink_to(tmp_path)
    (tmp_path / "also").symlink_to("real")
    (tmp_path / "dangling").symlink_to("nowhere")
    assert list(paths_below(str(tmp_path), through_links=True)) == [
        "also",
        "also/f",
        "also/up",
        "dangling",
        "real",
        "real/f",
        "real/up",
    ]


def test_links_to_folders_can_be_left_unfollowed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "f").touch()
    (tmp_path / "also").symlink_to("real")
    (tmp_path / "self").symlink_to(".")
    found = list(paths_below(str(tmp_path), through_links=False))
    assert found == ["also", "real", "real/f", "self"]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["a.txt"], ["a.txt"]),
        (["a"], []),
        ([".*"], PATHS),
        (["sub"], ["sub"]),
        (["sub/.*", "a.txt"], ["a.txt", "sub/a.txt"]),
    ],
)
def test_a_pattern_means_a_whole_path(patterns, found):
    assert select(PATHS, patterns) == found


def test_the_least_or_greatest_number_is_taken():
    assert select(PATHS, [], minimum=r"m-(.*)\.h5") == ["m-9.h5"]
    assert select(PATHS, [], maximum=r"m-(.*)\.h5") == ["m-10.h5"]
    assert select(PATHS, ["sub"], maximum=r"m-(.*)\.h5") == ["m-10.h5", "sub"]


def test_what_is_no_number_is_not_compared():
    assert select(["m-nan", "m-x", "m-", "m-1"], [], minimum="m-(.*)") == ["m-1"]
    assert select(["m-", "m-1"], [], minimum="m-([0-9]+)?") == ["m-1"]
    assert select(["a"], [], minimum="m-(.*)") == []


@pytest.mark.parametrize(
    ("rules", "name"),
    [
        ([], "model-3.h5"),
        ([(".*", "best.h5")], "best.h5"),
        ([(r"model-(\d)", r"m\1")], "m3.h5"),
        ([("nothing", "x"), ("model", "M"), ("M", "N")], "M-3.h5"),
        ([("[0-9h]", "_")], "model-_.h5"),
    ],
)
def test_the_first_rule_that_changes_the_name_wins(rules, name):
    assert renamed("model-3.h5", rules) == name


def test_a_replacement_without_its_group_is_said():
    with pytest.raises(ResourceError, match="cannot rename 'a'"):
        renamed("a", [("a", r"\1")])


def test_bytecode_is_left_out_unless_it_is_named():
    paths = ["__pycache__", "__pycache__/a.pyc", "a.py", "b/__pycache__/c", "d.pyc", "pyc"]
    assert list(without_bytecode(paths, [".*"])) == ["a.py", "pyc"]
    assert list(without_bytecode(paths, ["x", r".*\.pyc"])) == paths
