"""Programs run by the starter, each in a process of its own, and notebooks executed here."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from sample_notebooks import write

from guild_jupyter import execution
from guild_jupyter.execution import notebook
from guild_jupyter.flags.delivery import VARIABLE, starter_payload, starter_variables

STARTER = Path(execution.__file__).with_name("starter.py")
OLDEST = (3, 8)


@cache
def interpreters():
    """Every Python of this machine that the starter has to work with, one of each version."""
    named = [shutil.which(f"python3.{minor}") for minor in range(OLDEST[1], 20)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = {sys.version_info[:2]: sys.executable}
    for path in [*filter(None, named), *map(str, pyenv.glob("versions/3*/bin/python3"))]:
        asked = subprocess.run(
            [path, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
        )
        version = tuple(map(int, asked.stdout.split()))
        if not asked.returncode and version >= OLDEST:
            found.setdefault(version, path)
    return [found[version] for version in sorted(found)]


def pytest_generate_tests(metafunc):
    if "interpreter" in metafunc.fixturenames:
        paths = interpreters()
        names = [f"{number}:{Path(path).name}" for number, path in enumerate(paths)]
        metafunc.parametrize("interpreter", paths, ids=names)


class Started:
    """Starts programs of a folder."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def environment(self, values, destination, **more):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        variables = starter_variables(starter_payload(values, {}, destination))
        return {**kept, "PYTHONIOENCODING": "utf-8", **variables, **more}

    def run(self, *words, values=(), destination="globals", python=sys.executable, **environment):
        return self._run(
            [python, str(STARTER), *words],
            self.environment(dict(values), destination, **environment),
        )

    def plainly(self, *words, python=sys.executable, **environment):
        """Run a module as ``python -m`` does."""
        return self._run([python, "-m", *words], self.environment({}, "none", **environment))

    def _run(self, command, environment):
        return subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )


@pytest.fixture
def started(tmp_path):
    return Started(tmp_path)


@pytest.fixture
def execute(tmp_path, monkeypatch, capfd):
    """Write a notebook and execute it here; return exit status, output and error output."""

    def run(*cells, words=("train.ipynb",), flags="", **options):
        if cells:
            write(tmp_path, *cells, **options)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("RUN_DIR", str(tmp_path))
        monkeypatch.setenv(VARIABLE, flags)
        return notebook.main(list(words)), *capfd.readouterr()

    return run
