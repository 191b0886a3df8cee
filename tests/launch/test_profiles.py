import pytest

from guild_jupyter.errors import GuildFileError, NoSuchFlag
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.launch.profiles import applied

FLAGS = {"lr": FlagDef("lr", default=0.1), "must": FlagDef("must", required=True)}


def operation(**profiles):
    return Operation("train", main="train", flags=FLAGS, profiles=profiles)


def test_no_profile_changes_nothing():
    plain = operation(quick={"lr": 1})
    assert applied(plain, "") is plain


def test_a_profile_goes_over_the_defaults():
    flags = applied(operation(quick={"lr": 1, "must": 2}), "quick").flags
    assert flags["lr"].default == 1
    assert flags["must"].default == 2
    assert not flags["must"].required


def test_an_unknown_profile_is_refused_with_the_nearest():
    with pytest.raises(NoSuchFlag, match="has no profile 'quik'") as caught:
        applied(operation(quick={}), "quik")
    assert caught.value.hint == "Did you mean quick? Profiles: quick."
    with pytest.raises(NoSuchFlag) as caught:
        applied(operation(), "a")
    assert caught.value.hint == "Profiles: none."


def test_a_profile_sets_flags_that_are_there():
    with pytest.raises(GuildFileError, match="sets 'lrr', which is no flag of train") as caught:
        applied(operation(quick={"lrr": 1}), "quick")
    assert "Did you mean lr?" in caught.value.hint


def test_a_profile_of_the_oldest_dialect_may_add_flags():
    old = Operation("train", main="t", in_project=True, profiles={"q": {"new": 5}})
    assert applied(old, "q").flags["new"].default == 5
