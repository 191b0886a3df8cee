import os
import sys

import pytest

from guild_jupyter.errors import LaunchError
from guild_jupyter.launch.interpreter import choose
from guild_jupyter.launch.versions import Versions


@pytest.mark.parametrize(
    ("requirement", "version", "fits"),
    [
        (">=3.9", "3.10.2", True),
        (">=3.9", "3.8.10", False),
        (">=3.9,<3.12", "3.12.0", False),
        ("3.10", "3.10.9", True),
        ("3.10", "3.11.0", False),
        ("3.10.2", "3.10.2", True),
        ("~=3.9", "3.13.0rc1", True),
        (">=3.11", "3.12.0+", True),
    ],
)
def test_a_requirement_says_which_versions_will_do(requirement, version, fits):
    assert Versions(requirement).fit(version) is fits


def test_a_requirement_that_makes_no_sense_is_refused():
    with pytest.raises(LaunchError, match="'new' is no requirement"):
        Versions("new")


def test_candidates_are_the_interpreters_of_folders_that_may_fit(tmp_path):
    for minor in (8, 10, 12):
        file = tmp_path / f"python3.{minor}"
        file.write_text("")
        file.chmod(0o755)
    found = list(Versions(">=3.9,!=3.12.*").candidates([str(tmp_path), str(tmp_path)]))
    assert found == [str(tmp_path / "python3.10")]


def test_an_interpreter_that_fits_is_looked_for(other_python, monkeypatch):
    path, version = other_python
    minor = ".".join(version.split(".")[:2])
    monkeypatch.setenv("PATH", path.rpartition("/")[0])
    assert choose(None, os.environ, minor).version == version


def test_where_none_fits_the_requirement_is_named():
    with pytest.raises(LaunchError, match=r"no Python fits the requirement '>=3\.99'"):
        choose(None, {"PATH": ""}, ">=3.99")
    with pytest.raises(LaunchError, match=r"and the operation requires >=3\.99"):
        choose(sys.executable, {}, ">=3.99")
