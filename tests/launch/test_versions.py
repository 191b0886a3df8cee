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


@pytest.fixture
def broken(tmp_path):
    """A folder first on PATH with interpreters that are none; those of the versions after ours."""
    folder = tmp_path / "broken"
    folder.mkdir()
    after = sys.version_info.minor + 1
    texts = (
        "#!/bin/sh\nexit 127\n",
        "no program",
        "#!/bin/sh\necho 1\n",
        "#!/bin/sh\necho '[]'\n",
    )
    texts += ("#!/bin/sh\necho '[\"new\", []]'\n", "#!/bin/sh\necho '[3, []]'\n")
    for minor, text in enumerate(texts, after):
        (folder / f"python3.{minor}").write_text(text)
        (folder / f"python3.{minor}").chmod(0o755)
    minor = after + len(texts)
    (folder / f"python3.{minor}").symlink_to("nowhere")
    (folder / f"python3.{minor + 1}").symlink_to(f"python3.{minor + 1}")
    (folder / f"python3.{minor + 2}").mkdir()
    (folder / f"python3.{minor + 3}").touch(0o644)
    return folder, range(after, minor + 2)


def reporting(version):
    return f"#!/bin/sh\necho '[\"{version}\", []]'\n"


def test_interpreters_that_do_not_run_are_passed_over(broken, tmp_path):
    folder, minors = broken
    good = tmp_path / f"python3.{minors[0]}"
    good.write_text(reporting(f"3.{minors[0]}.4"))
    good.chmod(0o755)
    found = choose(None, {"PATH": f"{folder}:{tmp_path}"}, f">=3.{minors[0]}")
    assert (found.path, found.version) == (str(good), f"3.{minors[0]}.4")


def test_where_none_fits_those_looked_at_are_named_and_why(broken, tmp_path):
    folder, minors = broken
    other = tmp_path / f"python3.{minors[0]}"
    other.write_text(reporting("3.6.1"))
    other.chmod(0o755)
    with pytest.raises(LaunchError, match="no Python fits") as caught:
        choose(None, {"PATH": f"{folder}:{tmp_path}"}, f">=3.{minors[0]}")
    told = [f"{folder}/python3.{minor} does not run" for minor in reversed(minors)]
    assert caught.value.hint.startswith(f"Looked at: {', '.join(told)}, {other} is Python 3.6.1. ")


def test_where_there_is_none_to_look_at_nothing_is_named():
    with pytest.raises(LaunchError, match="no Python fits") as caught:
        choose(None, {"PATH": ""}, ">=3.29.7")
    assert caught.value.hint.startswith("Install one")
