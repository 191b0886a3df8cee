import pytest

from guild_jupyter.runstore.outcome import Outcome


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome("x"), "copied 0 runs to x"),
        (Outcome("x", ["a"], ["a"]), "moved 1 run to x"),
        (Outcome("x", ["a", "b"], ["a"], ["n"]), "copied 2 runs to x, 1 of them moved\nnote: n"),
    ],
)
def test_an_outcome_says_what_became_of_the_runs(outcome, expected):
    assert repr(outcome) == expected
