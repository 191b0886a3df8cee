import pytest

from guild_jupyter.runstore.words import describe
from guild_jupyter.supervise.state import State


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (State("running"), "running"),
        (State("completed", "", 0), "completed"),
        (State("error", "", 3), "error (exit status 3)"),
        (State("terminated", "", -15), "terminated (SIGTERM)"),
        (State("terminated", "", -16), "terminated (keyboard interrupt)"),
        (State("terminated", "", -99), "terminated (signal 99)"),
        (State("error", "resources", 1), "error (exit status 1, required resources not met)"),
        (State("lost", "the machine was restarted"), "lost (the machine was restarted)"),
    ],
)
def test_a_state_is_said_in_words(now, words):
    assert describe(now) == words
