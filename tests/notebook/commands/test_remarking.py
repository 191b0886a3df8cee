"""The commands that write on runs: label, tag, comment, mark."""

import builtins

import pytest

from guild_jupyter.errors import CommandError, NoSuchRun


@pytest.fixture
def runs(place):
    """Three runs, the newest first."""
    for epochs in (1, 2, 3):
        place.ended("train", f"epochs={epochs}", "--label", "old")
    return list(place.guild.runs())


def test_the_latest_run_is_labeled_without_asking(place, runs):
    place.cell("label", "--set", "e${epochs} ${label}")
    assert place.hears() == f"labeled train {runs[0].short_id}\n  e3 old\n"
    place.cell("runs", "label", "2", "-p", "new")
    place.cell("label", "2", "-a", "end")
    place.cell("label", "2", "-rm", "old")
    assert [run.label for run in runs] == ["e3 old", "new end", "old"]


def test_several_are_labeled_only_where_that_is_agreed_to(place, runs):
    with pytest.raises(CommandError, match="nothing is changed yet") as caught:
        place.cell("label", "1:2", "-s", "a b")
    named = " ".join(run.short_id for run in runs[:2])
    assert caught.value.hint == f"To do it: %guild label --set 'a b' {named} -y"
    assert "This would label 2 runs:" in place.hears()
    place.cell("label", "1:2", "-rm", "old", "-y")
    assert [run.label for run in runs] == ["", "", "old"]


def test_a_label_is_cleared_only_where_that_is_agreed_to(place, runs):
    with pytest.raises(CommandError, match="nothing is changed yet"):
        place.cell("label", "-c")
    place.cell("label", "-c", "-y")
    assert runs[0].label == ""


@pytest.mark.parametrize(
    "words", [["label"], ["label", "-s", "a", "-c"], ["tag"], ["comment", "-d", "1", "-c"]]
)
def test_what_is_to_be_done_has_to_be_said_once(place, runs, words):
    with pytest.raises(CommandError):
        place.cell(*words)


def test_tags_are_added_removed_and_listed(place, runs):
    place.cell("tag", "-a", "b", "-a", "a", "-s")
    assert place.hears() == f"tagged train {runs[0].short_id}\n"
    assert (runs[0].tags, runs[0].label) == (["a", "b"], "b a old")
    place.cell("tag", "2", "-a", "c")
    assert list(place.cell("tag", "--list-all")) == ["a", "b", "c"]
    assert list(place.cell("tag", "2", "--list-all")) == ["c"]
    place.cell("tag", "1", "-d", "b")
    assert runs[0].tags == ["a"]
    with pytest.raises(CommandError) as caught:
        place.cell("tag", "1", "-c", "-s")
    assert f"tag --clear --sync-labels {runs[0].short_id} -y" in caught.value.hint
    with pytest.raises(CommandError) as caught:
        place.cell("tag", ":", "-a", "x", "-d", "y")
    assert "tag --add x --delete y " in caught.value.hint
    place.cell("tag", "1", "-c", "-y")
    assert runs[0].tags == []


def test_comments_are_written_listed_and_deleted(place, runs):
    place.cell("comment", "-a", "first\nline", "-u", "me@here")
    place.cell("comment", "-a", "second")
    place.hears()
    lines = list(place.cell("comment", "1", "-l"))
    assert lines[0] == f"{runs[0].short_id}  train  completed  old"
    assert lines[1].startswith("  [1] me@here 2")
    assert lines[2:4] == ["      first", "      line"]
    assert list(place.cell("comment", "2", "--list"))[1:] == ["  no comments"]
    with pytest.raises(CommandError, match="nothing is changed yet"):
        place.cell("comment", "-d", "1")
    place.cell("comment", "-d", "1", "-y")
    assert [one.body for one in runs[0].comments] == ["second"]
    place.cell("comment", "-c", "-y")
    assert runs[0].comments == []


def test_a_comment_is_written_in_an_editor(place, runs, monkeypatch, tmp_path):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho written >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    place.terminal("comment", "-a", "begun, ", "-e")
    assert runs[0].comments[0].body == "begun, written"
    for program in ("true", "false", "/no/such"):
        monkeypatch.setenv("VISUAL", program)
        with pytest.raises(CommandError, match=r"nothing was written|cannot be started"):
            place.terminal("comment")
    with pytest.raises(CommandError, match="there is no text"):
        place.cell("comment")


def test_marks_are_set_and_taken_back(place, runs):
    place.cell("mark")
    place.cell("mark")
    assert [run.marked for run in runs] == [True, True, False]
    place.cell("mark", "3")
    assert runs[2].marked
    place.hears()
    place.cell("mark")
    assert place.hears() == "no run is left to mark\n"
    place.cell("mark", "3", "-c")
    with pytest.raises(CommandError, match="nothing is changed yet"):
        place.cell("mark", "-c")
    place.cell("mark", "-c", "-y")
    assert not any(run.marked for run in runs)
    place.hears()
    place.cell("mark", "-c")
    assert place.hears() == "no run is marked\n"


def test_in_a_terminal_it_is_asked(place, runs, monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    monkeypatch.setattr(builtins, "input", lambda: "y")
    place.terminal("tag", ":", "-a", "x")
    assert "You are about to change the tags of 3 runs:" in place.hears()
    assert all(run.tags == ["x"] for run in runs)


def test_without_runs_it_is_said_why(place):
    with pytest.raises(NoSuchRun, match="there are no runs in"):
        place.cell("tag", "-a", "x")
    with pytest.raises(NoSuchRun, match="there are no runs in"):
        place.cell("cat")


def test_many_runs_are_cut_in_the_question(place, runs):
    for number in range(60):
        folder = place.home / "runs" / f"{number:032x}" / ".guild"
        folder.mkdir(parents=True)
        (folder / "opref").write_text("guildfile:/p/guild.yml 0 '' op")
    with pytest.raises(CommandError) as caught:
        place.cell("tag", ":", "-a", "x")
    assert "and 43 more" in place.hears()
    assert "RUN… -y" in caught.value.hint
