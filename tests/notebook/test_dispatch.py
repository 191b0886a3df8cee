import pytest

import guild_jupyter
from guild_jupyter.api import Guild
from guild_jupyter.errors import (
    BadAssignment,
    CommandError,
    GuildError,
    GuildFileError,
    NoSuchOperation,
    NoSuchRun,
)
from guild_jupyter.notebook.commands import COMMANDS, GROUPS, SECOND_NAMES
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.twins.page import Page


def test_the_first_word_is_a_command_or_else_an_operation(place):
    assert isinstance(place.cell("runs"), RunList)
    run = place.cell("train", "epochs=1")
    assert run.operation == "train"
    assert run.flags["epochs"] == 1


def test_no_words_at_all_show_the_help(place):
    for words in ((), ("-h",), ("--help",), ("help",)):
        assert "Look at runs:" in str(place.cell(*words))


def test_commands_win_over_operations_of_the_same_name(place):
    place.write("guild.yml", "runs: {exec: 'true'}\ninfo: {exec: 'true'}\ntrain: {exec: 'true'}\n")
    assert isinstance(place.cell("runs"), RunList)
    assert place.cell("run", "runs").wait().operation == "runs"


def test_a_command_about_runs_is_also_a_word_after_runs_and_run(place):
    run = place.ended("train", "epochs=1")
    for words in (["info"], ["runs", "info"], ["run", "info"]):
        assert f"train {run.id}" in str(place.cell(*words))
    assert list(place.cell("runs", "ls", "-g")) == ["model.txt"]
    assert list(place.cell("runs", "list")) == [run]


def test_run_info_means_the_operation_where_there_is_one(place):
    place.write("guild.yml", "info: {exec: 'true'}\n")
    assert place.cell("run", "info").wait().operation == "info"
    place.write(
        "guild.yml",
        "- model: a\n  operations: {info: {exec: 'true'}}\n"
        "- model: b\n  operations: {info: {exec: 'true'}}\n",
    )
    with pytest.raises(NoSuchOperation, match="several models have an operation 'info'"):
        place.cell("run", "info")


def test_a_bare_second_word_is_a_model_if_one_has_that_name(place):
    run = place.cell("train", "fashion", "epochs=5")
    assert run.operation == "fashion:train"
    assert run.flags == {"epochs": 5}
    assert place.cell("train", "--preview", "fashion").text.startswith("fashion:train: preview")


def test_a_bare_second_word_tells_which_of_several_models_is_meant(place):
    with pytest.raises(NoSuchOperation, match="several models have an operation 'fit'") as caught:
        place.cell("fit")
    assert caught.value.hint == "Write one of: fashion:fit, digits:fit."
    assert place.cell("fit", "digits").wait().operation == "digits:fit"
    assert place.cell("digits:fit").wait().operation == "digits:fit"


def test_a_bare_second_word_is_else_the_run_that_is_required(place):
    first = place.ended("train", "epochs=1")
    second = place.ended("train", "epochs=1")
    for reference, wanted in (("2", first), (first.short_id, first), ("latest", second)):
        plan = place.cell("evaluate", reference, "--preview").text
        assert wanted.short_id in plan, reference
    run = place.cell("evaluate", first.short_id).wait()
    assert run.output().endswith("\na model\n")
    assert first.short_id in str(run.flags)


def test_a_second_word_that_means_nothing_is_an_error(place):
    with pytest.raises(CommandError, match="'nosuch' is neither a model nor a run") as e:
        place.cell("train", "nosuch")
    assert e.value.hint.endswith("Models: fashion, digits.")
    with pytest.raises(CommandError, match="'nosuch' is neither a model nor a run"):
        place.cell("evaluate", "nosuch")
    with pytest.raises(CommandError, match="join requires several runs") as caught:
        place.cell("join", "1")
    assert caught.value.hint == "Say which: left=1 or right=1."
    with pytest.raises(CommandError, match="'word' is neither"):
        place.cell("train", "fashion", "word")
    place.ended("train", "epochs=1")
    with pytest.raises(BadAssignment):
        place.cell("train", "1", "word")


@pytest.mark.parametrize(
    ("word", "nearest"), [("trian", "train"), ("rnus", "runs"), ("digits:fti", "digits:fit")]
)
def test_an_unknown_first_word_is_an_error_with_the_nearest_name(place, word, nearest):
    with pytest.raises(CommandError, match=f"no command and no operation '{word}'") as caught:
        place.cell(word)
    assert caught.value.hint.startswith(f"Did you mean {nearest}? See '%guild help'.")
    assert "Operations: train, evaluate" in caught.value.hint
    assert "_hidden" not in caught.value.hint


def test_without_a_guild_file_the_error_says_so_and_what_to_do(place):
    (place.project / "guild.yml").unlink()
    with pytest.raises(
        CommandError, match=r"no command 'trian', and no operations: no guild\.yml"
    ):
        place.cell("trian")
    with pytest.raises(CommandError) as caught:
        place.cell("rnus")
    assert caught.value.hint.startswith("Did you mean runs? ")
    assert "cd DIR" in caught.value.hint


def test_a_broken_guild_file_is_what_the_error_is_about(place):
    file = place.write("guild.yml", "train: {main: [")
    with pytest.raises(GuildFileError) as caught:
        place.cell("train")
    assert str(file) in caught.value.message
    assert isinstance(place.cell("runs"), RunList)


@pytest.mark.parametrize("spelling", [["-H", "{}"], ["--home", "{}"], ["--home={}"]])
def test_a_home_may_be_named_before_and_after_the_command(place, tmp_path, spelling):
    words = [word.format(tmp_path / "other") for word in spelling]
    place.ended("train", "epochs=1")
    assert place.cell(*words, "runs").home == str(tmp_path / "other")
    assert len(place.cell("runs", *words)) == 0
    assert len(place.cell("runs")) == 1


@pytest.mark.parametrize("spelling", [["-C", "{}"], ["--project", "{}"], ["--project={}"]])
def test_a_project_may_be_named_before_and_after_the_command(place, tmp_path, spelling):
    other = tmp_path / "other"
    other.mkdir()
    (other / "guild.yml").write_text("elsewhere: {exec: 'true'}")
    words = [word.format(other) for word in spelling]
    assert "elsewhere" in str(place.cell(*words, "ops"))
    assert "elsewhere" in str(place.cell("ops", *words))
    run = place.cell(*words, "run", "elsewhere").wait()
    assert run.dir.parent == place.home / "runs"
    assert "elsewhere" not in str(place.cell("ops"))


def test_a_leading_option_without_its_folder_is_an_error(place):
    with pytest.raises(CommandError, match="-H needs a folder") as caught:
        place.cell("-H")
    assert caught.value.hint == "Write '-H DIR'."


def test_a_body_is_for_runs_alone(place):
    with pytest.raises(CommandError, match="'runs' takes no flag values"):
        place.cell("runs", values={"epochs": 1})
    assert place.cell("train", values={"epochs": 1}).flags["epochs"] == 1


@pytest.mark.parametrize("name", COMMANDS.names())
def test_every_command_has_help(place, name):
    for given, prefix in ((place.cell, "%guild"), (place.terminal, "guild-jupyter")):
        shown = given(name, "--help")
        assert isinstance(shown, Page)
        assert f"usage: {prefix} {COMMANDS.get(name).name}" in shown.text
        assert COMMANDS.get(name).summary in shown.text
        assert "--alias" not in shown.text


@pytest.mark.parametrize("name", COMMANDS.names())
def test_every_command_refuses_what_it_does_not_know(place, name):
    with pytest.raises(CommandError, match="no such option: --xyzzy") as caught:
        place.cell(name, "--xyzzy")
    assert caught.value.hint.endswith(f"See '%guild {COMMANDS.get(name).name} --help'.")


@pytest.mark.parametrize("name", ["info", "cat", "ls", "watch"])
def test_a_command_about_one_run_says_which_it_does_not_find(place, name):
    with pytest.raises(NoSuchRun, match="no run 'latest': there are no runs in "):
        place.cell(name)
    with pytest.raises(NoSuchRun, match="no run 'nosuch'"):
        place.cell(name, "nosuch")


def test_a_foreign_home_is_noted_once(place, monkeypatch):
    run = place.ended("train", "epochs=1")
    monkeypatch.setattr("os.getuid", lambda: 4242)
    place.cell("info")
    assert "belongs to another user" in place.hears()
    place.cell("info", run.id)
    place.cell("runs")
    assert place.hears() == ""
    place.terminal("info")
    assert place.said == ""
    assert place.complaints.startswith("note: the Guild home ")


def test_a_command_of_guilds_own_program_is_pointed_to(place):
    for given, hint in ((place.cell, "'!guild push'"), (place.terminal, "'guild push'")):
        with pytest.raises(CommandError, match="'push' is a command of Guild AI's own") as caught:
            given("push", "1")
        assert hint in caught.value.hint


def test_the_version_is_told(place):
    assert place.cell("--version").text == f"guild_jupyter {guild_jupyter.__version__}"


ODD_PATHS = {
    "too long": "/tmp/" + "x" * 300,
    "a loop of links": "loop",
    "below a loop": "loop/below",
    "a character that is none": "/tmp/a\0b",
    "of an unknown user": "~no-such-user/x",
    "below a file": "train.py/x",
}
TAKING_PATHS = (
    *("-H PATH runs", "-H PATH check", "-H PATH run train", "-H PATH init", "-H PATH info"),
    *("--project PATH ops", "--project PATH run train", "cd PATH"),
    *("init --project PATH", "init PATH", "info PATH", "ls PATH"),
    *("cat -p PATH", "ls -p PATH", "delete -y PATH", "restore PATH", "stop PATH", "watch PATH"),
    *("run PATH", "run PATH.py", "run train PATH", "run train @PATH", "run train -D PATH"),
    *("run train --python PATH", "run train --test-output-scalars PATH", "run --restart PATH"),
)


@pytest.mark.parametrize("path", ODD_PATHS.values(), ids=ODD_PATHS)
def test_a_path_that_leads_nowhere_is_an_error_of_ours_wherever_it_is_given(place, path):
    (place.project / "loop").symlink_to("loop")
    for words in TAKING_PATHS:
        hint = None
        try:
            place.cell(*(word.replace("PATH", path) for word in words.split()))
        except GuildError as error:
            hint = error.hint
        assert hint, words


def test_what_the_system_refuses_meanwhile_is_said_with_its_path(place, monkeypatch):
    refused = PermissionError(13, "Permission denied", "/some\nwhere")

    def refuse(*_, **__):
        raise refused

    with monkeypatch.context() as patch:
        patch.setattr(Guild, "runs", refuse)
        with pytest.raises(GuildError, match=r"^/some\\nwhere cannot be used: Permission denied"):
            place.cell("runs")
        refused.filename = None
        with pytest.raises(PermissionError):
            place.cell("runs")


def test_every_command_is_listed_once_under_what_it_is_for(place):
    grouped = [name for group in GROUPS.values() for name in group]
    assert sorted(grouped) == sorted(set(COMMANDS.builtin) - SECOND_NAMES)
    shown = str(place.cell("help"))
    for heading in GROUPS:
        assert f"\n\n{heading}:\n" in shown
    assert "More:" not in shown


def test_a_mistyped_command_after_runs_is_told(place):
    place.ended("train")
    with pytest.raises(NoSuchRun) as caught:
        place.cell("runs", "lable", "1")
    assert caught.value.hint.startswith("Did you mean the command label? ")
    with pytest.raises(NoSuchRun) as caught:
        place.cell("runs", "-n", "1", "zzzzzz")
    assert "Did you mean" not in caught.value.hint


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("runs -n x", "--limit needs a whole number, not 'x'"),
        ("runs -n", "--limit needs a value"),
        ("runs --json=1", "--json takes no value"),
        ("select -s -p", "--path and --short-id cannot both be given"),
        ("help a b", "what is not understood: b"),
        ("scalars -z", "no such option: -z"),
    ],
)
def test_what_is_wrong_with_words_is_said_plainly(place, words, message):
    with pytest.raises(CommandError) as caught:
        place.cell(*words.split())
    assert caught.value.message == message
