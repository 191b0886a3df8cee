"""``export``, ``import`` and ``publish`` in a notebook and in a terminal."""

import pytest

from guild_jupyter.errors import CommandError, RunError
from guild_jupyter.runstore import foreign


@pytest.fixture
def answers(monkeypatch):
    given = []
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    monkeypatch.setattr("builtins.input", lambda: given.pop(0))
    return given


def test_runs_go_into_a_zip_file_and_back(place, tmp_path):
    run = place.ended("train")
    archive = str(tmp_path / "x.zip")
    done = place.cell("export", archive, "1")
    assert done.done == [run.id]
    assert repr(done) == f"copied 1 run to {archive}"
    note = f"note: run {run.short_id} is there already, and left as it is"
    again = place.cell("runs", "export", archive)
    assert repr(again) == f"copied 0 runs to {archive}\n{note}"
    assert place.hears() == ""  # it is said once, by what the cell returns
    place.terminal("export", archive, "-y")
    assert place.hears() == f"copied 0 runs to {archive}\n"
    assert place.complaints == f"{note}\n"
    home = str(tmp_path / "other")
    back = place.cell("import", archive, "train", "-H", home)
    assert (back.done, repr(back)) == ([run.id], f"copied 1 run to {home}")


def test_the_runs_of_a_zip_file_are_listed_where_they_are(place, tmp_path):
    run = place.ended("train")
    archive = str(tmp_path / "x.zip")
    place.cell("export", archive, "1")
    (listed,) = place.cell("runs", "-A", archive, "-Fo", "train")
    assert (listed.id, listed.status) == (run.id, "completed")


def test_an_imported_run_says_from_where_until_it_is_purged(place, tmp_path):
    run = place.ended("train")
    archive = str(tmp_path / "x.zip")
    place.cell("export", archive, "1")
    home = tmp_path / "other"
    place.cell("import", archive, "-H", str(home))
    assert archive in str(place.cell("info", "1", "-H", str(home)))
    assert "imported_from" not in str(place.cell("info", "1"))
    place.cell("rm", "1", "-y", "-H", str(home))
    assert (home / "foreign" / run.id).exists()
    place.cell("purge", "-y", "-H", str(home))
    assert not (home / "foreign" / run.id).exists()


def test_a_move_is_asked_for_in_a_notebook(place, tmp_path):
    run = place.ended("train")
    folder = str(tmp_path / "archive")
    with pytest.raises(CommandError, match="nothing is exported yet") as caught:
        place.cell("export", folder, "1", "-m")
    command = f"%guild export -m {folder} {run.typed_id} -y"
    assert caught.value.hint == f"To do it: {command}"
    assert "This would export (move) 1 run" in place.hears()
    assert repr(place.cell(*command.split()[1:])) == f"moved 1 run to {folder}"
    with pytest.raises(CommandError, match="nothing is imported yet") as caught:
        place.cell("import", folder, "--move")
    assert caught.value.hint.endswith(f"import --move {folder} {run.typed_id} -y")
    place.cell("import", folder, "-y", "--move")
    assert [found.id for found in place.guild.runs()] == [run.id]


def test_in_a_terminal_it_is_asked(place, tmp_path, answers):
    place.ended("train")
    archive = str(tmp_path / "x.zip")
    answers[:] = ["n", "y", "n", "", "n", "y"]
    home = str(tmp_path / "other")
    for words, verb, done in (
        (("export", archive), "exported", "copied"),
        (("import", archive, "-H", home), "imported", "copied"),
        (("publish", "-d", str(tmp_path / "reports")), "published", "published"),
    ):
        with pytest.raises(RunError, match=f"nothing was {verb}"):
            place.terminal(*words)
        assert place.terminal(*words) is None
        assert f"{done} 1 run to " in place.hears()


def test_reports_are_published_and_listed(place, tmp_path):
    run = place.ended("train")
    folder = tmp_path / "reports"
    done = place.cell("publish", "-d", str(folder))
    assert (done.done, repr(done)) == ([run.id], f"published 1 run to {folder}")
    (folder / "README.md").unlink()
    place.cell("publish", "-d", str(folder), "-r")
    assert place.hears() == f"{folder}/README.md lists 1 run\n"
    assert run.short_id in (folder / "README.md").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["export"], "no place is named"),
        (["export", "x.zip"], "no run fits, so there is nothing to export"),
        (["import"], "no archive is named"),
        (["publish"], "no run fits, so there is nothing to publish"),
        (["publish", "-t", "x"], "reports have one form"),
    ],
)
def test_what_cannot_be_done_is_told(place, words, message):
    with pytest.raises(CommandError, match=message):
        place.cell(*words)


def test_the_command_of_an_imported_run_is_not_executed_without_a_word(place, tmp_path, answers):
    run = place.ended("train")
    foreign.mark(place.guild.home, run.id, "x.zip")
    for option in ("--restart", "--proto"):
        with pytest.raises(CommandError, match=r"was imported from x\.zip") as caught:
            place.cell("run", option, run.short_id)
        assert f"run {option} {run.short_id} -y" in caught.value.hint
        assert "train" in place.cell("run", option, run.short_id, "--print-cmd").text
    answers[:] = ["n"]
    place.terminal("run", "--restart", run.short_id)
    assert "was imported from x.zip" in place.complaints
    assert run.status == "completed"
    again = place.cell("run", "--proto", run.short_id, "-y").wait(60)
    assert foreign.origin(again) == ""
