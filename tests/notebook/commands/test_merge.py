"""Copying the files of a run back, as it is asked for in a cell or a terminal."""

import builtins

import pytest

from guild_jupyter.errors import CommandError, NoSuchRun, RunError


@pytest.fixture
def run(place):
    run = place.ended("train", "epochs=1")
    place.write("train.py", "changed\n")
    return run


def test_a_preview_says_what_would_be_copied_and_why_not_the_rest(place, run):
    shown = place.cell("merge", "-p", "--replace", "-a").text
    assert f"train {run.short_id} would be copied to {place.project}:" in shown
    assert "  train.py (replaced)" in shown
    assert "  model.txt" in shown
    assert "  guild.yml: unchanged" in shown
    assert (place.project / "train.py").read_text() == "changed\n"
    nothing = place.cell("merge", "-p", "--replace", "-S").text
    assert "  nothing\n" in nothing
    assert "  train.py: source code" in nothing


def test_in_a_notebook_the_line_that_does_it_is_shown(place, run):
    with pytest.raises(CommandError, match="nothing is copied yet") as caught:
        place.cell("merge", "--replace", "-x", "*.txt", "-s", "-D")
    line = "merge --exclude '*.txt' --sourcecode --skip-deps --replace"
    assert caught.value.hint == f"To do it: %guild {line} {run.short_id} -y"
    place.hears()
    place.cell("merge", "--replace", "-y")
    assert place.hears() == "copied train.py\n"
    assert "loss" in (place.project / "train.py").read_text()
    place.cell("merge", "-y")
    assert "nothing to copy" in place.hears()


def test_a_terminal_asks(place, run, monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    monkeypatch.setattr(builtins, "input", lambda: "n")
    with pytest.raises(RunError, match="nothing was copied"):
        place.terminal("merge", "--replace")
    assert "You are about to copy 1 file of train" in place.hears()


def test_nothing_is_lost_unasked(place, run):
    for words in ([], ["--no-replace"]):
        with pytest.raises(RunError, match=r"train\.py"):
            place.cell("merge", "-y", *words)
    with pytest.raises(CommandError):
        place.cell("merge", "--replace", "--no-replace")
    with pytest.raises(CommandError, match="cannot both be given"):
        place.cell("merge", "-s", "-S")
    assert (place.project / "train.py").read_text() == "changed\n"


def test_a_run_of_another_project_needs_a_folder_that_is_named(place, run, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(RunError, match="is not of the project"):
        place.cell("-C", str(other), "merge", "-H", str(place.home))
    place.cell("merge", "-t", "../other", "-y", "--summary-name", "of-${run_id}.md")
    summary = (other / f"of-{run.id}.md").read_text()
    assert "- epochs: 1" in summary
    assert "- train.py" in summary
    with pytest.raises(RunError, match="there is a file"):
        place.cell("merge", "-t", "../other", "-y", "--summary-name", f"of-{run.id}.md")
    with pytest.raises(RunError, match="is no name for a summary"):
        place.cell("merge", "-t", "../other", "-y", "--summary-name", "../x")
    place.hears()
    place.cell("merge", "-t", "../other", "-y", "--summary-name", "x.md", "--no-summary")
    assert not (other / "x.md").exists()


def test_many_files_are_cut_where_they_are_listed(place, run, tmp_path):
    for number in range(50):
        run.path(f"made{number}").write_text("x")
    (tmp_path / "other").mkdir()
    with pytest.raises(CommandError):
        place.cell("merge", "-t", "../other", "-a")
    assert "and " in place.hears()
    place.cell("merge", "-t", "../other", "-a", "-y")
    assert place.hears().splitlines()[-1].startswith("and 1")


def test_one_run_is_merged(place, run):
    place.ended("train", "epochs=1", "code=1")
    with pytest.raises(NoSuchRun, match="'1:2' means 2 runs, not one"):
        place.cell("merge", "1:2")
