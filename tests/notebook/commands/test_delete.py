import builtins

import pytest

from guild_jupyter.errors import CommandError, NoSuchRun, RunError


@pytest.fixture
def answer(monkeypatch):
    def give(text):
        monkeypatch.setattr(builtins, "input", lambda: text)

    return give


def test_a_notebook_shows_what_would_be_deleted_and_how_to_do_it(place):
    run = place.ended("train")
    with pytest.raises(CommandError, match="nothing is deleted yet") as caught:
        place.cell("rm", "1")
    assert caught.value.hint == f"To do it: %guild delete {run.short_id} -y"
    said = place.hears()
    assert run.short_id in said
    assert "completed" in said
    assert run.dir.is_dir()


def test_a_deleted_run_lies_in_the_trash_and_comes_back(place):
    run = place.ended("train", "epochs=1")
    place.cell("runs", "rm", "1", "-y")
    assert (
        place.hears()
        == f"deleted train {run.short_id} · %guild restore {run.short_id} brings it back\n"
    )
    assert not place.guild.runs()
    assert run.status == "deleted"
    assert [gone.id for gone in place.cell("runs", "--deleted")] == [run.id]
    place.cell("restore", run.short_id)
    assert place.hears() == f"restored train {run.short_id}\n"
    assert run.status == "completed"
    assert run.flags["epochs"] == 1


def test_several_are_deleted_by_a_range(place):
    for _ in range(3):
        place.ended("train", "epochs=1")
    place.cell("delete", "1:2", "-y")
    assert "deleted 2 runs" in place.hears()
    assert len(place.guild.runs()) == 1


def test_a_run_that_is_running_is_stopped_first(place):
    run = place.cell("run", "wait")
    place.hears()
    with pytest.raises(CommandError):
        place.cell("rm", run.short_id)
    assert "would be stopped" in place.hears()
    place.cell("rm", run.short_id, "-y")
    assert run.state.reason == "it is in the trash"
    assert run.exit_status == -15


def test_a_terminal_asks(place, answer):
    run = place.ended("train", "epochs=1")
    answer("n")
    with pytest.raises(RunError, match="nothing was deleted"):
        place.terminal("rm", "1")
    assert run.dir.is_dir()
    answer("")
    place.terminal("rm", "1")
    assert "You are about to delete 1 run:" in place.hears()
    assert not run.dir.exists()


def test_where_nobody_answers_nothing_is_deleted(place, monkeypatch):
    run = place.ended("train", "epochs=1")

    def nobody():
        raise EOFError

    monkeypatch.setattr(builtins, "input", nobody)
    with pytest.raises(CommandError, match="nobody answered"):
        place.terminal("rm", "1")
    assert run.dir.is_dir()


def test_only_runs_of_the_home_are_deleted(place, tmp_path):
    run = place.ended("train", "epochs=1")
    other = tmp_path / "elsewhere"
    run.dir.rename(other)
    with pytest.raises(RunError, match="is not in the Guild home"):
        place.cell("rm", str(other), "-y")
    with pytest.raises(NoSuchRun):
        place.cell("rm", "nosuch", "-y")


def test_a_run_is_not_restored_over_another(place):
    run = place.ended("train", "epochs=1")
    place.cell("rm", "1", "-y")
    run.dir.mkdir()
    with pytest.raises(RunError, match="there is a run"):
        place.cell("restore", run.short_id)


def test_runs_to_delete_have_to_be_named(place):
    with pytest.raises(CommandError, match="no run is named"):
        place.cell("rm")
    with pytest.raises(CommandError, match="no run fits"):
        place.cell("rm", "-Fo", "nosuch", "-y")


def test_runs_are_deleted_for_good_where_that_is_wanted(place):
    run = place.ended("train", "epochs=1")
    with pytest.raises(CommandError) as caught:
        place.cell("rm", "1", "-p")
    assert caught.value.hint == f"To do it: %guild delete --permanent {run.short_id} -y"
    assert "This would delete 1 run for good:" in place.hears()
    place.cell("rm", "1", "-p", "-y")
    assert place.hears() == f"deleted train {run.short_id} for good\n"
    assert not place.guild.deleted()
    assert not run.dir.exists()


def test_a_purge_says_how_much_it_removes_and_asks(place):
    runs = [place.ended("train", "epochs=1") for _ in range(2)]
    place.cell("rm", ":", "-y")
    place.hears()
    with pytest.raises(CommandError, match="nothing is purged yet"):
        place.cell("purge")
    assert "This would purge 2 runs, " in place.hears()
    place.cell("purge", runs[0].short_id, "-y")
    assert place.hears().startswith(f"purged train {runs[0].short_id}, ")
    assert [run.id for run in place.guild.deleted()] == [runs[1].id]
    place.cell("purge", "-y")
    place.hears()
    place.cell("purge")
    assert place.hears() == "the trash is empty: there is nothing to purge\n"


def test_all_are_restored_where_that_is_agreed_to(place):
    for _ in range(2):
        place.ended("train", "epochs=1")
    place.cell("rm", ":", "-y")
    with pytest.raises(CommandError, match="nothing is restored yet"):
        place.cell("restore")
    place.cell("restore", "-y")
    assert len(place.guild.runs()) == 2
    place.hears()
    place.cell("restore")
    assert place.hears() == "the trash is empty: there is nothing to restore\n"
