"""Notebooks as operations, launched like any other."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from guild_jupyter.api import Guild
from guild_jupyter.errors import GuildFileError
from guild_jupyter.launch.launcher import launch
from guild_jupyter.launch.options import Options

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

CELLS = (
    "lr = 0.1\nsteps = 2",
    "import os, helper\nfor step in range(steps):\n    print(f'step: {step}')\n"
    "    print(f'loss: {lr / (step + 1)}')",
    "open('made.txt', 'w').write(helper.WORD)\nprint(os.getcwd() == os.environ['RUN_DIR'])",
)


@pytest.fixture
def guild(world):
    cells = [new_code_cell(text) for text in CELLS]
    world.project.joinpath("train.ipynb").write_text(nbformat.writes(new_notebook(cells=cells)))
    world.file("helper.py", "WORD = 'word'\n")
    world.guild("train: {notebook: train.ipynb, flags: {lr: 0.2}}")
    return Guild(world.project, world.home.path)


def test_a_notebook_runs_in_the_run_directory_with_its_flags(guild, world):
    before = (world.project / "train.ipynb").read_bytes()
    run = guild.run("train", ["lr=0.5"]).wait(120)
    assert run.output() == "step: 0\nloss: 0.5\nstep: 1\nloss: 0.25\nTrue\n"
    assert {s.key: s.values[-1] for s in run.series()} == {"loss": 0.25}
    assert (run.dir / "made.txt").read_text() == "word"
    assert (run.dir / "train.html").is_file()
    kept = nbformat.read(run.dir / "train.ipynb", 4)
    assert kept.cells[0].source == "lr = 0.5\nsteps = 2"
    assert kept.cells[2].outputs[0].text == "True\n"
    assert (world.project / "train.ipynb").read_bytes() == before


def test_a_notebook_needs_no_guild_file_and_gives_its_flags_itself(guild, world):
    (world.project / "guild.yml").unlink()
    operation = guild.operation("train.ipynb")
    assert {name: flag.default for name, flag in operation.flags.items()} == {
        "lr": 0.1,
        "steps": 2,
    }
    run = guild.run("train.ipynb", ["steps=1"]).wait(120)
    assert run.output() == "step: 0\nloss: 0.1\nTrue\n"
    assert run.operation == "train.ipynb"


def test_a_cell_that_fails_fails_the_run(guild, world):
    failing = new_notebook(cells=[new_code_cell("print('so far')"), new_code_cell("1 / 0")])
    world.project.joinpath("bad.ipynb").write_text(nbformat.writes(failing))
    run = guild.run("bad.ipynb").wait(120, check=False)
    assert run.exit_status == 1
    assert "so far\n" in run.output()
    assert "ZeroDivisionError" in run.output()
    assert (run.dir / "bad.html").is_file()


def test_a_notebook_is_copied_whatever_the_rules_say(guild, world):
    world.guild("train: {notebook: train.ipynb, sourcecode: ['*.py']}")
    plan = guild.plan("train")
    assert plan.source.files == ["helper.py", "train.ipynb"]
    world.guild("train: {notebook: nosuch.ipynb}")
    with pytest.raises(GuildFileError, match=r"there is no file nosuch\.ipynb") as caught:
        guild.plan("train")
    assert caught.value.line == 1


def test_a_notebook_is_staged_and_run_again(guild):
    run = guild.run("train", ["lr=0.9"], Options(stage=True))
    started = launch(guild.plan_again(run, ["lr=0.5"]))
    assert started.wait(120).output() == "step: 0\nloss: 0.5\nstep: 1\nloss: 0.25\nTrue\n"
