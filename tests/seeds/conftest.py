"""Commands as they are printed in the pages that the product began with, given where they say."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.notebook.dispatch import carry_out
from guild_jupyter.notebook.session import NOTEBOOK, Session
from guild_jupyter.supervise import state

ROOT = Path(__file__).parents[2]
PATIENCE = 60


class Desk:
    """A folder to work in, a Guild home, a notebook and a terminal."""

    def __init__(self, folder, home):
        self.folder = folder
        self.home = home
        self.guild = Guild(None, home)
        self.said = ""
        self.session = Session(self.guild, NOTEBOOK, self._hear)

    def _hear(self, text):
        self.said += text

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def cell(self, line):
        """Give the words after 'guild' in a cell; return the command's value."""
        return carry_out(shlex.split(line)[1:], self.session)

    def shown(self, line):
        """Give a command in a cell; return what it shows, each run of blanks as one."""
        return "\n".join(" ".join(row.split()) for row in str(self.cell(line)).splitlines())

    def run(self, line):
        """Give a command that starts a run, and wait for its end."""
        return self.cell(line).wait(PATIENCE, check=False)

    def terminal(self, line, typed=""):
        """Give a command in a terminal; return its code, its output and its errors."""
        done = subprocess.run(
            [sys.executable, "-m", "guild_jupyter", *shlex.split(line)[1:]],
            cwd=Path.cwd(),
            env={**os.environ, "PYTHONPATH": str(ROOT), "GUILD_HOME": str(self.home)},
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def desk(tmp_path, monkeypatch, clean_environment):
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("guild_jupyter.notebook.commands.run.shared_fate", lambda: "")
    made = Desk(folder, tmp_path / "home")
    yield made
    live = [run for run in made.guild.runs() if run.status in state.LIVE]
    for run in live:
        run.stop(grace=0)
    for run in live:
        run.wait(PATIENCE, check=False)
