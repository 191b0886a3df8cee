import pytest

from guild_jupyter.api import Guild
from guild_jupyter.errors import LaunchError, NoGuildFile, NoSuchOperation
from guild_jupyter.launch import scripts
from guild_jupyter.launch.launcher import launch
from guild_jupyter.launch.options import Options


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "train.py").write_text("print('hello')\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "my-run.py").write_text("")
    (tmp_path / "a b.ipynb").write_text("{}")
    (tmp_path / "run.sh").write_text('#!/bin/sh\necho "$@" x${FLAG_X}\n')
    (tmp_path / "data.csv").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        *((name, True) for name in ("train.py", "sub/my-run.py", "run.sh", "a b.ipynb")),
        *((name, False) for name in ("train", "nosuch.py", "sub", "a\0.py")),
    ],
)
def test_a_word_that_names_a_file_may_be_run(folder, name, is_one):
    assert scripts.is_file(name, folder) is is_one


def test_a_script_is_a_module_of_its_folder(folder):
    operation = scripts.script_operation("sub/my-run.py", folder)
    assert operation.main == "sub/my-run"
    assert operation.script == "sub/my-run.py"
    assert operation.flags_import is True


def test_a_notebook_is_run_as_one(folder):
    assert scripts.script_operation("a b.ipynb", folder).notebook == "'a b.ipynb'"


def test_a_program_must_be_executable(folder):
    with pytest.raises(LaunchError, match="neither a Python script, a notebook nor a program"):
        scripts.script_operation("run.sh", folder)
    (folder / "run.sh").chmod(0o755)
    assert scripts.script_operation("run.sh", folder).exec == "./run.sh ${flag_args}"


def test_a_file_outside_of_the_project_is_refused(folder):
    with pytest.raises(NoSuchOperation, match="is not in the project"):
        scripts.script_operation("../x.py", folder / "sub")


def test_a_script_runs_without_a_guild_file(folder, world):
    guild = Guild(folder, world.home.path)
    with pytest.raises(NoGuildFile):
        guild.definition("train")
    with pytest.raises(NoSuchOperation, match=r"there is no file nosuch\.py in"):
        guild.definition("nosuch.py")
    run = guild.run("train.py").wait(60)
    assert run.output() == "hello\n"
    assert run.operation == "train.py"
    text = (run.dir / ".guild/opref").read_text()
    assert text == f"script:{folder} '' '' train.py"


def test_a_script_beside_a_guild_file_runs_as_well(world):
    world.file("other.py", "print('other')\n")
    world.guild("train: {main: train}")
    guild = Guild(world.project, world.home.path)
    assert guild.run("other.py").wait(60).output() == "other\n"
    with pytest.raises(NoSuchOperation):
        guild.definition("nosuch.py")


def test_a_program_gets_its_flags_as_words_and_variables(folder, world):
    (folder / "run.sh").chmod(0o755)
    guild = Guild(folder, world.home.path)
    run = launch(guild.plan("run.sh", ["x=5"], Options(force_flags=True))).wait(60)
    assert run.output() == "--x 5 x5\n"
