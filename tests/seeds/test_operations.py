"""Operations: how they are run, what help says of them, what they require and are given."""

import json

import pytest

from guild_jupyter.errors import GuildError

MNIST = """\
- model: mnist-mlp
  description: Multilayer perceptron for MNIST
  operations:
    train:
      description: Train the MLP
      main: mlp
      flags:
        batch-size:
          description: Training batch size
          default: 128
        epochs:
          description: Number of epochs to train
          default: 20
      requires: images
    compress:
      description: Compress the model
      main: compress
  resources:
    images:
      description: Images of digits
      sources:
        - file: images.bin
- model: iris-dataset
  operations:
    prepare: prepare
"""
# The pattern that the page gives for the modules of operations.
SCRIPT = """\
import argparse, json, os, sys

def main():
    "Operation code here."
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch-size", type=int)
    parser.add_argument("--epochs", type=int)
    args = parser.parse_args()
    names = ("CMD_DIR", "GUILD_HOME", "GUILD_OP", "GUILD_PLUGINS", "LOG_LEVEL", "MODEL_DIR")
    seen = {name: os.environ[name] for name in (*names, "RUN_DIR", "RUN_ID")}
    print(json.dumps([sys.argv[1:], vars(args), os.getcwd(), seen]))

if __name__ == "__main__":
    main()
"""


@pytest.fixture
def mnist(desk):
    desk.write("guild.yml", MNIST)
    desk.write("mlp.py", SCRIPT)
    desk.write("prepare.py", "print('prepared')\n")
    desk.write("compress.py", "print('compressed')\n")
    desk.write("images.bin", "0123")
    return desk


def test_an_operation_is_run_by_its_model_and_name(mnist):
    run = mnist.run("guild run iris-dataset:prepare")
    assert (run.operation, run.output()) == ("iris-dataset:prepare", "prepared\n")


def test_an_operation_without_run_may_be_followed_by_its_model(mnist):
    for line in ("guild train mnist-mlp", "guild run mnist-mlp:train", "guild train"):
        assert mnist.run(line).operation == "mnist-mlp:train"
    assert mnist.run("guild compress mnist-mlp").output() == "compressed\n"


def test_help_of_an_operation_tells_its_flags_and_their_defaults(mnist):
    for line in ("guild run mlp:train --help-op", "guild train --help-op"):
        shown = mnist.shown(line)
        assert "mnist-mlp:train" in shown.splitlines()[0]
        assert "\nTrain the MLP\n" in shown
        assert "run --help' for" in shown
        assert (
            "\nFlags:\nbatch-size Training batch size (default is 128)\n"
            "epochs Number of epochs to train (default is 20)\n"
        ) in shown
        assert "\nRequires:\nimages: file:images.bin - Images of digits\n" in shown
    assert mnist.terminal("guild train --help-op")[0] == 0


def test_operations_are_listed(mnist):
    shown = mnist.shown("guild operations")
    assert "mnist-mlp:train Train the MLP" in shown
    assert "iris-dataset:prepare" in shown


def test_flags_are_assigned_by_name(mnist):
    run = mnist.run("guild train batch-size=64 epochs=10")
    assert run.flags == {"batch-size": 64, "epochs": 10}


def test_a_resource_that_cannot_be_resolved_fails_the_operation(mnist):
    (mnist.folder / "images.bin").unlink()
    code, _, error = mnist.terminal("guild train -y")
    assert code != 0
    assert "images.bin" in error


def test_resources_are_resolved_into_the_run_directory(mnist):
    assert mnist.run("guild train").path("images.bin").read_text() == "0123"


def test_a_user_may_name_another_resource(mnist):
    run = mnist.run("guild run iris-dataset:prepare")
    mnist.write(
        "guild.yml",
        f"{MNIST}    evaluate:\n      main: prepare\n      requires: {{operation: prepare}}\n",
    )
    mnist.run("guild run iris-dataset:prepare")
    evaluated = mnist.run(f"guild evaluate prepare={run.short_id}")
    assert evaluated.status == "completed"
    assert run.id in str(evaluated.flags)
    with pytest.raises(GuildError, match="nosuch"):
        mnist.cell("guild evaluate prepare=nosuch")


def test_the_operation_finds_flags_and_environment_in_its_run_directory(mnist):
    run = mnist.run("guild train epochs=3")
    words, flags, folder, seen = json.loads(run.output().splitlines()[-1])
    assert words == ["--batch-size", "128", "--epochs", "3"]
    assert flags == {"batch_size": 128, "epochs": 3}
    assert folder == str(run.dir)
    assert seen["CMD_DIR"] == str(mnist.folder)
    assert seen["GUILD_HOME"] == str(mnist.home)
    assert seen["GUILD_OP"] == "mnist-mlp:train"
    assert set(seen["GUILD_PLUGINS"].split(",")) >= {"cpu", "gpu", "memory"}
    assert seen["LOG_LEVEL"].isdecimal()
    assert seen["MODEL_DIR"] == str(mnist.folder)
    assert seen["RUN_DIR"] == str(run.dir)
    assert seen["RUN_ID"] == run.id
