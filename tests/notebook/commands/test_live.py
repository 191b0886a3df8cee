"""The commands about what is running: watch and stop; and cd."""

import re
import time
from pathlib import Path

import pytest

from guild_jupyter.errors import CommandError, Interrupted, NoGuildFile, RunError
from guild_jupyter.notebook.commands import stop
from guild_jupyter.notebook.follow import Following
from guild_jupyter.notebook.views.cards import Cards
from guild_jupyter.runstore.run import Run


def test_watch_shows_a_run_to_its_end(place):
    run = place.cell("run", "train", "epochs=3", "code=2")
    place.hears()
    assert place.cell("watch", "--wait", run.short_id) is None
    assert re.fullmatch(
        r"(step: \d\nloss: [\d.]+\n){3}train \w{8}: error \(exit status 2\) in \d+\.\d s\n",
        place.hears(),
    )


def test_watch_in_a_notebook_returns_the_run_at_once_and_prints_nothing(place):
    run = place.cell("run", "wait")
    place.hears()
    assert place.cell("watch", run.short_id) == run
    assert place.cell("watch") == run
    assert run.status in ("pending", "running")
    assert place.hears() == ""


def test_watch_of_several_runs_returns_them_as_cards_in_the_order_given(place):
    first, second = place.ended("train", "epochs=1"), place.ended("train", "epochs=1")
    cards = place.cell("watch", second.short_id, first.short_id)
    assert isinstance(cards, Cards)
    assert list(cards) == [second, first]


def test_watch_shows_so_many_runs_and_follows_one_only(place):
    first, second = place.ended("train", "epochs=1"), place.ended("train", "epochs=1")
    for command in (place.terminal, lambda *words: place.cell(*words, "--wait")):
        with pytest.raises(CommandError, match="2 runs cannot be followed at once"):
            command("watch", first.short_id, second.short_id)


def test_watch_that_is_interrupted_leaves_the_run_alone(place, monkeypatch):
    run = place.cell("run", "wait")
    place.hears()
    monkeypatch.setattr(Following, "until_end", lambda _: False)
    with pytest.raises(Interrupted, match=f"detached; wait {run.short_id} goes on") as caught:
        place.terminal("watch")
    assert caught.value.hint == (
        f"guild-jupyter watch {run.short_id} · guild-jupyter stop {run.short_id}"
    )
    assert run.status in ("pending", "running")


def test_watch_without_a_name_follows_the_newest_that_is_going_else_the_newest(place, monkeypatch):
    monkeypatch.setattr(Following, "until_end", lambda _: False)
    going, ended = place.cell("run", "wait"), place.ended("train", "epochs=1")
    place.hears()
    with pytest.raises(Interrupted, match=f"detached; wait {going.short_id} "):
        place.cell("watch", "--wait")
    going.stop()
    going.wait(check=False)
    with pytest.raises(Interrupted, match=f"detached; train {ended.short_id} "):
        place.cell("watch", "--wait")


def test_stop_ends_the_only_live_run(place):
    run = place.cell("run", "wait")
    place.ended("train", "epochs=1")
    place.cell("stop")
    assert place.hears() == f"stopped wait {run.short_id}: terminated (SIGTERM)\n"
    place.cell("stop")
    assert place.hears() == "no run is running\n"


def test_stop_of_several_needs_a_name_or_a_yes(place):
    runs = [place.cell("run", "wait") for _ in range(2)]
    with pytest.raises(CommandError, match="2 runs are running: ") as caught:
        place.cell("stop")
    assert caught.value.hint == "Name one, or '%guild stop -y' to stop them all."
    place.hears()
    place.cell("stop", "-y")
    assert place.hears().count("stopped wait ") == 2
    assert {run.status for run in runs} == {"terminated"}


def test_stop_of_named_runs_leaves_the_others(place):
    first, second = place.cell("run", "wait"), place.cell("run", "wait")
    place.cell("stop", first.short_id)
    assert first.status == "terminated"
    assert second.status in ("pending", "running")


def test_stop_of_an_ended_run_says_so(place):
    run = place.ended("train", "epochs=1")
    place.cell("stop", "1")
    assert place.hears() == f"train {run.short_id} is not running (completed)\n"


def test_stop_need_not_wait(place):
    run = place.cell("run", "wait")
    place.hears()
    place.cell("stop", "-n", "--grace", "0")
    assert place.hears() == f"wait {run.short_id} is being stopped\n"
    assert run.wait(60, check=False).status == "terminated"


def give_up_waiting(patch, failure):
    def give_up(*_, **__):
        raise failure

    patch.setattr(Run, "wait", give_up)


def test_stop_that_is_interrupted_leaves_the_run_to_its_end(place, monkeypatch):
    run = place.cell("run", "wait")
    place.hears()
    with monkeypatch.context() as patch:
        give_up_waiting(patch, KeyboardInterrupt)
        with pytest.raises(Interrupted, match=f"but being stopped: wait {run.short_id}"):
            place.cell("stop", "--grace", "0")
    run.wait(60, check=False)


def test_a_run_that_does_not_end_makes_stop_fail(place, monkeypatch):
    run = place.cell("run", "wait")
    with monkeypatch.context() as patch:
        give_up_waiting(patch, TimeoutError)
        with pytest.raises(RunError, match=f"wait {run.short_id} does not end: ") as caught:
            place.cell("stop", "--grace", "0")
    assert caught.value.hint == "'%guild doctor RUN' says more."
    run.wait(60, check=False)


def test_a_run_of_another_host_makes_stop_fail(place):
    run = place.ended("train")
    launch = Path(run.files_of_run.launch)
    launch.write_text(re.sub('"(boot|host)": "[^"]*"', r'"\1": "elsewhere"', launch.read_text()))
    Path(run.files_of_run.exit_record).unlink()
    Path(run.files_of_run.attr("exit_status")).unlink()
    with pytest.raises(RunError, match="cannot be stopped from here: launched on elsewhere"):
        place.cell("stop", run.id)


def test_watch_in_a_terminal_ends_with_the_code_of_the_run(place):
    run = place.ended("train", "code=3")
    assert place.terminal("watch", run.id) == 3


def test_stop_refuses_what_is_no_number_of_seconds(place):
    with pytest.raises(CommandError, match="--grace needs a number, not 'x'"):
        place.cell("stop", "--grace", "x")
    assert stop.COMMAND.on_runs


def test_cd_chooses_the_project_for_what_follows(place, tmp_path, monkeypatch):
    other = tmp_path / "other" / "below"
    other.mkdir(parents=True)
    (tmp_path / "other" / "guild.yml").write_text("elsewhere: {exec: 'true'}\n")
    place.cell("cd", str(other))
    assert place.hears() == f"project: {tmp_path / 'other'}\n"
    assert "elsewhere" in place.cell("ops").text
    place.cell("cd")
    assert place.hears() == f"project: {place.project}\n"
    assert "train" in place.cell("ops").text


def test_cd_to_what_is_no_project_changes_nothing(place, tmp_path):
    for folder, message in ((tmp_path / "nosuch", "is not a folder"), ("/", "no guild.yml in /")):
        with pytest.raises(NoGuildFile, match=message):
            place.cell("cd", str(folder))
    assert "train" in place.cell("ops").text


def test_a_kernel_whose_folder_was_deleted_works_on_after_cd(place, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(NoGuildFile, match="the current folder does not exist any more"):
        place.cell("cd", "project")
    place.cell("cd", str(place.project))
    assert place.cell("run", "train", "epochs=1").wait().status == "completed"


def test_a_stop_that_takes_long_says_when_force_is_used(place, monkeypatch):
    monkeypatch.setattr(stop, "_SILENCE", 0.0)
    place.write(
        "guild.yml", "stay: {exec: \"sh -c 'trap : TERM; echo up; while :; do sleep 0.05; done'\"}"
    )
    run = place.cell("run", "stay")
    for _ in range(6000):
        if run.output():
            break
        time.sleep(0.01)
    place.hears()
    place.cell("stop", "--grace", "0.3")
    assert place.hears().splitlines() == [
        f"stopping stay {run.short_id}: by force after 0.3 s",
        f"stopped stay {run.short_id}: terminated (SIGKILL)",
    ]


def test_cd_is_for_notebooks(place):
    with pytest.raises(CommandError, match="'cd' is for notebooks") as caught:
        place.terminal("cd", "/")
    assert "--project DIR" in caught.value.hint
