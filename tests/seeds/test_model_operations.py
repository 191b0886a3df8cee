"""Model operations: how operations of the oldest dialect run.

They run in the folder of the project, with their flags in the order of the file, ``$RUNDIR`` and
``$GPU_COUNT`` filled in, ``--profile`` and ``-F`` over the flags of the file, and on a run that is
named or is the latest.
"""

import json

import pytest

from guild_jupyter.errors import GuildError

PROJECT = """\
[project]
name            = mnist

[model "intro"]
train           = intro
prepare         = intro --prepare
evaluate        = intro --evaluate
train_requires  = ./data

[flags]
datadir         = ./data
rundir          = $RUNDIR
batch_size      = 100
epochs          = 10

[flags "quick-train"]
max_steps        = 100
learning_rate    = 0.01
"""
# In place of the page's script: it tells what it was given, and keeps a model in the run.
INTRO = """\
import json, os, sys
from pathlib import Path

words = sys.argv[1:]
mode = words.pop(0) if words and words[0] in ("--prepare", "--evaluate") else "--train"
flags = dict(zip(words[::2], words[1::2]))
if mode == "--prepare":
    Path(flags["--datadir"]).mkdir()
if mode == "--train":
    Path(flags["--rundir"], "model.txt").write_text("a model")
if mode == "--evaluate":
    print(Path(flags["--rundir"], "model.txt").read_text())
print(json.dumps([mode, words, os.getcwd(), os.environ["RUNDIR"], os.environ["GPU_COUNT"]]))
"""
COMMAND = "-um intro --datadir ./data --rundir $RUNDIR --batch_size 100 --epochs 10"


@pytest.fixture
def mnist(desk):
    desk.write("Guild", PROJECT)
    desk.write("intro.py", INTRO)
    return desk


@pytest.fixture
def prepared(mnist):
    (mnist.folder / "data").mkdir()
    return mnist


def told(run):
    """What the script says that it was given."""
    assert run.status == "completed", run.output()
    return json.loads(run.output().splitlines()[-1])


def command_in(shown):
    """A command of several lines as one, without the shell's quotes."""
    return " ".join(shown.replace("\\", " ").replace("'", "").split())


def test_the_preview_shows_the_command_with_its_flags_in_order(prepared):
    assert COMMAND in command_in(prepared.shown("guild train intro --preview"))
    assert len(prepared.guild.runs()) == 0


def test_a_flag_may_be_given_by_an_option(prepared):
    run = prepared.run("guild train -F epochs=20")
    assert run.flags["epochs"] == 20
    assert told(run)[1][-2:] == ["--epochs", "20"]


def test_the_operation_runs_in_the_project_and_finds_its_run_directory(prepared):
    run = prepared.run("guild train")
    mode, words, folder, rundir, gpus = told(run)
    assert mode == "--train"
    assert words == [
        *("--datadir", "./data", "--rundir", str(run.dir)),
        *("--batch_size", "100", "--epochs", "10"),
    ]
    assert (folder, rundir) == (str(prepared.folder), str(run.dir))
    assert gpus.isdecimal()
    assert run.path("model.txt").is_file()


def test_variables_are_filled_in_within_values(prepared):
    prepared.write(
        "Guild",
        '[model "intro"]\ntrain = intro\n[flags]\nrundir = $RUNDIR\n'
        "train_dir = $RUNDIR/train\neval_dir  = $RUNDIR/eval\ngpus = $GPU_COUNT\n",
    )
    run = prepared.run("guild train")
    _, words, _, _, gpus = told(run)
    assert words == [
        *("--rundir", str(run.dir), "--train_dir", f"{run.dir}/train"),
        *("--eval_dir", f"{run.dir}/eval", "--gpus", gpus),
    ]


def test_a_profile_is_applied_over_the_flags_of_all(prepared):
    run = prepared.run("guild train --profile quick-train")
    words = told(run)[1]
    assert words[4:] == [
        *("--batch_size", "100", "--epochs", "10"),
        *("--max_steps", "100", "--learning_rate", "0.01"),
    ]
    over = prepared.run("guild train --profile quick-train -F max_steps=5")
    assert told(over)[1][-4:] == ["--max_steps", "5", "--learning_rate", "0.01"]


def test_an_unknown_profile_is_an_error_with_the_nearest_one(prepared):
    with pytest.raises(GuildError, match="quick-trian") as caught:
        prepared.cell("guild train --profile quick-trian")
    assert "quick-train" in caught.value.hint


def test_what_training_requires_is_made_by_preparing(mnist):
    with pytest.raises(GuildError, match=r"\./data") as caught:
        mnist.cell("guild train")
    assert "prepare" in str(caught.value)
    run = mnist.run("guild prepare")
    assert told(run)[:2] == [
        "--prepare",
        [
            *("--datadir", "./data", "--rundir", str(run.dir)),
            *("--batch_size", "100", "--epochs", "10"),
        ],
    ]
    assert (mnist.folder / "data").is_dir()
    assert told(mnist.run("guild train"))[0] == "--train"


@pytest.mark.parametrize("which", ["--latest-run", "path", "id"])
def test_a_trained_model_is_evaluated_in_its_run_directory(prepared, which):
    trained = prepared.run("guild train")
    (path,) = prepared.cell("guild list-runs")
    word = {"path": path, "id": trained.short_id}.get(which, which)
    code, shown, error = prepared.terminal(f"guild evaluate {word} -y")
    assert (code, error) == (0, "")
    model, said = shown.splitlines()[-2:]
    assert model == "a model"
    mode, words, folder, rundir, _ = json.loads(said)
    assert (mode, folder, rundir) == ("--evaluate", str(prepared.folder), str(trained.dir))
    assert words[2:4] == ["--rundir", str(trained.dir)]
