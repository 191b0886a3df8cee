import os
import textwrap
from pathlib import Path

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.notebook.dispatch import carry_out
from guild_jupyter.notebook.session import NOTEBOOK, TERMINAL, Session
from guild_jupyter.supervise import state

GUILD_FILE = """
- model: ''
  default: yes
  operations:
    train:
      description: Trains
        a small network.
      main: train
      flags-dest: args
      flags-import: no
      flags:
        epochs: {default: 2, type: int, min: 1, description: Passes over the data}
        lr: 0.1
        kind: {default: a, choices: [a, b, two words]}
        fast: no
        code: 0
        free: null
        text: {default: null, type: string}
    evaluate:
      main: evaluate
      requires:
        - operation: train
          select: model.txt
    join:
      main: evaluate
      requires:
        - operation: train
          name: left
        - operation: evaluate
          name: right
    wait:
      exec: sh -c 'echo waiting; exec sleep 600'
    missing:
      main: no_such_module
    demanding:
      main: train
      flags:
        must: {required: yes}
    _hidden:
      exec: 'true'
- model: fashion
  description: Clothes
  operations:
    train:
      main: train
      flags-dest: args
      flags-import: no
      flags: {epochs: 9}
    fit: {exec: 'true'}
- model: digits
  operations:
    fit: {exec: 'true'}
"""

TRAIN = """
import sys

words = dict(zip(sys.argv[1::2], sys.argv[2::2]))
for step in range(int(words.get("--epochs", 1))):
    print(f"step: {step}")
    print(f"loss: {1 / (step + 1)}", flush=True)
with open("model.txt", "w") as file:
    file.write("a model")
sys.exit(int(words.get("--code", 0)))
"""


class Place:
    """A project, a Guild home, and commands given in a notebook or a terminal."""

    def __init__(self, folder):
        self.project = folder / "project"
        self.home = folder / "home"
        self.project.mkdir()
        self.write("guild.yml", GUILD_FILE)
        self.write("train.py", TRAIN)
        self.write("evaluate.py", "print(open('model.txt').read())\n")
        self.guild = Guild(self.project, self.home)
        self.said = ""
        self.complaints = ""
        self.sessions = {
            where: Session(self.guild, where, self._hear, complain=complain)
            for where, complain in ((NOTEBOOK, None), (TERMINAL, self._hear_complaint))
        }

    def write(self, name, text):
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return path

    def _hear(self, text):
        self.said += text

    def _hear_complaint(self, text):
        self.complaints += text

    def hears(self):
        """What was said since the last time this was asked."""
        said, self.said = self.said, ""
        return said

    def cell(self, *words, values=None):
        """Give a command in a notebook."""
        session = self.sessions[NOTEBOOK]
        session.values = values or {}
        return carry_out(list(words), session)

    def terminal(self, *words):
        """Give a command in a terminal."""
        return carry_out(list(words), self.sessions[TERMINAL])

    def ended(self, *words):
        """Start a run in a notebook and wait for its end."""
        run = self.cell("run", *words).wait(60, check=False)
        self.hears()
        return run

    def files(self):
        """Everything that is in the project and the home."""
        found = {}
        for top in (self.project, self.home):
            for path in sorted(top.rglob("*")):
                found[str(path)] = path.stat().st_mtime_ns
        return found


@pytest.fixture
def place(tmp_path, monkeypatch, clean_environment):
    made = Place(tmp_path)
    monkeypatch.chdir(made.project)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[2])]))
    monkeypatch.setattr("guild_jupyter.notebook.commands.run.shared_fate", lambda: "")
    yield made
    live = [run for run in made.guild.runs() if run.status in state.LIVE]
    for run in live:
        run.stop(grace=0)
    for run in live:
        run.wait(60, check=False)
