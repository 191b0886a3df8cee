import pytest

from guild_jupyter.scalars.summary import Summary, is_another_runs, key_of, last_values


def one(prefix, tag, last):
    return Summary(prefix, tag, 2, 1.0, 1, last, 2, 1.0, 1, 3.0, 2, 4.0)


@pytest.mark.parametrize(
    ("prefix", "key"), [("", "a"), (".guild", "a"), ("logs", "logs#a"), ("x/.guild", "x/.guild#a")]
)
def test_a_key_is_the_tag_after_its_place(prefix, key):
    assert key_of(prefix, "a") == one(prefix, "a", 1.0).key == key
    assert one(prefix, "a", 1.0).mean == 2.0


def test_of_two_of_one_key_the_first_counts():
    found = last_values([one("", "a", 1.0), one(".guild", "a", 2.0), one("x", "a", 3.0)])
    assert found == {"a": 1.0, "x#a": 3.0}


@pytest.mark.parametrize("prefix", ["step/.guild", "ab" * 16, f"{'ab' * 16}/logs", "a/b/.guild/c"])
def test_places_of_steps_and_trials_are_another_runs(prefix):
    assert is_another_runs(prefix)


@pytest.mark.parametrize("prefix", ["", ".guild", "logs/train", ".guild/x", "abab"])
def test_other_places_are_the_runs_own(prefix):
    assert not is_another_runs(prefix)
