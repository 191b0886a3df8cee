import builtins
import os
import re
import signal

import pytest

from guild_jupyter.errors import (
    CommandError,
    FlagError,
    HomeError,
    Interrupted,
    InvalidFlagValue,
    LaunchError,
    MissingFlags,
    NoSuchFlag,
    NoSuchOperation,
    RunFailed,
)
from guild_jupyter.notebook.commands import run as command
from guild_jupyter.notebook.follow import Following
from guild_jupyter.runstore.run import Run


def answers(monkeypatch, text):
    """Type a text at the prompt; None for the end of the input."""

    def read(*_):
        if text is None:
            raise EOFError
        return text

    monkeypatch.setattr(builtins, "input", read)


def test_in_a_notebook_a_run_is_detached_and_returned_with_one_line(place):
    run = place.cell("run", "wait")
    assert isinstance(run, Run)
    said = re.fullmatch(rf"started wait {run.short_id} · %guild watch (\w+)\n", place.hears())
    assert run.id.startswith(said[1])
    assert place.guild.find(said[1]) == run
    assert run.status in ("pending", "running")


def test_the_line_names_the_flags_that_were_given(place):
    run = place.cell("run", "train", "epochs=1", "kind=two words")
    assert place.hears().startswith(
        f"started train {run.short_id} epochs=1 kind='two words' · %guild watch "
    )


def test_the_reference_in_the_line_is_long_enough_to_be_the_only_one(place, monkeypatch):
    ids = iter(["abcdef" + "0" * 26, "abcdef" + "1" * 26, "1234567a" + "0" * 24])
    monkeypatch.setattr("guild_jupyter.launch.launcher.new_id", lambda: next(ids))
    place.ended("train", "epochs=1")
    place.cell("run", "train", "epochs=1").wait()
    assert "watch abcdef1\n" in place.hears()
    run = place.cell("run", "train", "epochs=1").wait()
    # 1234 alone would be taken for an index one day
    assert "watch 1234567a\n" in place.hears()
    assert place.guild.find("1234567a") == run


def test_waiting_in_a_notebook_shows_the_output_and_returns_the_run(place):
    assert place.cell("run", "train", "epochs=1", "--wait").status == "completed"
    assert re.fullmatch(
        r"step: 0\nloss: 1\.0\ntrain \w{8}: completed in \d+\.\d s\n", place.hears()
    )
    place.cell("run", "train", "epochs=1", "--wait", "--quiet")
    assert place.hears().count("\n") == 1


def test_waiting_for_a_run_that_fails_fails_without_repeating_the_output(place):
    with pytest.raises(RunFailed) as caught:
        place.cell("run", "train", "epochs=1", "code=3", "--wait")
    assert place.hears() == "step: 0\nloss: 1.0\n"
    assert re.fullmatch(r"train \w{8}: error \(exit status 3\) in \d+\.\d s", caught.value.message)
    assert caught.value.hint == ""
    assert (caught.value.status, caught.value.exit_status) == ("error", 3)
    with pytest.raises(RunFailed) as caught:
        place.cell("run", "train", "epochs=1", "code=3", "--wait", "-q")
    assert caught.value.hint == "step: 0\nloss: 1.0"


@pytest.mark.parametrize(
    ("words", "code"), [(["code=0"], 0), (["code=7"], 7), (["code=255"], 255)]
)
def test_in_a_terminal_a_run_is_waited_for_and_its_code_returned(place, words, code):
    assert place.terminal("run", "train", "epochs=1", "-y", *words) == code
    assert place.hears() == "step: 0\nloss: 1.0\n"


def test_a_signal_becomes_128_and_its_number(place):
    place.write("guild.yml", "die: {exec: \"sh -c 'kill -9 $$'\"}\n")
    assert place.terminal("run", "die", "-y") == 128 + 9


def test_a_lost_run_is_a_failure(place, monkeypatch):
    monkeypatch.setattr(Run, "exit_status", None)
    assert place.terminal("run", "train", "epochs=1", "-y") == 1


def test_in_a_terminal_the_background_is_for_the_asking(place):
    assert place.terminal("run", "wait", "-y", "-b") == 0
    (run,) = place.guild.runs()
    assert place.hears() == f"wait started in background as {run.id}\n"
    assert run.status in ("pending", "running")


def test_waiting_and_the_background_exclude_each_other(place):
    with pytest.raises(CommandError, match="cannot both be given"):
        place.cell("run", "train", "--wait", "-b")


def interrupt_following(monkeypatch):
    """Have the first following of a run be interrupted at once."""
    until_end = Following.until_end
    calls = []

    def interrupted(following, *begin):
        calls.append(following)
        return until_end(following, *begin) if len(calls) > 1 else False

    monkeypatch.setattr(Following, "until_end", interrupted)


def test_an_interrupt_in_a_terminal_stops_the_run(place, monkeypatch):
    interrupt_following(monkeypatch)
    assert place.terminal("run", "wait", "-y") in (128 + 15, 128 + 2)
    (run,) = place.guild.runs()
    begin = f"stopping wait {run.short_id}\nwait {run.short_id}: terminated (SIGTERM) in "
    assert place.hears().startswith(begin)
    assert run.status == "terminated"


def test_an_interrupt_in_a_notebook_detaches(place, monkeypatch):
    interrupt_following(monkeypatch)
    with pytest.raises(Interrupted) as caught:
        place.cell("run", "wait", "--wait")
    (run,) = place.guild.runs()
    assert caught.value.message == f"detached; wait {run.short_id} goes on"
    assert caught.value.hint == f"%guild watch {run.short_id} · %guild stop {run.short_id}"
    assert run.status in ("pending", "running")


@pytest.fixture
def interrupted_launch(monkeypatch):
    """Have every launch interrupted as soon as the run is there."""
    launch = command.launch

    def launch_and_interrupt(plan):
        run = launch(plan)
        os.kill(os.getpid(), signal.SIGINT)
        return run

    monkeypatch.setattr(command, "launch", launch_and_interrupt)


@pytest.mark.usefixtures("interrupted_launch")
def test_an_interrupt_during_the_launch_comes_after_the_run_was_announced(place):
    with pytest.raises(KeyboardInterrupt):
        place.cell("run", "wait")
    (run,) = place.guild.runs()
    assert place.hears().startswith(f"started wait {run.short_id} ")
    assert run.status in ("pending", "running")


@pytest.mark.usefixtures("interrupted_launch")
def test_an_interrupt_during_the_launch_stops_the_run_that_a_terminal_waits_for(place):
    assert place.terminal("run", "wait", "-y") in (128 + 15, 128 + 2)
    (run,) = place.guild.runs()
    assert run.status == "terminated"


@pytest.mark.parametrize("answer", ["", "y", "Y", " yes "])
def test_a_terminal_asks_first_and_yes_is_the_default(place, monkeypatch, answer):
    answers(monkeypatch, answer)
    assert place.terminal("run", "train", "epochs=1") == 0
    assert place.hears().startswith(
        "You are about to run train\n  code: 0\n  epochs: 1\n  fast: no\n"
    )


@pytest.mark.parametrize("answer", ["n", "no", "what"])
def test_any_other_answer_runs_nothing(place, monkeypatch, answer):
    answers(monkeypatch, answer)
    assert place.terminal("run", "train") == 0
    assert place.cell("run", "train", "--prompt") is None
    assert not place.home.exists()


def test_when_nobody_can_answer_nothing_is_run(place, monkeypatch):
    answers(monkeypatch, None)
    with pytest.raises(CommandError, match="nobody answered") as caught:
        place.terminal("run", "train")
    assert caught.value.hint == "Give '-y' to do it without asking."
    assert place.hears().endswith("Continue? (Y/n) \n")
    assert not place.home.exists()


def test_a_notebook_asks_only_when_told_to(place, monkeypatch):
    answers(monkeypatch, "y")
    place.cell("run", "train", "epochs=1", "--prompt")
    assert "Continue? (Y/n)" in place.hears()
    place.cell("run", "train", "epochs=1", "--prompt", "-y")
    assert "Continue?" not in place.hears()


def test_a_needed_run_is_not_started_again(place):
    first = place.ended("train", "epochs=1")
    again = place.cell("run", "train", "epochs=1", "--needed")
    assert again == first
    assert place.hears() == (
        f"not needed: train {first.short_id} has these flags and is completed"
        f" · %guild info {first.short_id}\n"
    )
    assert place.terminal("run", "train", "epochs=1", "-n", "-y") == 0
    assert len(place.guild.runs()) == 1
    other = place.cell("run", "train", "epochs=2", "--needed")
    assert other != first
    assert len(place.guild.runs()) == 2


def test_a_run_that_failed_is_still_needed(place):
    failed = place.ended("train", "epochs=1", "code=1")
    assert place.cell("run", "train", "epochs=1", "code=1", "-n") != failed


def test_flags_may_be_given_with_an_option_as_well(place):
    run = place.ended("train", "-F", "epochs=1", "--flag", "kind=b")
    assert run.user_flags == {"epochs": 1, "kind": "b"}


def test_values_of_a_cells_body_are_taken_as_they_are(place):
    run = place.cell("run", "train", values={"epochs": 1, "text": "12", "free": {"a": [1]}}).wait()
    assert run.flags["text"] == "12"
    assert run.flags["free"] == {"a": [1]}


def test_a_list_of_values_is_refused_as_several_runs_and_leaves_nothing_behind(place):
    for words, values in ((["lr=[0.1,0.2]"], {}), ([], {"lr": [0.1, 0.2]})):
        with pytest.raises(FlagError, match=r"lr=\[0\.1, 0\.2\] stands for several runs"):
            place.cell("run", "train", *words, values=values)
    assert list(place.guild.runs()) == []


def test_a_run_started_by_a_shell_escape_of_a_cell_asks_nobody(place, monkeypatch):
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    answers(monkeypatch, None)
    assert place.terminal("run", "train", "epochs=1") == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["train", "epochs", "5"], "To set the flag, write epochs=VALUE."),
        (["train", "--epochs=5"], "A flag is written epochs=5, without dashes."),
        (["train", "--epochs"], "A flag is written epochs=VALUE, without dashes."),
        (["run", "train", "--wiat"], "Did you mean --wait?"),
    ],
)
def test_a_flag_or_option_written_wrongly_is_shown_right(place, words, hint):
    with pytest.raises(CommandError) as caught:
        place.cell(*words)
    assert caught.value.hint.startswith(hint)


def test_a_label_and_tags_are_recorded(place):
    run = place.ended("train", "epochs=1", "--label", "e${epochs}", "-t", "b", "--tag", "a")
    assert run.label == "e1"
    assert sorted(run.tags) == ["a", "b"]


def test_a_missing_module_is_recorded_and_the_cell_fails_with_guilds_words(place):
    with pytest.raises(LaunchError, match="No module named no_such_module") as caught:
        place.cell("run", "missing")
    (run,) = place.guild.runs()
    assert caught.value.hint == f"Recorded as run {run.short_id} (error)."
    assert (run.status, run.exit_status) == ("error", 1)
    assert "No module named no_such_module" in run.output()


def test_a_module_that_is_named_as_a_file_is_told_how_to_be_named(place):
    place.write("guild.yml", "train: {main: sub/train.py}\n")
    with pytest.raises(LaunchError, match=r"No module named train\.py") as caught:
        place.cell("run", "train")
    assert caught.value.hint.startswith("'main' names a module: write train, without .py. ")


def test_source_files_that_are_left_out_are_named(place):
    with (place.project / "big.bin").open("wb") as file:
        file.truncate(11 << 20)
    place.write("big.py", "x" * (11 << 20))
    place.ended("train", "epochs=1")
    place.terminal("run", "train", "epochs=1", "-y")
    assert "note: source file big.py is not copied (" in place.complaints
    assert "name it under 'sourcecode' in guild.yml" in place.complaints


@pytest.mark.parametrize(
    ("words", "error", "message", "hint"),
    [
        (["trian"], NoSuchOperation, "no operation 'trian'", "Did you mean train?"),
        (["train", "epoch=1"], NoSuchFlag, "epoch", "Did you mean epochs?"),
        (["train", "epochs=x"], InvalidFlagValue, "epochs", ""),
        (["train", "epochs=0"], InvalidFlagValue, "epochs", ""),
        (["train", "kind=c"], InvalidFlagValue, "kind", ""),
        (["demanding"], MissingFlags, "must", "must="),
        (["train", "--python", "/no/such/python"], LaunchError, "/no/such/python", "--python"),
        ([], NoSuchOperation, "no default operation", "Operations: train"),
    ],
)
def test_wrong_words_are_refused_and_leave_nothing_behind(place, words, error, message, hint):
    for given in (place.cell, place.terminal):
        with pytest.raises(error) as caught:
            given("run", *words, *(["-y"] if given == place.terminal else []))
        assert message in caught.value.message
        assert hint in caught.value.hint
    assert not place.home.exists()


def test_a_home_that_everybody_may_write_is_refused(place):
    place.home.mkdir(mode=0o777)
    place.home.chmod(0o777)
    with pytest.raises(HomeError, match="not safe"):
        place.cell("run", "train")
    assert list(place.home.iterdir()) == []


def test_a_home_that_cannot_be_made_is_refused(place, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeError) as caught:
        place.cell("run", "train", "-H", str(tmp_path / "file"))
    assert "--home" in caught.value.hint


def test_a_shared_fate_is_noted_once_in_a_notebook(place, monkeypatch):
    monkeypatch.setattr(command, "shared_fate", lambda: "all ends here")
    place.ended("train", "epochs=1")
    place.cell("run", "train", "epochs=1")
    assert "all ends here" not in place.hears()


def test_gpus_are_chosen_or_hidden(place):
    assert "CUDA_VISIBLE_DEVICES=0,2" in str(place.cell("train", "--gpus", "0,2", "--preview"))
    assert "CUDA_VISIBLE_DEVICES=\n" in str(place.cell("train", "--no-gpus", "--preview"))
    with pytest.raises(CommandError, match="cannot both be given"):
        place.cell("train", "--gpus", "0", "--no-gpus")


def test_checks_can_be_forced(place):
    run = place.ended("train", "-f", "kind=c", "epochs=1", "other=1")
    assert run.flags["kind"] == "c"
    assert run.flags["other"] == 1


def test_what_the_guild_file_says_and_nobody_reads_is_noted_once(place):
    place.write("guild.yml", "train: {main: train, flag: {epochs: 2}}\nfine: {main: train}\n")
    note = "note: guild.yml:1: train.flag: an operation has no attribute 'flag'; it is not read. "
    with pytest.raises(NoSuchFlag):
        place.cell("run", "train", "epochs=3")
    assert place.hears().startswith(note)
    place.cell("run", "train")
    place.cell("run", "fine")
    assert "note:" not in place.hears()


def test_what_cannot_be_run_is_refused_before_anything_is_asked(place, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: pytest.fail("asked"))
    with pytest.raises(FlagError, match="stands for several runs"):
        place.terminal("run", "train", "epochs=[1,2]")


def test_a_missing_module_is_told_what_is_near(place):
    place.write("guild.yml", "op: {main: trian}\n")
    with pytest.raises(LaunchError, match="No module named trian") as caught:
        place.cell("run", "op")
    assert caught.value.hint.startswith("Did you mean train? Recorded as run ")
