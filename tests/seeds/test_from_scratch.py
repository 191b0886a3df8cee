"""A model from scratch: the project that is made, its help, its training, its script."""

import hashlib
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from guild_jupyter.guildfile import reader
from guild_jupyter.scaffold import flowers

IRIS = """\
- model: iris
  description:
    TODO - model description
  operations:
    train:
      description: Train the model
      cmd: train
      flags:
        epochs:
          description: Number of epochs to train
          default: 20
        batch-size:
          description: Training batch size
          default: 64
        learning-rate:
          description: Learning rate
          default: 0.01
      requires:
        - data
  resources:
    data:
      descrition: Data for training and validation
      sources:
        - url: http://pub.guild.ai.s3.amazonaws.com/samples/data.csv
          sha256: 6be6b1203f3d51df0b553a70e57b8a723cd405683958204f96d23d7cd6aea659
"""
URL = "http://pub.guild.ai.s3.amazonaws.com/samples/data.csv"
SHA256 = "6be6b1203f3d51df0b553a70e57b8a723cd405683958204f96d23d7cd6aea659"
# The script of the page; its pause between two epochs is left out.
SCRIPT = """\
import argparse

def main():
    args = parse_args()
    model = init_model(args)
    train(model, args)

def parse_args():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", default=20, type=int)
    parser.add_argument("--batch-size", default=64, type=int)
    parser.add_argument("--learning-rate", default=0.01, type=float)
    return parser.parse_args()

def init_model(args):
    return (
        "sample model (batch-size: {}, learning-rate: {})".format(
        args.batch_size, args.learning_rate)
    )

def train(model, args):
    for i in range(args.epochs):
        print("Training %s: epoch %i" % (model, i + 1))

if __name__ == "__main__":
    main()
"""
EPOCH = "Training sample model (batch-size: {}, learning-rate: {}): epoch {}\n"


@pytest.fixture
def iris(desk, monkeypatch):
    """The new project, with its folder as the current one."""
    desk.cell("guild init --project iris")
    monkeypatch.chdir(desk.folder / "iris")
    desk.folder = desk.folder / "iris"
    return desk


@pytest.fixture
def served():
    """A web server with the data; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content = flowers.table().encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/samples/data.csv"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_new_project_has_a_guild_file_and_a_script(desk):
    code, shown, error = desk.terminal("guild init --project iris", typed="\n")
    assert (code, error) == (0, "")
    assert shown.startswith("made project iris")
    assert {path.name for path in (desk.folder / "iris").iterdir()} == {
        *("guild.yml", "train.py", "data.csv"),
    }


def test_with_the_address_of_its_data_the_project_is_that_of_the_page(desk):
    desk.cell(f"guild init --project iris --data-url {URL} --sha256 {SHA256}")
    folder = desk.folder / "iris"
    assert {path.name for path in folder.iterdir()} == {"guild.yml", "train.py"}
    made = reader.read(folder / "guild.yml").models["iris"]
    page = reader.read(desk.write("page/guild.yml", IRIS)).models["iris"]
    assert made.description == page.description == "TODO - model description"
    assert made.operations["train"].flags == page.operations["train"].flags
    assert made.operations["train"].main == page.operations["train"].main
    assert made.operations["train"].requires == page.operations["train"].requires
    assert made.resources["data"].sources == page.resources["data"].sources


def test_help_shows_what_the_guild_file_says(iris):
    code, shown, _ = iris.terminal("guild help")
    assert code == 0
    shown = " ".join(shown.split())
    assert "iris - TODO - model description iris:train Train the model" in shown
    assert "epochs Number of epochs to train (default is 20)" in shown
    assert "learning-rate Learning rate (default is 0.01)" in shown
    assert "Resources: data: file:data.csv - Data for training and validation" in shown


def test_a_changed_description_is_the_models(iris):
    file = iris.folder / "guild.yml"
    file.write_text(
        file.read_text().replace("TODO - model description", "DNN classifier for Iris data")
    )
    assert "iris DNN classifier for Iris data" in iris.shown("guild models")
    assert "iris:train Train the model" in iris.shown("guild operations")


def test_the_flags_are_shown_before_the_first_training(iris):
    code, shown, error = iris.terminal("guild train", typed="\n")
    assert (code, error) == (0, "")
    assert shown.startswith(
        "You are about to run iris:train\n"
        "  batch-size: 64\n"
        "  epochs: 20\n"
        "  learning-rate: 0.01\n"
        "Continue? (Y/n) "
    )
    for epoch in (1, 20):
        assert EPOCH.format(64, 0.01, epoch) in shown
    losses = [float(loss) for loss in re.findall(r"^loss: (.*)$", shown, re.MULTILINE)]
    assert len(losses) == 20
    assert losses == sorted(losses, reverse=True)


def test_the_data_may_come_from_the_web(desk, served, monkeypatch):
    digest = hashlib.sha256(flowers.table().encode()).hexdigest()
    desk.cell(f"guild init --project iris --data-url {served} --sha256 {digest}")
    monkeypatch.chdir(desk.folder / "iris")
    run = desk.run("guild train epochs=2")
    assert run.status == "completed"
    assert served in run.output()
    assert EPOCH.format(64, 0.01, 1) in run.output()
    assert run.path("data.csv").read_text() == flowers.table()


def test_the_script_of_the_page_runs_as_it_is(desk):
    desk.write("guild.yml", IRIS.replace("      requires:\n        - data\n", ""))
    desk.write("train.py", SCRIPT)
    run = desk.run("guild train epochs=2 batch-size=100")
    assert run.output() == EPOCH.format(100, 0.01, 1) + EPOCH.format(100, 0.01, 2)


def test_the_script_runs_without_guild(iris):
    done = subprocess.run(
        [sys.executable, "train.py", "--batch-size", "100"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.stderr == ""
    assert done.stdout.startswith(EPOCH.format(100, 0.01, 1) + "loss: ")


def test_the_script_can_be_imported_without_training(iris):
    done = subprocess.run(
        [sys.executable, "-c", "import train; print(callable(train.main))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "True\n"
