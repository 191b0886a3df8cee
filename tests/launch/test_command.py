import sys

import pytest

from guild_jupyter.errors import FlagError, GuildFileError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.guildfile.step_definitions import StepDef
from guild_jupyter.launch.command import build, main_module


def built(operation, values=None, destination="args"):
    return build(operation, values or {}, "/py", "/project", destination)


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("train", ("", "train", [])),
        ("sub/train", ("sub", "train", [])),
        ("a/b/pkg.mod", ("a/b", "pkg.mod", [])),
        ("pkg.mod a --b 2", ("", "pkg.mod", ["a", "--b", "2"])),
        ("train 'two words'", ("", "train", ["two words"])),
    ],
)
def test_main_is_a_folder_a_module_and_words(main, expected):
    assert main_module(Operation("op", main=main)) == expected


@pytest.mark.parametrize("main", ["train 'open", '"'])
def test_open_quotes_are_said_with_the_line(main):
    with pytest.raises(GuildFileError, match="cannot be split") as caught:
        main_module(Operation("op", main=main, line=7))
    assert caught.value.line == 7
    assert "quotes" in caught.value.hint


@pytest.mark.parametrize("command", ["main: m 'open", "main: m ${nope}", "exec: e ${nope}"])
def test_what_is_wrong_with_a_command_is_said_with_its_place(world, command):
    world.guild(f"good: {{exec: 'true'}}\nbad:\n  {command}\n")
    with pytest.raises(GuildFileError) as caught:
        world.plan("bad")
    assert caught.value.message.startswith(f"{world.project}/guild.yml:3: bad.{command[:4]}: ")


def test_an_empty_command_is_refused():
    with pytest.raises(GuildFileError, match="is empty"):
        main_module(Operation("op", main=""))


def test_the_words_after_the_module_are_the_base_words_and_the_flags():
    operation = Operation("op", main="pkg.mod a --b 2", flags={"x": FlagDef("x")})
    command = built(operation, {"x": 1})
    assert command.argv == ("/py", "-um", "pkg.mod", "a", "--b", "2", "--x", "1")
    assert command.main_arguments == ("a", "--b", "2")
    assert command.flag_arguments == ("--x", "1")
    assert command.guild_template == (
        *("${python_exe}", "-um", "guild.op_main", "pkg.mod", "a", "--b", "2"),
        *("--", "__flag_args__"),
    )


def test_a_module_in_a_folder_is_run_by_its_name_and_recorded_with_its_folder():
    command = built(Operation("op", main="sub/train"))
    assert command.argv[2:] == ("train",)
    assert command.module_folder == "sub"
    assert command.guild_template[3] == "sub/train"


@pytest.mark.parametrize("destination", ["globals", "global:P", "namespace:P", "config:c.yml"])
def test_flags_that_the_program_takes_elsewhere_go_through_the_starter(destination):
    command = built(Operation("op", main="sub/train a"), {"x": True}, destination)
    assert command.argv[:2] == ("/py", "-u")
    assert command.argv[2].endswith("/execution/starter.py")
    assert command.argv[3:6] == ("train", "a", "--")
    assert command.argv[6] == "--x"
    assert command.guild_template[-4:] == ("sub/train", "a", "--", "__flag_args__")


def test_a_script_is_recorded_as_guild_records_it():
    command = built(Operation("slow.py", main="slow", script="slow.py"), {"x": 1})
    assert command.argv == ("/py", "-um", "slow", "--x", "1")
    assert command.guild_template[3:] == ("slow", "__flag_args__")


def test_a_notebook_is_carried_out_by_a_program_of_ours_with_a_kernel_of_the_runs_python():
    operation = Operation("nb", notebook="a.ipynb --html-no-input")
    command = built(operation, {"x": 1})
    assert command.argv[0] == sys.executable
    assert command.argv[4:] == (
        "guild_jupyter.execution.notebook",
        *("--kernel-python", "/py", "a.ipynb", "--html-no-input", "--", "--x", "1"),
    )
    assert "guild.plugins.nbexec" in command.guild_template


def test_steps_are_carried_out_by_a_program_of_ours():
    command = built(Operation("p", steps=(StepDef("a", "a"),)))
    assert command.argv[-1] == "guild_jupyter.sweeps.pipeline"
    assert command.guild_template == ("${python_exe}", "-um", "guild.steps_main")


def test_exec_wins_over_every_other_form():
    operation = Operation("p", exec="true", main="a", notebook="b.ipynb", steps=())
    assert built(operation).argv == ("true",)


def test_a_flag_that_the_command_has_already_is_not_passed_again():
    command = built(Operation("op", main="train --x 9"), {"x": 1, "y": 2})
    assert command.argv[3:] == ("--x", "9", "--y", "2")


def test_references_in_the_words_of_main_are_filled_in():
    command = built(
        Operation("op", main="train ${y} --z=${z} ${project_dir}"), {"y": 1, "z": "a b"}
    )
    assert command.argv[3:6] == ("1", "--z=a b", "/project")


def test_an_unknown_reference_is_refused():
    with pytest.raises(GuildFileError, match="invalid reference 'nope'"):
        built(Operation("op", main="train ${nope}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tool run ${flag_args} --end", ("tool", "run", "--x", "1", "--end")),
        ("tool --x=${x} -p${x}.txt", ("tool", "--x=1", "-p1.txt")),
        ("tool", ("tool",)),
        ("${python_exe} -c pass", ("/py", "-c", "pass")),
        ("tool --x 9 ${flag_args}", ("tool", "--x", "9")),
        ("tool '${flag_args}' 'a b'", ("tool", "--x", "1", "a b")),
        ("tool $HOME '$$'", ("tool", "$HOME", "$$")),
    ],
)
def test_exec_is_a_template(text, expected):
    command = built(Operation("op", exec=text), {"x": 1})
    assert command.argv == expected
    assert command.module is None


def test_only_options_before_the_place_of_the_flags_stand_for_a_flag():
    command = built(Operation("op", exec="tool --x 1 ${flag_args} --y 2"), {"x": 5, "y": 6})
    assert command.argv == ("tool", "--x", "1", "--y", "6", "--y", "2")


def test_exec_wins_over_main():
    assert built(Operation("op", exec="tool", main="train")).argv == ("tool",)


def test_flag_args_inside_a_word_are_no_reference():
    with pytest.raises(GuildFileError, match="flag_args"):
        built(Operation("op", exec="tool --opts=${flag_args}"), {"x": 1})


def test_an_exec_whose_program_is_an_empty_flag_is_refused():
    with pytest.raises(FlagError, match="is empty"):
        built(Operation("op", exec="${x}"), {"x": None})


def test_the_recorded_template_of_exec_leaves_the_flags_open():
    command = built(Operation("op", exec="tool ${x} ${flag_args}"), {"x": 1})
    assert command.guild_template == ("tool", "${x}", "__flag_args__")
