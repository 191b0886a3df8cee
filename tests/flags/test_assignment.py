import datetime
import enum
from pathlib import Path

import numpy as np
import pytest

from guild_jupyter import errors
from guild_jupyter.flags.assignment import plain_value, read, resolve, split
from guild_jupyter.flags.definitions import Choice, FlagDef


def flags(*definitions):
    return {flag.name: flag for flag in definitions}


def given(words, known, **options):
    return resolve(read(words.split(), known), known, **options)


def test_words_are_split_at_their_first_equals_sign():
    assert split(["a=b=c", "d="]) == [("a", "b=c"), ("d", "")]


@pytest.mark.parametrize(
    ("word", "error"), [("lr", errors.BadAssignment), ("=1", errors.NoSuchFlag)]
)
def test_a_word_that_is_no_assignment_is_refused(word, error):
    with pytest.raises(error, match=r"NAME=VALUE|names no flag") as caught:
        split([word])
    assert "lr=0.1" in caught.value.hint


def test_values_are_defaults_overlaid_with_what_is_given_sorted_by_name():
    known = flags(FlagDef("b", default=2), FlagDef("a", default=1), FlagDef("c"))
    assert list(given("b=9", known).items()) == [("a", 1), ("b", 9), ("c", None)]


def test_of_two_assignments_the_last_one_counts():
    assert given("a=1 a=2", flags(FlagDef("a"))) == {"a": 2}


def test_an_alias_gives_the_flag_of_its_type():
    known = flags(FlagDef("batch-size", type="string", alias="bs"), FlagDef("x", alias="x"))
    assert given("bs=007 x=1", known) == {"batch-size": "007", "x": 1}


def test_a_flag_given_by_name_and_by_alias_is_refused():
    with pytest.raises(errors.AliasConflict, match="alias 'bs'"):
        given("batch=1 bs=2", flags(FlagDef("batch", alias="bs")))


def test_an_unknown_flag_is_refused_with_the_nearest_name():
    with pytest.raises(errors.NoSuchFlag, match="epoch") as caught:
        given("epoch=1", flags(FlagDef("epochs")))
    assert "Did you mean epochs?" in caught.value.hint
    with pytest.raises(errors.NoSuchFlag, match="Flags of this operation: none"):
        given("x=1", {})


def test_force_lets_everything_through_and_coerces_what_it_can():
    known = flags(
        FlagDef("n", type="int", required=True),
        FlagDef("f", type="float", default=1),
        FlagDef("c", choices=(Choice("a"),)),
    )
    values = given("n=x c=b z=1", known, force=True)
    assert values == {"n": "x", "f": 1.0, "c": "b", "z": 1}
    assert isinstance(values["f"], float)


@pytest.mark.parametrize("text", ["a", "no", "0", "3", "[a,3]", "uniform[0:1]", "null"])
def test_a_choice_passes_and_so_does_what_is_empty(text):
    given(f"c={text}", flags(FlagDef("c", choices=(Choice("a"), Choice(3)))))


def test_a_value_that_is_no_choice_is_refused_unless_others_are_allowed():
    choices = (Choice("a"), Choice("b"))
    with pytest.raises(errors.InvalidChoice, match="invalid value z") as caught:
        given("c=[a,z]", flags(FlagDef("c", choices=choices)))
    assert caught.value.hint == "Choices: a, b."
    assert given("c=z", flags(FlagDef("c", choices=choices, allow_other=True))) == {"c": "z"}


def test_the_parts_of_a_split_value_are_checked():
    known = flags(FlagDef("n", arg_split=True, choices=(Choice(1), Choice(2))))
    assert given("n=1", known) == {"n": 1}
    assert resolve({"n": "1 2"}, known) == {"n": "1 2"}
    assert resolve({"n": [1, 2]}, known) == {"n": [1, 2]}
    with pytest.raises(errors.InvalidChoice, match="invalid value 3"):
        resolve({"n": "1 3"}, known)


@pytest.mark.parametrize("text", ["0", "11", "0.5", "range[8:12]"])
def test_a_number_out_of_range_is_refused(text):
    with pytest.raises(errors.OutOfRange, match="out of range"):
        given(f"n={text}", flags(FlagDef("n", min=1, max=10)))


def test_bounds_are_part_of_the_range_and_do_not_hold_for_text():
    known = flags(FlagDef("n", min=1, max=10))
    for text in ("1", "10", "abc", "[1:99]", "null"):
        given(f"n={text}", known)


def test_a_path_that_must_exist_does(tmp_path):
    known = flags(FlagDef("p", type="existing-path"))
    assert resolve({"p": str(tmp_path)}, known) == {"p": str(tmp_path)}
    with pytest.raises(errors.PathMissing, match="does not exist"):
        resolve({"p": str(tmp_path / "no")}, known)
    with pytest.raises(errors.PathMissing):
        resolve({"p": "/" + "x" * 5000}, known)


@pytest.mark.parametrize("words", ["", "r=", "r=null"])
def test_a_required_flag_needs_a_value(words):
    known = flags(FlagDef("r", required=True, description="Needed"), FlagDef("x", required=True))
    with pytest.raises(errors.MissingFlags, match="r, x") as caught:
        given(words, known)
    assert caught.value.hint == "Add r=… x=…. (r: Needed)"
    with pytest.raises(errors.MissingFlags) as caught:
        given("", flags(FlagDef("x", required=True)))
    assert caught.value.hint == "Add x=…."


SIZES = (
    Choice("small", flags={"layers": 1}),
    Choice("large", alias="l", flags={"layers": 9, "kind": "wide"}),
)


def test_a_choice_brings_values_of_other_flags_unless_they_are_given():
    known = flags(FlagDef("size", choices=SIZES), FlagDef("layers", default=2), FlagDef("kind"))
    assert given("size=small", known) == {"size": "small", "layers": 1, "kind": None}
    assert given("size=small layers=5", known)["layers"] == 5
    assert given("size=l", known) == {"size": "large", "layers": 9, "kind": "wide"}
    assert given("size=large", known) == {"size": "large", "layers": 2, "kind": None}


def test_a_default_that_is_an_alias_brings_its_values_too():
    known = flags(FlagDef("size", choices=SIZES, default="l"), FlagDef("layers", default=2))
    assert given("", known) == {"size": "large", "layers": 9, "kind": "wide"}


def test_a_choice_may_bring_the_next_choice_along():
    known = flags(
        FlagDef("a", choices=(Choice(1, flags={"b": 2}),)),
        FlagDef("b", choices=(Choice(2, flags={"c": 3}),)),
        FlagDef("c"),
    )
    assert given("a=1", known) == {"a": 1, "b": 2, "c": 3}


class Colour(str, enum.Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float64(0.5), 0.5),
        (np.int32(3), 3),
        (np.array([1, 2]), [1, 2]),
        ((1, {"a": Path("x")}), [1, {"a": "x"}]),
        ({1}, [1]),
        (Colour.RED, "red"),
        (True, True),
        (None, None),
        (datetime.date(2020, 1, 1), datetime.date(2020, 1, 1)),
        (enum.IntEnum("N", "ONE").ONE, 1),
    ],
)
def test_values_of_a_cell_become_plain_data(value, plain):
    result = plain_value("x", value)
    assert (result, type(result)) == (plain, type(plain))


@pytest.mark.parametrize("value", [object(), b"x", ["a\0b"], {"k": "\ud800"}])
def test_a_value_that_no_program_can_be_given_is_refused(value):
    with pytest.raises(errors.InvalidFlagValue, match="flag 'x'"):
        resolve({"x": value}, flags(FlagDef("x")), force=True)


def test_force_still_gives_flags_of_unknown_names_their_values():
    assert resolve({"z": 1}, flags(FlagDef("a", default=2)), force=True) == {"a": 2, "z": 1}


def test_a_value_of_the_wrong_type_is_refused():
    with pytest.raises(errors.InvalidFlagValue, match="expected an int"):
        given("n=x", flags(FlagDef("n", type="int")))
