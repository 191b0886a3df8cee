import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from guild_jupyter.guildfile import lookup, reader
from guild_jupyter.launch.launcher import launch
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.plan import plan_run
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.store import list_runs
from tests.notebook.conftest import place as place

TRAIN = """\
import os, sys
print("words", sys.argv[1:])
print("loss: 0.25")
"""


class Idle:
    """An executor that starts nothing and remembers what it was given."""

    def __init__(self, error=None):
        self.error = error
        self.started = []

    def start(self, run, environment, lock):
        self.started.append((run, dict(environment), lock))
        if self.error:
            raise self.error


class World:
    """A project and a Guild home in a temporary folder."""

    def __init__(self, root):
        self.root = root
        self.project = root / "project"
        self.project.mkdir()
        self.home = Home(root / "home")

    def file(self, name, content=""):
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def guild(self, text):
        return self.file("guild.yml", textwrap.dedent(text))

    def plan(self, operation="", *words, options=None, values=None, runs=(), folder=None):
        project = reader.read(self.project / "guild.yml")
        return plan_run(
            project,
            lookup.find_operation(project, operation),
            words,
            self.home,
            folder or self.project,
            runs,
            options or Options(),
            values,
        )

    def launch(self, *arguments, executor=None, **options):
        return launch(self.plan(*arguments, **options), executor)

    def left_behind(self):
        return [
            path
            for folder in (self.home.staging, self.home.runs)
            if folder.is_dir()
            for path in folder.iterdir()
        ]


@pytest.fixture(autouse=True)
def _nobody_elses_settings(monkeypatch, tmp_path):
    for name in ("GUILD_HOME", "GUILD_PYTHON_EXE", "GUILD_CONFIG", "CUDA_VISIBLE_DEVICES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    runs = list_runs(made.home)
    for run in runs:
        run.stop(grace=0)
    for run in runs:
        run.wait(timeout=60, check=False)


@pytest.fixture
def training(world):
    """A world with an operation that prints its words and a scalar."""
    world.file("train.py", TRAIN)
    world.guild("train: {main: train, flags-dest: args, flags: {epochs: 5, lr: 0.1}}")
    return world


@pytest.fixture
def idle():
    return Idle


def everything_below(*folders):
    return sorted(
        (str(path), path.lstat().st_mtime_ns)
        for folder in folders
        for path in Path(folder).rglob("*")
    )


@pytest.fixture(scope="session")
def other_python():
    """Another interpreter and its version: of another minor version where there is one."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    places = [*os.get_exec_path(), *pyenv.glob("versions/3.*/bin")]
    minors = [minor for minor in range(10, 20) if minor != sys.version_info[1]]
    candidates = [Path(place, f"python3.{minor}") for minor in minors for place in places]
    for candidate in [*candidates, Path(getattr(sys, "_base_executable", sys.executable))]:
        if os.access(candidate, os.X_OK):
            words = [candidate, "-c", "import platform; print(platform.python_version())"]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return str(candidate), done.stdout.strip()
    raise AssertionError("not even the interpreter of this process was found")
