"""The overview: a Guild file of one mapping, and a run with the values that a user gives."""

import pytest

CIFAR = """\
model: cifar10-cnn
description: CNN classifier for CIFAR10 dataset
operations:
  train:
    description: Train the CNN
    cmd: train_cnn
    flags:
      epochs: 10000
      batch-size: 128
"""
TRAIN_CNN = """\
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int)
parser.add_argument("--batch-size", type=int)
print(vars(parser.parse_args()))
open("weights.bin", "w").close()
"""


@pytest.fixture
def cifar(desk):
    desk.write("guild.yml", CIFAR)
    desk.write("train_cnn.py", TRAIN_CNN)
    return desk


def test_the_file_names_script_and_flags(cifar):
    (train,) = cifar.guild.operations()
    assert (train.spec, train.main, train.description) == (
        *("cifar10-cnn:train", "train_cnn", "Train the CNN"),
    )
    assert {name: flag.default for name, flag in train.flags.items()} == {
        "epochs": 10000,
        "batch-size": 128,
    }


def test_the_model_is_trained_with_the_given_values(cifar):
    run = cifar.run("guild train cifar10-cnn epochs=1000 batch-size=64")
    assert (run.operation, run.status) == ("cifar10-cnn:train", "completed")
    assert run.flags == {"epochs": 1000, "batch-size": 64}
    assert run.output() == "{'epochs': 1000, 'batch_size': 64}\n"


def test_each_training_is_an_experiment_of_its_own(cifar):
    first, second = (cifar.run(f"guild train cifar10-cnn epochs={n}") for n in (1, 2))
    assert first.dir != second.dir
    for run in (first, second):
        assert run.path("weights.bin").is_file()
        assert run.attributes.typed("cmd", list, [])[1:3] == ["-um", "train_cnn"]
    assert not (cifar.folder / "weights.bin").exists()


def test_a_model_is_named_after_its_operation(desk):
    desk.write("guild.yml", "- model: resnet-50\n  operations: {train: {main: train}}\n")
    desk.write("train.py", "")
    assert desk.run("guild train resnet-50").operation == "resnet-50:train"
