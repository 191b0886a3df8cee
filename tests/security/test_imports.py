"""Nothing of a project is run by what looks at it."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hostile_projects import OPERATIONS, build

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
