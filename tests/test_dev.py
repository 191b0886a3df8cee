"""What ``./dev`` does that no other test sees."""

import importlib.machinery
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def dev(monkeypatch):
    loader = importlib.machinery.SourceFileLoader("dev", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("dev", loader)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "dev", module)
    loader.exec_module(module)
    return module


def test_an_example_is_written_back_with_the_paths_of_any_user(dev, tmp_path):
    user, venv = tmp_path / "user", tmp_path / "user/.venv"
    text = f"in {user}/example_notebooks, by {venv}/bin/python of {dev.ROOT}/x"
    assert dev.put_back(text, tmp_path / "a.ipynb", user, venv)
    said = "in /home/user/example_notebooks, by /home/user/venv/bin/python of "
    assert (tmp_path / "a.ipynb").read_text() == f"{said}/home/user/guild_jupyter/x"


def test_an_example_that_says_where_this_machine_has_its_files_is_not_written(
    dev, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("HOME", "/srv/people/me")
    text = "cached in /srv/people/me/.cache"
    assert not dev.put_back(text, tmp_path / "a.ipynb", tmp_path / "user", tmp_path / "venv")
    assert not (tmp_path / "a.ipynb").exists()
    assert "/srv/people/me/" in capsys.readouterr().out
