"""The introduction: a project that grows from a model's name to a workflow of two operations."""

import re

import pytest

MODEL = """\
model: fashion
description: Basic fashion MNIST image classifier.
"""
TRAIN = """\
model: fashion
description: Basic fashion MNIST image classifier.
operations:
  train:
    description: Train classifier from scratch.
    main: train
"""
PREDICT = """\
model: fashion
description: Basic fashion MNIST image classifier.
operations:
  train:
    description: Train classifier from scratch.
    main: train
  predict:
    description: Use trained model to make predictions.
    main: predict
    requires: trained-model
resources:
  trained-model:
    path: model
    sources:
      - operation: train
"""
# In place of the page's own scripts, which need its images and TensorFlow.
TRAIN_SCRIPT = """\
from pathlib import Path

for epoch in range(1, 6):
    print("loss:", 1 / epoch)
    Path(f"weights-000{epoch}-{1 / epoch:.3f}.hdf5").write_text(f"epoch {epoch}")
"""
PREDICT_SCRIPT = """\
from pathlib import Path

import fig

weights = sorted(Path("model").glob("weights-*"))[-1]
fig.draw("00618.png", weights.read_text())
"""
FIG_SCRIPT = """\
from pathlib import Path

def draw(name, what):
    Path(name).write_text(what)
"""
WEIGHTS = [
    *("weights-0001-1.000.hdf5", "weights-0002-0.500.hdf5", "weights-0003-0.333.hdf5"),
    *("weights-0004-0.250.hdf5", "weights-0005-0.200.hdf5"),
]


@pytest.fixture
def failed_then_trained(desk):
    """The project after its first run, which fails for want of the module, and its second."""
    desk.write("guild.yml", TRAIN)
    code, shown, error = desk.terminal("guild run train", typed="\n")
    assert code == 1
    assert shown == "You are about to run fashion:train\nContinue? (Y/n) "
    assert "No module named train" in error
    desk.write("train.py", TRAIN_SCRIPT)
    code, shown, error = desk.terminal("guild run train", typed="\n")
    assert (code, error) == (0, "")
    assert "loss: 0.2\n" in shown
    return desk


def test_the_models_of_a_project_are_listed(desk):
    desk.write("guild.yml", MODEL)
    assert "fashion Basic fashion MNIST image classifier." in desk.shown("guild models")


def test_an_operation_is_listed_and_in_the_help(desk):
    desk.write("guild.yml", TRAIN)
    assert "fashion:train Train classifier from scratch." in desk.shown("guild ops")
    shown = desk.shown("guild help")
    assert "fashion - Basic fashion MNIST image classifier." in shown
    assert "fashion:train Train classifier from scratch." in shown


def test_both_runs_are_listed_the_newest_first(failed_then_trained):
    header, newest, oldest = failed_then_trained.shown("guild runs").splitlines()
    assert header.startswith("# id operation started status")
    date = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    assert re.match(rf"1 \w{{8}} fashion:train {date} completed ", newest)
    assert re.match(rf"2 \w{{8}} fashion:train {date} error", oldest)


def test_the_failed_run_tells_why(failed_then_trained):
    _, run = failed_then_trained.guild.runs()
    for line in ("guild run info --output 2", "guild runs info --output 2", "guild info -O 2"):
        shown = failed_then_trained.shown(line)
        assert f"fashion:train {run.id} error" in shown
        assert "\noperation fashion:train\n" in shown
        assert "\nexit_status 1\n" in shown
        assert f"\nrun_dir {run.dir}\n" in shown
        assert re.search(r"\nstarted \d{4}-.*\nstopped \d{4}-", shown)
        assert re.search(r"\ncommand \S+ -um train\n", shown)
        assert "No module named train" in shown


def test_the_files_of_the_run_are_listed(failed_then_trained):
    run = failed_then_trained.guild.find()
    assert set(WEIGHTS) <= set(failed_then_trained.cell("guild ls"))
    full = failed_then_trained.cell("guild ls -f")
    assert {str(run.dir / name) for name in WEIGHTS} <= set(full)
    assert any("events.out.tfevents." in name for name in failed_then_trained.cell("guild ls -a"))


def test_a_workflow_hands_the_model_to_the_next_operation(desk):
    desk.write("guild.yml", PREDICT)
    shown = desk.shown("guild ops")
    assert "fashion:predict Use trained model to make predictions." in shown
    assert "fashion:train Train classifier from scratch." in shown
    for name, text in (("train", TRAIN_SCRIPT), ("predict", PREDICT_SCRIPT), ("fig", FIG_SCRIPT)):
        desk.write(f"{name}.py", text)
    assert desk.run("guild run train").status == "completed"
    run = desk.run("guild run predict")
    assert run.status == "completed"
    assert {"00618.png", *(f"model/{name}" for name in WEIGHTS)} <= set(desk.cell("guild ls"))
    assert run.path("00618.png").read_text() == "epoch 5"


def test_what_is_required_is_in_the_help_of_the_operation(desk):
    desk.write("guild.yml", PREDICT)
    shown = desk.shown("guild predict --help-op")
    assert "Requires:\ntrained-model: operation:train" in shown
