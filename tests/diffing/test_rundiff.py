import pytest

from guild_jupyter.diffing import rundiff
from guild_jupyter.diffing.rundiff import USUAL, RunDiff, of_runs, with_folder
from guild_jupyter.diffing.sides import FolderSide
from guild_jupyter.errors import RunError
from guild_jupyter.scalars.events import EventWriter

OLD = {
    "flags": {"lr": 0.1, "n": 1},
    "env": {"A": "1"},
    "pip_freeze": ["a==1", "b==1"],
    "files": {"model.txt": "one\n"},
    "sources": {"train.py": "x = 1\n", "same.py": ""},
    "output": "loss: 1\n",
}
NEW = {
    "flags": {"lr": 0.2, "n": 1},
    "env": {"A": "1", "B": "2"},
    "pip_freeze": ["a==2", "b==1"],
    "files": {"model.txt": "two\n", "more.txt": ""},
    "sources": {"train.py": "x = 2\n", "same.py": ""},
    "output": "loss: 2\n",
}


def test_every_part_has_a_structure(runs):
    found = runs.diff(OLD, NEW)
    assert found.flags.changed == {"lr": (0.1, 0.2)}
    assert found.environment.added == {"B": "2"}
    assert found.packages.changed == {"a": ("1", "2")}
    assert list(found.source.changed) == ["train.py"]
    assert found.source.same == ["same.py"]
    assert found.output["output"].text.added == ["loss: 2"]
    assert list(found.files.changed) == ["model.txt"]
    assert list(found.files.added) == ["more.txt"]
    assert not found.dependencies
    assert [part.name for part in found.parts] == list(USUAL)
    assert found


def test_the_parts_that_are_named_are_shown_in_their_order(runs):
    found = runs.diff(OLD, NEW, "output", "flags")
    assert [part.name for part in found.parts] == ["output", "flags"]
    assert not runs.diff(OLD, NEW, "dependencies")


def test_the_unified_lines_of_all_parts_name_the_files(runs):
    found = runs.diff(OLD, NEW, "flags", "files", "dependencies")
    assert found.unified(0) == [
        *("--- flags", "+++ flags", "@@ -1 +1 @@", "-lr: 0.1", "+lr: 0.2"),
        *("--- a/model.txt", "+++ b/model.txt", "@@ -1 +1 @@", "-one", "+two"),
        *("--- /dev/null", "+++ b/more.txt"),
    ]
    assert "+++ /dev/null" in runs.diff(NEW, OLD, "files").unified()


def test_what_is_another_in_every_run_is_told_apart(runs):
    old, new = runs.run(id="1"), runs.run(id="2")
    for run in (old, new):
        (run.dir / ".guild/attrs/env").write_text(f"RUN_DIR: {run.dir}/x\nA: 1\n")
    found = of_runs(old, new)
    assert found.attributes.own == ["id", "started"]
    assert found.environment.own == ["RUN_DIR"]
    assert "env" in found.all_attributes.changed
    assert "env" not in found.attributes.changed


def test_what_one_run_made_and_the_other_has_as_source_code_is_source_code(runs):
    found = runs.diff({"sources": {"a.py": "1"}}, {"files": {"a.py": "2"}})
    assert list(found.source.changed) == ["a.py"]
    assert not found.files
    back = runs.diff({"files": {"a.py": "2"}}, {"sources": {"a.py": "1"}})
    assert list(back.source.changed) == ["a.py"]


def test_last_values_of_scalars_are_compared_those_of_the_system_left_out(runs):
    made = []
    for value in (0.5, 0.25):
        run = runs.run()
        with EventWriter(run.dir / ".guild") as writer:
            for tag in ("loss", "sys/cpu"):
                writer.add(tag, value, 1, 1.0)
        made.append(run)
    found = of_runs(*made)
    assert found.scalars.changed == {"loss": (0.5, 0.25)}


def test_a_run_differs_in_nothing_from_itself(runs):
    run = runs.run(**OLD)
    found = of_runs(run, run)
    assert not found
    assert found.is_of_itself
    assert found.unified() == []


def test_paths_are_files_and_folders_below_the_runs(runs):
    old = {"files": {"logs/a": "1", "logs/b": "1", "x": "1"}}
    new = {"files": {"logs/a": "2", "logs/b": "1", "y": "1"}}
    found = runs.diff(old, new, paths=["logs/", "x", "y"])
    assert [part.name for part in found.parts] == ["paths"]
    assert (list(found.paths.changed), found.paths.same) == (["logs/a"], ["logs/b"])
    assert (list(found.paths.removed), list(found.paths.added)) == (["x"], ["y"])


@pytest.mark.parametrize("path", ["..", "../x", "/etc/passwd", "a/../../x"])
def test_a_path_that_leads_out_of_the_run_is_refused(runs, path):
    with pytest.raises(RunError, match="not a path below a run"):
        runs.diff(OLD, NEW, paths=[path])


def test_a_path_that_no_side_has_is_refused_and_the_nearest_named(runs):
    with pytest.raises(RunError, match="neither train 00000000 nor train 00000000 has") as error:
        runs.diff(OLD, NEW, paths=["model.tx"])
    assert error.value.hint == "Did you mean model.txt?"


def test_a_part_that_is_not_there_is_refused_and_the_nearest_named(runs):
    with pytest.raises(RunError, match="no part 'flag'") as error:
        runs.diff(OLD, NEW, "flag")
    assert "Did you mean flags?" in error.value.hint


def test_with_a_folder_source_code_and_paths_alone_are_compared(runs, tmp_path):
    (tmp_path / "train.py").write_text("x = 3\n")
    folder = FolderSide(tmp_path, "folder", {"train.py": tmp_path / "train.py"})
    run = runs.run(**OLD)
    found = with_folder(run, folder)
    assert [part.name for part in found.parts] == ["source"]
    assert found.source["train.py"].text.added == ["x = 3"]
    assert list(found.source.removed) == ["same.py"]
    assert not found.is_of_itself
    with pytest.raises(RunError, match="a folder has no flags"):
        with_folder(run, folder, ["flags"])
    with pytest.raises(RunError, match="a folder has no such part"):
        _ = found.flags
    with pytest.raises(RunError, match="a folder has no such part"):
        _ = found.scalars
    assert with_folder(run, folder, paths=["train.py"]).paths["train.py"].text


def test_the_bundle_of_a_notebook_has_text_without_colours_and_html(runs):
    view = rundiff.View(colours=True)
    bundle = RunDiff(
        *(rundiff.RunSide(runs.run(**one)) for one in (OLD, NEW)), view=view
    )._repr_mimebundle_()
    assert list(bundle) == ["text/plain", "text/html"]
    assert "\x1b" not in bundle["text/plain"]
    assert "train.py" in bundle["text/html"]
