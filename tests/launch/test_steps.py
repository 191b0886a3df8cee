import pytest

from guild_jupyter.errors import GuildFileError

PARSER = """\
import argparse
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float, default=0.1)
p.parse_args()
"""


def pipeline(world, steps, more=""):
    world.file("train.py", PARSER)
    world.guild(
        "train:\n  main: train\n  flags: {epochs: {default: 1, alias: e}}\n  flags-import: all\n"
        f"{more}all:\n  flags: {{rate: 1}}\n  steps:\n{steps}"
    )
    return world.plan("all")


@pytest.mark.parametrize(
    "step",
    [
        "train lr=1 epochs=2 e=3",
        "train '${rate}=1'",
        "train lrr=1 --force-flags",
        "train --label a=b",
        "train @batch=1",
        "{run: train, flags: {lrr: 1}, force-flags: yes}",
        "train.py lr=1",
        "plain prep=abc data=x.csv",
        "unreadable any=1",
        "missing any=1",
        "broken.sh any=1",
        "'${rate} any=1'",
        "opened any=1",
    ],
)
def test_flags_that_a_step_may_give_are_accepted(world, step):
    world.file("odd.py", "import argparse, sys\np = argparse.ArgumentParser()\neval('p')\n")
    world.file("broken.sh", "no program")
    more = (
        "plain: {exec: echo, requires: [{operation: train, name: prep}, {file: x, name: data}]}\n"
        "unreadable: {main: odd, flags-import: all, flags: {x: 1}}\n"
        "missing: {main: made_by_a_step, flags-import: all}\n"
        'opened: {main: "train \'x", flags-import: all}\n'
    )
    world.file("odd.py", "p = (")
    assert pipeline(world, f"    - {step}\n", more).operation.steps


@pytest.mark.parametrize(
    ("step", "line", "hint"),
    [
        ("train lrr=1", 8, "Did you mean lr? Flags of train: epochs, lr."),
        ("{run: train, flags: {lrr: 1}}", 8, "Did you mean lr?"),
        ("{run: train, flags: [lrr=1]}", 8, "Did you mean lr?"),
        (
            "\n        run: train\n        flags:\n          lr: 1\n          epoch: 1",
            12,
            "epochs?",
        ),
        ("train.py lrr=1", 8, "Did you mean lr? Flags of train.py: lr."),
    ],
)
def test_a_flag_that_a_step_cannot_give_is_refused_before_the_first_step(world, step, line, hint):
    with pytest.raises(GuildFileError, match=r"has no flag '(lrr|epoch)'") as caught:
        pipeline(world, f"    - {step}\n")
    assert caught.value.line == line
    assert caught.value.key.startswith("all.steps")
    assert hint in caught.value.hint


def test_a_flag_that_the_pipeline_passes_on_must_be_one_of_the_step(world):
    world.file("train.py", PARSER)
    world.guild(
        """\
        train: {main: train, flags-import: all}
        all:
          flags:
            train:lr: 1
            train:lrr: 2
          steps: [train]
        """
    )
    with pytest.raises(GuildFileError, match="train has no flag 'lrr'") as caught:
        world.plan("all")
    assert (caught.value.line, caught.value.key) == (5, "all.flags.train:lrr")


def test_steps_of_steps_are_looked_at_too(world):
    more = "inner:\n  steps:\n    - train lrr=1\n"
    with pytest.raises(GuildFileError, match="step 'train' of inner") as caught:
        pipeline(world, "    - inner\n    - inner\n", more)
    assert (caught.value.line, caught.value.key) == (7, "inner.steps.run")


def test_pipelines_that_share_their_steps_are_looked_at_once(world):
    levels = "\n".join(f"p{n}: {{steps: [p{n + 1}, p{n + 1}]}}" for n in range(40))
    world.guild(f"{levels}\np40: {{exec: echo}}\n")
    assert world.plan("p0").operation.steps


def test_steps_that_lead_back_are_refused_with_the_whole_way(world):
    world.guild("a: {steps: [b]}\nb:\n  steps: [c, a]\nc: {exec: echo}\n")
    with pytest.raises(GuildFileError, match="lead back to it: a -> b -> a") as caught:
        world.plan("a")
    assert caught.value.category == "cycle"
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("step", "problem", "hint"),
    [
        ("{run: train, needd: yes}", "", ""),
        ("{run: train, remote: x}", "'remote' is not an option", "Options: "),
        ("train lr=${rat}", "${rat} is no flag of all", "Did you mean ${rate}? Flags: rate."),
        ("{run: train, flags: {lr: '${rat}'}}", "${rat} is no flag", "Did you mean ${rate}?"),
        ("trian", "no operation 'trian'", "Did you mean train? Operations: train, all."),
    ],
)
def test_what_else_is_wrong_with_a_step_is_said_with_the_step(world, step, problem, hint):
    if not problem:  # a key that nobody reads is a finding
        assert pipeline(world, f"    - {step}\n")
        return
    with pytest.raises(GuildFileError) as caught:
        pipeline(world, f"    - {step}\n")
    assert problem in caught.value.problem
    assert hint in caught.value.hint
    assert caught.value.line == 8
