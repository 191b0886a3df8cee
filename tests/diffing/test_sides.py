import pytest

from guild_jupyter.diffing.sides import FolderSide, RunSide, files_below, is_inside


def test_source_code_and_other_files_of_a_run_are_told_apart(runs):
    run = runs.run(files={"model.txt": "m", "logs/a.txt": "l"}, sources={"train.py": "t"})
    (run.dir / "__pycache__").mkdir()
    (run.dir / "__pycache__/train.pyc").write_text("")
    side = RunSide(run)
    assert list(side.sources()) == ["train.py"]
    assert sorted(side.files()) == ["logs/a.txt", "model.txt"]
    assert sorted(side.everything()) == ["logs/a.txt", "model.txt", "train.py"]
    assert side.name == f"train {run.short_id}"


@pytest.mark.parametrize("is_listed", [True, False])
def test_source_code_in_its_old_place_has_the_paths_of_the_project(runs, is_listed):
    name = ".guild/sourcecode/pkg/train.py"
    run = runs.run(sources={name: "t"}) if is_listed else runs.run(files={name: "t"})
    assert {path: file.content for path, file in RunSide(run).sources().items()} == {
        "pkg/train.py": b"t"
    }


def test_a_manifest_that_leads_out_of_the_run_is_not_followed(runs, tmp_path):
    (tmp_path / "secret").write_text("s")
    run = runs.run(sources={"a.py": ""})
    (run.dir / ".guild/manifest").write_text("s ../../../secret - x\ns a.py - a.py\ns gone - g\n")
    assert list(RunSide(run).sources()) == ["a.py"]


def test_links_are_no_folders(runs, tmp_path):
    run = runs.run(files={"a": "a"})
    (run.dir / "out").symlink_to(tmp_path)
    side = RunSide(run)
    assert sorted(side.files()) == ["a", "out"]
    assert side.path("out").target == str(tmp_path)
    assert side.path("out/home") is None
    assert side.path("a").content == b"a"
    assert side.path("none") is None


def test_attributes_are_read_once_and_leniently(runs):
    run = runs.run(flags={"lr": 0.1}, deps=["odd"])
    side = RunSide(run)
    assert side.mapping("flags") == {"lr": 0.1}
    (run.dir / ".guild/attrs/flags").write_text("lr: 2")
    assert side.mapping("flags") == {"lr": 0.1}
    assert side.mapping("deps") == {}
    assert side.attribute("none") is None
    assert "flags" in side.attributes()


def test_the_output_is_as_a_terminal_shows_it_in_the_end(runs):
    run = runs.run(output="10 %\r20 %\n\x1b[31mred\x1b[0m\n")
    assert RunSide(run).output.given == "20 %\nred\n"


def test_a_folder_has_the_source_code_that_it_is_given(tmp_path):
    (tmp_path / "a.py").write_text("a")
    side = FolderSide(tmp_path, "folder", {"src/a.py": tmp_path / "a.py"})
    assert side.sources()["src/a.py"].content == b"a"
    assert side.path("src/a.py").content == b"a"
    assert side.path("a.py").content == b"a"
    assert side.path("none") is None
    assert side.everything() == ["src/a.py"]


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("a", True),
        ("a/b", True),
        ("..", False),
        ("a/../b", False),
        ("/a", False),
        ("", False),
    ],
)
def test_a_path_is_inside_or_not(path, inside):
    assert is_inside(path) is inside


def test_what_cannot_be_listed_has_no_files(tmp_path):
    assert files_below(tmp_path / "none") == {}
