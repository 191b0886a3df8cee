"""Runs that one program staged or made, started again by the other: guild 0.9.0 and ours."""

import pytest
from guild_harness import Place, guild_program

from guild_jupyter.launch.launcher import launch
from guild_jupyter.launch.options import Options
from guild_jupyter.runstore.run import Run

pytestmark = [pytest.mark.guild, pytest.mark.slow]

GUILD_FILE = """\
- model: net
  operations:
    train:
      main: train
      flags-dest: args
      flags-import: no
      label: lr is ${lr}
      flags: {lr: 0.1, epochs: 3}
    glob:
      main: globs
      flags-dest: globals
      flags-import: no
      flags: {x: 2, text: 'yes'}
    program: {exec: 'echo ${word} and ${flag_args}', flags: {word: hello}}
    make: {exec: touch made.txt}
    use:
      exec: ls . sub
      requires:
        - file: given.csv
          target-path: sub
          rename: '(.*)[.]csv \\\\1.dat'
        - operation: make
          select: made.txt
    both: {steps: [program, {run: program, flags: {word: bye}}]}
"""

SCRIPTS = {
    "train": "import sys\nprint('words', *sys.argv[1:])\nprint('loss: 0.5')\n",
    "globs": "x = 1\ntext = ''\nprint('values', x, text)\n",
    "alone": "y = 1\nprint('alone', y)\n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Place(tmp_path_factory.mktemp("again"), guild_program(), GUILD_FILE, SCRIPTS)


def started_by_us(place, run, *words):
    return launch(place.ours.plan_again(run, words)).wait(60, check=False)


def by_guild(place, *words):
    """Run an operation with guild and return the run."""
    before = {run.id for run in place.ours.runs()}
    place.guild("run", *words, "-y", cwd=place.project)
    (new,) = [run for run in place.ours.runs() if run.id not in before]
    return new


@pytest.mark.parametrize(
    ("operation", "words", "says"),
    [
        ("train", ["lr=0.5"], "words --epochs 3 --lr 0.5"),
        ("glob", ["x=7"], "values 7 yes"),
        ("program", ["word=hi"], "hi and --word hi"),
    ],
)
class TestStaged:
    def test_what_we_stage_guild_starts(self, place, operation, words, says):
        run = launch(place.ours.plan(f"net:{operation}", words, Options(stage=True)))
        assert place.listed()[run.id]["status"] == "staged"
        place.guild("run", "--start", run.id, "-y", cwd=place.project)
        assert run.status == "completed", run.output()
        assert says in run.output()

    def test_what_guild_stages_we_start(self, place, operation, words, says):
        staged = by_guild(place, f"net:{operation}", *words, "--stage")
        assert staged.status == "staged"
        run = started_by_us(place, staged)
        assert run.status == "completed", run.output()
        assert says in run.output()
        assert place.listed()[run.id]["status"] == "completed"

    def test_what_we_ran_guild_restarts_and_the_other_way_round(
        self, place, operation, words, says
    ):
        run = place.run(f"net:{operation}", *words)
        assert says in run.output()
        place.guild("run", "--restart", run.id, "-y", cwd=place.project)
        assert run.status == "completed", run.output()
        assert says in run.output()
        again = started_by_us(place, run)
        assert again.status == "completed", again.output()
        assert says in again.output()
        assert place.listed()[run.id]["status"] == "completed"


def test_what_a_staged_run_requires_is_had_whichever_program_starts_it(place):
    (place.project / "given.csv").write_text("1\n")
    made = place.run("net:make")
    ours = launch(place.ours.plan("net:use", [], Options(stage=True)))
    place.guild("run", "--start", ours.id, "-y", cwd=place.project)
    assert ours.status == "completed", ours.output()
    theirs = started_by_us(place, by_guild(place, "net:use", "--stage"))
    assert theirs.status == "completed", theirs.output()
    for run in (ours, theirs):
        assert "given.dat" in run.output()
        assert "made.txt" in run.output()
    assert theirs.flags["operation:make"] == made.id


def test_a_script_run_by_either_is_of_the_same_operation(place):
    ours = place.ours.run("alone.py").wait(60)
    theirs = by_guild(place, "alone.py", "y=5")
    assert ours.opref == theirs.opref
    assert place.info(ours)["operation"].startswith("alone.py")
    again = started_by_us(place, theirs)
    assert "alone 5" in again.output()


def test_guild_lists_a_pipeline_and_its_steps(place):
    run = place.run("net:both")
    assert run.status == "completed", run.output()
    listed = place.listed()
    steps = [Run(path.resolve()) for path in run.dir.iterdir() if path.is_symlink()]
    assert len(steps) == 2
    assert {listed[step.id]["status"] for step in steps} == {"completed"}
    assert "program" in place.guild("ls", run.id)


def test_a_pipeline_of_guild_is_started_again_by_us(place):
    place.guild("run", "net:both", "-y", cwd=place.project)
    pipeline = next(run for run in place.ours.runs() if run.opref.operation == "both")
    run = started_by_us(place, pipeline)
    assert run.status == "completed", run.output()
    assert "bye and" in run.output()


def test_the_prototype_of_a_run_of_guilds_gives_one_of_ours(place):
    theirs = by_guild(place, "net:train", "lr=0.25")
    plan = place.ours.plan_again(theirs, ["epochs=9"], in_place=False)
    run = launch(plan).wait(60)
    assert "words --epochs 9 --lr 0.25" in run.output()
    assert place.listed()[run.id]["status"] == "completed"
