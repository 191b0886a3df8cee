"""Model operations: what the project file of the page says, and what needs no more than that."""

import pytest

from guild_jupyter.errors import CommandError
from guild_jupyter.guildfile import reader

MODEL = """\
[model "intro"]

train           = intro
prepare         = intro --prepare
evaluate        = intro --evaluate
"""
FLAGS = """\
[flags]

datadir         = ./data
rundir          = $RUNDIR
batch_size      = 100
epochs          = 10
"""
RUNDIR_FLAGS = """\
[flags]

train_dir = $RUNDIR/train
eval_dir  = $RUNDIR/eval
"""
QUICK_TRAIN = """\
[flags "quick-train"]

max_steps        = 100
learning_rate    = 0.01
"""
PREPARE = """\
[model "intro"]

prepare         = intro --prepare
"""
TRAIN_REQUIRES = """\
[model "intro"]

train_requires  = ./data
"""


@pytest.fixture
def read(desk):
    return lambda *texts: reader.read(desk.write("Guild", "\n".join(texts)))


def defaults(operation):
    return {name: flag.default for name, flag in operation.flags.items()}


def test_each_operation_is_a_command_of_the_model(read):
    project = read(MODEL)
    assert {op.spec: op.main for op in project.operations} == {
        "intro:train": "intro",
        "intro:prepare": "intro --prepare",
        "intro:evaluate": "intro --evaluate",
    }
    assert {op.main for op in read(PREPARE).operations} == {"intro --prepare"}


def test_flags_are_for_all_operations_in_the_order_of_the_file(read):
    for operation in read(MODEL, FLAGS).operations:
        assert list(defaults(operation).items()) == [
            ("datadir", "./data"),
            ("rundir", "$RUNDIR"),
            ("batch_size", 100),
            ("epochs", 10),
        ]


def test_variables_may_be_a_part_of_values(read):
    (train, *_) = read(MODEL, RUNDIR_FLAGS).operations
    assert defaults(train) == {"train_dir": "$RUNDIR/train", "eval_dir": "$RUNDIR/eval"}


def test_a_named_section_of_flags_is_a_profile(read):
    (train, *_) = read(MODEL, FLAGS, QUICK_TRAIN).operations
    assert train.profiles == {"quick-train": {"max_steps": 100, "learning_rate": 0.01}}
    assert "max_steps" not in train.flags


def test_a_model_may_require_files(read):
    (train, prepare, evaluate) = read(MODEL + TRAIN_REQUIRES.partition("\n")[2]).operations
    assert train.must_exist == ("./data",)
    assert prepare.must_exist == evaluate.must_exist == ()
    assert read(TRAIN_REQUIRES).findings[0].message == "the model has no operation 'train'"


def test_an_operation_that_the_project_does_not_define_is_an_error(desk, read):
    read(PREPARE)
    for word in ("evaluate", "serve"):
        with pytest.raises(CommandError, match=f"no operation '{word}'"):
            desk.cell(f"guild {word} --latest-run")


def test_the_operations_are_listed_with_their_flags(desk, read):
    read(MODEL, FLAGS)
    shown = desk.shown("guild ops")
    for name in ("train", "prepare", "evaluate"):
        assert f"\nintro:{name} " in shown
    assert "intro:train" in desk.shown("guild help")


def test_help_of_the_operation_tells_profiles_and_what_it_requires(desk, read):
    read(MODEL + TRAIN_REQUIRES.partition("\n")[2], FLAGS, QUICK_TRAIN)
    shown = desk.shown("guild train --help-op")
    assert "datadir (default is ./data)\nrundir (default is $RUNDIR)\nbatch_size" in shown
    assert "Profiles:\nquick-train: max_steps=100 learning_rate=0.01" in shown
    assert "Requires:\n./data, in the project" in shown


def test_run_directories_are_listed_and_name_their_runs(desk):
    desk.write("Guild", '[model "intro"]\ntrain = intro\n')
    desk.write("intro.py", "import os\nprint(os.environ['RUNDIR'], os.environ['GPU_COUNT'])\n")
    older, newer = desk.run("guild train"), desk.run("guild train intro")
    assert older.output().split()[0] == str(older.dir)
    assert older.output().split()[1].isdecimal()
    assert list(desk.cell("guild list-runs")) == [str(newer.dir), str(older.dir)]
    code, shown, error = desk.terminal("guild list-runs")
    assert (code, error) == (0, "")
    for path, run in zip(shown.splitlines(), (newer, older), strict=True):
        assert f"intro:train {run.id} completed" in desk.shown(f"guild info {path}")
