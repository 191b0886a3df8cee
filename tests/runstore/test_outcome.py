import pytest

from guild_jupyter.runstore.outcome import Outcome


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome("x"), "0 runs copied to x"),
        (Outcome("x", ["a"], ["a"]), "1 run moved to x"),
        (Outcome("x", ["a", "b"], ["a"], ["n"]), "2 runs copied to x\nnote: n"),
    ],
)
def test_an_outcome_says_what_became_of_the_runs(outcome, expected):
    assert repr(outcome) == expected
