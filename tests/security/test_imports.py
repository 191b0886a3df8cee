"""Nothing of a project is run by what looks at it."""

import importlib.util
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_projects import OPERATIONS, build

import guild_jupyter
from guild_jupyter.api import Guild
from guild_jupyter.errors import GuildError
from guild_jupyter.guildfile import reader
from guild_jupyter.launch.imports import imports_of
from guild_jupyter.notebook.completion import complete
from guild_jupyter.notebook.dispatch import carry_out
from guild_jupyter.notebook.session import NOTEBOOK, Session

PROJECTS = 200
FORMS = {
    "command": {"main": "command go"},
    "package": {"main": "package"},
    "entries": {"main": "variables", "flags_dest": "dict:params"},
    "settings": {"main": "variables", "flags_dest": "config:settings.yml"},
    "away": {"main": "lib/away"},
    "cells": {"main": None, "notebook": "cells.ipynb"},
}


def wanted(operation):
    """The operation as its Guild file means it, all flags of its source included."""
    return replace(operation, flags_import=True, **FORMS.get(operation.name, {}))


@pytest.mark.parametrize("name", ["parser", "opts", "command", "variables", "package"])
def test_a_project_that_is_run_leaves_its_mark(tmp_path, name):
    build(tmp_path, str(tmp_path / "mark"), 1)
    command = [sys.executable, "-I", "-c", f"import runpy; runpy.run_path({name + '.py'!r})"]
    if name == "package":
        command = [sys.executable, "-m", name]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert (tmp_path / "mark").exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nothing_of_a_project_is_run_to_look_at_it(tmp_path, monkeypatch):
    left = tmp_path / "mark"
    before = set(sys.modules)
    flags = 0
    for seed in range(PROJECTS):
        folder = tmp_path / "project" / str(seed)
        build(folder, str(left), seed)
        monkeypatch.chdir(folder)
        project = reader.read(folder / "guild.yml")
        for operation in project.operations:
            found = imports_of(wanted(operation), project, [str(folder), *sys.path])
            flags += len(found.operation.flags)
        said = []
        session = Session(Guild(folder, tmp_path / "home"), NOTEBOOK, said.append)
        name = OPERATIONS[seed % len(OPERATIONS)]
        for words in (
            ["ops"],
            ["help", name],
            ["run", name, "--help-op"],
            ["run", name, "--preview"],
        ):
            try:
                carry_out(words, session)
            except GuildError as error:
                said.append(str(error))  # a form that does not run, said in words
        complete(f"run {name} ", session)
        assert not left.exists(), f"project {seed}: {left.read_text()}"
    assert flags >= PROJECTS * 12
    assert not {name for name in set(sys.modules) - before if name == "opts" or "away" in name}


#: Modules of Python's own that the commands load only when they need them.
LATE = (
    "json",
    "yaml",
    "argparse",
    "heapq",
    "tomllib",
    "shlex",
    "csv",
    "difflib",
    "html",
    "shutil",
)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["ops", "help", "check", "run op --preview", "run op --help-op"])
def test_a_project_with_modules_of_pythons_own_names_is_listed_without_running_them(
    tmp_path, words
):
    for name in LATE:
        (tmp_path / f"{name}.py").write_text(f"open('ran-{name}', 'w')\nraise SystemExit('ran')\n")
    (tmp_path / "op.py").write_text("import sys\nx = 1\n")
    (tmp_path / "guild.yml").write_text("op: {main: op, flags-import: all}\n")
    environment = {**os.environ, "GUILD_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    environment["PYTHONPATH"] = str(Path(guild_jupyter.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "guild_jupyter", *words.split()],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("ran-*")) == []


def test_a_cell_loads_nothing_of_the_projects_folder(tmp_path, monkeypatch, clean_environment):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    (tmp_path / "guild.yml").write_text("op: {exec: 'true'}\n")
    (tmp_path / "wanted.py").write_text("")
    seen = []

    class Spy(Guild):
        def project(self):
            seen.append(importlib.util.find_spec("wanted"))
            return super().project()

    session = Session(Spy(tmp_path, tmp_path / "home"), NOTEBOOK, seen.append)
    carry_out(["ops"], session)
    assert seen[0] is None
    assert "" in sys.path
