"""Copying the files of a run back into a project."""

import errno
import os
import subprocess

import pytest

from guild_jupyter.errors import RunError
from guild_jupyter.runstore.run import Run
from guild_jupyter.scaffold import merging
from guild_jupyter.scaffold.merging import Wanted, plan

MANIFEST = """\
s train.py 0 src/train.py
s other.py 0 other.py
d data.txt 0 file:in/data.txt
d got.txt 0 operation:prepare
"""


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "home/runs" / ("a" * 32)
    (folder / ".guild/attrs").mkdir(parents=True)
    (folder / ".guild/manifest").write_text(MANIFEST)
    for name in ("train.py", "other.py", "data.txt", "got.txt", "model.bin"):
        (folder / name).write_text(f"of the run: {name}")
    (folder / "out").mkdir()
    (folder / "out/plot.png").write_text("plot")
    return Run(folder)


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def git(folder, *words):
    named = ("-c", "user.name=a", "-c", "user.email=a@b")
    subprocess.run(["git", "-C", folder, *named, *words], check=True, capture_output=True)


def test_files_go_back_to_where_they_came_from(run, target):
    merge = plan(run, target)
    places = {"data.txt": "in/data.txt", "other.py": "other.py", "train.py": "src/train.py"}
    assert dict(merge.files) == places
    assert dict(merge.skipped) == dict.fromkeys(
        ("got.txt", "model.bin", "out/plot.png"), merging.NOT_OF_PROJECT
    )
    assert not list(target.iterdir())
    assert merge.copy() == [target / places[name] for name, _ in merge.files]
    assert (target / "src/train.py").read_text() == "of the run: train.py"
    assert not list(target.rglob("*.merging"))
    assert dict(plan(run, target).skipped)["train.py"] == "unchanged"


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(sourcecode=False), ["data.txt"]),
        (Wanted(dependencies=False), ["other.py", "train.py"]),
        (Wanted(everything=True, exclude=("*.py", "out/*")), ["data.txt", "got.txt", "model.bin"]),
        (Wanted(exclude=("in/*", "src/train.py")), ["other.py"]),
    ],
)
def test_which_files_are_copied_can_be_said(run, target, wanted, names):
    assert sorted(name for name, _ in plan(run, target, wanted).files) == names


def test_a_program_stays_one_that_can_be_started(run, target):
    run.path("other.py").chmod(0o500)
    plan(run, target).copy()
    assert (target / "other.py").stat().st_mode & 0o700 == 0o700
    assert not (target / "src/train.py").stat().st_mode & 0o111


def test_what_git_does_not_have_is_not_replaced(run, target):
    (target / "other.py").write_text("mine")
    with pytest.raises(RunError, match=r"Git does not have as they are: other\.py"):
        plan(run, target)
    git(target, "init", "-q")
    with pytest.raises(RunError, match="would be lost"):
        plan(run, target)
    git(target, "add", ".")
    assert plan(run, target).replaced == ["other.py"]
    git(target, "commit", "-qm", "x")
    assert plan(run, target).replaced == ["other.py"]
    with pytest.raises(RunError, match=r"would be replaced: other\.py"):
        plan(run, target, Wanted(replace=False))
    (target / "other.py").write_text("mine, changed")
    with pytest.raises(RunError, match="would be lost"):
        plan(run, target)
    plan(run, target, Wanted(replace=True)).copy()
    assert (target / "other.py").read_text() == "of the run: other.py"


@pytest.mark.parametrize(
    "place", ["../out.py", "/tmp/out.py", "a/../../out.py", ".git/hooks/post-checkout", ".GIT/x"]
)
def test_a_manifest_that_leads_out_of_the_project_is_not_followed(run, target, place):
    (run.dir / ".guild/manifest").write_text(f"s train.py 0 {place}\nd data.txt 0 file:{place}\n")
    merge = plan(run, target)
    assert merge.files == []
    assert "its place is" in dict(merge.skipped)["train.py"]
    assert "its place is" in dict(merge.skipped)["data.txt"] or place.startswith(("/", ".."))


def test_links_of_the_run_are_not_copied(run, target, tmp_path):
    (tmp_path / "secret").write_text("secret")
    run.path("train.py").unlink()
    run.path("train.py").symlink_to(tmp_path / "secret")
    os.mkfifo(run.path("pipe"))
    skipped = dict(plan(run, target, Wanted(everything=True)).skipped)
    assert skipped == {"train.py": "a link", "pipe": "no regular file"}


def test_nothing_is_written_through_a_link_in_the_target(run, target, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (target / "src").symlink_to(outside)
    (target / "other.py").symlink_to(outside / "other.py")
    (target / "in").write_text("a file")
    with pytest.raises(RunError, match="cannot be put in place") as caught:
        plan(run, target, Wanted(replace=True))
    for name in ("src/train.py", "other.py", "in/data.txt"):
        assert name in caught.value.message
    assert not list(outside.iterdir())


def test_a_folder_that_becomes_a_link_after_the_plan_is_not_written_through(run, target, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    merge = plan(run, target, Wanted(dependencies=False, exclude=("other.py",)))
    (target / "src").symlink_to(outside)
    with pytest.raises(RunError, match=r"src/train\.py cannot be copied"):
        merge.copy()
    assert not list(outside.iterdir())
    (target / "src").unlink()
    run.path("train.py").unlink()
    run.path("train.py").symlink_to(outside)
    with pytest.raises(RunError, match="cannot be copied"):
        merge.copy()


def test_a_full_disk_leaves_the_file_as_it_was(run, target, monkeypatch):
    (target / "other.py").write_text("mine")
    merge = plan(run, target, Wanted(replace=True, dependencies=False))

    def refuse(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(merging.durable, "write_all", refuse)
    with pytest.raises(RunError, match="No space left on device") as caught:
        merge.copy()
    assert "0 of 2 files are copied" in caught.value.hint
    assert (target / "other.py").read_text() == "mine"
    assert not list(target.rglob("*.merging"))


def test_a_target_that_is_no_folder_is_refused(run, target):
    with pytest.raises(RunError, match="is no folder"):
        plan(run, target / "nowhere")
