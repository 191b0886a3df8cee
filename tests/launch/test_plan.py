import json
import re
import subprocess
import sys

import pytest

from guild_jupyter.errors import (
    BadAssignment,
    GuildFileError,
    LaunchError,
    NoSuchFlag,
    ResourceError,
)
from guild_jupyter.launch.options import Options
from guild_jupyter.resources.candidates import RunFacts


def test_a_plan_says_all_that_is_known_of_the_run(training):
    plan = training.plan("train", "epochs=3")
    assert plan.command.argv == (
        *(sys.executable, "-um", "train"),
        *("--epochs", "3", "--lr", "0.1"),
    )
    assert plan.flags == {"epochs": 3, "lr": 0.1}
    assert plan.user_flags == {"epochs": 3}
    assert plan.label == "epochs=3 lr=0.1"
    assert plan.label_template is None
    assert plan.opref.kind == "guildfile"
    assert plan.opref.package == str(training.project / "guild.yml")
    assert plan.source.files == ["guild.yml", "train.py"]
    assert plan.module_folders == (".",)
    assert plan.resources is None
    assert plan.words == ("epochs=3",)
    assert plan.problem == ""
    assert "inherited" not in repr(plan)


def test_a_plan_writes_nothing(training):
    from tests.launch.conftest import everything_below

    before = everything_below(training.root)
    training.plan("train", "epochs=3")
    assert everything_below(training.root) == before


def test_values_from_python_and_words_add_up(training):
    plan = training.plan("train", "epochs=3", values={"lr": 0.5})
    assert plan.flags == {"epochs": 3, "lr": 0.5}


@pytest.mark.parametrize(
    ("main", "problem"),
    [
        ("nope", "No module named nope"),
        ("train.py", "No module named train.py"),
        ("pkg", "No module named pkg.__main__"),
        ("sub/train", "No module named train"),
        ("pkg.nope a b", "No module named pkg.nope"),
    ],
)
def test_a_module_that_is_not_there_is_a_problem_of_the_plan(world, main, problem):
    world.file("pkg/__init__.py")
    world.guild(f"op: {{main: {main}}}")
    assert world.plan("op").problem == problem


def test_a_module_in_a_folder_is_found_there(world):
    world.file("sub/train.py")
    world.guild("op: {main: sub/train}")
    plan = world.plan("op")
    assert plan.problem == ""
    assert plan.module_folders == ("sub", ".")


def test_a_module_below_root_is_found_there_and_recorded_so(world):
    world.file("src/train.py")
    world.guild("op: {main: train, sourcecode: {root: src, dest: code}}")
    plan = world.plan("op")
    assert plan.problem == ""
    assert plan.module_folders == ("code",)
    assert plan.guild_op["sourcecode"] == {"dest": "code", "root": "src"}
    assert plan.added["GUILD_SOURCECODE"] == "code"


def test_the_models_root_counts_as_well(world):
    world.file("src/train.py")
    world.guild("- model: m\n  sourcecode: {root: src}\n  operations: {op: {main: train}}\n")
    assert world.plan("op").problem == ""


def test_without_a_copy_the_module_is_run_from_the_project(world):
    world.file("train.py")
    world.guild("op: {main: train, sourcecode: no}")
    assert world.plan("op").module_folders == (str(world.project),)


def test_a_program_that_is_no_python_has_no_module_folders(world):
    world.guild("op: {exec: echo hello}")
    plan = world.plan("op")
    assert plan.module_folders == ()
    assert plan.problem == ""
    assert plan.destination == "args"


@pytest.mark.parametrize(
    ("attributes", "script", "expected"),
    [
        ("flags-dest: args, flags: {x: 1}", "x = 1", "args"),
        ("flags-dest: 'args:click', flags: {x: 1}", "", "args:click"),
        ("flags-dest: none, flags: {x: 1}", "", "none"),
        ("flags: {x: 1}", "import argparse", "args"),
        ("flags: {x: 1}", "print(1)", "args"),
        ("flags-dest: globals", "", "globals"),
        ("flags: {x: 1}", "x = 1", "globals"),
        ("flags-dest: 'config:c.yml', flags: {x: 1}", "", "config:c.yml"),
    ],
)
def test_how_flags_reach_the_program(world, attributes, script, expected):
    world.file("train.py", script)
    world.file("c.yml", "x: 3")
    world.guild(f"op: {{main: train, {attributes}}}")
    plan = world.plan("op")
    assert plan.destination == expected
    is_started_plainly = plan.command.argv[1] == "-um"
    assert is_started_plainly is expected.startswith("args")


def test_an_exec_operation_may_say_any_destination(world):
    world.guild("op: {exec: 'echo ${flag_args}', flags-dest: globals, flags: {x: 1}}")
    assert world.plan("op").command.argv == ("echo", "--x", "1")


@pytest.mark.parametrize(
    ("attributes", "options", "label"),
    [
        ("", Options(), "a=1 b=x"),
        ("label: my, ", Options(), "my"),
        ("label: 'a=${a} ${default_label} ${z}', ", Options(), "a=1 a=1 b=x "),
        ("label: '', ", Options(), ""),
        ("label: my, ", Options(label="X ${a}"), "X 1"),
        ("label: my, ", Options(label=""), ""),
        ("", Options(tags=("t", "u")), "t u a=1 b=x"),
        ("label: my, ", Options(tags=("t",)), "t a=1 b=x"),
    ],
)
def test_the_label_is_made_from_its_template(world, attributes, options, label):
    world.guild(f"op: {{exec: echo, {attributes}flags: {{a: 1, b: x, c: null}}}}")
    assert world.plan("op", options=options).label == label


def test_the_template_of_the_label_is_recorded_for_a_restart(world):
    world.guild("op: {exec: echo, flags: {a: 1}}")
    plan = world.plan("op", options=Options(tags=("t",)))
    assert plan.guild_op["label-template"] == "t ${default_label}"
    assert world.plan("op", options=Options(label="L")).guild_op["label-template"] == "L"


def test_tags_of_the_user_come_before_the_operations(world):
    world.guild("op: {exec: echo, tags: [a, b]}")
    assert world.plan("op", options=Options(tags=("c", "a"))).tags == ("c", "a", "b")


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        (["epochs"], BadAssignment, "not NAME=VALUE"),
        (["nope=1"], NoSuchFlag, "nope"),
    ],
)
def test_words_that_are_no_flags_are_refused(training, words, error, said):
    with pytest.raises(error, match=said):
        training.plan("train", *words)


def test_unknown_flags_pass_when_forced(training):
    plan = training.plan("train", "nope=1", options=Options(force_flags=True))
    assert "--nope" in plan.command.argv


def test_a_wrong_scalar_pattern_is_said_with_its_place(world):
    world.guild("op:\n  exec: echo\n  output-scalars: '('\n")
    with pytest.raises(GuildFileError, match=r"op\.output-scalars") as caught:
        world.plan("op")
    assert caught.value.line == 3
    assert "NAME: PATTERN" in caught.value.hint


def test_a_wrong_sourcecode_is_said_with_its_place(world):
    world.guild("a: {exec: echo}\nop:\n  exec: echo\n  sourcecode: 5\n")
    with pytest.raises(
        GuildFileError, match=r"guild\.yml:4: op\.sourcecode: expected files"
    ) as error:
        world.plan("op")
    assert error.value.hint


def required(world):
    world.guild(
        """\
        prepare: {exec: echo}
        train:
          exec: echo ${flag_args}
          requires:
            - file: data.csv
            - operation: prepare
        """
    )
    world.file("data.csv")
    run = world.home.runs / ("a" * 32)
    (run / ".guild").mkdir(parents=True)
    (run / ".guild/manifest").touch()
    (run / "made.txt").touch()
    return RunFacts("a" * 32, str(run), "completed", "", "prepare", 1, False)


def test_a_required_operation_is_chosen_and_recorded_as_a_flag(world):
    facts = required(world)
    plan = world.plan("train", runs=[facts])
    assert plan.resources
    assert plan.flags == {"operation:prepare": "a" * 32}
    assert "data.csv" not in plan.source.files


def test_a_required_operation_can_be_named_by_word_and_by_value(world):
    facts = required(world)
    assert world.plan("train", "prepare=aaaa", runs=[facts]).flags == {
        "operation:prepare": "a" * 32
    }
    plan = world.plan("train", values={"prepare": "aaaa"}, runs=[facts])
    assert plan.flags == {"operation:prepare": "a" * 32}
    assert plan.user_flags == {}


def test_another_interpreter_runs_the_operation(training, other_python):
    path, version = other_python
    plan = training.plan("train", options=Options(python=path))
    assert plan.command.argv[0] == path
    run = training.launch("train", options=Options(python=path))
    run.wait(timeout=60)
    assert run.attributes["platform"]["python_version"] == version
    assert "words ['--epochs', '5', '--lr', '0.1']" in run.output()


def test_a_plan_needs_no_import_of_pandas_resources_or_a_front_end(training):
    program = (
        "import sys, json\n"
        "from guild_jupyter.api import Guild\n"
        f"Guild({str(training.project)!r}, {str(training.home.path)!r}).plan('train')\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    assert not loaded & {"pandas", "IPython", "numpy", "guild_jupyter.resources", "psutil"}


def test_a_notebook_whose_name_has_a_space_is_told_how_to_be_written(world):
    world.file("my notes.ipynb", '{"cells": [], "metadata": {}, "nbformat": 4}')
    world.guild("op:\n  notebook: my notes.ipynb\n")
    with pytest.raises(GuildFileError, match="is read as 2 words") as caught:
        world.plan("op")
    assert (caught.value.line, caught.value.key) == (2, "op.notebook")
    assert caught.value.hint.endswith("notebook: \"'my notes.ipynb'\".")
    world.guild("op:\n  notebook: \"'my notes.ipynb'\"\n")
    assert world.plan("op").command.program
    world.guild("op:\n  notebook: no notes.ipynb\n")
    with pytest.raises(GuildFileError, match="there is no file no in"):
        world.plan("op")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("broken.py", "import argparse\nx = (1\n", "from broken.py: .*in line 2"),
        (
            "broken.ipynb",
            '{"cells": [{"cell_type": "code", "source": "x = (1"}]}',
            "from broken.ipynb: code cell 1 was not read: .*in line 1",
        ),
    ],
)
def test_a_flag_of_a_program_that_cannot_be_read_is_refused_with_the_reason(
    world, name, text, why
):
    world.file(name, text)
    kind = "main: broken" if name.endswith(".py") else f"notebook: {name}"
    world.guild(f"op: {{{kind}, flags-import: all}}\n")
    with pytest.raises(NoSuchFlag, match="no such flag: lr") as caught:
        world.plan("op", "lr=1")
    assert re.search(why, caught.value.hint)
    assert "--force-flags" in caught.value.hint


def test_a_flag_of_a_program_that_was_read_is_refused_without_more(training):
    with pytest.raises(NoSuchFlag) as caught:
        training.plan("train", "lrr=1")
    assert caught.value.hint == "Did you mean lr? Flags of this operation: epochs, lr."


def test_what_is_asked_for_beside_the_guild_file_is_told_how_to_be_given(training):
    with pytest.raises(ResourceError, match="cannot find source file") as caught:
        training.plan("train", options=Options(more_resources=("nope",)))
    assert "-D" in caught.value.hint
    assert "optional" not in caught.value.hint


def test_a_variable_that_the_program_computes_is_told_to_be_no_flag(world):
    world.file("train.py", "import random\nx = random.random()\n_own = f()\ny = 2\n")
    world.guild("op: {main: train, flags-import: all}\n")
    with pytest.raises(NoSuchFlag, match="no such flag: x") as caught:
        world.plan("op", "x=1", "y=1")
    assert "the program computes 'x'" in caught.value.hint
    assert "--force-flags" in caught.value.hint
    for other in ("_own", "zzz"):
        with pytest.raises(NoSuchFlag) as caught:
            world.plan("op", f"{other}=1")
        assert caught.value.hint == "Flags of this operation: y."
    world.guild("op: {main: train, flags-import: all, flags: {x: 3}}\n")
    assert world.plan("op", "x=1").flags == {"x": 1, "y": 2}


def test_what_a_build_leaves_is_copied_for_a_command_and_not_for_python(world):
    world.file("build/run.sh", "echo built\n")
    world.file("train.py")
    world.guild("command: {exec: 'sh build/run.sh'}\nmodule: {main: train}\n")
    assert "build/run.sh" in world.plan("command").source.files
    assert "build/run.sh" not in world.plan("module").source.files
    assert world.launch("command").wait(60).output() == "built\n"


def test_a_root_of_the_source_code_that_is_not_there_is_refused(world):
    world.guild("op: {exec: 'true', sourcecode: {root: nodir}}")
    with pytest.raises(GuildFileError, match=r"there is no folder .*/nodir") as caught:
        world.plan("op")
    assert caught.value.key == "op.sourcecode"


def test_an_unknown_attribute_of_the_source_code_is_no_hindrance(world):
    world.file("a.py")
    world.guild("op: {exec: 'true', sourcecode: {selct: x}}")
    assert world.plan("op").source.files == ["a.py", "guild.yml"]


def test_a_notebook_that_cannot_be_read_is_refused_before_there_is_a_run(world):
    world.file("a.ipynb", "[1]")
    world.guild("op: {notebook: a.ipynb}")
    with pytest.raises(LaunchError, match=r"a\.ipynb is no notebook .*: its JSON is no object"):
        world.plan("op")
    assert world.left_behind() == []
