import pytest


@pytest.mark.parametrize(
    "text",
    [
        "optimizer: gp",
        "optimizer: {algorithm: gp, flags: {x: 1}}",
        "optimizers: [gp, {algorithm: random}]",
        "optimizers: {a: gp, b: {}, c: {algorithm: gp}}",
        "objective: loss",
        "objective: {minimize: loss}",
        "objective: {maximize: acc}",
    ],
)
def test_optimizers_and_objectives_stay_as_they_are_written(operation, text):
    (key,) = operation(text).attributes
    assert text.startswith(key)


WRONG = [
    ("optimizer: gp, optimizers: [gp]", "op.optimizer", "both 'optimizer' and 'optimizers'"),
    ("optimizer: 5", "op.optimizer", "expected an optimizer, found 5"),
    ("optimizer: {}", "op.optimizer", "an optimizer without 'algorithm'"),
    ("optimizers: gp", "op.optimizers", "expected names of optimizers"),
    ("optimizers: [5]", "op.optimizers", "expected an optimizer, found 5"),
    ("optimizers: {a: 5}", "op.optimizers.a", "expected an optimizer, found 5"),
    ("objective: [a]", "op.objective", "expected a scalar, found a list"),
    ("objective: {least: a}", "op.objective", "expected a scalar, found a mapping"),
]


@pytest.mark.parametrize(("text", "key", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_what_makes_no_sense_is_a_problem(read, text, key, said):
    problem = read(f"op: {{{text}}}").models[""].problems["op"]
    assert said in problem.problem
    assert problem.key == key
