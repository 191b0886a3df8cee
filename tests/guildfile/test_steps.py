import pytest

from guild_jupyter.guildfile.step_definitions import CheckDef, StepDef


@pytest.fixture
def steps(sound):
    def read(text):
        return (
            sound(
                "- config: c\n  flags: {lr: 0.1, x: {default: 2, description: D}, y: 3}\n"
                f"- model: m\n  params: {{n: 5}}\n  operations:\n    op:\n      steps: {text}\n"
            )
            .operations[0]
            .steps
        )

    return read


def test_a_step_is_the_words_of_a_run(steps):
    assert steps("[train, 'm:train lr=1 --label \"a b\"']") == (
        StepDef("train", "train"),
        StepDef('m:train lr=1 --label "a b"', "m:train"),
    )
    assert steps("[]") == ()


def test_every_key_of_a_step_has_its_place(steps):
    (step,) = steps(
        "[{run: train, name: first, flags: {lr: '${rate}', n: '{{n}}'}, isolate-runs: no,"
        " label: L, tags: t, max-trials: 3, no-gpus: yes, opt-flags: [a=1], other: 1}]"
    )
    assert (step.run, step.name, step.isolate) == ("train", "first", False)
    assert step.flags == {"lr": "${rate}", "n": 5}
    assert step.options == {
        "label": "L",
        "tags": ("t",),
        "max-trials": 3,
        "no-gpus": True,
        "opt-flags": {"a": 1},
    }


def test_flags_of_a_step_may_be_words_or_included(steps):
    (words, included) = steps(
        "[{run: a, flags: [x=1, y=a b, z=]}, {run: b, flags: {$include: 'c#lr,x', lr: 5}}]"
    )
    assert words.flags == {"x": 1, "y": "a b", "z": ""}
    assert included.flags == {"lr": 5, "x": 2}


def test_checks_are_one_or_several(steps):
    (one, several) = steps(
        "[{run: a, expect: {output: 'done [0-9]'}},"
        " {run: b, expect: [{file: '*.txt', contains: ok}, {file: a, compare-to: b}]}]"
    )
    assert one.checks == (CheckDef(output="done [0-9]"),)
    assert several.checks == (
        CheckDef(file="*.txt", contains="ok"),
        CheckDef(file="a", compare_to="b"),
    )


WRONG = [
    ("5", "op.steps", "expected a step, found 5"),
    ("{name: a}", "op.steps", "a step without 'run'"),
    ("{run: [a]}", "op.steps.run", "expected text"),
    ("''", "op.steps.run", "expected text"),
    ("' '", "op.steps.run", "names no operation"),
    ("x=1", "op.steps.run", "names no operation"),
    ('{run: "a \'b"}', "op.steps.run", "cannot be split into words"),
    ("{run: a, flags: 5}", "op.steps.flags", "expected a mapping, found 5"),
    ("{run: a, flags: [x]}", "op.steps.flags", "'x' is not NAME=VALUE"),
    ("{run: a, flags: {$include: nope}}", "op.steps.flags.$include", "no model or config 'nope'"),
    ("{run: a, max-trials: many}", "op.steps.max-trials", "expected a number"),
    ("{run: a, isolate-runs: 5}", "op.steps.isolate-runs", "expected yes or no"),
    ("{run: a, expect: 5}", "op.steps.expect", "expected a mapping"),
    ("{run: a, expect: [{}]}", "op.steps.expect", "a check of either 'output' or 'file'"),
    ("{run: a, expect: {output: a, file: b}}", "op.steps.expect", "either 'output' or 'file'"),
    ("{run: a, expect: {output: '('}}", "op.steps.expect.output", "not a regular expression"),
]


@pytest.mark.parametrize(("text", "key", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_a_step_that_makes_no_sense_is_a_problem(read, text, key, said):
    problem = read(f"op:\n  steps:\n    - {text}\n").models[""].problems["op"]
    assert said in problem.problem
    assert (problem.line, problem.key) == (3, key)
